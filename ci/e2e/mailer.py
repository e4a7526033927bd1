"""What the tests of mail share: a server, a sink that is the internet to it, and programs' sessions with both."""

import contextlib
import pathlib
import poplib
import re
import smtplib
import socket
import tempfile
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


def mail_site(plan, port):
    """The reference site with the limits of a real one; elsewhere.example is a port of ours."""
    text = REFERENCE_SITE.read_text()
    for line, instead in ((r"plan = .*\n", f'plan = "{plan}"\n'), (r"(quota_octets|message_octets|failed_login_delay) = .*\n", ""),
                          (r'"elsewhere\.example" = .*\n', f'"elsewhere.example" = "127.0.0.1:{port}"\n')):
        text, found = re.subn(f"(?m)^{line}", instead, text)
        if not found:
            raise RuntimeError(f"{REFERENCE_SITE} has no line '{line}' any more")
    return text


class PopFrom(poplib.POP3):
    """Comes from an address of its own."""

    def __init__(self, source, *arguments, **named):
        self.source = source
        super().__init__(*arguments, **named)

    def _create_socket(self, timeout):
        return socket.create_connection((self.host, self.port), timeout, source_address=(self.source, 0))


class MailerTest(CustomerTest):
    """A server whose mail for elsewhere.example goes to a sink."""

    plan = "dedicated"

    @classmethod
    def setUpClass(cls):
        cls.sink = cls.enterClassContext(SmallSink())
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        site = folder / "site.toml"
        site.write_text(mail_site(cls.plan, cls.sink.port))
        cls.server = cls.enterClassContext(ReferenceServer(program(), site=site))
        cls.find_account()

    @classmethod
    def find_account(cls):
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
