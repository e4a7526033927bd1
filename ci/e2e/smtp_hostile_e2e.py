"""What no program sends that means well: the server answers, or ends the session, and goes on."""

import base64
import contextlib
import pathlib
import random
import socket
import tempfile
import time

from customer import program
from mailer import ARRIVES_WITHIN, MailerTest, as_sent, mail_site
from reference_server import ReferenceServer
from small_sink import SmallSink


class SmtpHostile(MailerTest):
    def assert_alive(self):
        self.smtp().sendmail("a@elsewhere.example", [self.address], b"Subject: alive\r\n\r\n")
        self.assertEqual([as_sent(one) for one in self.arrivals(1)], [b"Subject: alive\r\n\r\n"])
        self.assertIsNone(self.server.process.poll())

    def test_nothing_is_smuggled(self):
        hidden = b"MAIL FROM:<evil@elsewhere.example>\r\nRCPT TO:<" + self.address.encode() + b">\r\nDATA\r\nevil\r\n"
        for end in (b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\n\r.\n\r", b"\r\n\0.\r\n", b"\r\n.\0\r\n"):
            with self.subTest(end=end):
                answer = self.say(self.envelope() + b"Subject: x\r\n\r\nfirst" + end + hidden + b"\r\n.\r\nQUIT\r\n")
                self.assertEqual(answer.count(b"\r\n250 2.0.0 Ok"), 1)
                (message,) = self.arrivals(1)
                self.assertIn(b"MAIL FROM:<evil@elsewhere.example>", message)

    def test_nothing_is_smuggled_on(self):
        hidden = b"MAIL FROM:<evil@elsewhere.example>\r\nRCPT TO:<d@elsewhere.example>\r\nDATA\r\nevil\r\n"
        session = self.smtp(login=True)
        for end in (b"\n.\n", b"\n.\r\n", b"\r.\r\n", b"\r\n.\n"):
            session.docmd(f"MAIL FROM:<{self.address}>")
            session.docmd("RCPT TO:<e@elsewhere.example>")
            session.docmd("DATA")
            session.send(b"Subject: x\r\n\r\nfirst" + end + hidden + b"\r\n.\r\n")
            self.assertEqual(session.getreply()[0], 250)
        end = time.monotonic() + ARRIVES_WITHIN
        while len(self.sink.messages) < 4 and time.monotonic() < end:
            self.sink.wait_for(lambda one: False, 0.2)
        self.assertEqual([message.recipients for message in self.sink.messages], [["e@elsewhere.example"]] * 4)

    def test_endless_lines_and_garbage(self):
        flood = [b"A" * 65536] * 160
        self.say(*flood)
        self.say(b"MAIL FROM:<", *flood)
        self.say(b"EHLO x\r\nAUTH PLAIN\r\n", *flood)
        self.say(self.envelope(), *flood)
        noise = random.Random(7)
        for _ in range(30):
            self.assertIn(b"220", self.say(noise.randbytes(2000), b"\r\nQUIT\r\n"))
        lines = [verb + b" " + noise.randbytes(40).replace(b"\n", b"") + b"\r\n"
                 for verb in (b"EHLO", b"AUTH", b"AUTH PLAIN", b"MAIL FROM:", b"RCPT TO:", b"VRFY", b"BDAT") for _ in range(10)]
        self.assertIn(b"\r\n221 2.0.0", self.say(*lines, b"RSET\r\nQUIT\r\n"))
        self.assert_alive()

    def test_ten_thousand_recipients(self):
        many = b"".join(b"RCPT TO:<%s>\r\n" % self.address.encode().replace(b"@", b"@") for _ in range(10_000))
        answer = self.say(b"EHLO x\r\nMAIL FROM:<a@elsewhere.example>\r\n" + many + b"QUIT\r\n")
        self.assertIn(b"\r\n221 2.0.0", answer)
        strangers = b"".join(b"RCPT TO:<n%d@example.jp>\r\n" % n for n in range(10_000))
        answer = self.say(b"EHLO x\r\nMAIL FROM:<a@elsewhere.example>\r\n" + strangers + b"QUIT\r\n")
        self.assertEqual(answer.count(b"\r\n550 5.1.1"), 10_000)
        self.assert_alive()

    def test_silent_and_broken_clients(self):
        idle = [socket.create_connection((self.server.address, self.port())) for _ in range(200)]
        for number in range(20):
            with socket.create_connection((self.server.address, self.port())) as connection:
                connection.sendall(self.envelope() + b"half a message" * number)
        self.assert_alive()
        for connection in idle:
            connection.close()
        self.assertEqual(self.arrivals(1, within=1), [])

    def test_wrong_passwords_end_the_session(self):
        wrong = base64.b64encode(f"\0{self.name}\0wrong".encode())
        began = time.monotonic()
        answer = self.say(b"EHLO x\r\n" + (b"AUTH PLAIN " + wrong + b"\r\n") * 5)
        self.assertEqual(answer.count(b"\r\n535 5.7.8"), 2)
        self.assertIn(b"\r\n421 4.7.0", answer)
        self.assertGreater(time.monotonic() - began, 3)


class SilentElsewhere(MailerTest):
    """Servers elsewhere that take a connection and say nothing, for the five minutes that RFC 5321 gives them."""

    @classmethod
    def setUpClass(cls):
        cls.sink = cls.enterClassContext(SmallSink())
        silent = cls.enterClassContext(socket.create_server(("127.0.0.1", 0)))
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        site = folder / "site.toml"
        site.write_text(mail_site(cls.plan, cls.sink.port).replace(
            "[smtp.routes]\n", f'[smtp.routes]\n"silent.example" = "127.0.0.1:{silent.getsockname()[1]}"\n'))
        cls.server = cls.enterClassContext(ReferenceServer(program(), site=site))
        cls.find_account()

    def test_they_hold_nobody_elses_mail_up(self):
        session = self.smtp(login=True)
        for number in range(40):  # more than are under way at a time
            session.sendmail(self.address, [f"{number}@silent.example"], b"Subject: never\r\n\r\n")
        session.sendmail(self.address, ["a@elsewhere.example"], b"Subject: now\r\n\r\n")
        self.assertTrue(self.sink.wait_for(lambda one: one.recipients == ["a@elsewhere.example"], ARRIVES_WITHIN))
