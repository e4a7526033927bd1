"""Starts and ends a deployment of servers that nobody here wrote, as a world of its own on this machine."""

import json
import os
import pathlib
import re
import secrets
import select
import shutil
import signal
import socket
import string
import subprocess
import sys
import tempfile
import time

import packages
from plan import missing_hooks

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parent
PORTS = ("HTTP_PORT", "FTP_PORT", "POP_PORT", "POPS_PORT", "SMTP_PORT", "SUBMISSION_PORT", "SINK_PORT",
         "DATABASE_PORT")
SINK = "127.0.0.25"
DOMAIN = "example.jp"
FTP_LOGIN = "ab-cdftp"
MAIL = [("taro", "taro"), ("m02-Hanako", "hanako.suzuki"), ("jiro", "jiro"), ("info", "info"),
        ("saburo", "saburo"), ("shiro", "shiro"), ("goro", "goro"), ("rokuro", "rokuro")]
VALUES = {
    "DOMAIN": DOMAIN, "ADDED": "added.example", "FTP_LOGIN": FTP_LOGIN, "DATABASE_USER": FTP_LOGIN.replace("-", ""), "SITE": "/srv/disk/site",
    "MODULES": "/usr/lib/apache2/modules", "LOG_SIZE": "512K", "MESSAGE_SIZE": "1048576", "MAILBOX": "3145728",
    "WINDOW": "1800", "ELSEWHERE": "elsewhere.example",
}


class DeploymentError(Exception):
    """It cannot be started, or did not do what it was asked."""


def free_ports():
    """A free port for each name, below those that the system gives to connections: servers are restarted, and what is
    free meanwhile must not be taken by a visitor. Held together while they are chosen, so that they differ."""
    held = {}
    try:
        for name in PORTS:
            while name not in held:
                probe = socket.socket()
                try:
                    probe.bind((SINK if name == "SINK_PORT" else "127.0.0.1", 20_000 + secrets.randbelow(12_000)))
                    held[name] = probe
                except OSError:
                    probe.close()
        return {name: probe.getsockname()[1] for name, probe in held.items()}
    finally:
        for probe in held.values():
            probe.close()


def password():
    """24 letters and digits; both cases occur, so that a test may confuse them."""
    while True:
        text = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(24))
        if not text.isupper() and not text.islower() and not text.isdigit():
            return text


def hashed(text):
    return subprocess.run(["openssl", "passwd", "-6", "-stdin"], input=text + "\n", text=True, check=True,
                          capture_output=True).stdout.strip()


