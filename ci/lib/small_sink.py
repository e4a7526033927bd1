"""A mail server of a test's own, on loopback: what the internet is to the server under test."""

import contextlib
import socketserver
import threading


class Message:
    def __init__(self, sender, recipients, octets):
        self.sender, self.recipients, self.octets = sender, recipients, octets


class _Session(socketserver.StreamRequestHandler):
    timeout = 60

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        # Whoever sends may be killed.
        with contextlib.suppress(OSError):
            self.converse()

    def converse(self):
        sink = self.server.sink
        sender, recipients = None, []
        self.say("220 sink.example ESMTP")
        while line := self.rfile.readline(4096):
            verb, _, argument = line.decode("latin-1").rstrip("\r\n").partition(" ")
            verb = verb.upper()
            if verb == "EHLO":
                self.say("250-sink.example")
                self.say(f"250-SIZE {sink.size}")
                self.say("250 8BITMIME")
            elif verb == "MAIL":
                sender, recipients = argument[argument.index("<") + 1:argument.index(">")], []
                self.say("250 2.1.0 Ok")
            elif verb == "RCPT":
                recipient = argument[argument.index("<") + 1:argument.index(">")]
                refusal = sink.refuses(recipient)
                if not refusal:
                    recipients.append(recipient)
                self.say(refusal or "250 2.1.5 Ok")
            elif verb == "DATA":
                self.say("354 Go on")
                octets = self.read_message()
                if octets is None:
                    return
                sink.take(Message(sender, recipients, octets))
                self.say("250 2.0.0 Ok")
            elif verb == "QUIT":
                self.say("221 2.0.0 Bye")
                return
            else:
                self.say("250 Ok" if verb in ("RSET", "NOOP", "HELO") else "500 What?")

    def read_message(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            # As lenient as no server should be: what was smuggled here would be seen.
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 100


class SmallSink:
    """Takes every message, unless `refuses` (recipient -> reply or "") says otherwise; keeps what it took."""

    def __init__(self, size=30_000_000, address="127.0.0.1", port=0):
        self.size = size
        self._where = (address, port)
        self.refuses = lambda recipient: ""
        self.messages = []
        self._changed = threading.Condition()

    def take(self, message):
        with self._changed:
            self.messages.append(message)
            self._changed.notify_all()

    def wait_for(self, wanted, within):
        """The messages that `wanted` picks, as soon as there is one, or after that many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: any(map(wanted, self.messages)), within)
            return [message for message in self.messages if wanted(message)]

    def __enter__(self):
        self._server = _Server(self._where, _Session)
        self._server.sink = self
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
