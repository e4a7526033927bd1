"""Scripts that people, and people's enemies, put on a site: run, streamed, bounded, and gone when they should be."""

import contextlib
import http.client
import io
import os
import pathlib
import signal
import socket
import tempfile
import threading
import time
import unittest

from customer import CLIENT_SECONDS, CustomerTest, program, sample, site_with
from reference_server import MEMORY_SLACK, ReferenceServer

# Small, so that a test sees them end; the wall time is long enough for a loaded machine.
LIMITS = """
at_once = 4
waiting = 4
turn = 2
wall_time = 6
cpu_time = 1
memory_octets = 268_435_456
output_octets = 200_000_000
processes = 40
error_octets = 8192
error_log_octets = 65536
"""
SECONDS_TO_DIE = 15  # after the wall time, on a loaded machine


def perl(*lines):
    return "\n".join(("#!/usr/bin/perl", "$| = 1;", *lines, "")).encode()


def text(*lines):
    """A script that prints these lines behind its header."""
    return perl('print "Content-Type: text/plain\\n\\n";', *lines)


def commands_running(mark, server):
    """The command lines of the server's scripts that name `mark`; another server's may be of the same name."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if mark in words and f"{server.folder}/" in f"{words} {(folder / 'cwd').readlink()}/":
                found.append(words)
    return found


def arguments_of(folder):
    """The words of a process's command line; none when it has gone."""
    with contextlib.suppress(OSError):
        return (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
    return []


def until(condition, seconds, what):
    """Looks again and again, at most so long: for what other processes do there is nothing to wait on."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.05)


class ScriptTest(CustomerTest):
    limits = LIMITS

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        site = folder / "site.toml"
        site.write_text(site_with("limits.cgi", cls.limits))
        cls.server = cls.enterClassContext(ReferenceServer(program(), site))

    def setUp(self):
        super().setUp()
        self.session = self.ftp()

    def put(self, name, octets, mode="755"):
        self.session.storbinary(f"STOR /web/{name}", io.BytesIO(octets))
        self.session.voidcmd(f"SITE CHMOD {mode} /web/{name}")

    def ask(self, path, method="GET", body=None, **fields):
        """(status, fields, body)"""
        connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=CLIENT_SECONDS)
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Host": self.server.host} | fields)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

    def answer(self, path, **more):
        status, _, body = self.ask(path, **more)
        self.assertEqual(status, 200, path)
        return body

    def connect(self, request):
        """A visitor's connection that has sent these octets."""
        visitor = socket.create_connection((self.server.address, self.server.http_port), CLIENT_SECONDS)
        self.addCleanup(visitor.close)
        visitor.sendall(request)
        return visitor

    def get(self, path):
        return f"GET {path} HTTP/1.1\r\nHost: {self.server.host}\r\n\r\n".encode()

    def errors(self):
        received = io.BytesIO()
        self.session.retrbinary("RETR /log/error.log", received.write)
        return received.getvalue().decode(errors="replace")

    def server_memory(self):
        """The most that it had in memory so far, in octets."""
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def assert_serves(self):
        self.put("alive.cgi", text('print "alive";'))
        until(lambda: self.ask("/alive.cgi")[0] == 200, SECONDS_TO_DIE, "the site runs scripts again")


class WellMeaning(ScriptTest):
    def test_a_script_says_hello(self):
        self.put("hello.pl", text('print "hello from $ENV{SCRIPT_NAME}";'))
        self.assertEqual(self.answer("/hello.pl"), b"hello from /hello.pl")

    def test_it_runs_in_its_directory_as_the_customer(self):
        self.session.mkd("/web/data")
        self.put("data/make.cgi", text('open(F, ">made.txt") or die $!; print F "made"; close F; print $>;'))
        user = self.server.user if os.geteuid() == 0 else os.geteuid()
        self.assertEqual(self.answer("/data/make.cgi"), str(user).encode())
        self.assert_served("/data/made.txt", b"made")
        self.session.delete("/web/data/made.txt")

    def test_ten_megabytes_come_back_as_they_went(self):
        octets = sample(10_000_000)
        self.put("keep.cgi", perl("binmode STDIN; binmode STDOUT; local $/; my $all = <STDIN>;",
                                  'print "Content-Type: application/octet-stream\\nX-Length: $ENV{CONTENT_LENGTH}\\n\\n$all";'))
        status, fields, body = self.ask("/keep.cgi", "POST", octets)
        self.assertEqual((status, fields["X-Length"]), (200, "10000000"))
        self.assertTrue(body == octets, f"{len(body)} octets differ")

    def test_body_and_answer_flow_at_the_same_time(self):
        octets = sample(10_000_000)
        self.put("echo.cgi", perl("binmode STDIN; binmode STDOUT;", 'print "Content-Type: application/octet-stream\\n\\n";',
                                  'print $b while read STDIN, $b, 65536;'))
        visitor = self.connect(f"POST /echo.cgi HTTP/1.0\r\nHost: {self.server.host}\r\n"
                               f"Content-Length: {len(octets)}\r\n\r\n".encode())
        sender = threading.Thread(target=visitor.sendall, args=(octets,))
        sender.start()
        received = bytearray()
        while more := visitor.recv(1 << 20):
            received += more
        sender.join(CLIENT_SECONDS)
        self.assertTrue(received.endswith(octets[-1000:]) and received.split(b"\r\n\r\n", 1)[1] == octets,
                        f"{len(received)} octets")

    def test_a_body_in_chunks_arrives_whole(self):
        self.put("count.cgi", text("$n += length $b while read STDIN, $b, 65536;", 'print "$n $ENV{CONTENT_LENGTH}";'))
        chunks = iter([b"x" * 1000, b"y" * 200_000, b"z"])
        self.assertEqual(self.answer("/count.cgi", method="POST", body=chunks), b"201001 ")

    def test_a_hundred_megabytes_are_never_held(self):
        self.put("large.cgi", text('print "0123456789abcdef" x 65536 for 1 .. 100;'))
        self.answer("/large.cgi?")
        before = self.server_memory()
        connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=CLIENT_SECONDS)
        with contextlib.closing(connection):
            connection.request("GET", "/large.cgi", headers={"Host": self.server.host})
            answer = connection.getresponse()
            time.sleep(0.5)  # a slow visitor: it is the script that has to wait
            received = 0
            while octets := answer.read(1 << 20):
                received += len(octets)
        self.assertEqual(received, 100 << 20)
        self.assertLess(self.server_memory() - before, (16 << 20) * MEMORY_SLACK)

    def test_whole_answers_pass_as_they_are(self):
        self.put("nph-plain.cgi", perl('print "HTTP/1.0 299 Mine\\r\\nX-A: b\\r\\n\\r\\nraw\\n";'))
        visitor = self.connect(self.get("/nph-plain.cgi"))
        received = b""
        while octets := visitor.recv(65536):
            received += octets
        self.assertEqual(received, b"HTTP/1.0 299 Mine\r\nX-A: b\r\n\r\nraw\n")

    def test_pages_include_scripts_and_commands(self):
        self.put("part.cgi", text('print "part $ENV{QUERY_STRING}";'))
        self.put("page.shtml", b'<!--#include virtual="part.cgi?a=1" -->|<!--#exec cgi="/part.cgi" -->|'
                               b'<!--#exec cmd="echo $((40+2)); pwd | sed s,.*/,,; echo $DOCUMENT_NAME" -->', "644")
        self.assertEqual(self.answer("/page.shtml"), b"part a=1|part |42\nweb\npage.shtml\n")

    def test_credentials_and_forged_fields_stay_outside(self):
        self.put("env.cgi", text('print "$_=$ENV{$_}\\n" for sort keys %ENV;'))
        body = self.answer("/env.cgi", Proxy="http://evil.example/", Authorization="Basic c2VjcmV0", X_Real="forged")
        for forbidden in (b"evil", b"c2VjcmV0", b"HTTP_PROXY", b"forged", b"HOSTING_FTP_PASSWORD"):
            self.assertNotIn(forbidden, body)

    def test_php_may_be_the_interpreter(self):
        for line in (b"#!/usr/bin/php", b"#!/usr/bin/php-cgi", b"#!/usr/bin/env php"):
            self.put("php.cgi", line + b"\n<?php header('X-A: b'); echo 'sum ' . (40 + 2) . ' ' . $_GET['q'];")
            status, fields, body = self.ask("/php.cgi?q=x")
            self.assertEqual((status, fields.get("X-A"), body), (200, "b", b"sum 42 x"), line)


