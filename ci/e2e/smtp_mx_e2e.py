"""Mail for domains that no route is given for: their mail exchangers, as name servers tell them."""

import pathlib
import socket
import tempfile
import unittest

from customer import program
from mailer import ARRIVES_WITHIN, MailerTest
from reference_server import REFERENCE_SITE, ReferenceServer
from small_dns import A, NO_SUCH_NAME, SERVER_FAILURE, Answer, SmallDns
from small_sink import SmallSink

SMTP_PORT = 25


def may_listen(address):
    try:
        socket.create_server((address, SMTP_PORT)).close()
    except OSError:
        return False
    return True


class SmtpMx(MailerTest):
    @classmethod
    def setUpClass(cls):
        # Exchangers are spoken to on the one port.
        if not may_listen("127.0.0.25"):
            raise unittest.SkipTest("nobody but root may listen on port 25, or it is taken")
        cls.sink = cls.enterClassContext(SmallSink(address="127.0.0.25", port=SMTP_PORT))
        cls.names = cls.enterClassContext(SmallDns())
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        site = folder / "site.toml"
        site.write_text(REFERENCE_SITE.read_text().replace(
            '[resolver]\naddress = "none"', f'[resolver]\naddress = "127.0.0.1"\nport = {cls.names.port}\ntry_time = 1\ntries = 1'))
        cls.server = cls.enterClassContext(ReferenceServer(program(), site=site))
        cls.find_account()
        for name, address in (("mx.far.example", "127.0.0.25"), ("down.far.example", "127.0.0.26"),
                              ("host.example", "127.0.0.25")):
            cls.names.answers[name, A] = Answer((A, socket.inet_aton(address)))
        cls.names.send_mail_for("far.example", (20, "mx.far.example"), (10, "down.far.example"))
        cls.names.send_mail_for("host.example")
        cls.names.send_mail_for("none.example", (0, ()))
        cls.names.send_mail_for("broken.example", code=SERVER_FAILURE)
        cls.names.send_mail_for("gone.example", code=NO_SUCH_NAME)

    def sent_to(self, recipient):
        self.smtp(login=True).sendmail(self.address, [recipient], b"Subject: x\r\n\r\n")

    def test_the_next_exchanger_when_the_first_is_down(self):
        self.sent_to("a@far.example")
        self.assertTrue(self.sink.wait_for(lambda one: one.recipients == ["a@far.example"], ARRIVES_WITHIN))

    def test_the_domains_own_host_when_there_is_none(self):
        self.sent_to("a@host.example")
        self.assertTrue(self.sink.wait_for(lambda one: one.recipients == ["a@host.example"], ARRIVES_WITHIN))

    def test_what_can_never_be_delivered_comes_back(self):
        for recipient, status in (("a@none.example", b"5.1.10"), ("a@gone.example", b"5.1.2")):
            self.sent_to(recipient)
            (report,) = self.arrivals(1)
            self.assertIn(b"\r\nFinal-Recipient: rfc822; " + recipient.encode() + b"\r\nAction: failed\r\nStatus: " + status, report)

    def test_a_name_server_that_fails_is_asked_again(self):
        self.sent_to("a@broken.example")
        self.assertEqual(self.arrivals(1, within=2), [])
