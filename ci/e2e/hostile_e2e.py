"""Peers that mean no good: endless lines, garbage, floods. The server ends the session or answers, and goes on."""

import contextlib
import ftplib
import random
import socket

from customer import CustomerTest, sample


class Hostile(CustomerTest):
    def say(self, port, *pieces):
        """Sends pieces until the server no longer takes them; all that it answered until it closed or fell silent."""
        answer = b""
        with socket.create_connection((self.server.address, port), 10) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
                for piece in pieces:
                    connection.sendall(piece)
            connection.settimeout(3)
            with contextlib.suppress(ConnectionResetError, TimeoutError):
                while len(answer) < 10_000_000 and (octets := connection.recv(65536)):
                    answer += octets
        return answer

    def assert_alive(self):
        octets = sample(1000)
        with open(self.local("alive.bin", octets), "rb") as source:
            self.ftp().storbinary("STOR /web/alive.bin", source)
        self.assert_served("/alive.bin", octets)
        self.assertIsNone(self.server.process.poll())

    def test_endless_lines(self):
        flood = [b"A" * 65536] * 160
        self.say(self.server.ftp_port, *flood)
        self.say(self.server.http_port, b"GET /", *flood)
        self.say(self.server.http_port, b"GET / HTTP/1.1\r\nX: ", *flood)
        self.say(self.server.http_port, b"GET / HTTP/1.1\r\n", *([b"X: y\r\n" * 1000] * 200))
        self.assert_alive()

    def test_garbage(self):
        noise = random.Random(7)
        for _ in range(30):
            octets = noise.randbytes(2000)
            for port in (self.server.ftp_port, self.server.http_port):
                self.say(port, octets, b"\r\n\r\n", b"QUIT\r\n")
        self.assert_alive()

    def test_garbage_after_login(self):
        noise = random.Random(8)
        login = f"USER {self.server.login}\r\nPASS {self.server.password}\r\n".encode()
        verbs = (b"CWD", b"LIST", b"RETR", b"SITE CHMOD", b"RNFR", b"PORT", b"EPRT", b"REST", b"TYPE", b"MDTM", b"MLST")
        lines = [verb + b" " + noise.randbytes(40).replace(b"\n", b"") + b"\r\n" for verb in verbs for _ in range(20)]
        answer = self.say(self.server.ftp_port, login, *lines, b"NOOP\r\n", b"QUIT\r\n")
        self.assertIn(b"\r\n221", answer, "the session goes on to its QUIT")
        self.assert_alive()

    def test_a_thousand_commands_in_one_piece(self):
        answer = self.say(self.server.ftp_port, b"NOOP\r\n" * 1000 + b"QUIT\r\n")
        self.assertTrue(answer.startswith(b"220"))
        self.assert_alive()

    def test_many_that_say_nothing(self):
        # Fewer than the site allows for one source: they take nothing from who works.
        with contextlib.ExitStack() as stack:
            for number in range(160):
                port = self.server.http_port if number % 2 else self.server.ftp_port
                stack.enter_context(socket.create_connection((self.server.address, port), 10))
            self.assert_alive()

    def test_the_jail(self):
        outside = "../" * 12 + "etc/passwd"
        session = self.ftp()
        for command in (f"RETR {outside}", "RETR /etc/passwd", f"SIZE {outside}", f"RNFR {outside}", "CWD /etc"):
            with self.subTest(command):
                with self.assertRaises(ftplib.error_perm):
                    session.sendcmd(command)
        for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/a%00b"):
            with self.subTest(path):
                answer = self.say(self.server.http_port, f"GET {path} HTTP/1.1\r\nHost: {self.server.host}\r\n"
                                                         "Connection: close\r\n\r\n".encode())
                self.assertRegex(answer, rb"^HTTP/1\.1 [45]\d\d ")
                self.assertNotIn(b"root:", answer)
        self.assert_alive()
