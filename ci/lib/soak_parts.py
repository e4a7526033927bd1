"""What the parts of ci/soak share: a server, its figures, visitors, and the rows of the table."""

import contextlib
import ftplib
import http.client
import io
import pathlib
import poplib
import re
import smtplib
import tempfile
import threading
import time
import traceback

from reference_server import REFERENCE_SITE, ReferenceServer, ServerError

SECONDS = 30  # of patience with a server that is well
GONE = (OSError, EOFError, http.client.HTTPException, smtplib.SMTPException, poplib.error_proto, ftplib.Error)


def also(mistakes):
    """What they add to a cell of the table, if there are any."""
    return "".join(f"; {mistake}" for mistake in mistakes)


class Part:
    """One part's terms, and what it found out."""

    def __init__(self, name, program, seconds, chance):
        self.name, self.program, self.seconds, self.chance = name, program, seconds, chance
        self.rows, self.is_sound = [], True
        self.closing = contextlib.ExitStack()

    def run(self, body):
        with self.closing:
            try:
                body(self)
            except Exception as error:  # whatever it is, the others are tried
                traceback.print_exc()
                self.tell("—", f"{type(error).__name__}: {error}", False)

    def tell(self, what, came_of_it, good):
        """A row of the table; good: None is told, but counts neither way."""
        self.is_sound &= good is not False
        self.rows.append((self.name, what, " ".join(str(came_of_it).split())[:300], {True: "ok", False: "**BAD**", None: "not run"}[good]))

    def server(self, site=None, **more):
        folder = pathlib.Path(self.closing.enter_context(tempfile.TemporaryDirectory(prefix="hosting-soak-")))
        file = REFERENCE_SITE
        if site is not None:
            file = folder / "site.toml"
            file.write_text(site)
        return self.closing.enter_context(ReferenceServer(self.program, site=file, **more))


def site_text(tables=(), **mail):
    """The reference site, where these tables hold these lines instead of their own; mailboxes of a usual size."""
    text = re.sub(r"(?m)^quota_octets = .*\n", "", REFERENCE_SITE.read_text())
    if "route" in mail:
        text = re.sub(r'(?m)^"elsewhere\.example" = .*$', f'"elsewhere.example" = "{mail["route"]}"', text)
    for table, lines in dict(tables).items():
        text = re.sub(rf"(?m)^\[{re.escape(table)}\]\n((\w|\"|#).*\n)*", "", text)
        text += f"\n[{table}]\n{lines}\n"
    return text


def figures(server):
    """Resident octets, the most there were, and open descriptors of the server."""
    folder = pathlib.Path(f"/proc/{server.process.pid}")
    status = (folder / "status").read_text()

    def size(key):
        return int(re.search(rf"{key}:\s+(\d+) kB", status)[1]) << 10

    return size("VmRSS"), size("VmHWM"), len(list((folder / "fd").iterdir()))


def processor_seconds(pid):
    words = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / 100


def megabytes(octets):
    return f"{octets / (1 << 20):.0f} MB"


def until(condition, what, seconds=SECONDS):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)
    return value


def ftp(server, source="127.0.0.1"):
    session = ftplib.FTP(encoding="utf-8")
    session.connect(server.address, server.ftp_port, timeout=SECONDS, source_address=(source, 0))
    session.login(server.login, server.password)
    session.voidcmd("TYPE I")
    return session


def smtp(server, login=True):
    session = smtplib.SMTP(server.address, server.target["smtp"]["port"], local_hostname="client.example", timeout=SECONDS)
    if login:
        session.login("taro", server.mail_passwords["taro"])
    return session


def pop(server, account="taro"):
    session = poplib.POP3(server.address, server.pop_port, timeout=SECONDS)
    session.user(account)
    session.pass_(server.mail_passwords[account])
    return session


def visitor(server, source="127.0.0.1"):
    return http.client.HTTPConnection(server.address, server.http_port, timeout=SECONDS, source_address=(source, 0))


def get(server, path, connection=None, **fields):
    """(status, body)"""
    own = connection or visitor(server)
    try:
        own.request("GET", path, headers={"Host": server.host} | {name.replace("_", "-"): text for name, text in fields.items()})
        answer = own.getresponse()
        return answer.status, answer.read()
    finally:
        if connection is None:
            own.close()


def emptied_mailbox(server, account="taro"):
    """The messages of a mailbox, which is empty afterwards."""
    session = pop(server, account)
    messages = [b"\n".join(session.retr(number)[1]) for number in range(1, session.stat()[0] + 1)]
    for number in range(1, len(messages) + 1):
        session.dele(number)
    session.quit()
    return messages


def serves_everything(server):
    """Whether each service does what it is for; raises what went wrong."""
    with contextlib.closing(ftp(server)) as session:
        session.storbinary("STOR /web/alive.txt", io.BytesIO(b"alive"))
    if get(server, "/alive.txt") != (200, b"alive"):
        raise AssertionError("the web does not serve")
    mark = f"alive-{time.monotonic_ns()}"
    with contextlib.closing(smtp(server)) as session:
        session.sendmail("taro@example.jp", ["jiro@example.jp"], f"Subject: {mark}\r\n\r\n")
    until(lambda: any(mark.encode() in one for one in emptied_mailbox(server, "jiro")), "mail arrives")
    return True


def served_again(server, seconds=SECONDS):
    """Waits until each service does what it is for; how long that took."""
    began = time.monotonic()
    deadline = began + seconds
    while True:
        try:
            serves_everything(server)
            return time.monotonic() - began
        except (*GONE, AssertionError, ServerError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


class Load:
    """Threads that do something again and again until the server is gone, or until told to end."""

    def __init__(self, *bodies):
        self._ended = threading.Event()
        self.mistakes = []
        self._threads = [threading.Thread(target=self._run, args=(body,), daemon=True) for body in bodies]
        for thread in self._threads:
            thread.start()

    def _run(self, body):
        try:
            body(self._ended)
        except GONE:
            pass
        except Exception as error:
            self.mistakes.append(f"{type(error).__name__}: {error}")

    def end(self):
        self._ended.set()
        for thread in self._threads:
            thread.join(2 * SECONDS)
        return self.mistakes
