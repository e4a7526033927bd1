"""hosting-refd as its operator's shell sees it: ready, its ending, its refusals."""

import ftplib
import http.client
import io
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from customer import program
from reference_server import REFERENCE_SITE, ReferenceServer

SITE = """version = 1
[site]
domain = "example.jp"
[listen]
address = "127.0.0.1"
http_port = {http}
ftp_port = {ftp}
[ftp_account]
name = "ab-cdftp"
password_env = "HOSTING_FTP_PASSWORD"
"""


class Serve(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def serve(self, site_text, password="Correct1"):
        """A server that is expected to refuse: (exit status, standard error)."""
        site = self.folder / "site.toml"
        site.write_text(site_text)
        environment = {key: value for key, value in os.environ.items() if key != "HOSTING_FTP_PASSWORD"}
        if password:
            environment["HOSTING_FTP_PASSWORD"] = password
        ended = subprocess.run([program(), "serve", "--site", str(site), "--state", str(self.folder / "state")],
                               env=environment, capture_output=True, text=True, timeout=20)
        self.assertNotIn("ready", ended.stdout)
        return ended.returncode, ended.stderr

    def test_mistakes_are_told_with_their_line(self):
        good = SITE.format(http=0, ftp=0)
        for text, line, word in (
                (good.replace('name = "ab-cdftp"', 'name = "ab-cdftp"\ncolour = "red"'), 10, "colour"),
                (good.replace("http_port = 0", "http_port = 70000"), 6, "http_port"),
                (good.replace('domain = "example.jp"', "domain = example.jp"), 3, ""),
                (good.replace("127.0.0.1", "somewhere"), 5, "somewhere")):
            with self.subTest(word):
                status, said = self.serve(text)
                self.assertEqual(status, 78, said)
                self.assertRegex(said, rf"(?m)site\.toml:{line}\b.*{re.escape(word)}")

    def test_a_missing_password_is_a_mistake_of_the_site(self):
        status, said = self.serve(SITE.format(http=0, ftp=0), password=None)
        self.assertEqual(status, 78, said)
        self.assertRegex(said, r"site\.toml:\d+\b.*password_env")

    def test_a_missing_site_is_named(self):
        absent = self.folder / "absent.toml"
        ended = subprocess.run([program(), "serve", "--site", str(absent)], capture_output=True, text=True, timeout=20)
        self.assertEqual(ended.returncode, 78, ended.stderr)
        self.assertIn(str(absent), ended.stderr)

    def test_wrong_usage(self):
        for arguments in ((), ("serve",), ("dance",), ("serve", "--site")):
            with self.subTest(arguments):
                ended = subprocess.run([program(), *arguments], capture_output=True, text=True, timeout=20)
                self.assertEqual(ended.returncode, 64)
                self.assertNotEqual(ended.stdout + ended.stderr, "")

    def test_a_port_in_use_is_named(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            for site in (SITE.format(http=port, ftp=0), SITE.format(http=0, ftp=port)):
                status, said = self.serve(site)
                self.assertEqual(status, 69, said)
                self.assertIn(str(port), said)
                self.assertIn("in use", said.lower())

    def test_one_state_serves_one_server(self):
        with ReferenceServer(program()) as server:
            second = subprocess.run(
                [program(), "serve", "--site", str(REFERENCE_SITE), "--state", str(server.folder / "state")],
                env=os.environ | server.environment, capture_output=True, text=True, timeout=20)
        self.assertEqual(second.returncode, 69, second.stderr)
        self.assertIn("state", second.stderr)

    def open_sessions(self, server):
        """Sessions in every phase: silent, half a command, half a request, idle, in a transfer either way."""
        kept = []
        for port, octets in ((server.ftp_port, b""), (server.ftp_port, b"USER ab"), (server.http_port, b""),
                             (server.http_port, b"GET / HTTP/1.1\r\nHost: exam")):
            connection = socket.create_connection((server.address, port), 10)
            connection.sendall(octets)
            kept.append(connection)
        idle = http.client.HTTPConnection(server.address, server.http_port, timeout=10)
        idle.request("GET", "/", headers={"Host": server.host})
        idle.getresponse().read()
        uploading, downloading = self.logged_in(server), self.logged_in(server)
        uploading.storbinary("STOR /web/large.bin", io.BytesIO(bytes(30_000_000)))
        halves = [uploading.transfercmd("STOR /web/half.bin"), downloading.transfercmd("RETR /web/large.bin")]
        halves[0].sendall(b"half of it")
        visitor = http.client.HTTPConnection(server.address, server.http_port, timeout=10)
        visitor.request("GET", "/large.bin", headers={"Host": server.host})
        visitor.getresponse().read(1000)
        return [*kept, idle, visitor, uploading, downloading, *halves]

    def logged_in(self, server):
        session = ftplib.FTP()
        session.connect(server.address, server.ftp_port, 10)
        session.login(server.login, server.password)
        return session

    def test_the_signal_ends_it_with_sessions_open(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number), ReferenceServer(program()) as server:
                kept = self.open_sessions(server)
                for session in kept:
                    self.addCleanup(session.close)
                server.process.send_signal(number)
                self.assertEqual(server.process.wait(20), 0, server.log())
                self.assertNotIn("did not end in time", server.log())
                root = server.folder / "state/site/root"
                self.assertTrue((root / "web").is_dir())
                self.assertFalse((root / "web/half.bin").exists(), "an upload that was cut off must not appear")

    def test_it_starts_again_on_the_state_of_one_that_was_killed(self):
        server = ReferenceServer(program())
        self.addCleanup(server.remove)
        self.addCleanup(server.stop)
        server.start()
        session = self.logged_in(server)
        with open(REFERENCE_SITE, "rb") as file:
            session.storbinary("STOR /web/kept.toml", file)
        session.close()
        server.process.kill()
        self.assertEqual(server.stop(), -signal.SIGKILL)
        server.start()
        connection = http.client.HTTPConnection(server.address, server.http_port, timeout=10)
        self.addCleanup(connection.close)
        connection.request("GET", "/kept.toml", headers={"Host": server.host})
        self.assertEqual(connection.getresponse().read(), REFERENCE_SITE.read_bytes())
        self.assertEqual(server.stop(), 0)
