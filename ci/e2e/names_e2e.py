"""Access files that name hosts, and name servers that answer well, slowly, wrongly, or not at all (ACL-4)."""

import ftplib
import pathlib
import select
import tempfile
import time
import unittest

from customer import CLIENT_SECONDS, program, sample
from reference_server import ReferenceServer
from small_dns import A, AAAA, SERVER_FAILURE, Answer, SmallDns

SITE = """version = 1
[site]
domain = "example.jp"
[listen]
address = "{address}"
[ftp_account]
name = "ab-cdftp"
password_env = "HOSTING_FTP_PASSWORD"
[resolver]
address = "127.0.0.1"
port = {port}
try_time = 1
tries = 1
deadline = 2
[names]
"127.0.0.9" = ["told.isp.example.jp"]
"""
# A lookup has two seconds; the rest is for a loaded machine.
REFUSED_WITHIN = 8


def only(source):
    return f"<Limit ALL>\nOrder Allow,Deny\nAllow from {source}\nDeny from all\n</Limit>\n"


class NamesTest(unittest.TestCase):
    """Each test comes from an address of its own, so that no answer is known from another one."""

    takes_streams = True
    listens_at = "127.0.0.1"

    @classmethod
    def setUpClass(cls):
        cls.dns = cls.enterClassContext(SmallDns(takes_streams=cls.takes_streams))
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        site = folder / "site.toml"
        site.write_text(SITE.format(port=cls.dns.port, address=cls.listens_at))
        cls.server = cls.enterClassContext(ReferenceServer(program(), site))
        root = cls.server.folder / "state/site/root/web"
        # By the machine's own hand: who is refused could not, and who prepares would be asked about.
        for name, text in (("jp", only(".jp")), ("net", only(".net")), ("host", only("h1.isp.example.jp")),
                           ("not-jp", "<Limit ALL>\nDeny from .jp\n</Limit>\n"), ("address", only("127."))):
            (root / name).mkdir()
            (root / name / "page.html").write_bytes(sample(100))
            (root / name / ".ftpaccess").write_text(text)

    def session(self, source):
        ftp = ftplib.FTP()
        self.addCleanup(ftp.close)
        ftp.connect(self.listens_at, self.server.ftp_port, CLIENT_SECONDS, (source, 0))
        ftp.login(self.server.login, self.server.password)
        return ftp

    def enters(self, ftp, directory):
        """Whether it may; refused is refused in time, and the session goes on."""
        start = time.monotonic()
        try:
            ftp.cwd(f"/web/{directory}")
            return True
        except ftplib.error_perm as refusal:
            self.assertTrue(str(refusal).startswith("550"), refusal)
            self.assertLess(time.monotonic() - start, REFUSED_WITHIN)
            ftp.voidcmd("NOOP")
            return False

    def assert_enters(self, source, directory):
        self.assertTrue(self.enters(self.session(source), directory), f"{source} into {directory}")

    def assert_kept_out(self, source, directory):
        self.assertFalse(self.enters(self.session(source), directory), f"{source} into {directory}")