class IllMeaning(ScriptTest):
    def test_what_fails_is_told_in_the_error_log(self):
        failures = {
            "mode.cgi": (text(), "644", "no permission to execute"),
            "everybody.cgi": (text(), "777", "anybody may change the script"),
            "line.cgi": (b"print 1;\n", "755", "no interpreter line"),
            "empty.cgi": (b"", "755", "no interpreter line"),
            "interpreter.cgi": (b"#!/usr/bin/prel\n", "755", "bad interpreter /usr/bin/prel"),
            "crlf.cgi": (b"#!/usr/bin/perl\r\nprint 1;\r\n", "755", "bad interpreter /usr/bin/perl\\x0d"),
            "folder.cgi": (b"#!/usr/bin\n", "755", "bad interpreter /usr/bin"),
            "syntax.cgi": (perl("print ((("), "755", "syntax error"),
            "nothing.cgi": (perl("exit 0;"), "755", "premature end of script headers"),
            "half.cgi": (perl('print "Content-Type: text/plain\\n";'), "755", "premature end of script headers"),
            "headless.cgi": (perl('print "<html>hello</html>\\n\\n";'), "755", "malformed header from script"),
            "escape.cgi": (perl('print STDERR "\\e[2Jred\\n";'), "755", "\\x1b[2Jred"),
        }
        for name, (script, mode, _) in failures.items():
            self.put(name, script, mode)
            self.assertEqual(self.ask(f"/{name}")[0], 500, name)
        for name, (_, _, told) in failures.items():
            until(lambda: any(told in line and line.endswith(f": /web/{name}") for line in self.errors().splitlines()),
                  5, f"{name}: {told}")
        self.assertFalse("\x1b" in self.errors())

    def test_endless_headers_are_refused(self):
        self.put("fields.cgi", perl('print "X-Field: " . "x" x 100 . "\\n" for 1 .. 10_000;'))
        self.put("line.cgi", perl('print "X-Field: " . "x" x 1_000_000;', "sleep 60;"))
        self.assertEqual(self.ask("/fields.cgi")[0], 500)
        self.assertEqual(self.ask("/line.cgi")[0], 500)

    def test_endless_output_is_cut(self):
        self.put("endless.cgi", text("print 'x' x 65536 while 1;"))
        received = 0
        with self.assertRaises((http.client.IncompleteRead, ConnectionError, socket.timeout)):
            connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=CLIENT_SECONDS)
            with contextlib.closing(connection):
                connection.request("GET", "/endless.cgi", headers={"Host": self.server.host})
                answer = connection.getresponse()
                while octets := answer.read(1 << 20):
                    received += len(octets)
        self.assertLessEqual(received, 200_000_000)
        self.assertGone("endless.cgi")

    def assertGone(self, name, within=SECONDS_TO_DIE):  # noqa: N802, as unittest's own
        until(lambda: not commands_running(name, self.server), within, f"{name} is gone")

    def test_endless_complaints_are_bounded(self):
        self.put("complaints.cgi", perl('print STDERR "complaint $_\\n" for 1 .. 200_000;', 'print "Content-Type: a/b\\n\\nok";'))
        self.assertEqual(self.answer("/complaints.cgi"), b"ok")
        self.assertLess(self.session.size("/log/error.log"), 70_000)
        self.assertTrue("left out" in self.errors())

    def test_a_script_that_sleeps_is_ended_and_answered_for(self):
        self.put("sleeper.cgi", perl('$SIG{TERM} = $SIG{HUP} = $SIG{INT} = "IGNORE";', "sleep 1 while 1;"))
        self.assertEqual(self.ask("/sleeper.cgi")[0], 500)
        self.assertGone("sleeper.cgi")
        until(lambda: "ran longer than 6 s" in self.errors(), 5, "the error log tells it")

    def test_one_that_goes_on_behind_a_closed_output_is_ended_later(self):
        self.put("background.cgi", text("print 'done'; close STDOUT; close STDERR; sleep 1 while 1;"))
        self.assertEqual(self.answer("/background.cgi"), b"done")
        self.assertTrue(commands_running("background.cgi", self.server))
        self.assertGone("background.cgi")

    def test_a_daemon_does_not_escape(self):
        self.put("daemon.cgi", text("use POSIX; if (fork == 0) { POSIX::setsid(); if (fork == 0) {",
                                    "close STDIN; close STDOUT; close STDERR; sleep 1 while 1 } exit 0 } print 'started';"))
        self.assertEqual(self.answer("/daemon.cgi"), b"started")
        until(lambda: commands_running("daemon.cgi", self.server), 3, "it runs")
        self.assertGone("daemon.cgi")

    def test_it_ends_with_its_supervisor_should_that_be_killed(self):
        self.put("orphan.cgi", text("print 'begun'; sleep 1 while 1;"))
        visitor = self.connect(self.get("/orphan.cgi"))
        visitor.recv(1000)
        supervisors = [int(folder.name) for folder in pathlib.Path("/proc").glob("[0-9]*")
                       if (words := arguments_of(folder)) and words[0].endswith("hosting-script") and any("orphan.cgi" in word for word in words)
                       and any(str(self.server.folder) in word for word in words)]
        self.assertEqual(len(supervisors), 1)
        os.kill(supervisors[0], signal.SIGKILL)
        self.assertGone("orphan.cgi", 5)
        self.assert_serves()

    def test_a_fork_bomb_is_bounded(self):
        # Should nothing else stop it, it ends by itself one day.
        self.put("bomb.cgi", text("use POSIX; print 'bang'; my $end = time + 30;",
                                  "while (time < $end) { my $p = fork; POSIX::setsid() if defined $p && !$p }"))
        with contextlib.suppress(http.client.HTTPException, OSError):
            self.ask("/bomb.cgi")
        self.assertLess(len(commands_running("bomb.cgi", self.server)), 60)
        self.assertGone("bomb.cgi", 30)
        self.assert_serves()

    def test_memory_is_bounded(self):
        self.put("memory.cgi", perl('my @a; push @a, "x" x 10_000_000 for 1 .. 1000;', 'print "Content-Type: a/b\\n\\nhad it";'))
        self.assertEqual(self.ask("/memory.cgi")[0], 500)

    def test_more_scripts_than_may_run_wait_or_are_refused(self):
        self.put("slow.cgi", text("sleep 30;"))
        visitors = [self.connect(self.get("/slow.cgi")) for _ in range(4)]
        until(lambda: len(commands_running("web/slow.cgi", self.server)) >= 4, 5, "four of them run")
        self.put("next.cgi", text())
        self.assertEqual(self.ask("/next.cgi")[0], 503)
        for visitor in visitors:
            visitor.close()
        self.assert_serves()

    def test_what_the_visitor_leaves_behind_is_gone(self):
        self.put("left.cgi", text('print "begun\\n"; system "sleep 77";'))
        visitor = self.connect(self.get("/left.cgi"))
        visitor.recv(1000)
        until(lambda: commands_running("sleep 77", self.server), 5, "it runs")
        visitor.close()
        self.assertGone("left.cgi", 3)
        self.assertGone("sleep 77", 3)

    def test_a_body_that_is_cut_off_ends_the_script(self):
        self.put("reader.cgi", text("1 while read STDIN, $b, 65536;", "print 'read all';"))
        visitor = self.connect(f"POST /reader.cgi HTTP/1.1\r\nHost: {self.server.host}\r\n"
                               "Content-Length: 1000000\r\n\r\nnot all".encode())
        until(lambda: commands_running("reader.cgi", self.server), 5, "it runs")
        visitor.close()
        self.assertGone("reader.cgi", 3)
        self.assert_serves()

    def test_a_loop_of_redirects_ends(self):
        self.put("loop.cgi", perl('print "Location: /loop.cgi\\n\\n";'))
        self.assertEqual(self.ask("/loop.cgi")[0], 500)

    def test_it_gets_nothing_that_the_server_has_open(self):
        self.connect(b"")  # a visitor who says nothing
        self.put("open.cgi", text("for (glob '/proc/self/fd/*') {",
                                  "  my $what = readlink;",
                                  "  print \"$_ $what \" if m{(\\d+)$} && $1 > 2 && $what =~ /socket|pipe|anon/ }"))
        self.assertEqual(self.answer("/open.cgi"), b"")

    def test_a_link_to_a_program_of_the_machine_runs_nothing(self):
        self.put("linker.cgi", text('symlink "/usr/bin/id", "linked.cgi"; print "made";'))
        self.answer("/linker.cgi")
        self.assertEqual(self.ask("/linked.cgi")[0], 404)
        self.session.delete("/web/linked.cgi")

    def test_a_full_disk_makes_writing_fail(self):
        self.put("writer.cgi", text("open(F, '>big.dat') or print \"open: $!\";",
                                    "for (1 .. 200) { print F 'x' x 1_000_000 or do { print \"print: $!\"; last } }",
                                    "close F or print \" close: $!\"; print ' end';"))
        body = self.answer("/writer.cgi")
        self.assertRegex(body, rb"(print|close): ")
        self.assertTrue(body.endswith(b" end"), body)
        self.session.delete("/web/big.dat")


