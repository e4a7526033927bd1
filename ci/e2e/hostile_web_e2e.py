"""Visitors and scripts that want what is not theirs: each test fails when the defence that it is about is taken out
(ci/defences does that)."""

import contextlib
import http.client
import io
import pathlib
import re
import socket
import tempfile
import threading
import time

from customer import CLIENT_SECONDS, CustomerTest

TEXT = 'print "Content-Type: text/plain\\n\\n";'
MARK = b"only for those who may see it"


class HostileWeb(CustomerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.server.folder / "state/site/root"
        cls.web_folder = cls.root / "web"

    def setUp(self):
        super().setUp()
        self.session = self.ftp()

    def put(self, path, octets, mode=None):
        self.session.storbinary(f"STOR /web/{path}", io.BytesIO(octets if isinstance(octets, bytes) else octets.encode()))
        if mode:
            self.session.voidcmd(f"SITE CHMOD {mode} /web/{path}")

    def script(self, name, *lines, interpreter="/usr/bin/perl"):
        self.put(name, "\n".join((f"#!{interpreter}", *lines, "")), "755")

    def run_once(self, *lines):
        self.script("once.cgi", TEXT, *lines, "print 'done';")
        status, body = self.web("/once.cgi")
        self.assertEqual((status, body[-4:]), (200, b"done"), body)

    def say(self, octets):
        """All that the server answers until it closes."""
        answer = b""
        with socket.create_connection((self.server.address, self.server.http_port), CLIENT_SECONDS) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(octets)
                while piece := connection.recv(65536):
                    answer += piece
        return answer

    def get(self, target, *fields):
        """The answer to one request, octet by octet as it is sent."""
        lines = (f"GET {target} HTTP/1.1", f"Host: {self.server.host}", "Connection: close", *fields, "", "")
        return self.say("\r\n".join(lines).encode())

    def status(self, target, *fields):
        answer = self.get(target, *fields)
        self.assertNotIn(MARK, answer)
        return int(re.match(rb"HTTP/1\.1 (\d+) ", answer)[1])


class Paths(HostileWeb):
    def test_no_encoding_leads_out_of_the_documents(self):
        (self.root / "log/secret.txt").write_bytes(MARK)
        (self.web_folder / "folder").mkdir(exist_ok=True)
        ups = ("..", "%2e%2e", "%2E.", ".%2e", "..%2f..", "%2e%2e%2f%2e%2e", "..%5c..", "..\\..", "%252e%252e", "..;", "..%00",
               "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "%uff0e%uff0e", "....", "..%c0%af..", "folder/../..", "folder/..;/..",
               "./..", "/..", "//..", "%2f..", "..%2", "..%")
        for up in ups:
            for target in (f"/{up}/log/secret.txt", f"/{up}/{up}/{up}/{up}/{up}/{up}/{up}/{up}/etc/passwd"):
                with self.subTest(target):
                    answer = self.get(target)
                    self.assertRegex(answer, rb"^HTTP/1\.1 40[04] ")
                    self.assertNotIn(MARK, answer)
                    self.assertNotIn(b"root:", answer)
        for up in ("..", "%2e%2e", "%2E.", ".%2e", "./..", "folder/../..", "//.."):
            self.assertEqual(self.status(f"/{up}/log/secret.txt"), 400, up)

    def test_an_encoded_slash_is_none(self):
        (self.web_folder / "folder").mkdir(exist_ok=True)
        self.put("folder/file.txt", b"there")
        self.assertEqual(self.status("/folder/file.txt"), 200)
        self.assertEqual(self.status("/folder%2ffile.txt"), 404)

    def test_nothing_is_cut_at_a_nul(self):
        self.put("file.txt", b"there")
        self.assertEqual(self.status("/file.txt%00.html"), 400)
        self.assertEqual(self.status("/file.txt%00"), 400)

    def test_pages_include_nothing_from_above(self):
        (self.root / "log/secret.txt").write_bytes(MARK)
        (self.web_folder / "folder").mkdir(exist_ok=True)
        self.put("above.txt", MARK)
        for name in ("../above.txt", "/above.txt", "x/../../above.txt", "%2e%2e/above.txt", "../../log/secret.txt",
                     "/etc/passwd"):
            self.put("folder/page.shtml", f'before <!--#include file="{name}" --> after')
            with self.subTest(file=name):
                status, body = self.web("/folder/page.shtml")
                self.assertEqual(status, 200)
                self.assertNotIn(MARK, body)
                self.assertNotIn(b"root:", body)
        for name in ("../../log/secret.txt", "/../log/secret.txt", "%2e%2e/%2e%2e/log/secret.txt", "/etc/passwd"):
            self.put("folder/page.shtml", f'before <!--#include virtual="{name}" --> after')
            with self.subTest(virtual=name):
                _, body = self.web("/folder/page.shtml")
                self.assertNotIn(MARK, body)
                self.assertNotIn(b"root:", body)

    def test_a_programs_text_is_not_shown(self):
        self.script("shown.cgi", TEXT, f"# {MARK.decode()}", "print 'run';")
        for name in ("shown.cgi", "shown.cgi/", "shown.cgi/x", "shown%2ecgi", "./shown.cgi", "shown.cgi?x", "SHOWN.CGI", "shown.cgi.",
                     "shown.cgi%20", "shown.cgi::$DATA", "shown.cgi%00.txt", "shown.cgi~"):
            with self.subTest(name):
                self.assertNotIn(MARK, self.get(f"/{name}"))
                self.assertNotIn(MARK, self.get(f"/{name}", "Range: bytes=0-1000"))


class Links(HostileWeb):
    """What scripts leave in the tree for the server to fall over."""

    def setUp(self):
        super().setUp()
        self.outside = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.outside.chmod(0o777)
        (self.outside / "secret.txt").write_bytes(MARK)

    def test_links_lead_nowhere_outside(self):
        self.run_once(f"symlink '{self.outside}/secret.txt', 'out.txt'; symlink '{self.outside}', 'out';",
                      "symlink '/proc/self/environ', 'environ.txt'; symlink '../../../../../etc/passwd', 'passwd.txt';",
                      "symlink '/proc/self/root/etc/passwd', 'root.txt';")
        for name in ("out.txt", "out/secret.txt", "environ.txt", "passwd.txt", "root.txt"):
            with self.subTest(name):
                answer = self.get(f"/{name}")
                self.assertRegex(answer, rb"^HTTP/1\.1 40[34] ")
                self.assertNotIn(b"root:", answer)
                with self.assertRaises(Exception, msg="FTP reads it"):
                    self.session.retrbinary(f"RETR /web/{name}", lambda octets: None)
        with self.assertRaises(Exception):
            self.put("out/planted.txt", b"planted")
        self.assertEqual(sorted(one.name for one in self.outside.iterdir()), ["secret.txt"])

    def test_links_that_change_meanwhile_lead_nowhere_outside(self):
        self.script("race.cgi", TEXT, "mkdir 'inside'; open F, '>', 'inside/secret.txt'; print F 'harmless'; close F; my $end = time + 3;",
                    "while (time < $end) { for (1 .. 100) {",
                    f"  rename 'race', 'real'; symlink 'inside', 'race'; unlink 'race'; symlink '{self.outside}', 'race'; unlink 'race';",
                    "} } print 'done';")
        racer = threading.Thread(target=self.web, args=("/race.cgi",))
        racer.start()
        statuses = set()
        while racer.is_alive():
            statuses.add(self.status("/race/secret.txt"))
            with contextlib.suppress(Exception):
                self.put("race/planted.txt", b"planted")
        racer.join()
        self.assertLessEqual(statuses, {200, 403, 404})
        self.assertEqual(sorted(one.name for one in self.outside.iterdir()), ["secret.txt"])

    def test_a_pipe_keeps_nobody_waiting(self):
        self.run_once("use POSIX; POSIX::mkfifo('pipe.html', 0666);")
        self.assertEqual(self.status("/pipe.html"), 403)
        with self.assertRaisesRegex(Exception, "^550"):
            self.session.retrbinary("RETR /web/pipe.html", lambda octets: None)
        self.session.delete("/web/pipe.html")


class Smuggling(HostileWeb):
    """One request is one request, whoever else on the way would take it for two."""

    def setUp(self):
        super().setUp()
        self.script("body.cgi", TEXT, "read STDIN, $b, 1_000_000; print \"got[$b]\";")
        self.put("smuggled.txt", b"smuggled")
        host = f"Host: {self.server.host}\r\n".encode()
        self.post = b"POST /body.cgi HTTP/1.1\r\n" + host
        self.next = b"GET /smuggled.txt HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n"

    def assert_refused(self, head, *statuses):
        """The first request is refused, and what follows is none."""
        answer = self.say(head + self.next)
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1, answer)
        self.assertIn(int(answer[9:12]), statuses or (400,))
        self.assertNotIn(b"smuggled", answer)

    def assert_taken(self, head, body):
        answer = self.say(head + self.next)
        self.assertEqual(re.findall(rb"HTTP/1\.1 (\d+) ", answer), [b"200", b"200"])
        self.assertIn(b"got[" + body + b"]", answer)

    def test_two_lengths(self):
        chunks = b"0\r\n\r\n"
        self.assert_taken(self.post + b"Transfer-Encoding: chunked\r\n\r\n" + chunks, b"")
        self.assert_taken(self.post + b"Content-Length: 4\r\n\r\nabcd", b"abcd")
        for fields in (b"Content-Length: 4\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: chunked\r\nContent-Length: 4",
                       b"Content-Length: 4\r\nContent-Length: 5", b"Content-Length: 4, 5", b"Content-Length : 4",
                       b"Transfer-Encoding : chunked", b"Content-Length: +4", b"Content-Length: -4", b"Content-Length: 0x4",
                       b"Content-Length: 4 4", b"Content-Length: ", b"Content-Length: 18446744073709551617",
                       b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: \x0bchunked",
                       b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"):
            with self.subTest(fields):
                self.assert_refused(self.post + fields + b"\r\n\r\n" + chunks)

    def test_chunks_that_are_none(self):
        self.put("body.php", b"<?php echo 'got[' . file_get_contents('php://input') . ']'; ?>")
        for chunks in (b"4\r\nabcdX\r\n0\r\n\r\n", b"zz\r\nab\r\n0\r\n\r\n", b"-1\r\nab\r\n0\r\n\r\n", b"4\nabcd\n0\n\n",
                       b"11111111111111111\r\nab\r\n0\r\n\r\n"):
            for taker in (b"body.cgi", b"body.php"):
                with self.subTest(chunks, taker=taker):
                    post = self.post.replace(b"body.cgi", taker)
                    self.assert_refused(post + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)

    def test_codings_that_nobody_understands(self):
        for coding in (b"xchunked", b"identity", b"chunked, identity", b"gzip, chunked", b'"chunked"', b"chunked;q=1", b",chunked",
                       b"identity\r\nTransfer-Encoding: chunked"):
            with self.subTest(coding):
                self.assert_refused(self.post + b"Transfer-Encoding: " + coding + b"\r\n\r\n0\r\n\r\n", 501)

    def test_a_coding_of_an_old_version(self):
        self.assert_refused(self.post.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")

    def test_line_ends_that_are_none(self):
        for head in (self.post.replace(b"\r\n", b"\n") + b"Content-Length: 4\n\nabcd", self.post + b"X: a\nContent-Length: 4\r\n\r\nabcd",
                     self.post + b"X: a\rContent-Length: 4\r\n\r\n", self.post + b"X: a\n\n", self.post + b"X: a\0b\r\n\r\n",
                     b"GET /\r\n", b"GET\t/\tHTTP/1.1\r\n\r\n", b"GET  / HTTP/1.1\r\n\r\n"):
            with self.subTest(head):
                self.assert_refused(head)

    def test_lines_that_go_on(self):
        for head in (self.post + b"X: a\r\n Content-Length: 4\r\n\r\n", self.post + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
                     b"GET / HTTP/1.1\r\n X: a\r\n\r\n"):
            with self.subTest(head):
                self.assert_refused(head)

    def test_sizes_of_chunks(self):
        chunked = self.post + b"Transfer-Encoding: chunked\r\n\r\n"
        for size in (b"5", b"005", b"5;a=b", b"5 ;a"):
            with self.subTest(size):
                self.assert_taken(chunked + size + b"\r\nabcde\r\n0\r\n\r\n", b"abcde")
        for body in (b"5;a\nb\r\nabcde\r\n0\r\n\r\n", b"0x5\r\nabcde\r\n0\r\n\r\n", b"-5\r\nabcde\r\n0\r\n\r\n", b"+5\r\nabcde\r\n0\r\n\r\n",
                     b" 5\r\nabcde\r\n0\r\n\r\n", b"10000000000000005\r\nabcde\r\n0\r\n\r\n", b"\r\nabcde\r\n0\r\n\r\n",
                     b"5\nabcde\r\n0\r\n\r\n", b"5\r\nabcdeXX0\r\n\r\n", b"5\r\nabcde\n0\r\n\r\n", b"5\r\nabcde\r\n0\n\n",
                     b"5\r\nabcde\r\n0\r\nX: y\n\n", b"5;" + b"a" * 100_000 + b"\r\nabcde\r\n0\r\n\r\n",
                     b"5\r\nabcde\r\n0\r\n" + b"X: y\r\n" * 20_000 + b"\r\n"):
            with self.subTest(body[:40]):
                self.assert_refused(chunked + body, 400, 500)

    def test_a_trailer_changes_nothing(self):
        self.script("told.cgi", TEXT, "read STDIN, $b, 100; print \"got[$b] $ENV{HTTP_X}\";")
        answer = self.say(self.post.replace(b"body", b"told") + b"X: first\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n"
                          b"X: trailing\r\n\r\n" + self.next)
        self.assertIn(b"got[abcde] first", answer)
        self.assertNotIn(b"trailing", answer)

    def test_what_a_script_prints_too_much_is_no_answer(self):
        self.script("more.cgi", "print \"Content-Type: text/plain\\nContent-Length: 4\\n\\nfour\";",
                    "print \"HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\nforged\";")
        answer = self.say(self.post.replace(b"body", b"more") + b"Content-Length: 0\r\n\r\n" + self.next)
        self.assertNotIn(b"forged", answer)
        self.assertTrue(answer.endswith(b"smuggled"), answer)

    def test_two_hosts(self):
        host = f"Host: {self.server.host}\r\n".encode()
        for head in (host + b"Host: elsewhere.example\r\n", host + host, b"", b"Host: a@" + host[6:], b"Host: a b\r\n"):
            with self.subTest(head):
                self.assertRegex(self.say(b"GET / HTTP/1.1\r\n" + head + b"Connection: close\r\n\r\n"), rb"^HTTP/1\.1 400 ")


class Injection(HostileWeb):
    """What a visitor sends stays what it is: no line of an answer or a log, no variable, no option, no markup."""

    def test_a_redirect_is_one_line(self):
        self.run_once('mkdir "folder\\r\\nSet-Cookie: planted=1"; mkdir "folder<b>";')
        answer = self.get("/folder%0d%0aSet-Cookie:%20planted=1")
        self.assertRegex(answer, rb"^HTTP/1\.1 301 ")
        self.assertIn(b"/folder%0D%0ASet-Cookie:%20planted=1/\r\n", answer)
        self.assertNotIn(b"\nSet-Cookie", answer)
        self.assertNotIn(b"<b>", self.get("/folder%3Cb%3E"))
        self.run_once('rmdir "folder\\r\\nSet-Cookie: planted=1"; rmdir "folder<b>";')

    def test_a_scripts_field_is_one_line(self):
        # As many scripts do: what the visitor sent goes into a field as it comes.
        self.script("goes.cgi", "my $to = $ENV{QUERY_STRING}; $to =~ s/%(..)/chr hex $1/ge; print \"Location: $to\\nStatus: 302\\n\\n\";")
        self.assertIn(b"\r\nLocation: http://elsewhere.example/\r\n", self.get("/goes.cgi?http://elsewhere.example/"))
        for injected in ("%0dSet-Cookie:%20planted=1", "%0bx", "%00x", "%1b[2Jx"):
            with self.subTest(injected):
                answer = self.get(f"/goes.cgi?http://elsewhere.example/{injected}")
                self.assertRegex(answer, rb"^HTTP/1\.1 500 ")
                self.assertNotIn(b"planted", answer)

    def test_a_line_of_the_log_is_one_line(self):
        fields = ('Referer: x" 200 1 "-" "-"', "User-Agent: a\t\\\" \u009b2J")
        self.status("/log%0aline?\"x", *fields)
        deadline = time.monotonic() + CLIENT_SECONDS
        log = self.root / "log/web.log"  # it is there a moment after its first line
        while not (lines := [line for line in log.read_bytes().splitlines() if b"/log%0aline" in line] if log.exists() else []):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.1)
        (line,) = lines
        self.assertRegex(line, rb'^127\.0\.0\.1 - - \[[^]]*\] "GET /log%0aline\?\\"x HTTP/1\.1" 404 \d+ "x\\" 200 1 \\"-\\" \\"-\\"" "[^"]*\\"[^"]*"$')
        self.assertNotRegex(line, rb"[\x00-\x1f\x7f-\xff]")

    def test_no_field_becomes_another_variable(self):
        self.script("all.cgi", TEXT, "print \"$_=$ENV{$_}\\n\" for sort keys %ENV;")
        names = ("Proxy", "Ld-Preload", "LD_PRELOAD", "Path", "Perl5lib", "Bash-Env", "Content_Length", "X_Forwarded", "Script_Name",
                 "Authorization", "Proxy-Authorization", "Remote_Addr", "Http-Proxy", "Php-Value", "Redirect-Status")
        answer = self.get("/all.cgi", *(f"{name}: injected" for name in names)).partition(b"\r\n\r\n")[2].decode()
        injected = {line.split("=")[0] for line in answer.splitlines() if "injected" in line}
        self.assertEqual(injected, {"HTTP_LD_PRELOAD", "HTTP_PATH", "HTTP_PERL5LIB", "HTTP_BASH_ENV", "HTTP_HTTP_PROXY",
                                    "HTTP_PHP_VALUE", "HTTP_REDIRECT_STATUS"})
        self.assertFalse(re.search("(?i)password|HOSTING_", answer), "what the server knows is not in it")

    def test_a_query_is_no_option_of_php(self):
        self.put("page.php", f"<?php /* {MARK.decode()} */ echo 'run'; ?>")
        self.script("php.cgi", f"<?php /* {MARK.decode()} */ echo 'run'; ?>", interpreter="/usr/bin/php-cgi")
        for query in ("-s", "-s+x", "-dallow_url_include%3d1", "-n+-s", "%2ds", "%AD+s"):
            for name in ("page.php", "php.cgi"):
                with self.subTest(name, query=query):
                    answer = self.get(f"/{name}?{query}")
                    self.assertTrue(answer.startswith(b"HTTP/1.1 200 ") and b"run" in answer, answer)
                    self.assertNotIn(MARK, answer)

    def test_pages_echo_text_and_no_markup(self):
        self.put("echo.shtml", '<!--#echo var="HTTP_USER_AGENT" --> <!--#echo var="QUERY_STRING_UNESCAPED" -->')
        answer = self.get("/echo.shtml?%3Cscript%3E", "User-Agent: <script>alert(1)</script>")
        self.assertIn(b"&lt;script&gt;", answer)
        self.assertNotIn(b"<script>", answer)

    def test_error_pages_repeat_nothing(self):
        for target in ("/<script>x</script>", "/%3Cscript%3Ex", "/?<script>x", "/folder/%22%3E%3Cscript%3E"):
            answer = self.get(target, "Referer: <script>", "User-Agent: <script>")
            self.assertNotIn(b"<script", answer)

    def test_a_commands_environment_holds_no_command(self):
        # What shells once took for a function of theirs (CVE-2014-6271).
        self.put("date.shtml", '<!--#exec cmd="echo ran" -->')
        answer = self.get("/date.shtml", "User-Agent: () { :;}; echo injected", "Cookie: `echo injected`; $(echo injected)")
        self.assertIn(b"ran", answer)
        self.assertNotIn(b"injected", answer)

    def test_methods_that_write_write_nothing(self):
        self.put("there.txt", b"there")
        for method in ("PUT", "DELETE", "PATCH", "PROPFIND", "MKCOL", "MOVE", "TRACE", "CONNECT", "NONE"):
            connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=CLIENT_SECONDS)
            self.addCleanup(connection.close)
            connection.request(method, "/there.txt", body=b"planted" if method == "PUT" else None,
                               headers={"Host": self.server.host, "X-Mark": MARK.decode()})
            answer = connection.getresponse()
            self.assertIn(answer.status, (400, 405, 501), method)
            self.assertNotIn(MARK, answer.read(), method)
        self.assert_served("/there.txt", b"there")
