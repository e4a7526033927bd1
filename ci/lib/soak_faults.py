"""What a machine runs out of, and peers that are slow or dead."""

import concurrent.futures
import contextlib
import ctypes
import ftplib
import io
import os
import pathlib
import re
import resource
import smtplib
import socket
import subprocess
import tempfile
import time

from reference_server import ReferenceServer
from small_dns import SmallDns
from small_sink import SmallSink
from soak_parts import (SECONDS, Load, emptied_mailbox, figures, ftp, get, megabytes, pop, processor_seconds, served_again,
                        serves_everything, site_text, smtp, until, visitor)


class SmallDisk:
    """A file system of its own, of few octets, at a server's state folder."""

    def __init__(self, server, octets):
        self.place = server.folder / "state"
        self.place.mkdir(mode=0o711)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={octets},mode=711", "tmpfs", str(self.place)], check=True, timeout=60)

    def fill(self, but):
        """All of it but so many octets."""
        with open(self.place / "filler", "ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
        with open(self.place / "filler", "ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0")
        os.truncate(self.place / "filler", max(0, os.path.getsize(self.place / "filler") - but))

    def free(self):
        (self.place / "filler").unlink()

    def gone(self):
        subprocess.run(["umount", "-l", str(self.place)], timeout=60)


def _disk_in_namespace(part):
    server = ReferenceServer(part.program, site=_written(part, site_text({"limits.disk": "octets = 1_000_000_000"})))
    part.closing.callback(server.remove)
    disk = SmallDisk(server, 48 << 20)
    part.closing.callback(disk.gone)
    part.closing.callback(server.stop)
    server.start()
    serves_everything(server)
    counts = {"mail": [0, 0], "uploads": [0, 0], "counter": [0, 0]}
    accepted, arrived = set(), set()
    deadline, rounds = time.monotonic() + part.seconds, 0
    while rounds == 0 or time.monotonic() < deadline:
        rounds += 1
        disk.fill(but=part.chance.choice((0, 4096, 65_536, 400_000)))
        for number in range(10):
            name = f"full-{rounds}-{number}"
            try:
                with contextlib.closing(smtp(server)) as session:
                    session.sendmail("taro@example.jp", ["taro@example.jp"], f"Subject: {name}\r\n\r\n" + ("x" * 78 + "\r\n") * 250)
                accepted.add(name)
                counts["mail"][0] += 1
            except (smtplib.SMTPException, OSError):
                counts["mail"][1] += 1
            try:
                with contextlib.closing(ftp(server)) as session:
                    session.storbinary(f"STOR /web/{name}", io.BytesIO(b"x" * 100_000))
                if get(server, f"/{name}") != (200, b"x" * 100_000):
                    raise AssertionError(f"{name} was acknowledged and is not there")
                counts["uploads"][0] += 1
            except (*ftplib.all_errors, OSError):
                counts["uploads"][1] += 1
            status, _ = get(server, "/cgi-bin/Count.cgi?df=example.jp", Referer=f"http://{server.host}/")
            counts["counter"][status != 200] += 1
        alive = get(server, "/alive.txt") == (200, b"alive")
        if not alive:
            raise AssertionError("what can be read is not served")
        disk.free()
        served_again(server)

        def all_arrived():
            arrived.update(word.decode() for one in emptied_mailbox(server) for word in re.findall(rb"Subject: (full-\S+)", one))
            return accepted <= arrived
        # What found no room in its mailbox is tried again by the server's clock.
        server.ask("clock", "set", "+10m")
        until(all_arrived, "mail that was acknowledged")
    told = "; ".join(f"{what}: {good} taken, {bad} refused" for what, (good, bad) in counts.items())
    part.tell(f"a full disk, {rounds} times", f"{told}; no mail lost, pages read meanwhile; all served again when it was freed", counts["mail"][1] + counts["uploads"][1] > 0)
    part.tell("the same, after a restart", _restarted(server), True)


def _restarted(server):
    if (status := server.stop()) != 0:
        raise AssertionError(f"it ended with {status}")
    server.start()
    return f"served within {served_again(server):.1f} s"


def _written(part, text):
    folder = pathlib.Path(part.closing.enter_context(tempfile.TemporaryDirectory(prefix="hosting-soak-")))
    (folder / "site.toml").write_text(text)
    return folder / "site.toml"


def full_disk(part):
    if os.geteuid() != 0:
        return part.tell("a full disk", "takes root, for a file system of its own", None)
    # In a mount namespace of our own, so that nothing of it can stay.
    clone_newns = 0x00020000
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(clone_newns) != 0:
        return part.tell("a full disk", "no mount namespace can be had", None)
    subprocess.run(["mount", "--make-rprivate", "/"], check=True, timeout=60)
    return _disk_in_namespace(part)


def no_descriptors(part):
    """Every descriptor taken: who comes waits or is refused, nothing spins, and it goes on afterwards."""
    server = part.server(site_text({"limits.http": "max_sessions = 5000\nmax_sessions_per_source = 5000\nidle = 600"}))
    serves_everything(server)
    pid = server.process.pid
    _, _, open_now = figures(server)
    few = open_now + 60
    usual = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (few, usual[1]))
    crowd, refused = [], 0
    deadline = time.monotonic() + part.seconds / 2
    try:
        for _ in range(few + 60):
            with contextlib.suppress(OSError):
                crowd.append(socket.create_connection((server.address, server.http_port), 5))
        before, began = processor_seconds(pid), time.monotonic()
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), visitor_of(server, 1) as session:
                session.recv(100)
            refused += 1
        took, passed = processor_seconds(pid) - before, time.monotonic() - began
        most = figures(server)[2]
    finally:
        for one in crowd:
            one.close()
    seconds = served_again(server, 2 * SECONDS)
    part.tell(f"descriptors exhausted ({few})", f"{len(crowd)} connections, {most} descriptors; {100 * took / passed:.0f} % of a processor meanwhile; "
              f"all served {seconds:.1f} s after", most <= few and took < 0.5 * passed)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, usual)