class Spinning(ScriptTest):
    # A second of a processor's time may take a busy machine many.
    limits = LIMITS.replace("wall_time = 6", "wall_time = 60")

    def test_a_script_that_spins_is_ended(self):
        self.put("spinner.cgi", perl("1 while 1;"))
        self.assertEqual(self.ask("/spinner.cgi")[0], 500)
        until(lambda: "too much processor time" in self.errors(), 5, "the error log tells it")


class Ending(unittest.TestCase):
    def test_no_script_outlives_the_server(self):
        for how in ("SIGTERM", "SIGKILL"):
            with self.subTest(how), ReferenceServer(program()) as server:
                script = pathlib.Path(server.folder) / "state/site/root/web/outlives.cgi"
                script.write_bytes(perl('$SIG{TERM} = "IGNORE";', 'system "sleep 88";'))
                script.chmod(0o755)
                with socket.create_connection((server.address, server.http_port), CLIENT_SECONDS) as visitor:
                    visitor.sendall(f"GET /outlives.cgi HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
                    until(lambda: commands_running("sleep 88", server), 10, "it runs")
                    if how == "SIGTERM":
                        self.assertEqual(server.stop(), 0)
                    else:
                        server.process.kill()
                    until(lambda: not commands_running("sleep 88", server) and not commands_running("outlives.cgi", server), 5, "it is gone")


if __name__ == "__main__":
    unittest.main()
