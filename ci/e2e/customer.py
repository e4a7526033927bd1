"""What the tests of this folder share: a started server, a customer's files, and a look from the other side."""

import ftplib
import http.client
import os
import pathlib
import poplib
import random
import re
import shutil
import subprocess
import tempfile
import time
import unittest

from reference_server import REFERENCE_SITE, ReferenceServer

# Long enough for a loaded machine, short enough that a hung client is seen.
CLIENT_SECONDS = 30


def program():
    return os.environ["HOSTING_REFD"]


def site_with(table, lines):
    """The reference site's text, where [table] holds these lines instead of its own."""
    text = re.sub(rf"(?m)^\[{re.escape(table)}\]\n(\w.*\n)*", "", REFERENCE_SITE.read_text())
    return f"{text}\n[{table}]\n{lines}"


def sample(size, seed=1):
    """Octets that no text mode survives: every value, line ends in all forms, and noise."""
    head = bytes(range(256)) + b"\r\n\n\r\xff\xf4\xff\xf2" + b"last line\r\n"
    return (head + random.Random(seed).randbytes(max(0, size - len(head))))[:size]


class CustomerTest(unittest.TestCase):
    """A server for the class, and for each test a folder of this customer's own machine."""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(ReferenceServer(program()))

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / "home").mkdir()

    def local(self, name, octets=None):
        """A file on the customer's machine, filled when octets are given."""
        path = self.folder / name
        if octets is not None:
            path.write_bytes(octets)
        return path

    def run_client(self, *command, text=None, statuses=(0,)):
        """Runs a client at home in our folder; its output. It must end with one of the statuses."""
        if shutil.which(command[0]) is None:
            self.fail(f"{command[0]} is missing: ci/setup installs it")
        environment = os.environ | {"HOME": str(self.folder / "home"), "LC_ALL": "C.UTF-8"}
        ended = subprocess.run(command, input=text, text=True, capture_output=True, timeout=CLIENT_SECONDS,
                               cwd=self.folder, env=environment, errors="replace")
        output = ended.stdout + ended.stderr
        self.assertIn(ended.returncode, statuses, f"{command[0]} said:\n{output}")
        return output

    def ftp(self):
        """A session of Python's own client, logged in, in binary type. It is the second opinion on others."""
        session = ftplib.FTP(encoding="utf-8")
        self.addCleanup(session.close)
        session.connect(self.server.address, self.server.ftp_port, timeout=CLIENT_SECONDS)
        session.login(self.server.login, self.server.password)
        session.voidcmd("TYPE I")
        return session

    def list_lines(self, folder):
        lines = []
        session = self.ftp()
        session.cwd(folder)
        session.retrlines("LIST", lines.append)
        return lines

    def line_of(self, folder, name):
        lines = [line for line in self.list_lines(folder) if line.endswith(f" {name}")]
        self.assertEqual(len(lines), 1, f"{name} in the listing of {folder}")
        return lines[0]

    def web(self, path):
        """What a visitor gets: (status, body)."""
        connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=CLIENT_SECONDS)
        self.addCleanup(connection.close)
        connection.request("GET", path, headers={"Host": self.server.host})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def letters(self, wanted, account="taro"):
        """What has come for a mail account, which is emptied; waits until there are as many as wanted."""
        texts = []
        deadline = time.monotonic() + CLIENT_SECONDS
        while True:
            session = poplib.POP3(self.server.address, self.server.pop_port, timeout=CLIENT_SECONDS)
            session.user(account)
            session.pass_(self.server.mail_passwords[account])
            for number in range(1, session.stat()[0] + 1):
                texts.append(b"\n".join(session.retr(number)[1]).decode(errors="replace") + "\n")
                session.dele(number)
            session.quit()
            if len(texts) >= wanted or time.monotonic() > deadline:
                return texts
            time.sleep(0.1)

    def assert_served(self, path, octets):
        status, body = self.web(path)
        self.assertEqual(status, 200, path)
        self.assertTrue(body == octets, f"{path}: {len(body)} octets differ from the {len(octets)} uploaded")

    def assert_gone(self, path):
        self.assertEqual(self.web(path)[0], 404, path)

    def assert_same(self, path, octets):
        self.assertTrue(path.read_bytes() == octets, f"{path.name} differs from what was uploaded")

    def assert_renamed_and_private(self, old, new, octets, mode="-rw----r--"):
        """After upload as `old` into /web, rename to `new`, chmod 604: what visitors and customers see."""
        self.assert_gone(f"/{old}")
        self.assert_served(f"/{new}", octets)
        self.assertTrue(self.line_of("/web", new).startswith(mode), self.line_of("/web", new))
        self.assertNotIn(old, self.ftp().nlst("/web"))