@contextlib.contextmanager
def visitor_of(server, seconds):
    with socket.create_connection((server.address, server.ftp_port), seconds) as connection:
        connection.settimeout(seconds)
        yield connection


def clock_jumps(part):
    """The server's clock goes back and forth under load: nothing hangs, nothing is lost."""
    server = part.server(site_text())
    served = [0]

    def visit(ended):
        connection = visitor(server)
        while not ended.is_set():
            status, _ = get(server, "/", connection)
            served[0] += status in (200, 404)

    def send(ended):
        with contextlib.closing(smtp(server)) as session:
            while not ended.is_set():
                session.sendmail("taro@example.jp", ["taro@example.jp"], f"Subject: clock-{sent[0]}\r\n\r\n")
                sent[0] += 1
                ended.wait(0.05)

    sent = [0]
    load = Load(visit, send)
    deadline, jumps = time.monotonic() + part.seconds, 0
    while jumps < 4 or time.monotonic() < deadline:
        for jump in ("+1h", "-2h", "+400d", "2038-01-19T12:14:08+09:00", "1999-12-31T23:59:59+09:00", "2100-03-01T00:00:00+09:00"):
            server.ask("clock", "set", jump)
            jumps += 1
            time.sleep(0.2)
        server.ask("clock", "reset")
        serves_something(server)
    before = sent[0]
    mistakes = load.end()
    server.ask("clock", "reset")
    here = []

    def all_here():
        here.extend(emptied_mailbox(server))
        return len([one for one in here if b"Subject: clock-" in one]) >= before
    until(all_here, "mail sent meanwhile", 4 * SECONDS)
    part.tell(f"{jumps} jumps of the clock, 1999 to 2100", f"{served[0]} pages, {sent[0]} messages, none lost; {'; '.join(mistakes) or 'no session broke'}",
              not mistakes and served[0] > 0)


