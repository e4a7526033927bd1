"""Programs that send mail: Python's smtplib, swaks, msmtp and curl; what no program sends; and a server that is killed."""

import base64
import concurrent.futures
import contextlib
import pathlib
import poplib
import random
import re
import smtplib
import socket
import ssl
import subprocess
import tempfile
import threading
import time

from customer import CLIENT_SECONDS, CustomerTest, program
from reference_server import REFERENCE_SITE, ReferenceServer
from small_sink import SmallSink

# Long enough for a loaded machine.
ARRIVES_WITHIN = 30
# Dots where they matter, lines of every length, what is no ASCII.
LETTER = (b"From: a@elsewhere.example\r\nSubject: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=\r\n\r\n"
          b".\r\n..\r\n.dot\r\n\r\n" + bytes(range(128, 256)) + b"\r\n" + b"x" * 998 + b"\r\n" + b"y" * 1900 + b"\r\nend\r\n")


def as_sent(message):
    """Without the fields that servers put before it."""
    while match := re.match(rb"(Return-Path|Received):[^\n]*\n([ \t][^\n]*\n)*", message):
        message = message[match.end():]
    return message


class PopFrom(poplib.POP3):
    """Comes from an address of its own."""

    def __init__(self, source, *arguments, **named):
        self.source = source
        super().__init__(*arguments, **named)

    def _create_socket(self, timeout):
        return socket.create_connection((self.host, self.port), timeout, source_address=(self.source, 0))


class SmtpTest(CustomerTest):
    """A server whose mail for elsewhere.example goes to a sink."""

    plan = "dedicated"
    limits = ""

    @classmethod
    def setUpClass(cls):
        cls.sink = cls.enterClassContext(SmallSink())
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        site = folder / "site.toml"
        text = REFERENCE_SITE.read_text().replace('plan = "dedicated"', f'plan = "{cls.plan}"')
        site.write_text(f"{text}\n[smtp.routes]\n\"elsewhere.example\" = \"127.0.0.1:{cls.sink.port}\"\n{cls.limits}")
        cls.server = cls.enterClassContext(ReferenceServer(program(), site=site))
        cls.name, cls.password = next(iter(cls.server.mail_passwords.items()))
        cls.address = next(account["address"] for account in cls.server.target["mail_account"]
                           if account["name"] == cls.name)

    def setUp(self):
        super().setUp()
        self.sink.messages.clear()
        self.sink.refuses = lambda recipient: ""

    def port(self, submission=False):
        return self.server.target["smtp"]["submission_port" if submission else "port"]

    def smtp(self, submission=False, login=False, source="127.0.0.1"):
        session = smtplib.SMTP(self.server.address, self.port(submission), local_hostname="client.example",
                               timeout=CLIENT_SECONDS, source_address=(source, 0))
        self.addCleanup(session.close)
        session.ehlo()
        if login:
            session.login(self.name, self.password)
        return session

    def pop(self, source="127.0.0.1", password=None):
        session = PopFrom(source, self.server.address, self.server.pop_port, timeout=CLIENT_SECONDS)
        self.addCleanup(session.close)
        session.user(self.name)
        session.pass_(password or self.password)
        return session

    def mailbox(self):
        """What is in the mailbox, which is empty afterwards."""
        session = self.pop()
        count = session.stat()[0]
        messages = [b"".join(line + b"\r\n" for line in session.retr(number)[1]) for number in range(1, count + 1)]
        for number in range(1, count + 1):
            session.dele(number)
        session.quit()
        return messages

    def arrivals(self, count, within=ARRIVES_WITHIN):
        """The mailbox's messages as soon as there are so many."""
        messages, end = [], time.monotonic() + within
        while len(messages) < count and time.monotonic() < end:
            messages += self.mailbox()
        return messages

    def say(self, *pieces, submission=False):
        """Sends pieces until the server no longer takes them; all that it answered until it closed or fell silent."""
        answer = b""
        with socket.create_connection((self.server.address, self.port(submission)), 10) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
                for piece in pieces:
                    connection.sendall(piece)
            connection.settimeout(3)
            with contextlib.suppress(ConnectionResetError, TimeoutError):
                while len(answer) < 10_000_000 and (octets := connection.recv(65536)):
                    answer += octets
        return answer

    def envelope(self, recipient=None):
        return f"EHLO x\r\nMAIL FROM:<a@elsewhere.example>\r\nRCPT TO:<{recipient or self.address}>\r\nDATA\r\n".encode()