class Names(NamesTest):
    def test_a_confirmed_name_counts(self):
        self.dns.call("127.0.1.1", "H1.isp.Example.jp")
        for directory, entered in (("jp", True), ("host", True), ("net", False), ("not-jp", False), ("address", True)):
            self.assertEqual(self.enters(self.session("127.0.1.1"), directory), entered, directory)

    def test_listings_wait_for_the_name(self):
        self.dns.call("127.0.1.2", "h1.isp.example.jp", delay=0.5)
        names = self.session("127.0.1.2").nlst("/web")
        self.assertIn("/web/jp", names)
        self.assertNotIn("/web/net", names)

    def test_nobody_is_asked_without_need(self):
        self.dns.call("127.0.1.3", "h1.isp.example.jp")
        ftp = self.session("127.0.1.3")
        self.assertTrue(self.enters(ftp, "address"))
        ftp.nlst("/log")
        self.assertEqual(self.dns.asked_about("127.0.1.3"), 0)

    def test_one_question_serves_a_session_and_the_next(self):
        self.dns.call("127.0.1.4", "h1.isp.example.jp")
        ftp = self.session("127.0.1.4")
        for directory in ("jp", "host", "jp"):
            self.assertTrue(self.enters(ftp, directory))
        self.assert_enters("127.0.1.4", "jp")
        self.assertEqual(self.dns.asked_about("127.0.1.4"), 1)

    def test_names_that_the_site_tells_come_first(self):
        self.assert_enters("127.0.0.9", "jp")
        self.assertEqual(self.dns.asked_about("127.0.0.9"), 0)

    def test_no_name(self):
        self.assert_kept_out("127.0.2.1", "jp")
        self.assert_enters("127.0.2.1", "not-jp")

    def test_somebody_elses_name(self):
        self.dns.call("127.0.2.2", "h2.isp.example.jp", confirmed=False)
        self.dns.answers["h2.isp.example.jp", A] = Answer((A, bytes((192, 0, 2, 1))))
        self.assert_kept_out("127.0.2.2", "jp")

    def test_a_name_that_leads_nowhere(self):
        self.dns.call("127.0.2.3", "h3.isp.example.jp", confirmed=False)
        self.assert_kept_out("127.0.2.3", "jp")

    def test_silence_holds_up_nobody_else(self):
        self.dns.call("127.0.2.4", "h4.isp.example.jp")
        self.dns.is_silent_about("127.0.2.5")
        waiting = [self.session("127.0.2.5") for _ in range(20)]
        for ftp in waiting:
            ftp.putcmd("CWD /web/jp")
        self.assert_enters("127.0.2.4", "jp")
        answered = select.select([ftp.sock for ftp in waiting], [], [], 0)[0]
        self.assertEqual(answered, [], "they were to wait still")
        for ftp in waiting:
            with self.assertRaisesRegex(ftplib.error_perm, "^550"):
                ftp.voidresp()
        self.assertEqual(self.dns.asked_about("127.0.2.5"), 1)

    def test_silence_about_the_way_back(self):
        self.dns.call("127.0.2.6", "h6.isp.example.jp", confirmed=False)
        self.dns.answers["h6.isp.example.jp", A] = None
        for directory in ("jp", "not-jp"):
            self.assert_kept_out("127.0.2.6", directory)

    def test_who_may_be_meant_is_refused_while_nobody_knows(self):
        self.dns.is_silent_about("127.0.2.7")
        self.assert_kept_out("127.0.2.7", "not-jp")
        self.assert_enters("127.0.2.7", "address")

    def test_a_client_that_leaves_while_it_waits(self):
        self.dns.is_silent_about("127.0.2.8")
        ftp = self.session("127.0.2.8")
        ftp.putcmd("CWD /web/jp")
        ftp.close()
        self.dns.call("127.0.2.9", "h9.isp.example.jp")
        self.assert_enters("127.0.2.9", "jp")

    def test_many_names(self):
        names = [f"h{number}.many.example.jp" for number in range(300)]
        self.dns.call("127.0.3.1", *names, truncated=True)
        self.assert_enters("127.0.3.1", "jp")
        asked_back = {name for name, kind in self.dns.questions if kind == A and name.endswith(".many.example.jp")}
        self.assertLessEqual(len(asked_back), 16)

    def test_names_that_are_none(self):
        hostile = {"127.0.3.2": (b"h1.isp.example.jp\0", "isp", "example", "jp"),
                   "127.0.3.3": ("<b>", "isp", "example", "jp"), "127.0.3.4": ("h\r\n550 x", "example", "jp"),
                   "127.0.3.5": (b"\xff\xfe", "example", "jp"), "127.0.3.6": ("h.jp.net.", "jp")}
        for source, name in hostile.items():
            with self.subTest(name):
                self.dns.call(source, name)
                self.assert_kept_out(source, "jp")
        self.assertNotIn("<b>", self.server.log())

    def test_an_address_for_a_name(self):
        self.dns.call("127.0.3.7", "127.0.3.7")
        self.assert_kept_out("127.0.3.7", "jp")

    def test_an_answer_too_long_for_a_datagram(self):
        self.dns.call("127.0.3.8", "h1.isp.example.jp", truncated=True)
        self.assert_enters("127.0.3.8", "jp")

    def test_a_failing_server(self):
        self.dns.call("127.0.3.9", code=SERVER_FAILURE)
        self.assert_kept_out("127.0.3.9", "jp")


class NoStreams(NamesTest):
    takes_streams = False

    def test_an_answer_that_stays_cut_short(self):
        self.dns.call("127.0.4.1", "h1.isp.example.jp", truncated=True)
        self.assert_kept_out("127.0.4.1", "jp")


class Version6(NamesTest):
    listens_at = "::1"

    def test_names_of_an_ipv6_address(self):
        self.dns.call("::1", "h1.isp.example.jp")
        self.assertTrue(self.dns.answers["h1.isp.example.jp", AAAA])
        self.assert_enters("::1", "jp")
        self.assert_kept_out("::1", "net")
        self.assert_kept_out("::1", "address")


class Ending(NamesTest):
    def test_the_signal_ends_a_server_that_waits_for_names(self):
        self.dns.is_silent_about("127.0.5.1")
        self.session("127.0.5.1").putcmd("CWD /web/jp")
        self.assertEqual(self.server.stop(), 0, self.server.log())
        self.assertNotIn("did not end in time", self.server.log())
