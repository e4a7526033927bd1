"""Taking mail: ours beside Postfix, from smtp-source, which comes with Postfix. What is acknowledged is on the disk at both.
And what mail sessions that do nothing cost."""

import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

from bench_rows import BenchError, Row
from postfix import Postfix
from reference_server import REFERENCE_SITE, ReferenceServer, build_folder

SMALL = {"messages": 2000, "sessions": 20, "octets": 10_000}
LARGE = {"messages": 10, "sessions": 2, "octets": 20_000_000}
LARGEST = 30_000_000
IDLE_SESSIONS = 200
IDLE_PASSWORD = "HOSTING_MAIL_PASSWORD_1"  # the environment variable; one for all of them


def site_text():
    """The reference site with room for all."""
    text = REFERENCE_SITE.read_text()
    for line, instead in ((r"quota_octets = .*", "quota_octets = 1_000_000_000_000"),
                          (r"message_octets = .*", f"message_octets = {LARGEST}")):
        text, found = re.subn(f"(?m)^{line}$", instead, text)
        if not found:
            raise BenchError(f"{REFERENCE_SITE} has no line '{line}' any more")
    return text


def idle_accounts():
    return "".join(f'\n[[mail_account]]\nname = "idle{number}"\npassword_env = "{IDLE_PASSWORD}"\n'
                   for number in range(IDLE_SESSIONS))


def seconds_to_take(port, load):
    """How long it is until every message is acknowledged."""
    start = time.monotonic()
    subprocess.run(["smtp-source", "-s", str(load["sessions"]), "-m", str(load["messages"]), "-l", str(load["octets"]),
                    "-f", "a@elsewhere.example", "-t", Postfix.address, f"127.0.0.1:{port}"], check=True, timeout=300)
    return time.monotonic() - start


def files_in(folder):
    return sum(len(names) for path, _, names in os.walk(folder) if pathlib.Path(path).name == "new")


def wait_for_delivery(folder, count):
    """Otherwise what is still delivered slows what is measured next."""
    end = time.monotonic() + 120
    while files_in(folder) < count:
        if time.monotonic() > end:
            raise BenchError(f"of {count} messages {files_in(folder)} were delivered into {folder}")
        time.sleep(0.1)


def resident_octets(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return 1024 * int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def idle_session(server, account, password):
    session = socket.create_connection(("127.0.0.1", server.pop_port), 30)
    lines = session.makefile("rb")
    for command in ("", f"USER {account}\r\n", f"PASS {password}\r\n"):
        session.sendall(command.encode())
        if not lines.readline().startswith(b"+OK"):
            raise BenchError(f"POP3 refuses {account}")
    return session


def print_memory_of_idle_sessions(folder):
    site = pathlib.Path(folder, "idle.toml")
    site.write_text(site_text() + idle_accounts() + "\n[limits.pop]\nmax_sessions_per_source = 1000\n")
    with ReferenceServer(build_folder("release") / "hosting-refd", site) as server:
        password = server.environment[IDLE_PASSWORD]
        before = resident_octets(server.process)
        sessions = [idle_session(server, f"idle{number}", password) for number in range(IDLE_SESSIONS)]
        cost = resident_octets(server.process) - before
        print(f"{IDLE_SESSIONS} idle POP3 sessions: {cost / 1e6:.1f} MB, {cost / IDLE_SESSIONS / 1000:.0f} KB each",
              file=sys.stderr)
        for session in sessions:
            session.close()


def bench_smtp(_, rounds):
    small = Row(f"SMTP: taking messages of 10 KB, {SMALL['sessions']} at a time", "messages/s", "Postfix")
    large = Row("SMTP: taking messages of 20 MB, 2 at a time", "MB/s", "Postfix")
    with tempfile.TemporaryDirectory() as folder:
        site = pathlib.Path(folder, "site.toml")
        site.write_text(site_text())
        with ReferenceServer(build_folder("release") / "hosting-refd", site) as server, Postfix(LARGEST) as postfix:
            places = ((server.target["smtp"]["port"], small.ours, large.ours, server.folder / "state/mail"),
                      (postfix.port, small.others, large.others, postfix.folder / "mail"))
            for taken in range(rounds):
                for port, of_small, of_large, mail in places:
                    of_small.append(SMALL["messages"] / seconds_to_take(port, SMALL))
                    wait_for_delivery(mail, SMALL["messages"] + taken * (SMALL["messages"] + LARGE["messages"]))
                    of_large.append(LARGE["messages"] * LARGE["octets"] / 1e6 / seconds_to_take(port, LARGE))
                    wait_for_delivery(mail, (taken + 1) * (SMALL["messages"] + LARGE["messages"]))
        print_memory_of_idle_sessions(folder)
    return [small, large]
