"""Access files on a real disk: the lock-out as clients see it, and files that no editor would write."""

import ftplib
import io
import os
import re
import subprocess

from customer import CLIENT_SECONDS, CustomerTest, program, sample

LISTED, OTHER = "127.0.0.1", "127.0.0.2"
ONLY_LISTED = f"<Limit ALL>\nOrder Allow,Deny\nAllow from {LISTED}\nDeny from all\n</Limit>\n"


class AccessTest(CustomerTest):
    def setUp(self):
        super().setUp()
        self.root = self.server.folder / "state/site/root"
        self.octets = sample(3000)

    def directory(self, name):
        """A directory in /web with a file in it, made by the customer; its path on the disk."""
        session = self.ftp()
        session.mkd(f"/web/{name}")
        session.storbinary(f"STOR /web/{name}/page.html", io.BytesIO(self.octets))
        return self.root / "web" / name

    def close(self, name):
        """The manual's steps: uploaded under a harmless name, then renamed."""
        session = self.ftp()
        session.storbinary(f"STOR /web/{name}/ftppass.txt", io.BytesIO(ONLY_LISTED.encode()))
        session.rename(f"/web/{name}/ftppass.txt", f"/web/{name}/.ftpaccess")

    def release(self, name):
        """What the operator does on the customer's request."""
        ended = subprocess.run([program(), "ctl", "--state", str(self.server.folder / "state"), "access-file", "disable",
                                f"/web/{name}"], capture_output=True, text=True, timeout=CLIENT_SECONDS)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual((self.root / "web" / name / ".ftpaccess.disabled").read_text(), ONLY_LISTED)

    def warnings(self, name):
        return [line for line in self.server.log_file.read_text(errors="replace").splitlines()
                if f"/web/{name}/.ftpaccess" in line]


class LockOut(AccessTest):
    def curl(self, source, *arguments, statuses=(0,)):
        return self.run_client("curl", "--silent", "--show-error", "--max-time", "25", "--interface", source, "--user",
                               f"{self.server.login}:{self.server.password}", *arguments, statuses=statuses)

    def lftp(self, source, *commands, statuses=(0,)):
        settings = (f"set net:socket-bind-ipv4 {source}; set net:max-retries 1; set net:timeout 20; set ftp:ssl-allow no; "
                    "set cmd:fail-exit yes; set cmd:interactive no; set xfer:log no; ")
        return self.run_client("lftp", "--norc", "-u", f"{self.server.login},{self.server.password}",
                               "-p", str(self.server.ftp_port), self.server.address,
                               "-e", settings + "; ".join(commands) + "; quit", statuses=statuses)

    def curl_works(self, source, name):
        url = f"ftp://{self.server.address}:{self.server.ftp_port}//web/{name}/"
        self.assertIn("page.html", self.curl(source, "--list-only", url))
        self.curl(source, "--output", "back.html", f"{url}page.html")
        self.assert_same(self.local("back.html"), self.octets)
        self.curl(source, "--upload-file", str(self.local("new.html", self.octets)), url)

    def curl_is_kept_out(self, source, name):
        url = f"ftp://{self.server.address}:{self.server.ftp_port}//web/{name}/"
        denied, refused_upload, no_file = 9, 25, 78
        self.assertNotIn("page.html", self.curl(source, "--list-only", url, statuses=(0, denied)))
        self.curl(source, "--output", "stolen.html", f"{url}page.html", statuses=(denied, no_file))
        self.assertFalse(self.local("stolen.html").exists())
        late = str(self.local("late.html", self.octets))
        self.curl(source, "--upload-file", late, url, statuses=(denied, refused_upload))
        for command in ("DELE .ftpaccess", "RNFR .ftpaccess"):
            quote = ("--quote", f"CWD /web/{name}", "--quote", command)
            self.curl(source, *quote, f"ftp://{self.server.address}:{self.server.ftp_port}/", statuses=(21,))

    def lftp_works(self, source, name):
        output = self.lftp(source, f"cd /web/{name}", "cls", "get page.html -o lftp-back.html")
        self.assertIn("page.html", output)
        self.assert_same(self.local("lftp-back.html"), self.octets)
        self.local("lftp-back.html").unlink()

    def lftp_is_kept_out(self, source, name):
        self.local("late.html", self.octets)
        self.assertNotIn("page.html", self.lftp(source, f"cls /web/{name}/", statuses=(0, 1)))
        for command in (f"cd /web/{name}", f"get /web/{name}/page.html -o lftp-stolen.html",
                        f"put late.html -o /web/{name}/late.html", f"rm /web/{name}/.ftpaccess",
                        f"mv /web/{name}/.ftpaccess /web/{name}/old.txt"):
            with self.subTest(command):
                self.lftp(source, command, statuses=(1,))
        self.assertFalse(self.local("lftp-stolen.html").exists())
        self.assertNotIn(name, self.lftp(source, "cls /web"))

    def test_as_clients_see_it(self):
        place = self.directory("members")
        for source in (LISTED, OTHER):
            self.curl_works(source, "members")
            self.lftp_works(source, "members")
        self.close("members")
        self.curl_works(LISTED, "members")
        self.lftp_works(LISTED, "members")
        self.curl_is_kept_out(OTHER, "members")
        self.lftp_is_kept_out(OTHER, "members")
        self.assertEqual(sorted(path.name for path in place.iterdir()), [".ftpaccess", "new.html", "page.html"])
        self.assert_served("/members/page.html", self.octets)
        self.release("members")
        self.curl_works(OTHER, "members")
        self.lftp_works(OTHER, "members")


