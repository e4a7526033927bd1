"""Pages of PHP: what customers write, what goes wrong with it, and what it may cost the others."""

import http.client
import io
import os
import pathlib
import re
import signal
import socket
import tempfile
import threading
import time
import unittest

from customer import CLIENT_SECONDS, CustomerTest, program, sample, site_with
from reference_server import MEMORY_SLACK, ReferenceServer

LIMITS = """
wall_time = 3
cpu_time = 1
"""
BOUNDARY = "----hosting-cts-boundary"
MEGABYTE = 1024 * 1024


def children_of(process):
    """Process ids of everything below it."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found, todo = [], [process]
    while todo:
        for child in parents.get(todo.pop(), []):
            found.append(child)
            todo.append(child)
    return found


def name_of(process):
    try:
        return pathlib.Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return ""


def runs(process):
    """Whether its sockets are still open: a process that nobody has waited for yet has none."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def peak_memory(process):
    """Octets."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) * 1024


class PhpTest(CustomerTest):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        site = folder / "site.toml"
        text = site_with("limits.cgi", LIMITS)
        site.write_text(re.sub(r"(?m)^octets = 67_108_864$", "octets = 1_000_000_000", text))
        cls.server = cls.enterClassContext(ReferenceServer(program(), site))

    def page(self, name, text):
        """Uploads it; its URL's path."""
        self.ftp().storbinary(f"STOR /web/{name}", io.BytesIO(text.encode()))
        return f"/{name}"

    def ask(self, method, path, body=None, headers=None, chunked=False):
        """(answer, its body)"""
        connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=CLIENT_SECONDS)
        self.addCleanup(connection.close)
        connection.request(method, path, body=body, headers={"Host": self.server.host} | (headers or {}),
                           encode_chunked=chunked)
        answer = connection.getresponse()
        return answer, answer.read()

    def php_processes(self):
        return [child for child in children_of(self.server.process.pid) if name_of(child).startswith("php-cgi")]

    def error_log(self):
        octets = io.BytesIO()
        self.ftp().retrbinary("RETR /log/error.log", octets.write)
        return octets.getvalue().decode(errors="replace")

    def wait_until(self, happens, what):
        deadline = time.monotonic() + 10
        while not happens():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.02)