class Clients(SmtpTest):
    plan = "secure"

    def test_smtplib_to_an_own_address(self):
        self.smtp().sendmail("a@elsewhere.example", [self.address], LETTER)
        (message,) = self.arrivals(1)
        self.assertEqual(as_sent(message), LETTER)
        self.assertTrue(message.startswith(b"Return-Path: <a@elsewhere.example>\r\nReceived: from client.example"))

    def test_smtplib_by_submission_to_elsewhere(self):
        with self.assertRaises(smtplib.SMTPSenderRefused) as refused:
            self.smtp(submission=True, source="127.0.0.9").sendmail(self.address, ["b@elsewhere.example"], LETTER)
        self.assertEqual(refused.exception.smtp_code, 530)
        self.smtp(submission=True, login=True).sendmail(self.address, ["b@elsewhere.example"], LETTER)
        (message,) = self.sink.wait_for(lambda one: "b@elsewhere.example" in one.recipients, ARRIVES_WITHIN)
        self.assertEqual(message.sender, self.address)
        self.assertEqual(as_sent(message.octets), LETTER)

    def test_starttls(self):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        session = self.smtp(submission=True)
        session.starttls(context=context)
        session.login(self.name, self.password)
        session.sendmail(self.address, [self.address], LETTER)
        (message,) = self.arrivals(1)
        self.assertIn(b"with ESMTPSA id", message)

    def test_what_is_slipped_in_before_tls_is_not_carried_out(self):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        plain = socket.create_connection((self.server.address, self.port()), CLIENT_SECONDS)
        self.addCleanup(plain.close)
        plain.sendall(b"EHLO x\r\nSTARTTLS\r\nMAIL FROM:<evil@elsewhere.example>\r\n")
        heard = b""
        while b"\r\n220 2.0.0" not in heard:
            heard += plain.recv(4096)
        with context.wrap_socket(plain) as secret:
            secret.sendall(b"EHLO x\r\nRCPT TO:<" + self.address.encode() + b">\r\nQUIT\r\n")
            heard = b""
            with contextlib.suppress(ssl.SSLError):
                while octets := secret.recv(4096):
                    heard += octets
        self.assertIn(b"\r\n503 5.5.1", heard, "nobody had said MAIL")

    def test_swaks(self):
        letter = self.local("letter", LETTER)
        output = self.run_client("swaks", "--server", f"{self.server.address}:{self.port(True)}", "--auth", "PLAIN",
                                 "--auth-user", self.name, "--auth-password", self.password, "--from", self.address,
                                 "--to", f"{self.address},b@elsewhere.example", "--data", f"@{letter}")
        self.assertIn("235 2.7.0", output)
        self.arrivals(1)
        self.assertTrue(self.sink.wait_for(lambda one: "b@elsewhere.example" in one.recipients, ARRIVES_WITHIN))

    def test_msmtp(self):
        subprocess.run(["msmtp", f"--host={self.server.address}", f"--port={self.port(True)}", "--auth=plain",
                        f"--user={self.name}", f"--passwordeval=echo {self.password}", "--tls=off",
                        f"--from={self.address}", self.address],
                       input=LETTER.replace(b"\r\n", b"\n"), check=True, timeout=CLIENT_SECONDS)
        (message,) = self.arrivals(1)
        self.assertTrue(message.endswith(b"\r\n" + LETTER), "behind the Date that it adds")

    def test_curl(self):
        letter = self.local("letter", LETTER)
        self.run_client("curl", "--silent", "--show-error", f"smtp://{self.server.address}:{self.port(True)}/client",
                        "--user", f"{self.name}:{self.password}", "--mail-from", self.address, "--mail-rcpt",
                        self.address, "--upload-file", str(letter))
        (message,) = self.arrivals(1)
        self.assertEqual(as_sent(message), LETTER)

    def test_sendmail_as_scripts_call_it(self):
        drop = self.server.folder / "state/mail-drop"
        drop.mkdir(exist_ok=True)
        command = pathlib.Path(program()).parent / "hosting-sendmail"
        subprocess.run([command, "--drop", drop, "--host", "sv1.example", "--user", "ab-cdftp", "-t", "-i"],
                       input=f"To: {self.address}\nSubject: from a form\n\n.\nbody\n".encode(), check=True,
                       timeout=CLIENT_SECONDS)
        (message,) = self.arrivals(1)
        self.assertIn(b"\r\nSubject: from a form\r\n", message)
        self.assertTrue(message.endswith(b"\r\n\r\n.\r\nbody\r\n"))


