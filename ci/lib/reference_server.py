"""Starts and ends hosting-refd for a script: on free loopback ports, with a state of its own."""

import ctypes
import itertools
import json
import os
import pathlib
import re
import secrets
import selectors
import shutil
import signal
import string
import subprocess
import tempfile
import time
import tomllib

TREE = pathlib.Path(__file__).resolve().parents[2]
REFERENCE_SITE = TREE / "fixtures/sites/reference.toml"


class ServerError(Exception):
    """The server did not start, or did not end, as it promises to."""


_number = itertools.count()


def random_password():
    """24 letters and digits; both cases occur, so that a test may confuse them."""
    while True:
        password = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(24))
        if password.swapcase() != password and not password.isupper() and not password.islower():
            return password


def build_folder(preset=None):
    preset = preset or os.environ.get("HOSTING_PRESET") or "release"
    return TREE / ("build" if preset == "release" else f"build-{preset}")


def end_with_parent():
    """In a child before exec: it gets SIGTERM when we die, however that happens."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


#: How many times slower than usual everything is, as a sanitizer watches (ci/sanitize).
SLOWNESS = int(os.environ.get("HOSTING_SANITIZED") or 1)
#: What a process may hold, so many times over: AddressSanitizer keeps what was freed for a while, a quarter of a gigabyte.
MEMORY_SLACK = 1 if SLOWNESS == 1 else 40


def roomy(site):
    """The text of a site whose programs may use as much address space as a sanitizer keeps its books in."""
    if "memory_octets" in site:
        return site
    if "[limits.cgi]\n" not in site:
        site += "\n[limits.cgi]\n"
    return site.replace("[limits.cgi]\n", f"[limits.cgi]\nmemory_octets = {1 << 48}\n", 1)


class ReferenceServer:
    """One hosting-refd process. `folder` holds its state, its log and the target file that it writes.

    Without `database` it is served without the site's databases, which take a second to begin and as much memory
    as everything else.
    """

    def __init__(self, program, site=REFERENCE_SITE, database=False):
        self.program = str(program)
        self.site = pathlib.Path(site)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hosting-reference-"))
        self.folder.chmod(0o711)  # a script that is not ours finds its documents below
        self.target_file = self.folder / "target.toml"
        self.log_file = self.folder / "server.log"
        self.password = random_password()
        self.process = None
        # The number of processes is limited for a user: servers that run at the same time must not share one.
        self.user = 30_000 + (os.getpid() * 16 + next(_number)) % 30_000
        if not database or SLOWNESS > 1:
            text = self.site.read_text()
            if not database:
                text = re.sub(r"(?m)^\[database\]\n(\w.*\n)*", "", text)
            self.site = self.folder / "site.toml"
            self.site.write_text(text if SLOWNESS == 1 else roomy(text))
        site = tomllib.loads(self.site.read_text())
        account = site["ftp_account"]
        self.login = account["name"]
        self.environment = {account["password_env"]: self.password}
        self.mail_passwords = {}
        for account in site.get("mail_account", []):
            self.mail_passwords[account["name"]] = random_password()
            self.environment[account["password_env"]] = self.mail_passwords[account["name"]]
        self.member_password = random_password()
        if "members" in site:
            self.environment[site["members"]["password_env"]] = self.member_password

    def start(self, ready_within=30 * SLOWNESS):
        command = [self.program, "serve", "--site", str(self.site), "--state", str(self.folder / "state"),
                   "--write-target", str(self.target_file)]
        if os.geteuid() == 0:
            command += ["--user", str(self.user)]
        with open(self.log_file, "wb") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                env=os.environ | self.environment, start_new_session=True, preexec_fn=end_with_parent)
        try:
            self._wait_for_ready(time.monotonic() + ready_within)
            self.target = tomllib.loads(self.target_file.read_text())
        except (ServerError, OSError, tomllib.TOMLDecodeError) as error:
            self.stop()
            raise ServerError(f"hosting-refd did not become ready: {error}\n{self.log()}") from error
        return self

    def _wait_for_ready(self, deadline):
        heard = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while b"ready" not in heard.splitlines():
                if not selector.select(max(0, deadline - time.monotonic())):
                    raise ServerError("no line 'ready' in time")
                octets = os.read(self.process.stdout.fileno(), 4096)
                if not octets:
                    raise ServerError(f"it ended with status {self.process.wait()}")
                heard += octets

    @property
    def address(self):
        return self.target["ftp"]["address"]

    @property
    def ftp_port(self):
        return self.target["ftp"]["port"]

    @property
    def http_port(self):
        return self.target["web"]["port"]

    @property
    def pop_port(self):
        return self.target["pop"]["port"]

    @property
    def pops_port(self):
        return self.target["pops"]["port"]

    @property
    def host(self):
        return "www." + self.target["domain"]["name"]

    def log(self):
        return self.log_file.read_text(errors="replace")[-4000:]

    def ask(self, *words):
        """What the operator's desk answers, as data."""
        answer = subprocess.run([self.program, "ctl", "--json", "--state", str(self.folder / "state"), *words],
                                capture_output=True, text=True, timeout=60)
        if answer.returncode != 0:
            raise ServerError(f"the desk refused {words}: {answer.stdout}{answer.stderr}")
        return json.loads(answer.stdout)

    def stop(self, within=10 * SLOWNESS):
        """Ends it by SIGTERM; its exit status, or minus the signal that it took."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.terminate()
        try:
            status = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process.stdout.close()
        return status

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.remove()
            raise

    def __exit__(self, *_):
        self.stop()
        self.remove()