class Pages(PhpTest):
    def test_a_page_needs_neither_an_execute_permission_nor_an_interpreter_line(self):
        path = self.page("hello.php", "<?php header('Content-Type: text/plain'); echo 'hello ', 6 * 7;")
        self.ftp().voidcmd("SITE CHMOD 644 /web/hello.php")
        answer, body = self.ask("GET", path)
        self.assertEqual((answer.status, body, answer.getheader("Content-Type")), (200, b"hello 42", "text/plain"))
        self.ftp().voidcmd("SITE CHMOD 600 /web/hello.php")
        self.assertEqual(self.ask("GET", path)[1], b"hello 42")

    def test_an_interpreter_line_is_no_part_of_the_page(self):
        path = self.page("line.php", "#!/usr/bin/php\n<?php echo 'only this';")
        self.assertEqual(self.ask("GET", path)[1], b"only this")

    def test_what_a_page_is_told(self):
        path = self.page("told.php", """<?php header('Content-Type: text/plain');
            foreach (['REQUEST_METHOD', 'QUERY_STRING', 'SCRIPT_NAME', 'PATH_INFO', 'PHP_SELF', 'REMOTE_ADDR',
                      'HTTP_PROXY', 'HTTP_X_TOLD', 'PHP_AUTH_USER', 'PHP_AUTH_PW'] as $name)
              echo $name, '=', $_SERVER[$name] ?? '-', "\\n";
            echo basename(getcwd()), ' ', $_GET['a'] ?? '-';""")
        _, body = self.ask("GET", path + "/x%20y/z?a=1&b", headers={
            "Proxy": "http://evil.example/", "X-Told": "yes", "Authorization": "Basic dXNlcjpzZWNyZXQ="})
        self.assertEqual(body.decode().split("\n"), [
            "REQUEST_METHOD=GET", "QUERY_STRING=a=1&b", "SCRIPT_NAME=/told.php", "PATH_INFO=/x y/z",
            "PHP_SELF=/told.php/x y/z", "REMOTE_ADDR=127.0.0.1", "HTTP_PROXY=-", "HTTP_X_TOLD=yes",
            "PHP_AUTH_USER=user", "PHP_AUTH_PW=secret", "web 1"])

    def test_head_status_and_redirects(self):
        path = self.page("says.php", """<?php
            if ($_GET['x'] == 'status') { http_response_code(404); echo 'nope'; }
            if ($_GET['x'] == 'away') header('Location: http://elsewhere.example/');
            if ($_GET['x'] == 'inside') header('Location: /inside.php');
            if ($_GET['x'] == 'cookies') { setcookie('a', '1'); setcookie('b', '2'); }
            if ($_GET['x'] == 'head') echo str_repeat('x', 1000);""")
        self.page("inside.php", "<?php echo 'inside ', $_SERVER['REQUEST_METHOD'];")
        self.assertEqual(self.ask("GET", path + "?x=status")[0].status, 404)
        away, _ = self.ask("GET", path + "?x=away")
        self.assertEqual((away.status, away.getheader("Location")), (302, "http://elsewhere.example/"))
        # PHP says 302 itself, so that it is the visitor's to follow.
        inside, _ = self.ask("GET", path + "?x=inside")
        self.assertEqual((inside.status, inside.getheader("Location")), (302, "/inside.php"))
        self.assertEqual(self.ask("GET", path + "?x=cookies")[0].headers.get_all("Set-Cookie"), ["a=1", "b=2"])
        head, body = self.ask("HEAD", path + "?x=head")
        self.assertEqual((head.status, body), (200, b""))

    def test_a_page_changed_twice_in_a_moment_is_seen_as_it_is(self):
        for number in range(10):
            path = self.page("changing.php", f"<?php echo 'version {number}';")
            self.assertEqual(self.ask("GET", path)[1].decode(), f"version {number}")

    def test_a_form_arrives(self):
        path = self.page("form.php", "<?php echo $_POST['name'], '/', $_POST['list'][1];")
        _, body = self.ask("POST", path, "name=%E5%B1%B1&list[]=a&list[]=b+c",
                           {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(body.decode(), "山/b c")

    def test_a_body_in_chunks_arrives(self):
        path = self.page("raw.php", "<?php echo $_SERVER['CONTENT_LENGTH'], ' ', md5(file_get_contents('php://input')), "
                                    "' ', strlen(file_get_contents('php://input'));")
        octets = sample(3 * MEGABYTE)
        told = self.ask("POST", path, octets, {"Content-Type": "text/x"})[1]
        pieces = (octets[i:i + 50_000] for i in range(0, len(octets), 50_000))
        chunked = self.ask("POST", path, pieces, {"Content-Type": "text/x", "Transfer-Encoding": "chunked"}, True)[1]
        self.assertEqual(chunked, told)
        self.assertTrue(told.startswith(b"%d " % len(octets)), told)

    def test_a_file_that_a_visitor_uploads_becomes_the_customers(self):
        self.ftp().mkd("/web/box")
        path = self.page("upload.php", """<?php $f = $_FILES['file'];
            var_dump(move_uploaded_file($f['tmp_name'], 'box/' . basename($f['name'])), $f['error'], $f['size']);""")
        octets = sample(10 * MEGABYTE)
        body = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n'
                f"Content-Type: application/octet-stream\r\n\r\n").encode() + octets + f"\r\n--{BOUNDARY}--\r\n".encode()
        _, said = self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
        self.assertEqual(said.split(), [b"bool(true)", b"int(0)", f"int({len(octets)})".encode()])
        back = io.BytesIO()
        self.ftp().retrbinary("RETR /web/box/a.bin", back.write)
        self.assertTrue(back.getvalue() == octets)
        self.ftp().delete("/web/box/a.bin")

    def test_no_other_file_is_run_whatever_the_url_says(self):
        self.page("trap.txt", "<?php echo 'run';")
        for path in ("/trap.txt/x.php", "/trap.txt/.php", "/nothing.php", "/nothing.php/trap.txt"):
            answer, body = self.ask("GET", path)
            self.assertEqual(answer.status, 404, path)
            self.assertNotIn(b"run", body)
        self.page("front.php", "<?php echo 'front ', $_SERVER['PATH_INFO'];")
        self.assertEqual(self.ask("GET", "/front.php/../../trap.txt")[0].status, 400)
        self.assertEqual(self.ask("GET", "/front.php/trap.txt")[1], b"front /trap.txt")

    def test_a_page_that_nobody_may_read_is_forbidden(self):
        path = self.page("closed.php", "<?php echo 'open';")
        self.ftp().voidcmd("SITE CHMOD 000 /web/closed.php")
        self.assertEqual(self.ask("GET", path)[0].status, 403)
        self.ftp().voidcmd("SITE CHMOD 644 /web/closed.php")
        self.assertEqual(self.ask("GET", path)[1], b"open")

    def test_mail_arrives(self):
        path = self.page("mail.php", "<?php var_dump(mail('taro@example.jp', 'hello', 'body', 'X-Mine: yes'));")
        self.assertEqual(self.ask("GET", path)[1].strip(), b"bool(true)")
        letters = self.letters(1)
        self.assertEqual(len(letters), 1)
        for part in ("\nTo: taro@example.jp\n", "\nSubject: hello\n", "\nX-Mine: yes\n", "\n\nbody\n"):
            self.assertIn(part, letters[0])


class Failures(PhpTest):
    def test_mistakes_are_500_and_told_to_the_customer_alone(self):
        for name, text, told in (("syntax.php", "<?php if (", "Parse error"),
                                 ("fatal.php", "<?php nofunction_here();", "nofunction_here"),
                                 ("memory.php", "<?php $a = 'x'; while (true) $a .= $a;", "Allowed memory size")):
            answer, body = self.ask("GET", self.page(name, text))
            self.assertEqual(answer.status, 500, name)
            self.assertNotIn(told.encode(), body, name)
            self.assertIn(told, self.error_log(), name)

    def test_a_page_without_output_is_empty(self):
        answer, body = self.ask("GET", self.page("silent.php", "<?php exit(3);"))
        self.assertEqual((answer.status, body), (200, b""))

    def test_a_header_without_measure_is_500(self):
        answer, _ = self.ask("GET", self.page("header.php", "<?php header('X-Long: ' . str_repeat('x', 1024 * 1024));"))
        self.assertEqual(answer.status, 500)
        self.assertEqual(self.ask("GET", self.page("after.php", "<?php echo 1;"))[1], b"1")

    def test_a_page_that_kills_itself_costs_itself_alone(self):
        answer, _ = self.ask("GET", self.page("suicide.php", "<?php posix_kill(getmypid(), 9); sleep(5);"))
        self.assertEqual(answer.status, 500)
        self.assertEqual(self.ask("GET", self.page("alive.php", "<?php echo 'alive';"))[1], b"alive")

    def test_processes_that_are_killed_cost_no_more_than_what_they_do(self):
        path = self.page("kill.php", "<?php usleep(2000); echo 'ok';")
        self.assertEqual(self.ask("GET", path)[1], b"ok")
        for _ in range(5):
            killed = self.php_processes()
            for process in killed:
                os.kill(process, signal.SIGKILL)
            # One that is still being torn down takes a request with it.
            self.wait_until(lambda: not any(map(runs, killed)), "a killed process still runs")
            statuses = [self.ask("GET", path)[0].status for _ in range(10)]
            self.assertLessEqual(statuses.count(500), 1, statuses)
            self.assertGreaterEqual(statuses.count(200), 9, statuses)

    def test_a_loop_without_end_is_stopped(self):
        loop = self.page("loop.php", "<?php while (true);")
        stubborn = self.page("stubborn.php", "<?php set_time_limit(0); while (true) usleep(1000);")
        self.assertEqual(self.ask("GET", loop)[0].status, 500)
        self.assertEqual(self.ask("GET", stubborn)[0].status, 500)
        self.assertIn("it took too long", self.error_log())
        self.assertEqual(self.ask("GET", self.page("fine.php", "<?php echo 'fine';"))[1], b"fine")

    def test_an_upload_that_breaks_off_leaves_nothing(self):
        path = self.page("taken.php", "<?php echo count($_FILES);")
        body = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n').encode()
        with socket.create_connection((self.server.address, self.server.http_port), CLIENT_SECONDS) as visitor:
            visitor.sendall((f"POST {path} HTTP/1.1\r\nHost: {self.server.host}\r\nContent-Length: 100000000\r\n"
                             f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n").encode() + body)
            visitor.sendall(bytes(3 * MEGABYTE))
            uploads = self.server.folder / "state/php/uploads"
            self.wait_until(lambda: any(uploads.glob("*/php*")), "nothing arrives")
        self.wait_until(lambda: not any(uploads.glob("*/php*")), "what arrived stays")

    def test_what_a_page_has_started_ends_with_it(self):
        path = self.page("starts.php", "<?php exec('sleep 1000 > /dev/null 2>&1 &'); set_time_limit(0); sleep(60);")
        self.assertEqual(self.ask("GET", path)[0].status, 500)
        self.wait_until(lambda: all(name_of(child) != "sleep" for child in children_of(self.server.process.pid)),
                        "the program that the page started still runs")

    def test_a_page_ends_when_its_visitor_has_left(self):
        self.ftp().storbinary("STOR /web/ticks", io.BytesIO(b""))
        path = self.page("ticks.php", """<?php ignore_user_abort(true); set_time_limit(0);
            for (;;) { file_put_contents('ticks', 'x', FILE_APPEND); usleep(10000); }""")
        with socket.create_connection((self.server.address, self.server.http_port), CLIENT_SECONDS) as visitor:
            visitor.sendall(f"GET {path} HTTP/1.1\r\nHost: {self.server.host}\r\n\r\n".encode())
            self.wait_until(lambda: self.ftp().size("/web/ticks") > 3, "the page does nothing")
        time.sleep(0.3)
        before = self.ftp().size("/web/ticks")
        time.sleep(0.3)
        self.assertEqual(self.ftp().size("/web/ticks"), before)


class Load(PhpTest):
    def test_a_hundred_megabytes_are_not_held_in_memory(self):
        path = self.page("large.php", "<?php for ($i = 0; $i < 1600; $i++) echo str_repeat('0123456789abcdef', 4096);")
        self.ask("GET", self.page("small.php", "<?php echo 1;"))
        before = peak_memory(self.server.process.pid)
        connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=CLIENT_SECONDS)
        self.addCleanup(connection.close)
        connection.request("GET", path, headers={"Host": self.server.host})
        answer = connection.getresponse()
        octets = 0
        while piece := answer.read(MEGABYTE):
            octets += len(piece)
        self.assertEqual(octets, 1600 * 65536)
        self.assertLess(peak_memory(self.server.process.pid) - before, 16 * MEGABYTE * MEMORY_SLACK)

    def test_a_large_body_is_not_held_in_memory(self):
        path = self.page("take.php", "<?php echo $_SERVER['CONTENT_LENGTH'], ' ', strlen(file_get_contents('php://input'));")
        self.ask("GET", path)
        before = peak_memory(self.server.process.pid)
        octets = bytes(MEGABYTE)
        size = 60 * MEGABYTE
        _, body = self.ask("POST", path, (octets for _ in range(60)),
                           {"Content-Type": "text/x", "Content-Length": str(size)})
        self.assertEqual(body.decode(), f"{size} {size}")
        self.assertLess(peak_memory(self.server.process.pid) - before, 16 * MEGABYTE * MEMORY_SLACK)

    def test_many_at_once_are_all_answered(self):
        path = self.page("slow.php", "<?php usleep(100000); echo 'slow';")
        bodies = []
        threads = [threading.Thread(target=lambda: bodies.append(self.ask("GET", path)[1])) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(bodies, [b"slow"] * 40)

    def test_a_visitor_who_reads_slowly_may(self):
        """Longer than a page may take: the time is the page's own."""
        path = self.page("long.php", "<?php for ($i = 0; $i < 200; $i++) echo str_repeat('x', 65536);")
        with socket.create_connection((self.server.address, self.server.http_port), CLIENT_SECONDS) as visitor:
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            visitor.sendall(f"GET {path} HTTP/1.0\r\nHost: {self.server.host}\r\n\r\n".encode())
            time.sleep(4.5)
            octets = 0
            while piece := visitor.recv(MEGABYTE):
                octets += len(piece)
        self.assertGreater(octets, 200 * 65536)


class Ending(unittest.TestCase):
    def test_no_process_outlives_the_server(self):
        for how in ("stop", "kill"):
            with self.subTest(how), ReferenceServer(program()) as server:
                deadline = time.monotonic() + 10
                while not (started := children_of(server.process.pid)):
                    self.assertLess(time.monotonic(), deadline, "PHP was not started")
                    time.sleep(0.02)
                if how == "stop":
                    self.assertEqual(server.stop(), 0)
                else:
                    server.process.kill()
                    server.stop()
                while any(pathlib.Path(f"/proc/{process}").exists() for process in started):
                    self.assertLess(time.monotonic(), deadline, "it still runs")
                    time.sleep(0.02)