class Deployment:
    """One of the folders beside lib, running or not. Everything about it is in its state folder."""

    def __init__(self, name, state):
        self.name = name
        self.state = pathlib.Path(state)
        self.process = None
        self.facts = {}
        self.secrets = {}

    @staticmethod
    def of(state):
        """The one that runs with that state."""
        facts = json.loads((pathlib.Path(state) / "facts.json").read_text())
        found = Deployment(facts["deployment"], state)
        found.facts = facts
        return found

    @property
    def target_file(self):
        return self.state / "target.toml"

    @property
    def pid(self):
        return int((self.state / "pid").read_text())

    # Making

    def make(self):
        if os.geteuid() != 0:
            raise DeploymentError("this takes root: servers for several accounts, and mounts that nobody else sees")
        self.state.mkdir(parents=True, exist_ok=True)
        self.state.chmod(0o755)
        if any(self.state.iterdir()):
            raise DeploymentError(f"{self.state} is not empty")
        self.facts = {
            "deployment": self.name, "packages": str(packages.unpacked(self.name)), "ports": free_ports(),
            "disk_image": 80 << 20, "mail": [{"name": name, "local": local} for name, local in MAIL],
        }
        self.facts["values"] = VALUES | {key: str(value) for key, value in self.facts["ports"].items()}
        for folder in ("etc", "logs", "bin", "passwords", "postfix"):
            (self.state / ("etc/postfix" if folder == "postfix" else folder)).mkdir()
        (self.state / "passwords").chmod(0o700)
        self._make_accounts()
        for source in sorted((FOLDER / self.name / "etc").iterdir()):
            self.put(source.name, self.rendered(source.name))
        for source in sorted((FOLDER / self.name / "bin").iterdir()):
            self.put(f"bin/{source.name}", self.rendered(f"bin/{source.name}"))
        self._write(self.state / "facts.json", json.dumps(self.facts, indent=1))
        self._write_target()

    def _write(self, path, text, mode=0o644):
        path.write_text(text)
        path.chmod(mode)

    def _filled(self, text):
        """@NAME@ becomes its value."""
        return re.sub("@([A-Z_]+)@", lambda found: (self.facts["values"] | self.secrets).get(found[1], found[0]), text)

    def rendered(self, name):
        """A configuration, or a program ("bin/NAME"), as the tree has it, filled in."""
        return self._filled((FOLDER / self.name / (name if name.startswith("bin/") else f"etc/{name}")).read_text())

    def put(self, name, text):
        if name.startswith("bin/"):
            self._write(self.state / name, text, 0o755)
        else:
            self._write(self.state / "etc" / ("postfix" if name.endswith(".cf") else ".") / name, text,
                        0o600 if name.endswith(".sql") else 0o644)

    def _secret(self, name):
        text = password()
        self._write(self.state / "passwords" / name, text + "\n", 0o600)
        return text

    def _make_accounts(self):
        from accounts import CUSTOMER, VMAIL
        etc = self.state / "etc"
        home = f"{VALUES['SITE']}/users/{FTP_LOGIN}"
        self.secrets["FTP_PASSWORD"] = self._secret("ftp")
        ftp = hashed(self.secrets["FTP_PASSWORD"])
        self._write(etc / "ftp-users", f"{FTP_LOGIN}:{ftp}:{CUSTOMER.uid}:{CUSTOMER.gid}::{home}:/bin/sh\n", 0o600)
        self._write(etc / "ftp-groups", f"customer:x:{CUSTOMER.gid}:\n", 0o600)
        users, addresses, mailboxes = "", "", ""
        for name, local in MAIL:
            where = f"{VMAIL.uid}:{VMAIL.gid}::/srv/mail/{name.lower()}::"
            users += f"{name.lower()}:{{SHA512-CRYPT}}{hashed(self._secret(name))}:{where}\n"
            addresses += f"{local}@{DOMAIN}::{where}\n"
            mailboxes += f"{local}@{DOMAIN} {name.lower()}\n"
        self._write(etc / "mail-users", users)
        self._write(etc / "mail-addresses", addresses)
        self._write(etc / "postfix/mailboxes", mailboxes)
        self._write(etc / "postfix/transport",
                    f"{VALUES['ELSEWHERE']} smtp:[{SINK}]:{self.facts['ports']['SINK_PORT']}\n")

    def _write_target(self):
        hook = str(FOLDER / "hook")
        ports = self.facts["ports"]
        text = f"""# Written by ci/third-party/up.
version = 1
name = "third-party-{self.name}"
description = "{(FOLDER / self.name / 'description').read_text().strip()}"
profile = "profile.toml"

[domain]
name = "{DOMAIN}"
added = ["added.example"]
server_name = "sv1.hosting.example"

[web]
address = "127.0.0.1"
port = {ports['HTTP_PORT']}

[ftp]
address = "127.0.0.1"
port = {ports['FTP_PORT']}
login = "{FTP_LOGIN}"
password_file = "passwords/ftp"

[pop]
address = "127.0.0.1"
port = {ports['POP_PORT']}

[pops]
address = "127.0.0.1"
port = {ports['POPS_PORT']}

[smtp]
address = "127.0.0.1"
port = {ports['SMTP_PORT']}
submission_port = {ports['SUBMISSION_PORT']}

[database]
address = "127.0.0.1"
port = {ports['DATABASE_PORT']}

[elsewhere]
domain = "{VALUES['ELSEWHERE']}"
address = "{SINK}"
port = {ports['SINK_PORT']}
"""
        for name, local in MAIL:
            text += f'\n[[mail_account]]\nname = "{name}"\naddress = "{local}@{DOMAIN}"\npassword_file = "passwords/{name}"\n'
        # From the fourth on they are for wrong passwords: Dovecot lets an address wait that has guessed often.
        named = {2: "h1.tokyo.isp.example.jp", 3: "h2.osaka.isp.example.net"}
        for number in range(1, 13):
            text += f'\n[[vantage_point]]\nname = "local-{number}"\nbind = "127.0.0.{number}"\n'
            text += f'reverse_name = "{named[number]}"\n' if number in named else ""
        text += "\n[timeouts]\nconnect = 5\nreply = 12\ntransfer = 30\nscenario = 240\n\n[hooks]\n"
        for name, placeholder in (("set_clock", "{time}"), ("fresh_counter", ""), ("delete_log", ""),
                                  ("disable_access_file", "{directory}"), ("remove_script", "{path}"),
                                  ("disk_use", "")):
            if name in missing_hooks(self.name):
                continue
            command = [hook, str(self.state.resolve()), name] + ([placeholder] if placeholder else [])
            text += f"{name} = {json.dumps(command)}\n"
        text += f'\n[consent]\nallow = "destructive"\ndestructive_target = "third-party-{self.name}"\n'
        self._write(self.target_file, text)
        shutil.copy(FOLDER / self.name / "profile.toml", self.state / "profile.toml")

    # Running

    def start(self, ready_within=90, ends_with_us=False):
        """Runs it in the background. It goes on when this process ends, or ends then, however that comes about."""
        with open(self.state / "logs/world.log", "wb") as log:
            self.process = subprocess.Popen(
                ["unshare", "--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc", sys.executable, "-B",
                 str(HERE / "inside.py"), str(self.state)],
                stdin=subprocess.PIPE if ends_with_us else subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                start_new_session=True)
        self._write(self.state / "pid", f"{self.process.pid}\n")
        heard, deadline = b"", time.monotonic() + ready_within
        while b"ready" not in heard.split(b"\n"):
            readable, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            octets = os.read(self.process.stdout.fileno(), 4096) if readable else b""
            if not octets:
                said = heard.decode(errors="replace") + (self.state / "logs/world.log").read_text(errors="replace")
                self.stop()
                raise DeploymentError(f"the deployment did not start: {said[-3000:]}")
            heard += octets
        return self

    def ask(self, *request, within=120):
        """What its first process answers."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(within)
            # The path may be longer than an address can be.
            folder = os.open(self.state, os.O_PATH)
            try:
                connection.connect(f"/proc/self/fd/{folder}/control")
            finally:
                os.close(folder)
            connection.sendall((json.dumps(request) + "\n").encode())
            answer = json.loads(connection.makefile().readline() or '{"ok": false, "answer": "it ended"}')
        if not answer["ok"]:
            raise DeploymentError(answer["answer"])
        return answer["answer"]

    def is_running(self):
        """By the name of its process: numbers are used again."""
        try:
            command = pathlib.Path(f"/proc/{self.pid}/cmdline").read_bytes().split(b"\0")
            state = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (OSError, ValueError):
            return False
        return state != "Z" and str(HERE / "inside.py").encode() in command and str(self.state).encode() in command

    def stop(self, within=30):
        """Ends it, gently as long as that works. Nothing of it stays but the state folder."""
        if not self.is_running():
            return
        try:
            self.ask("stop", within=10)
        except (OSError, DeploymentError, ValueError):
            pass
        deadline = time.monotonic() + within
        while self.is_running() and time.monotonic() < deadline:
            if self.process is not None:
                self.process.poll()
            time.sleep(0.05)
        if self.is_running():
            os.kill(self.pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()
            self.process.stdout.close()
            if self.process.stdin is not None:
                self.process.stdin.close()

    def remove(self):
        shutil.rmtree(self.state, ignore_errors=True)


def temporary_state():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hosting-third-party-"))
    folder.chmod(0o755)
    return folder
