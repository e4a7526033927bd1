"""kill -9 under load, again and again: what was acknowledged is delivered, here and elsewhere."""

import concurrent.futures
import contextlib
import random
import re
import smtplib
import threading
import time

from customer import CLIENT_SECONDS
from mailer import ARRIVES_WITHIN, MailerTest


class SmtpKill(MailerTest):
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
