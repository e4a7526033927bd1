"""Programs that send mail, by the rules and against them: Python's smtplib, swaks, msmtp and curl."""

import contextlib
import pathlib
import poplib
import re
import smtplib
import socket
import ssl
import subprocess
import threading
import time

from customer import CLIENT_SECONDS, program
from mailer import ARRIVES_WITHIN, LETTER, MailerTest, as_sent
from reference_server import MEMORY_SLACK


class Clients(MailerTest):
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


class Rules(MailerTest):
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

    def test_senders_are_told_what_they_want_to_know(self):
        session = self.smtp(login=True)
        self.assertTrue(session.has_extn("dsn"))
        session.sendmail(self.address, [self.address], LETTER, mail_options=["RET=HDRS", "ENVID=QQ1"],
                         rcpt_options=["NOTIFY=SUCCESS", "ORCPT=rfc822;alias+2Bx@example.jp"])
        (report,) = [message for message in self.arrivals(2) if b"\r\nAction: delivered\r\n" in message]
        for line in (b"Original-Envelope-Id: QQ1", b"Original-Recipient: rfc822; alias+x@example.jp",
                     b"Content-Type: text/rfc822-headers"):
            self.assertIn(b"\r\n" + line + b"\r\n", report)

        self.sink.refuses = lambda recipient: "550 5.1.1 nobody"
        session.sendmail(self.address, ["first@elsewhere.example"], LETTER, rcpt_options=["NOTIFY=NEVER"])
        session.sendmail(self.address, ["second@elsewhere.example"], LETTER)
        (report,) = self.arrivals(1)
        self.assertIn(b"Final-Recipient: rfc822; second@elsewhere.example", report)
        self.assertEqual(self.mailbox(), [])

    def test_a_delay_is_told_once(self):
        tries = threading.Semaphore(0)
        self.sink.refuses = lambda recipient: tries.release() or "451 4.3.0 later"
        self.smtp(login=True).sendmail(self.address, ["late@elsewhere.example"], LETTER)
        self.assertTrue(tries.acquire(timeout=ARRIVES_WITHIN))
        self.assertEqual(self.sink.wait_for(lambda one: True, 1), [], "the try is written down meanwhile")
        try:
            self.move_clock(minutes=5 * 60)
            (warning,) = self.arrivals(1)
            self.assertIn(b"\r\nAction: delayed\r\n", warning)
            self.move_clock(minutes=10 * 60)
            tries.acquire(timeout=ARRIVES_WITHIN)
            self.assertTrue(tries.acquire(timeout=ARRIVES_WITHIN), "it is tried on")
            self.sink.refuses = lambda recipient: ""
            self.move_clock(minutes=15 * 60)
            self.assertTrue(self.sink.wait_for(lambda one: "late@elsewhere.example" in one.recipients, ARRIVES_WITHIN))
            self.assertEqual(self.mailbox(), [], "told once")
        finally:
            self.server.ask("clock", "reset")

    def test_the_postmaster_is_the_operator(self):
        session = self.smtp(source="127.0.0.9")
        for recipient in ("postmaster", "PostMaster@example.jp"):
            session.docmd("MAIL FROM:<a@elsewhere.example>")
            self.assertEqual(session.docmd(f"RCPT TO:<{recipient}>")[0], 250)
            self.assertEqual(session.data(LETTER)[0], 250)
        kept = self.server.folder / "state/mail/%2Epostmaster/new"
        end = time.monotonic() + ARRIVES_WITHIN
        while (not kept.is_dir() or len(list(kept.iterdir())) < 2) and time.monotonic() < end:
            time.sleep(0.1)
        for file in kept.iterdir():
            self.assertEqual(as_sent(file.read_bytes()), LETTER)
        self.assertEqual(len(list(kept.iterdir())), 2)

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
        self.assertLess(self.memory() - before, 15_000_000 * MEMORY_SLACK, "no message is ever in memory whole")

    def memory(self):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return 1024 * int(re.search(r"VmRSS:\s+(\d+)", status)[1])
