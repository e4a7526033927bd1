"""The suite against targets that lie, drip, flood, cut, lead elsewhere, give secrets back, and write at terminals: every
run ends in its limits, its reports are valid and without secrets, and its memory is bounded."""

import base64
import contextlib
import json
import os
import pathlib
import random
import re
import resource
import socket
import socketserver
import ssl
import subprocess
import tempfile
import threading
import time
import tomllib
import unittest
import urllib.parse
import xml.etree.ElementTree

from reference_server import MEMORY_SLACK, SLOWNESS, ReferenceServer

FTP_PASSWORD, MAIL_PASSWORD = "Hush!4711/wo&rd+Zz", "sleep-Well=0815-qQ"
SECRETS = (FTP_PASSWORD, MAIL_PASSWORD)
RUN_SECONDS = 110  # a deadline, far from what it takes
MOST_MEMORY = (400 << 20) * MEMORY_SLACK
ESCAPES = b"\x1b[2J\x1b]0;owned\x07\x1b[31m\x9b1mred"
MARKUP = b"<script>alert(1)</script>]]><!-- --><img src=x onerror=alert(1)>\"'`|*_[x](javascript:alert(1))"


def forms(secret):
    """How a target may give it back: as it is, in base64 however it falls, and percent-encoded."""
    octets = secret.encode()
    for before in (b"", b"x", b"xy", b"\0taro\0"):
        yield base64.b64encode(before + octets)
        yield base64.urlsafe_b64encode(before + octets + b"yz")
    yield octets
    yield urllib.parse.quote(secret, safe="").encode()
    yield "".join(f"%{octet:02x}" for octet in octets).encode()
    yield "".join(f"%{octet:02X}" if place % 2 else chr(octet) for place, octet in enumerate(octets)).encode()
    yield b'{"password": ' + json.dumps(secret).encode() + b"}"


REFLECTED = b" ".join(form for secret in SECRETS for form in forms(secret))


class Connection:
    """One client, as a behaviour sees it."""

    def __init__(self, handler):
        self.socket = handler.request
        self.socket.settimeout(60)
        self.lines = handler.rfile

    def say(self, octets):
        self.socket.sendall(octets)

    def hear(self):
        return self.lines.readline(65536)

    def hear_head(self):
        """A request of HTTP's, up to its empty line."""
        first = line = self.hear()
        while line not in (b"", b"\r\n"):
            line = self.hear()
        return first

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.socket.close()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 200

    def __init__(self, behaviour):
        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                with contextlib.suppress(OSError, ValueError, ssl.SSLError):
                    behaviour(Connection(self))

            def finish(self):
                with contextlib.suppress(OSError, ValueError):
                    super().finish()

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, *_):
        pass

    @property
    def port(self):
        return self.server_address[1]


# ---- behaviours: each takes part in every service

def closes_at_once(_):
    pass


def resets(connection):
    connection.reset()


def never_answers(connection):
    while connection.hear():
        pass


def page(body, *fields, status=b"200 OK"):
    return b"\r\n".join((b"HTTP/1.1 " + status, b"Content-Type: text/html", *fields, b"Content-Length: %d" % len(body), b"", body))


def speaks(text, lines, web):
    """A behaviour that greets, answers every line and every request; `text` is in everything that it says."""
    def mail_or_ftp(connection):
        connection.say(b"220 " + text + b"\r\n")
        while line := connection.hear():
            connection.say(lines(line.rstrip(b"\r\n")))

    def pop(connection):
        connection.say(b"+OK " + text + b"\r\n")
        while connection.hear():
            connection.say(b"+OK " + text + b"\r\n" + text + b"\r\n.\r\n")

    def http(connection):
        while request := connection.hear_head():
            connection.say(web(request))

    return {"ftp": mail_or_ftp, "smtp": mail_or_ftp, "pop": pop, "web": http}


def agreeing(text):
    """Says yes to every command, the command and `text` in it."""
    def answer(line):
        verb = line[:4].upper()
        code = {b"USER": b"331", b"PASS": b"230", b"PASV": b"227", b"AUTH": b"235", b"DATA": b"354", b"QUIT": b"221", b"PWD": b"257",
                b"RNFR": b"350", b"REST": b"350"}.get(verb, b"250")
        if verb == b"PASV":
            return b"227 " + text[:200] + b" (127,0,0,1,1,1)\r\n"
        return code + b"-" + line[:100] + b" " + text + b"\r\n" + code + b" " + text[:1000] + b"\r\n"
    return answer


