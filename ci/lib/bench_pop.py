"""Fetching mail: ours beside Dovecot, over one session, as a mail program does it."""

import random
import socket
import time

from bench_rows import BenchError, Row
from dovecot import Dovecot

SMALL_MESSAGES = 1000
SMALL_OCTETS = 10_000
LARGE_OCTETS = 20_000_000


def letter(octets, seed):
    """Header, and lines of base64's width; dots at the head of some."""
    noise = random.Random(seed)
    lines = [b"From: a@example.com", b"Subject: bench", b""]
    size = 0
    while size < octets:
        lines.append((b"." if noise.random() < 0.01 else b"") + noise.randbytes(38).hex().encode())
        size += len(lines[-1]) + 2
    return b"\r\n".join(lines) + b"\r\n"


class Reader:
    """As little of a client as can be, so that it is the server that is measured."""

    def __init__(self, port, name, password):
        self.connection = socket.create_connection(("127.0.0.1", port), 30)
        self.buffer = b""
        self.line()
        for command in (f"USER {name}", f"PASS {password}"):
            if not self.say(command).startswith(b"+OK"):
                raise BenchError(f"port {port} refuses {name}")

    def line(self):
        while b"\r\n" not in self.buffer:
            self.buffer += self.connection.recv(65536)
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def say(self, command):
        self.connection.sendall(command.encode() + b"\r\n")
        return self.line()

    def fetch(self, number):
        """How many octets message `number` has, as they go over the wire."""
        if not self.say(f"RETR {number}").startswith(b"+OK"):
            raise BenchError(f"message {number} cannot be fetched")
        octets, tail, piece = 0, b"\r\n", self.buffer
        self.buffer = b""
        while True:
            octets += len(piece)
            tail = (tail + piece)[-5:]
            if tail == b"\r\n.\r\n":
                return octets
            piece = self.connection.recv(262_144)

    def close(self):
        self.say("QUIT")
        self.connection.close()


def bench_pop(server, rounds):
    small = Row(f"POP3: fetching {SMALL_MESSAGES:,} messages of 10 KB", "messages/s", "Dovecot")
    large = Row("POP3: fetching a message of 20 MB", "MB/s", "Dovecot")
    name, password = next(iter(server.mail_passwords.items()))
    messages = [letter(SMALL_OCTETS, number) for number in range(SMALL_MESSAGES)] + [letter(LARGE_OCTETS, 0)]
    folder = server.folder / "state/mail" / name / "new"
    folder.mkdir(parents=True, exist_ok=True)
    for number, octets in enumerate(messages):
        wire = len(octets)
        (folder / f"1700000000.{number:06}.bench,S={wire},W={wire}").write_bytes(octets)
    with Dovecot(password) as dovecot:
        dovecot.put(messages)
        for _ in range(rounds):
            fetched = {}
            for port, account, target in ((server.pop_port, name, "ours"), (dovecot.port, dovecot.account, "others")):
                reader = Reader(port, account, password)
                start = time.monotonic()
                fetched[target] = sum(reader.fetch(number) for number in range(1, SMALL_MESSAGES + 1))
                getattr(small, target).append(SMALL_MESSAGES / (time.monotonic() - start))
                start = time.monotonic()
                octets = reader.fetch(SMALL_MESSAGES + 1)
                getattr(large, target).append(octets / 1e6 / (time.monotonic() - start))
                fetched[target] += octets
                reader.close()
            if fetched["ours"] != fetched["others"]:
                raise BenchError(f"we send {fetched['ours']} octets, Dovecot {fetched['others']}")
    return [small, large]