class BadInput(AccessTest):
    """Nobody is let in by a file that cannot be obeyed, the log says where it is wrong, and the server goes on."""

    def enters(self, source, name):
        session = ftplib.FTP()
        self.addCleanup(session.close)
        session.connect(self.server.address, self.server.ftp_port, CLIENT_SECONDS, (source, 0))
        session.login(self.server.login, self.server.password)
        try:
            session.cwd(f"/web/{name}")
            return True
        except ftplib.error_perm:
            session.voidcmd("NOOP")
            return False

    def assert_nobody_enters(self, name, told):
        for source in (LISTED, OTHER):
            self.assertFalse(self.enters(source, name), f"{source} into {name}")
        said = self.warnings(name)
        self.assertTrue(any(re.search(told, line) for line in said), f"{told} in {said}")
        self.assertTrue(any("everybody is refused" in line for line in said), said)
        self.assertLess(len(said), 20, "a log is no place for a customer's noise")
        self.assertIsNone(self.server.process.poll())

    def test_files_that_cannot_be_obeyed(self):
        good = ONLY_LISTED.encode()
        for name, content, told in (
                ("huge", good + b"# more of it\n" * 800_000, r"line \d{4}: .*64 KiB"),
                ("one-line", b"A" * 10_000_000, r"line 1: .*64 KiB"),
                ("binary", sample(20_000), r"line \d+: .*NUL"),
                ("nul-in-name", good.replace(b"Allow from", b"Allow from h1\0.jp"), r"line 3: .*NUL"),
                ("nested", b"<Limit ALL>\n" * 10_000, r"line \d+: "),
                ("nested-shallow", b"<Limit ALL>\n" * 5_000, r"line 2: <Limit> inside <Limit>"),
                ("many", b"<Limit ALL>\n</Limit>\n" * 2_500, r"line 513: more than 256 sections"),
                ("no-end", good.replace(b"<Limit ALL>", b"<Limit ALL"), r"line 1: <Limit without its '>'"),
                ("unknown", good.replace(b"ALL>", b"EVERYTHING>"), r"line 1: .*EVERYTHING")):
            with self.subTest(name):
                (self.directory(name) / ".ftpaccess").write_bytes(content)
                self.assert_nobody_enters(name, told)

    def test_what_is_no_file(self):
        makers = {"is-directory": lambda path: path.mkdir(),
                  "is-link": lambda path: path.symlink_to("page.html"),
                  "is-link-outside": lambda path: path.symlink_to("/etc/passwd"),
                  "is-link-to-itself": lambda path: path.symlink_to(".ftpaccess"),
                  "is-dangling-link": lambda path: path.symlink_to("nothing"),
                  "is-pipe": os.mkfifo,
                  "is-unreadable": lambda path: (path.write_text(ONLY_LISTED), path.chmod(0))}
        for name, make in makers.items():
            with self.subTest(name):
                make(self.directory(name) / ".ftpaccess")
                self.assert_nobody_enters(name, "cannot be obeyed, ")

    def test_lines_that_are_skipped_are_told_and_the_rest_is_done(self):
        text = ONLY_LISTED.replace("Deny from all", "Alow from 127.\n<b>\x1b[31m\nDeny from all")
        (self.directory("typo") / ".ftpaccess").write_text(text.replace("<b>", "b"))
        self.assertTrue(self.enters(LISTED, "typo"))
        self.assertFalse(self.enters(OTHER, "typo"))
        said = "\n".join(self.warnings("typo"))
        self.assertRegex(said, "line 4: 'Alow' is unknown")
        self.assertRegex(said, "line 5: ")
        self.assertNotIn("\x1b", said)

    def test_what_windows_editors_write_is_read_as_meant(self):
        good = ONLY_LISTED
        for name, content in (("bom", b"\xef\xbb\xbf" + good.encode()),
                              ("crlf", good.replace("\n", "\r\n").encode()),
                              ("cr", good.replace("\n", "\r").encode()),
                              ("full-width", good.replace(" ", "　").replace("Order", "　Order").encode()),
                              ("all-at-once", b"\xef\xbb\xbf" + good.replace(" ", "　").replace("\n", "\r\n").encode()),
                              ("no-final-line-end", good.rstrip().encode())):
            with self.subTest(name):
                (self.directory(name) / ".ftpaccess").write_bytes(content)
                self.assertTrue(self.enters(LISTED, name))
                self.assertFalse(self.enters(OTHER, name))
