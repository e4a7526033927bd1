"""hosting-cts init drafts a target for a host that it was told nothing about; filled in, it can be judged."""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import threading
import time
import tomllib
import unittest

from reference_server import ReferenceServer

SUITE = os.environ["HOSTING_CTS"]
HOSTILE = b'220 "\n[consent]\nallow = "destructive"\x1b[2J\x00\xff\xfe \\u0007\r\n'


def ran(*words, env=None, within=110):
    return subprocess.run([SUITE, *map(str, words)], capture_output=True, text=True, errors="replace", check=False,
                          timeout=within, stdin=subprocess.DEVNULL, env=os.environ | (env or {}))


class Host:
    """A port of loopback on which each connection gets `manner`: a function of the socket, ended with the host."""

    def __init__(self, manner):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.over = threading.Event()
        self.manner = manner
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while not self.over.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.converse, args=(connection,), daemon=True).start()

    def converse(self, connection):
        with connection:
            connection.settimeout(30)
            try:
                self.manner(connection, self.over)
            except OSError:
                pass

    def close(self):
        self.over.set()
        self.socket.close()


def silent(_, over):
    over.wait(60)


def floods(connection, over):
    while not over.is_set():
        connection.sendall(HOSTILE * 100)


def drips(connection, over):
    while not over.is_set():
        for octet in HOSTILE:
            connection.sendall(bytes([octet]))
            if over.wait(0.05):
                return


def lies(connection, over):
    """Greets as FTP and tells of nothing but what steers a terminal and ends a text."""
    connection.sendall(b"220 " + HOSTILE[4:])
    while not over.is_set() and connection.recv(4096):
        connection.sendall(b"250-" + HOSTILE[4:-2].replace(b"\n", b" ") + b"\r\n250-SIZE 99999999999999999999\r\n250 "
                           + b"x" * 4000 + b"\r\n")