def reflects():
    return speaks(REFLECTED, agreeing(REFLECTED), lambda request: page(REFLECTED + request, b"Server: " + REFLECTED[:4000],
                                                                       b"Set-Cookie: x=" + FTP_PASSWORD.encode()))


def writes_at_terminals():
    return speaks(ESCAPES + MARKUP, agreeing(ESCAPES + MARKUP),
                  lambda request: page(ESCAPES + MARKUP + request, b"Server: " + MARKUP, b"X-Title: " + ESCAPES, status=b"200 " + MARKUP))


def in_halves():
    """Secrets that are cut in two by packets, and by chunks."""
    def http(connection):
        while connection.hear_head():
            connection.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
            for place in range(0, len(REFLECTED), 7):
                piece = REFLECTED[place:place + 7]
                connection.say(b"%x\r\n%s\r\n" % (len(piece), piece))
            connection.say(b"0\r\n\r\n")

    def lines(connection):
        for place in range(0, len(REFLECTED), 7):
            connection.say((b"220 " if place == 0 else b"") + REFLECTED[place:place + 7])
            time.sleep(0.001)
        connection.say(b"\r\n")
        while connection.hear():
            connection.say(b"500 " + REFLECTED + b"\r\n")

    return {"ftp": lines, "smtp": lines, "pop": lines, "web": http}


def floods():
    piece = b"y" * 65536

    def body(connection):
        connection.hear_head()
        connection.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n")
        while True:
            connection.say(piece)

    def line(connection):
        connection.say(b"220 ")
        while True:
            connection.say(piece)

    def lines(connection):
        connection.say(b"+OK\r\n")
        while True:
            connection.say(b"220-more\r\n+OK more\r\n" * 3000)

    return {"ftp": line, "smtp": lines, "pop": lines, "web": body}


def floods_heads():
    def http(connection):
        connection.hear_head()
        connection.say(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.say(b"X-More: " + b"y" * 1000 + b"\r\n")

    def replies(connection):
        connection.say(b"220 hello\r\n")
        connection.hear()
        while True:
            connection.say(b"250-more\r\n" * 5000)

    def pop(connection):
        connection.say(b"+OK\r\n")
        while line := connection.hear():
            connection.say(b"+OK\r\n")
            while not line.startswith((b"USER", b"PASS", b"STAT")):
                connection.say(b"1 1\r\n" * 5000)

    return {"ftp": replies, "smtp": replies, "pop": pop, "web": http}


def drips():
    def drip(text):
        def behaviour(connection):
            for place in range(len(text)):
                connection.say(text[place:place + 1])
                time.sleep(0.2)
        return behaviour
    line = drip(b"220 " + b"y" * 10_000)
    return {"ftp": line, "smtp": line, "pop": drip(b"+OK " + b"y" * 10_000), "web": drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 2000)}


def cuts():
    def http(connection):
        connection.hear_head()
        connection.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\nhalf")

    def line(connection):
        connection.say(b"220-half a greet")

    return {"ftp": line, "smtp": line, "pop": line, "web": http}