def serves_something(server):
    if get(server, "/")[0] not in (200, 404):
        raise AssertionError("the web does not serve")
    with contextlib.closing(pop(server, "jiro")) as session:
        session.stat()


def silent_peers(part):
    """Mail servers elsewhere that are dead, say nothing, or drip: mail for others is not held up."""
    sink = part.closing.enter_context(SmallSink())
    silent = part.closing.enter_context(socket.create_server(("127.0.0.31", 0)))
    dead = socket.create_server(("127.0.0.31", 0))
    dead_port = dead.getsockname()[1]
    dead.close()
    site = site_text({"smtp.routes": f'"elsewhere.example" = "127.0.0.1:{sink.port}"\n"silent.example" = "127.0.0.31:{silent.getsockname()[1]}"\n'
                                     f'"dead.example" = "127.0.0.31:{dead_port}"'})
    server = part.server(site)
    deadline, sent = time.monotonic() + part.seconds, 0
    session = smtp(server)
    worst = 0.0
    while sent < 20 or time.monotonic() < deadline:
        for domain in ("silent.example", "dead.example"):
            session.sendmail("taro@example.jp", [f"{sent}@{domain}"], "Subject: x\r\n\r\n")
        began = time.monotonic()
        session.sendmail("taro@example.jp", [f"{sent}@elsewhere.example"], "Subject: y\r\n\r\n")
        wanted = f"{sent}@elsewhere.example"
        if not sink.wait_for(lambda one: wanted in one.recipients, 2 * SECONDS):
            part.tell("mail servers that say nothing", f"after {sent} messages to them mail for others waits", False)
            return
        worst = max(worst, time.monotonic() - began)
        sent += 1
        time.sleep(max(0.0, part.seconds / 200))
    resident, most, descriptors = figures(server)
    part.tell("mail servers that are dead or say nothing", f"{2 * sent} messages for them; {sent} for others arrived, each within {worst:.1f} s; "
              f"{megabytes(resident)} (at most {megabytes(most)}), {descriptors} descriptors", True)


def silent_name_server(part):
    """A name server that says nothing: who waits for a name waits within the limit, nobody else does."""
    names = part.closing.enter_context(SmallDns())
    sink = part.closing.enter_context(SmallSink())

    class Silence(dict):
        def get(self, *_):
            return None

    names.answers = Silence()
    site = site_text({"resolver": f'address = "127.0.0.1"\nport = {names.port}\ntry_time = 1\ntries = 1\ndeadline = 2', "smtp.routes": f'"elsewhere.example" = "127.0.0.1:{sink.port}"'})
    server = part.server(site)
    with contextlib.closing(ftp(server)) as session:
        session.mkd("/web/named")
        session.storbinary("STOR /web/named/.ftpaccess", io.BytesIO(b"<Limit ALL>\nOrder Allow,Deny\nAllow from .isp.example.jp\n</Limit>\n"))
    waits, deadline, others = [], time.monotonic() + part.seconds, 0

    def look(number):
        began = time.monotonic()
        with contextlib.closing(ftp(server, f"127.0.9.{number % 250 + 1}")) as session, contextlib.suppress(*ftplib.all_errors):
            session.nlst("/web/named")
        return time.monotonic() - began

    number = 0
    with contextlib.closing(smtp(server)) as session, concurrent.futures.ThreadPoolExecutor(8) as pool:
        while number < 8 or time.monotonic() < deadline:
            looks = [pool.submit(look, number + one) for one in range(8)]
            session.sendmail("taro@example.jp", [f"{number}@unknown{number}.example"], "Subject: x\r\n\r\n")
            while not all(one.done() for one in looks):
                serves_something(server)
                others += 1
                time.sleep(0.05)
            waits += [one.result() for one in looks]
            number += 8
    part.tell("a name server that says nothing", f"{len(waits)} FTP sessions waited {max(waits):.1f} s at most; {others} others were served meanwhile; "
              f"{len(names.questions)} questions", others > 0)
    serves_everything(server)

