"""Programs that fetch mail: Python's poplib, curl, mpop and fetchmail, plain and over TLS; and what no program does."""

import contextlib
import os
import pathlib
import poplib
import random
import re
import socket
import ssl
import subprocess
import time

from customer import CLIENT_SECONDS, CustomerTest, program
from reference_server import MEMORY_SLACK, ReferenceServer

# Dots where they matter, lines of every length, what is no ASCII, no line end at the end.
LETTER = (b"From: a@example.com\r\nSubject: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=\r\n\r\n"
          b".\r\n..\r\n.dot\r\n\r\n" + bytes(range(128, 256)) + b"\r\n" + b"x" * 998 + b"\r\n" + b"the end")


def as_fetched(octets):
    """Every line ended by CRLF."""
    text = re.sub(rb"(?<!\r)\n", b"\r\n", octets)
    return text if text.endswith(b"\r\n") else text + b"\r\n"


class Pop(CustomerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.name, cls.password = next(iter(cls.server.mail_passwords.items()))
        cls.count = 0

    def setUp(self):
        super().setUp()
        self.empty()

    def arrives(self, octets, name=None):
        """Puts a message into the mailbox, as its folders take it from anybody on the machine."""
        Pop.count += 1
        folder = self.server.folder / "state/mail" / (name or self.name) / "new"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"1700000000.{Pop.count:06}.e2e").write_bytes(octets)

    def session(self, tls=False, name=None):
        where = (self.server.address, self.server.pops_port if tls else self.server.pop_port)
        if tls:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            session = poplib.POP3_SSL(*where, context=context, timeout=CLIENT_SECONDS)
        else:
            session = poplib.POP3(*where, timeout=CLIENT_SECONDS)
        self.addCleanup(session.close)
        name = name or self.name
        session.user(name)
        session.pass_(self.server.mail_passwords[name])
        return session

    def empty(self):
        session = self.session()
        for number in range(1, session.stat()[0] + 1):
            session.dele(number)
        session.quit()

    def fetched(self, session, number):
        return b"".join(line + b"\r\n" for line in session.retr(number)[1])

    def test_poplib_plain_and_over_tls(self):
        self.arrives(LETTER)
        self.arrives(b"Subject: second\n\nbody\n")
        for tls in (False, True):
            with self.subTest(tls=tls):
                session = self.session(tls)
                self.assertEqual(session.stat()[0], 2)
                self.assertEqual(self.fetched(session, 1), as_fetched(LETTER))
                self.assertEqual([int(line.split()[1]) for line in session.list()[1]], [len(as_fetched(LETTER)), 25])
                self.assertEqual(session.top(2, 0)[1], [b"Subject: second", b""])
                ids = session.uidl()[1]
                session.dele(1)
                session.rset()
                self.assertIn("PIPELINING", session.capa())
                session.noop()
                session.quit()
                again = self.session(tls)
                self.assertEqual(again.uidl()[1], ids)
                again.quit()
        session = self.session()
        session.dele(1)
        session.quit()
        self.assertEqual(self.fetched(self.session(), 1), b"Subject: second\r\n\r\nbody\r\n")

    def test_curl(self):
        self.arrives(LETTER)
        login = f"{self.name}:{self.password}"
        for url in (f"pop3://{self.server.address}:{self.server.pop_port}",
                    f"pop3s://{self.server.address}:{self.server.pops_port}"):
            with self.subTest(url):
                common = ("curl", "--silent", "--show-error", "--insecure", "--max-time", "20", "--user", login)
                self.assertIn(f"1 {len(as_fetched(LETTER))}", self.run_client(*common, url + "/"))
                self.run_client(*common, "-o", "letter", url + "/1")
                self.assert_same(self.local("letter"), as_fetched(LETTER))
                denied = 67
                self.run_client(*common, "--user", self.name + ":wrong", url + "/", statuses=(denied,))
        self.run_client(*common, "--request", "DELE", url + "/1", "--list-only", statuses=(0, 8))

    def test_mpop(self):
        self.arrives(LETTER)
        password = self.local("password", self.password.encode())
        for port, options in ((self.server.pop_port, ("--tls=off",)),
                              (self.server.pops_port, ("--tls=on", "--tls-starttls=off", "--tls-certcheck=off"))):
            with self.subTest(port):
                inbox = self.folder / f"box{port}"
                for part in ("tmp", "new", "cur"):
                    (inbox / part).mkdir(parents=True)
                self.run_client("mpop", "--host=" + self.server.address, f"--port={port}", *options, "--auth=user",
                                f"--user={self.name}", f"--passwordeval=cat {password}", "--keep=on",
                                f"--uidls-file={self.folder}/uidls{port}", f"--delivery=maildir,{inbox}", "--received-header=off")
                letters = list((inbox / "new").iterdir())
                self.assertEqual(len(letters), 1)
                self.assertEqual(as_fetched(letters[0].read_bytes()), as_fetched(LETTER))

    def test_fetchmail(self):
        self.arrives(LETTER)
        store = self.local("store", b"#!/bin/sh\ncat > letter\n")
        store.chmod(0o755)
        settings = self.local("fetchmailrc", (
            f"poll {self.server.address} protocol pop3 port {self.server.pop_port} uidl timeout 20\n"
            f"user \"{self.name}\" password \"{self.password}\" sslproto '' no keep no rewrite mda \"{store}\"\n").encode())
        settings.chmod(0o600)
        # As root it insists on a user's machine having a name.
        self.run_client("fetchmail", "-f", str(settings), "--nodetach", "--nosyslog", "--pidfile", str(self.folder / "pid"))
        self.assertIn(b"=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", self.local("letter").read_bytes())
        self.assertEqual(self.session().stat()[0], 0)

    def test_one_session_an_account(self):
        first = self.session()
        other = list(self.server.mail_passwords)[1]
        with self.assertRaisesRegex(poplib.error_proto, r"IN-USE"):
            self.session()
        self.session(name=other).quit()
        first.close()
        deadline = time.monotonic() + CLIENT_SECONDS
        while True:
            try:
                self.session().quit()
                break
            except poplib.error_proto:
                self.assertLess(time.monotonic(), deadline, "a cut connection must free the mailbox")

    def test_large_messages_arrive_whole_and_are_never_held_whole(self):
        noise = random.Random(3).randbytes(15_000_000).hex().encode()
        letter = b"Subject: large\r\n\r\n" + b"\r\n".join(noise[at:at + 76] for at in range(0, len(noise), 76)) + b"\r\n"
        self.arrives(letter)
        before = self.server_memory()
        session = self.session()
        self.assertTrue(self.fetched(session, 1) == letter)
        session.quit()
        # Four who ask and take nothing.
        held = []
        for name in self.server.mail_passwords:
            self.arrives(letter, name)
            slow = self.session(name=name)
            slow.sock.sendall(b"RETR 1\r\n")
            held.append(slow)
        time.sleep(0.5)
        self.assertLess(self.server_memory() - before, (16 << 20) * MEMORY_SLACK)
        for slow in held:
            slow.close()

    def server_memory(self):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) << 10

    def dialogue(self, octets, tls=False, reads=True):
        """What a raw client hears until the server closes."""
        port = self.server.pops_port if tls else self.server.pop_port
        with socket.create_connection((self.server.address, port), CLIENT_SECONDS) as connection:
            connection.sendall(octets)
            with contextlib.suppress(OSError):  # garbage instead of TLS may have ended it already
                connection.shutdown(socket.SHUT_WR)
            heard = b""
            while reads and (piece := connection.recv(65536)):
                heard += piece
            return heard

    def test_bad_input_is_answered_or_dropped_and_nothing_else(self):
        before = self.server_memory()
        self.assertIn(b"-ERR Command line too long", self.dialogue(b"x" * 3_000_000 + b"\r\nQUIT\r\n"))
        heard = self.dialogue(b"\0\0\r\n\xff\xfe\r\nUSER \0\r\nPASS \0\r\nAPOP a b\r\nRETR 1\r\n\r\nQUIT\r\n")
        self.assertTrue(heard.endswith(b"+OK Goodbye.\r\n"), heard)
        self.assertEqual(heard.count(b"\r\n"), 9, heard)
        try:
            self.dialogue(os.urandom(20_000), tls=True)
        except ConnectionResetError:
            pass
        self.dialogue(b"\x16\x03\x01\x02\x00\x01\x00", tls=True)
        for _ in range(200):
            self.dialogue(b"QUIT\r\n", reads=False)
        self.assertLess(self.server_memory() - before, (16 << 20) * MEMORY_SLACK)
        self.assertEqual(self.session().stat()[0], 0)

    def test_wrong_passwords_end_the_session_and_cost_time(self):
        start = time.monotonic()
        heard = self.dialogue(b"USER taro\r\nPASS a\r\n" * 3 + b"QUIT\r\n")
        self.assertEqual(heard.count(b"[AUTH]"), 3)
        self.assertNotIn(b"Goodbye", heard)
        self.assertGreater(time.monotonic() - start, 2.5)

    def test_the_signal_ends_it_with_sessions_open(self):
        with ReferenceServer(program()) as server:
            kept = [socket.create_connection((server.address, server.pop_port), CLIENT_SECONDS) for _ in range(20)]
            for number, connection in enumerate(kept):
                self.addCleanup(connection.close)
                connection.sendall(b"USER taro\r\nPASS wrong\r\n" if number % 2 else b"USER t")
            self.assertEqual(server.stop(), 0, server.log())
            self.assertNotIn("did not end in time", server.log())

    def test_openssl_says_what_was_agreed_on(self):
        ended = subprocess.run(["openssl", "s_client", "-connect", f"{self.server.address}:{self.server.pops_port}", "-brief"],
                               input="QUIT\r\n", text=True, capture_output=True, timeout=CLIENT_SECONDS)
        self.assertRegex(ended.stderr, r"TLSv1\.[23]")
        old = subprocess.run(["openssl", "s_client", "-connect", f"{self.server.address}:{self.server.pops_port}", "-tls1_1"],
                             input="", text=True, capture_output=True, timeout=CLIENT_SECONDS)
        self.assertNotEqual(old.returncode, 0)
