"""The system calls of Apache httpd, ProFTPD and Dovecot for what ours are counted for."""

import contextlib
import pathlib
import sys
import tempfile

import bench_paths
from dovecot import Dovecot
from peer_servers import Apache, ProFtpd
from system_calls import Watched, without_waiting

HOST = "www.example.jp"
PASSWORD = "counted-23"
OPERATIONS = 40


class InPlaceOfOurs:
    """A peer, with what bench_paths asks of a ReferenceServer."""

    def __init__(self, peer, root, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "state/site").mkdir(parents=True)
        (self.folder / "state/site/root").symlink_to(root)
        self.address, self.host = "127.0.0.1", HOST
        self.http_port = self.ftp_port = peer.port
        self.login, self.password = getattr(peer, "login", ""), PASSWORD


def processes_of(root):
    """It, and what descends from it."""
    children = {}
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = status.read_text().rsplit(")", 1)[1].split()
            children.setdefault(int(words[1]), []).append(int(status.parent.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def count(peer, name, operation, folder):
    for _ in range(5):
        operation()
    watched = Watched(processes_of(peer.process.pid), pathlib.Path(folder, "calls"))
    for _ in range(OPERATIONS):
        operation()
    calls = watched.end()
    print(f"  {name}: " + ", ".join(f"{call} {number / OPERATIONS:.1f}" for call, number in calls.most_common()
                                    if 2 * number >= OPERATIONS), file=sys.stderr)
    return without_waiting(calls) / OPERATIONS


def peer_system_calls():
    """name of a path → (peer, system calls of one operation)"""
    counts = {}
    named = {name: prepare for name, prepare, _ in bench_paths.PATHS}
    for kind, peer_name, root in ((Apache, "Apache httpd", "."), (lambda: ProFtpd(PASSWORD), "ProFTPD", "home")):
        with tempfile.TemporaryDirectory() as folder, kind() as peer:
            server = InPlaceOfOurs(peer, peer.folder / root, folder)
            for name, prepare in named.items():
                wanted = ("ftp: ",) if root == "home" else ("web: a file", "web: a page with")
                if name.startswith(wanted):
                    counts[name] = peer_name, count(peer, name, prepare(server), folder)
    with tempfile.TemporaryDirectory() as folder, Dovecot(PASSWORD) as dovecot:
        dovecot.put([bench_paths.MESSAGE] * bench_paths.MESSAGES)
        reader = bench_paths.Reader(dovecot.port, dovecot.account, PASSWORD)
        name = "pop: a message of 10 KB"
        counts[name] = "Dovecot", count(dovecot, name, lambda: reader.fetch(1), folder)
    return counts