def lies():
    """What is promised is not what comes: lengths, codes, codings, numbers."""
    def http(connection):
        answers = (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 500\r\n\r\nshort", b"HTTP/9.9 999 \r\n\r\n",
                   b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                   b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope", b"\0\0\0\0\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 500,
                   b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\nforbidden", b"SSH-2.0-OpenSSH\r\n\r\n")
        connection.hear_head()
        connection.say(answers[threading.get_ident() // 64 % len(answers)])

    def lines(connection):
        connection.say(b"220 hello\r\n")
        while line := connection.hear():
            verb = line[:4].upper()
            connection.say({b"PASV": b"227 (255,255,255,255,255,255)\r\n", b"EPSV": b"229 (|||99999|)\r\n", b"SIZE": b"213 18446744073709551616\r\n",
                            b"MDTM": b"213 99999999999999\r\n", b"PWD\r": b'257 "' + b"/" * 5000 + b'"\r\n', b"EHLO": b"250-SIZE -1\r\n250 SIZE x\r\n"}
                           .get(verb, b"230 yes\r\n331 and no\r\n"))

    def pop(connection):
        connection.say(b"+OK\r\n")
        while line := connection.hear():
            connection.say({b"STAT": b"+OK 4294967296 -5\r\n", b"LIST": b"+OK\r\n1 99999999999999999999\r\n-1 x\r\n.\r\n"}.get(line[:4].upper(), b"+OK -1\r\n"))

    return {"ftp": lines, "smtp": lines, "pop": pop, "web": http}


def leads_elsewhere(other):
    """Redirects and data connections to a machine that is nobody's business."""
    number = f"{other.port // 256},{other.port % 256}".encode()

    def http(connection):
        while connection.hear_head():
            connection.say(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.66:%d/stolen?%s\r\nContent-Length: 0\r\n\r\n" % (other.port, b"x"))

    def ftp(connection):
        connection.say(b"220 hello\r\n")
        while line := connection.hear():
            connection.say({b"PASV": b"227 Entering (127,0,0,66," + number + b")\r\n", b"EPSV": b"500 no\r\n", b"USER": b"331 go on\r\n", b"PASS": b"230 in\r\n",
                            b"PWD\r": b'257 "/"\r\n', b"STOR": b"150 go on\r\n", b"LIST": b"150 go on\r\n", b"RETR": b"150 go on\r\n"}
                           .get(line[:4].upper(), b"250 yes\r\n"))

    speak = speaks(b"hello", agreeing(b"hello"), None)
    return {"ftp": ftp, "smtp": speak["smtp"], "pop": speak["pop"], "web": http}


def same(behaviour):
    return dict.fromkeys(("ftp", "smtp", "pop", "web"), behaviour)


class Meddler(Server):
    """Hands on what client and server say, and meddles with what the server says, now and then."""

    def __init__(self, port, chance, secrets):
        self.upstream, self.chance, self.secrets = port, chance, secrets
        super().__init__(self.relay)

    def meddle(self, octets):
        """What comes of it; None: nothing more."""
        what = self.chance.random()
        if what < 0.96:
            return octets
        if what < 0.97:
            return octets.replace(b"\r\n", b" " + self.chance.choice(self.secrets) + ESCAPES + MARKUP + b"\r\n", 1)
        if what < 0.975:
            return octets[:len(octets) // 2]
        if what < 0.98:
            return octets * 2
        if what < 0.985:
            return octets + b"\0" * 100 + self.chance.choice(self.secrets) * 50
        if what < 0.99:
            return octets + b"y" * 5_000_000
        return None

    def relay(self, connection):
        with socket.create_connection(("127.0.0.1", self.upstream), 10) as server:
            def hand_on():
                with contextlib.suppress(OSError):
                    while octets := connection.socket.recv(65536):
                        server.sendall(octets)
                with contextlib.suppress(OSError):
                    server.shutdown(socket.SHUT_WR)
            threading.Thread(target=hand_on, daemon=True).start()
            while (octets := server.recv(65536)) and (octets := self.meddle(octets)) is not None:
                connection.say(octets)
            connection.socket.close()


# Some of each chapter: what is tried is how the clients, the record and the reports bear it.
SELECTION = ("web.index.*", "ftp.login.*", "ftp.dir.*", "counter.digits.*", "log.*", "pop.reading.*", "smtp.auth.*", "smtp.relay.*")


class HostileTargets(unittest.TestCase):
    """All behaviours at the same time: most of what each takes is waiting."""

    def start(self, behaviours):
        servers = {name: self.enterContext(Server(behaviour)) for name, behaviour in behaviours.items()}
        for server in servers.values():
            self.addCleanup(server.shutdown)
        return servers

    def target(self, folder, servers):
        text = ('version = 1\nname = "hostile"\nprofile = "profile.toml"\n[domain]\nname = "example.jp"\n'
                f'[web]\naddress = "127.0.0.1"\nport = {servers["web"].port}\n'
                f'[ftp]\naddress = "127.0.0.1"\nport = {servers["ftp"].port}\nlogin = "ab-cdftp"\npassword_env = "CTS_FTP"\n'
                f'[pop]\naddress = "127.0.0.1"\nport = {servers["pop"].port}\n'
                f'[pops]\naddress = "127.0.0.1"\nport = {servers["pop"].port}\n'
                f'[smtp]\naddress = "127.0.0.1"\nport = {servers["smtp"].port}\nsubmission_port = {servers["smtp"].port}\n'
                '[[mail_account]]\nname = "taro"\npassword_env = "CTS_MAIL"\n'
                f'[timeouts]\nconnect = 1\nreply = 1\ntransfer = 2\nscenario = {6 * SLOWNESS}\n[consent]\nallow = "reversible"\n')
        (folder / "target.toml").write_text(text)
        (folder / "profile.toml").write_text('version = 1\nbase = "premium"\n[mail]\nbounce_wait = 1\nsecond_session_wait = 1\n')

    def begin(self, name, behaviours, *command):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix=f"hosting-hostile-{name}-")))
        self.target(folder, self.start(behaviours))
        words = [os.environ["HOSTING_CTS"], command[0], "--target", str(folder / "target.toml"), *command[1:]]
        if command[0] == "run":
            words += ["--out", str(folder / "out"), "--jobs", "12"]
        environment = os.environ | {"CTS_FTP": FTP_PASSWORD, "CTS_MAIL": MAIL_PASSWORD, "TERM": "xterm"}
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return folder, process

    def end(self, process, deadline):
        """Its exit code and output; the most memory that it, or a process of its own, had."""
        taken = b""
        with process.stdout:
            os.set_blocking(process.stdout.fileno(), True)
            timer = threading.Timer(max(1, deadline - time.monotonic()), process.kill)
            timer.start()
            taken = process.stdout.read()
            timer.cancel()
        return process.wait(), taken

    def assert_no_secret(self, octets, where, secrets=SECRETS):
        for secret in secrets:
            for form in forms(secret):
                for one in (form, form.replace(b"&", b"&amp;")):
                    self.assertNotIn(one.rstrip(b"=")[:-3], octets, f"{form} in {where}")

    def assert_reports(self, folder, secrets=SECRETS):
        out = folder / "out"
        result = json.loads((out / "result.json").read_bytes())
        self.assertGreater(len(result["scenarios"]), 10)
        self.assertEqual([one["id"] for one in result["scenarios"] if one["verdict"] == "error"], [])
        for name in ("junit.xml", "badge.svg"):
            if (out / name).exists():
                xml.etree.ElementTree.parse(out / name)
        json.loads((out / "ctrf.json").read_bytes())
        page = (out / "report.html").read_bytes()
        self.assertNotIn(b"<script>alert", page)
        self.assertNotIn(b"<img src=x", page)
        for file in out.rglob("*"):
            if file.is_file():
                octets = file.read_bytes()
                self.assert_no_secret(octets, file.name, secrets)
                self.assertNotIn(b"\x1b", octets, file.name)
                self.assertLess(len(octets), 64 << 20, file.name)
        return result

    def test_every_run_ends_with_sound_reports(self):
        other = self.enterContext(Server(lambda connection: self.stray.append(1)))
        self.stray = []
        targets = {"closes": same(closes_at_once), "resets": same(resets), "silent": same(never_answers), "reflects": reflects(),
                   "terminals": writes_at_terminals(), "halves": in_halves(), "floods": floods(), "heads": floods_heads(), "drips": drips(),
                   "cuts": cuts(), "lies": lies(), "elsewhere": leads_elsewhere(other)}
        waiting = list(targets.items())
        passes = {}
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        while waiting:
            # A few at a time: they share two processors with others.
            some, waiting = waiting[:6], waiting[6:]
            deadline = time.monotonic() + RUN_SECONDS
            select = [word for glob in SELECTION for word in ("--select", glob)]
            runs = [(name, *self.begin(name, behaviours, "run", *select)) for name, behaviours in some]
            for name, folder, process in runs:
                with self.subTest(name):
                    status, output = self.end(process, deadline)
                    self.assertIn(status, (1, 2), output[-2000:])
                    self.assert_no_secret(output, "the terminal")
                    self.assertNotIn(ESCAPES[:8], output)
                    self.assertNotIn(b"\x9b1m", output)
                    result = self.assert_reports(folder)
                    if name in ("reflects", "halves"):
                        self.assertIn(b"****", (folder / "out/result.json").read_bytes(), "it was given back")
                    passes[name] = [one["id"] for one in result["scenarios"] if one["verdict"] == "pass"]
        self.assertEqual({name: ids for name, ids in passes.items() if ids}, {}, "nothing of these is a hosting service")
        self.assertLess(max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) << 10, MOST_MEMORY)
        self.assertEqual(self.stray, [], "nothing goes to a machine that is not the target's")

    def test_a_meddler_between_the_suite_and_a_sound_server(self):
        """Deeper than a target that is nothing from the start: most is right, and then something is not."""
        with ReferenceServer(os.environ["HOSTING_REFD"]) as server:
            secrets = (server.password, *server.mail_passwords.values(), server.member_password)
            target = server.target_file.read_text()
            mail = {key: server.target[key]["port"] for key in ("web", "ftp", "pop", "smtp")}
            for seed in map(int, os.environ.get("HOSTING_SEEDS", "1").split()):
                with self.subTest(seed=seed):
                    folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="hosting-meddler-")))
                    text = target
                    for port in mail.values():
                        relay = self.enterContext(Meddler(port, random.Random(seed * 100_000 + port), [form for one in secrets for form in forms(one)]))
                        self.addCleanup(relay.shutdown)
                        text, found = re.subn(rf"(?m)^(port = ){port}$", rf"\g<1>{relay.port}", text)
                        self.assertEqual(found, 1)
                    text = re.sub(r"(?ms)^\[timeouts\]\n(\w[^\n]*\n)*", "", text)
                    text += f"\n[timeouts]\nconnect = 1\nreply = 1\ntransfer = 2\nscenario = {5 * SLOWNESS}\n"
                    (folder / "target.toml").write_text(text)
                    for file in server.folder.glob("*.profile.toml"):
                        (folder / file.name).write_text(re.sub(r"(?m)^(\w+_wait) = \d+", r"\1 = 1", file.read_text()))
                    select = [word for glob in (*SELECTION, "ftp.xfer.*", "cgi.answer.*", "ssi.echo.*") for word in ("--select", glob)]
                    ended = subprocess.run([os.environ["HOSTING_CTS"], "run", "--target", str(folder / "target.toml"), "--out", str(folder / "out"), "--jobs", "12", *select],
                                           stdin=subprocess.DEVNULL, capture_output=True, timeout=RUN_SECONDS, env=os.environ | server.environment)
                    output = ended.stdout + ended.stderr
                    # 70: what it made could not be removed again, and that is told.
                    self.assertIn(ended.returncode, (1, 2, 70), output[-2000:])
                    result = self.assert_reports(folder, secrets)
                    self.assertGreater(len([one for one in result["scenarios"] if one["verdict"] in ("pass", "fail")]), 3, "it came to something")
                    self.assert_no_secret(output, "the terminal", secrets)

    def test_the_doctor_ends_too(self):
        deadline = time.monotonic() + RUN_SECONDS
        targets = {"silent": same(never_answers), "reflects": reflects(), "terminals": writes_at_terminals(), "floods": floods(), "lies": lies(), "drips": drips()}
        for name, folder, process in [(name, *self.begin(name, behaviours, "doctor")) for name, behaviours in targets.items()]:
            with self.subTest(name):
                status, output = self.end(process, deadline)
                self.assertIn(status, (0, 1, 2, 78), output[-2000:])
                self.assert_no_secret(output, folder)
                self.assertNotIn(b"\x1b", output)
                self.assertNotIn(b"\x07", output)


    def test_a_draft_holds_nothing_that_a_host_says_to_terminals_or_files(self):
        """What init writes is read by people and by the programs: no line of it is the host's."""
        targets = {"silent": same(never_answers), "terminals": writes_at_terminals(), "floods": floods(), "heads": floods_heads(), "lies": lies(), "drips": drips(),
                   "quotes": speaks(b'"\n[hooks]\nset_clock = ["sh"]\n#', agreeing(b'"""\nx = 1'), lambda request: page(b'"""', b'Server: "x"\\'))}
        runs = []
        for name, behaviours in targets.items():
            folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix=f"hosting-draft-{name}-")))
            ports = {key: server.port for key, server in self.start(behaviours).items()}
            words = [os.environ["HOSTING_CTS"], "init", "127.0.0.1", "--domain", "example.jp", "--out", str(folder / "draft"), "--no-questions", "--wait", "5",
                     "--http-port", ports["web"], "--https-port", ports["web"], "--ftp-port", ports["ftp"], "--smtp-port", ports["smtp"],
                     "--submission-port", ports["smtp"], "--smtps-port", ports["smtp"], "--pop-port", ports["pop"], "--pops-port", ports["pop"],
                     "--database-port", ports["ftp"]]
            process = subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.addCleanup(process.wait)
            self.addCleanup(process.kill)
            runs.append((name, folder, process))
        deadline = time.monotonic() + RUN_SECONDS
        for name, folder, process in runs:
            with self.subTest(name):
                status, output = self.end(process, deadline)
                self.assertIn(status, (0, 2), output[-2000:])
                self.assertNotRegex(output, b"[\x00-\x08\x0b-\x1f\x7f]")
                for file in folder.rglob("*.toml"):
                    text = file.read_text()
                    self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]", file)
                    self.assertNotIn("hooks", tomllib.loads(text), file)
                    self.assertLess(len(text), 1 << 20)


if __name__ == "__main__":
    unittest.main()