class Rules(SmtpTest):
    def refused(self, recipient, sender="<a@elsewhere.example>", source="127.0.0.9"):
        session = self.smtp(source=source)
        self.assertEqual(session.docmd(f"MAIL FROM:{sender}")[0], 250)
        return session.docmd(f"RCPT TO:{recipient}")[0]

    def test_nobody_relays_through_us(self):
        for sender in ("<a@elsewhere.example>", "<>", f"<{self.address}>"):
            for recipient in ("<b@elsewhere.example>", "<b%elsewhere.example@example.jp>", "<@example.jp:b@elsewhere.example>",
                              '<"b@elsewhere.example"@example.jp>', "<elsewhere.example!b@example.jp>"):
                with self.subTest(sender=sender, recipient=recipient):
                    self.assertIn(self.refused(recipient, sender), (550, 554))

    def test_pop_before_smtp(self):
        self.assertEqual(self.refused("<b@elsewhere.example>", source="127.0.0.5"), 554)
        with self.assertRaises(poplib.error_proto):
            self.pop("127.0.0.5", password="wrong")
        self.assertEqual(self.refused("<b@elsewhere.example>", source="127.0.0.5"), 554, "after a failed login")
        self.pop("127.0.0.5").quit()
        try:
            self.assertEqual(self.refused("<b@elsewhere.example>", source="127.0.0.5"), 250)
            self.assertEqual(self.refused("<b@elsewhere.example>", source="127.0.0.9"), 554, "another address")
        finally:
            self.move_clock(minutes=31)
        try:
            self.assertEqual(self.refused("<b@elsewhere.example>", source="127.0.0.5"), 554, "after half an hour")
        finally:
            self.server.ask("clock", "reset")

    def move_clock(self, minutes):
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60 * minutes))
        self.server.ask("clock", "set", moment)

    def test_an_error_mail_comes_back(self):
        self.sink.refuses = lambda recipient: "550 5.1.1 <x>: nobody" if recipient.startswith("gone") else ""
        self.smtp(login=True).sendmail(self.address, ["gone@elsewhere.example", "b@elsewhere.example"], LETTER)
        (report,) = self.arrivals(1)
        self.assertTrue(report.startswith(b"Return-Path: <>\r\n"))
        for line in (b"Final-Recipient: rfc822; gone@elsewhere.example", b"Action: failed", b"Status: 5.1.1",
                     b"Diagnostic-Code: smtp; 550 5.1.1 <x>: nobody", b"Content-Type: message/rfc822"):
            self.assertIn(b"\r\n" + line + b"\r\n", report)
        self.assertTrue(self.sink.wait_for(lambda one: one.recipients == ["b@elsewhere.example"], ARRIVES_WITHIN))

    def test_what_fails_for_now_is_tried_again(self):
        tried = threading.Event()
        self.sink.refuses = lambda recipient: tried.set() or "451 4.3.0 later"
        self.smtp(login=True).sendmail(self.address, ["c@elsewhere.example"], LETTER)
        self.assertTrue(tried.wait(ARRIVES_WITHIN))
        self.sink.refuses = lambda recipient: ""
        # The try must have been written down before the clock is moved.
        self.assertEqual(self.sink.wait_for(lambda one: True, 1), [], "it is not tried again at once")
        self.move_clock(minutes=6)
        try:
            self.assertTrue(self.sink.wait_for(lambda one: "c@elsewhere.example" in one.recipients, ARRIVES_WITHIN))
        finally:
            self.server.ask("clock", "reset")

    def test_the_largest_message(self):
        def message(octets):
            line = b"x" * 76 + b"\r\n"
            text = b"Subject: large\r\n\r\n" + line * (octets // len(line))
            return text + b"y" * (octets - len(text) - 2) + b"\r\n"

        limit = int(self.smtp().esmtp_features["size"])
        self.assertGreaterEqual(limit, 20_000_000)
        before = self.memory()
        for size in (20_000_000, limit):
            self.smtp().sendmail("a@elsewhere.example", [self.address], message(size))
            (arrived,) = self.arrivals(1)
            self.assertTrue(as_sent(arrived) == message(size), size)
        with self.assertRaises(smtplib.SMTPSenderRefused) as refused:
            self.smtp().sendmail("a@elsewhere.example", [self.address], message(limit + 1))
        self.assertEqual(refused.exception.smtp_code, 552)
        undeclared = self.smtp()
        del undeclared.esmtp_features["size"]
        with self.assertRaises(smtplib.SMTPDataError) as refused:
            undeclared.sendmail("a@elsewhere.example", [self.address], message(limit + 1))
        self.assertEqual(refused.exception.smtp_code, 552)
        self.assertEqual(undeclared.noop()[0], 250, "the session goes on")
        self.assertLess(self.memory() - before, 15_000_000, "no message is ever in memory whole")

    def memory(self):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return 1024 * int(re.search(r"VmRSS:\s+(\d+)", status)[1])


class BadInput(SmtpTest):
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


class Killed(SmtpTest):
    """kill -9 under load, again and again: what was acknowledged is delivered, here and elsewhere."""

    rounds = 5
    senders = 8

    def send_until(self, ended, number, acknowledged):
        """Sends as fast as it can until the server is gone; what it acknowledged is kept."""
        count = 0
        with (contextlib.suppress(OSError, smtplib.SMTPException),
              smtplib.SMTP(self.server.address, self.port(), timeout=CLIENT_SECONDS) as session):
            session.login(self.name, self.password)
            while not ended.is_set():
                name = f"{self.round}-{number}-{count}"
                # Some lie in the queue's table, some in files.
                text = f"Subject: {name}\r\n\r\n{'x' * 70}\r\n" + ("y" * 70 + "\r\n") * (2000 if count % 10 == 0 else 10)
                if not session.sendmail(self.address, [self.address, f"{number}@elsewhere.example"], text):
                    acknowledged.append(name)
                count += 1

    def test_nothing_acknowledged_is_lost(self):
        def subjects(messages):
            return {match[1].decode() for message in messages if (match := re.search(rb"\nSubject: (\S+)\r", message))}

        acknowledged, here = [], set()
        chance = random.Random(11)
        for self.round in range(self.rounds):
            ended = threading.Event()
            with concurrent.futures.ThreadPoolExecutor(self.senders) as pool:
                for number in range(self.senders):
                    pool.submit(self.send_until, ended, number, acknowledged)
                time.sleep(1 + chance.random())  # under load for a while; not a wait for anything
                self.server.process.kill()
                ended.set()
            self.server.process.wait()
            self.server.process.stdout.close()
            self.server.start()
            here |= subjects(self.mailbox())  # else it would be full at some time
        self.assertGreater(len(acknowledged), 10 * self.rounds, "there was load")
        end = time.monotonic() + 4 * ARRIVES_WITHIN
        while not set(acknowledged) <= here and time.monotonic() < end:
            here |= subjects(self.mailbox())
        self.assertEqual(set(acknowledged) - here, set(), "lost on the way to the mailbox")
        # Who was being told of a message when the server died is told again after the first pause.
        while not set(acknowledged) <= (there := subjects(one.octets for one in self.sink.messages)):
            self.assertLess(time.monotonic(), end, f"lost on the way elsewhere: {set(acknowledged) - there}")
            self.sink.wait_for(lambda one: False, 0.5)