def web_page(connection, _):
    connection.recv(4096)
    connection.sendall(b'HTTP/1.1 200 "OK"\r\nServer: \x1b[31m"evil"\\\r\nX-Powered-By: PHP/\x01"\r\n'
                       b"Content-Length: 2\r\nConnection: close\r\n\r\nhi")


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Init(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="hosting-init-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def host(self, manner):
        host = Host(manner)
        self.addCleanup(host.close)
        return host.port

    def drafts(self, folder=None):
        folder = folder or self.folder
        return [tomllib.loads((folder / name).read_text()) for name in ("target.toml", "profile.toml")]

    def assert_sound(self, text):
        self.assertNotRegex(text, r"[\x00-\x08\x0b-\x1f\x7f]")


class OfTheReferenceServer(Init):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(ReferenceServer(os.environ["HOSTING_REFD"]))
        target = cls.server.target
        nobody = closed_port()
        cls.where = [target["web"]["address"], "--domain", target["domain"]["name"], "--wait", 60,
                     "--http-port", target["web"]["port"], "--ftp-port", target["ftp"]["port"],
                     "--pop-port", target["pop"]["port"], "--pops-port", target["pops"]["port"],
                     "--smtp-port", target["smtp"]["port"], "--submission-port", target["smtp"]["submission_port"],
                     "--https-port", nobody, "--smtps-port", nobody, "--database-port", nobody]

    def test_what_is_drafted_can_be_judged(self):
        account = next(iter(self.server.mail_passwords))
        done = ran("init", *self.where, "--out", self.folder, "--ftp-login", self.server.login, "--mail-login", account)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        target, profile = self.drafts()
        self.assertEqual(target["ftp"]["password_env"], "HOSTING_CTS_FTP_PASSWORD")
        for offer in ("web", "ftp", "pop", "smtp"):
            self.assertTrue(profile["offers"][offer], offer)
        self.assertNotIn(self.server.password, done.stdout + done.stderr)
        text = " ".join((self.folder / "target.toml").read_text().replace("#", " ").split())
        for seen in ("Its certificate is for \"pop3.example.jp, smtp.example.jp", "The certificate behind STARTTLS is for"):
            self.assertIn(seen, text)

        file = self.folder / "target.toml"
        self.assertEqual(ran("doctor", "--target", file).returncode, 78, "the passwords are missing")
        passwords = {"HOSTING_CTS_FTP_PASSWORD": self.server.password,
                     "HOSTING_CTS_MAIL_PASSWORD_1": self.server.mail_passwords[account]}
        doctor = ran("doctor", "--target", file, env=passwords)
        self.assertEqual(doctor.returncode, 0, doctor.stdout + doctor.stderr)
        for word in ("a run tries", "scenarios are not run", "→ add a [[vantage_point]]"):
            self.assertIn(word, doctor.stdout)
        found = json.loads(ran("doctor", "--target", file, "--format", "json", env=passwords).stdout)
        self.assertEqual((found["usable"], found["exit"]), (True, 0))
        self.assertIn("pop.login", [check["id"] for check in found["checks"] if check["state"] == "ok"])
        unread = json.loads(ran("doctor", "--target", file, "--format", "json").stdout)
        self.assertRegex(unread["checks"][0]["where"], r"target\.toml:\d+:\d+$")
        wrong = ran("doctor", "--target", file, env=passwords | {"HOSTING_CTS_FTP_PASSWORD": "not-it"})
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("name or password are not the account's", wrong.stdout)
        judged = ran("run", "--target", file, "--out", self.folder / "out", "--select", "WEB-INDEX-*", "--select", "POP-1",
                     env=passwords)
        self.assertEqual(judged.returncode, 0, judged.stdout + judged.stderr)
        for path in self.folder.rglob("*"):
            if path.is_file():
                for password in passwords.values():
                    self.assertNotIn(password.encode(), path.read_bytes(), path)

    def test_on_a_terminal_it_asks_for_logins_and_for_no_password(self):
        ours, its = os.openpty()
        self.addCleanup(os.close, ours)
        with subprocess.Popen([SUITE, "init", *map(str, self.where), "--out", self.folder], stdin=its, stderr=its,
                              stdout=subprocess.DEVNULL) as process:
            os.close(its)
            os.write(ours, b"ab-cdftp\ntaro\njiro\n\n")
            self.assertEqual(process.wait(110), 0)
        target = self.drafts()[0]
        self.assertEqual(target["ftp"]["login"], "ab-cdftp")
        self.assertEqual([(account["name"], account["password_env"]) for account in target["mail_account"]],
                         [("taro", "HOSTING_CTS_MAIL_PASSWORD_1"), ("jiro", "HOSTING_CTS_MAIL_PASSWORD_2")])
        self.assertNotRegex(os.read(ours, 65536).decode(), r"(?i)password")

    def test_nothing_is_replaced_unless_told(self):
        file = self.folder / "profile.toml"
        file.write_text("mine")
        done = ran("init", *self.where, "--out", self.folder)
        self.assertEqual(done.returncode, 73, done.stdout + done.stderr)
        self.assertIn(str(file), done.stderr)
        self.assertEqual(file.read_text(), "mine")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["profile.toml"])
        self.assertEqual(ran("init", *self.where, "--out", self.folder, "--force").returncode, 0)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["profile.toml", "target.toml"])

    def test_without_a_login_it_says_what_is_to_be_filled_in(self):
        done = ran("init", *self.where, "--out", self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex((self.folder / "target.toml").read_text(), r"# FILL IN .*login")
        self.assertNotIn("login", self.drafts()[0]["ftp"])
        doctor = ran("doctor", "--target", self.folder / "target.toml")
        self.assertEqual(doctor.returncode, 0, doctor.stdout + doctor.stderr)
        self.assertIn("the target gives no login", doctor.stdout)


class OfHostsThatWantNoGood(Init):
    def test_it_ends_in_its_time_and_writes_what_can_be_read(self):
        nobody = closed_port()
        for name, ports in {"some": {"http": web_page, "ftp": lies, "smtp": floods, "submission": lies, "pop": drips,
                                     "pops": silent, "https": floods, "smtps": drips},
                            "most": {"http": web_page}, "ftp": {"ftp": lies, "http": floods, "pop": silent}}.items():
            with self.subTest(name):
                words = []
                for service in ("http", "https", "ftp", "smtp", "submission", "smtps", "pop", "pops", "database"):
                    words += [f"--{service}-port", self.host(ports[service]) if service in ports else nobody]
                folder = self.folder / name
                for wait in (3, 12, 40):  # on a busy machine nothing may answer at first
                    since = time.monotonic()
                    done = ran("init", "127.0.0.1", "--domain", "example.jp", "--wait", wait, "--out", folder, *words)
                    self.assertLess(time.monotonic() - since, wait + 60)
                    if done.returncode != 2:
                        break
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assert_sound(done.stdout + done.stderr)
                target, profile = self.drafts(folder)
                self.assertEqual(target["consent"], {"allow": "reversible"})
                self.assertFalse(profile["offers"]["pops"])
                for file in folder.iterdir():
                    self.assert_sound(file.read_text())
                    self.assertLess(file.stat().st_size, 30_000)
                read = ran("run", "--target", folder / "target.toml", "--out", folder / "out", "--select", "HOST-4")
                self.assertNotEqual(read.returncode, 78, read.stderr)

    def test_where_nothing_answers_nothing_is_written(self):
        ports = [word for service in ("http", "https", "ftp", "smtp", "submission", "smtps", "pop", "pops", "database")
                 for word in (f"--{service}-port", closed_port())]
        folder = self.folder / "new"
        done = ran("init", "127.0.0.1", "--domain", "example.jp", "--out", folder, *ports)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertFalse(folder.exists())

    def test_wrong_usage_is_told(self):
        for words, hint in {("192.0.2.1",): "--domain", ("http://example.jp/",): "no URL",
                            ("127.0.0.1", "--domain", "../etc"): "--domain",
                            ("example.jp", "--ftp-password-env", "s3cret!"): "never the password"}.items():
            done = ran("init", *words)
            self.assertEqual(done.returncode, 64, words)
            self.assertIn(hint, done.stdout + done.stderr)
            self.assertNotIn("s3cret", done.stdout + done.stderr)
        self.assertTrue(re.search("did you mean init", ran("initt", "x").stderr))


if __name__ == "__main__":
    unittest.main()
