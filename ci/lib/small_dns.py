"""A name server of a test's own, on loopback: it says what it is told to say, slowly, wrongly or not at all."""

import contextlib
import ipaddress
import socket
import struct
import threading

A, PTR, MX, AAAA, IN = 1, 12, 15, 28, 1
SERVER_FAILURE, NO_SUCH_NAME = 2, 3


def labels_of(name):
    """"h1.isp.example.jp", or a tuple of labels where one of them holds what no host name does."""
    labels = name if isinstance(name, tuple) else name.split(".")
    return tuple(label.encode() if isinstance(label, str) else label for label in labels)


def on_the_wire(name):
    return b"".join(bytes([len(label)]) + label for label in labels_of(name)) + b"\0"


class Answer:
    """What is said to one question: records, after how long, and how much of it fits into a datagram."""

    def __init__(self, *records, delay=0.0, code=0, truncated=False):
        self.records, self.delay, self.code, self.truncated = records, delay, code, truncated


class SmallDns:
    """Answers from `answers`, {(name in small letters, type): Answer}; None is silence. Other names do not exist.

    `questions` are those that came, in order. With `takes_streams` false it refuses what was cut short by UDP.
    """

    def __init__(self, address="127.0.0.1", takes_streams=True):
        self.answers, self.questions = {}, []
        self._takes_streams = takes_streams
        self._address = address
        self._timers, self._open = [], []

    def call(self, address, *names, confirmed=True, **how):
        """`address` is called so; each name leads back to it unless `confirmed` is false."""
        host = ipaddress.ip_address(address)
        self.answers[host.reverse_pointer, PTR] = Answer(*((PTR, on_the_wire(name)) for name in names), **how)
        kind = A if host.version == 4 else AAAA
        for name in names if confirmed else ():
            text = b".".join(labels_of(name)).decode("latin-1").lower()
            self.answers[text, kind] = Answer((kind, host.packed))

    def send_mail_for(self, domain, *hosts, **how):
        """Mail for the domain goes to these: (preference, name)."""
        self.answers[domain, MX] = Answer(
            *((MX, struct.pack("!H", preference) + on_the_wire(name)) for preference, name in hosts), **how)

    def is_silent_about(self, address):
        self.answers[ipaddress.ip_address(address).reverse_pointer, PTR] = None

    def asked_about(self, address):
        name = ipaddress.ip_address(address).reverse_pointer
        return sum(question == (name, PTR) for question in self.questions)

    def _reply(self, query, by_stream):
        """(delay, octets), or None."""
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]])
            at += 1 + query[at]
        (kind,) = struct.unpack_from("!H", query, at + 1)
        question = query[12:at + 5]
        key = (b".".join(labels).decode("latin-1").lower(), kind)
        self.questions.append(key)
        answer = self.answers.get(key, Answer(code=NO_SUCH_NAME))
        if answer is None:
            return None
        cut = answer.truncated and not by_stream
        records = () if cut else answer.records
        flags = 0x8580 | answer.code | (0x0200 if cut else 0)
        octets = query[:2] + struct.pack("!HHHHH", flags, 1, len(records), 0, 0) + question
        for record_kind, data in records:
            octets += b"\xc0\x0c" + struct.pack("!HHIH", record_kind, IN, 60, len(data)) + data
        return answer.delay, octets

    def _serve_datagrams(self):
        while True:
            try:
                query, sender = self._datagrams.recvfrom(65536)
            except OSError:
                return
            if not query:
                return
            reply = self._reply(query, by_stream=False)
            if reply:
                timer = threading.Timer(reply[0], self._datagrams.sendto, (reply[1], sender))
                self._timers.append(timer)
                timer.start()

    def _serve_streams(self):
        while True:
            try:
                connection, _ = self._streams.accept()
            except OSError:
                return
            self._open.append(connection)
            thread = threading.Thread(target=self._serve_stream, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve_stream(self, connection):
        with connection, contextlib.suppress(OSError):
            while self._takes_streams and (head := connection.recv(2, socket.MSG_WAITALL)):
                query = connection.recv(struct.unpack("!H", head)[0], socket.MSG_WAITALL)
                reply = self._reply(query, by_stream=True)
                if reply:
                    connection.sendall(struct.pack("!H", len(reply[1])) + reply[1])

    def _take_port(self):
        """One that is free for datagrams and for streams."""
        for _ in range(100):
            self._datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self._datagrams.bind((self._address, 0))
            self.port = self._datagrams.getsockname()[1]
            try:
                self._streams = socket.create_server((self._address, self.port))
                return
            except OSError:
                self._datagrams.close()
        raise OSError("no port is free for datagrams and streams")

    def __enter__(self):
        self._take_port()
        self._threads = [threading.Thread(target=serve) for serve in (self._serve_datagrams, self._serve_streams)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        for timer in self._timers:
            timer.cancel()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as farewell:
            farewell.sendto(b"", (self._address, self.port))
        for stream in (self._streams, *self._open):
            with contextlib.suppress(OSError):  # the other side may have closed it
                stream.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(10)
        self._datagrams.close()
        self._streams.close()
