"""The hot paths of hosting-refd, as operations of one client over one connection that stays open: `prepare(server)`, which
gives the operation. What they cost is counted, so they are quick and always alike."""

import ftplib
import http.client
import io
import os
import pathlib
import time

from bench_pop import Reader
from bench_rows import BenchError
from reference_server import REFERENCE_SITE

PAGE = b"<p>line</p>\n" * 85
DEEP_LEVELS = 16
ACCESS_FILE = b"<Limit ALL>\nOrder Allow,Deny\nAllow from 127.0.0.1\nDeny from all\n</Limit>\n"
MESSAGE = b"From: <a@elsewhere.example>\r\nSubject: counted\r\n\r\n" + (b"x" * 76 + b"\r\n") * 128
MESSAGES = 40


def site(folder):
    """The reference site, behind a proxy that names the visitors."""
    place = pathlib.Path(folder, "site.toml")
    place.write_text(REFERENCE_SITE.read_text() + '\n[counter]\nproxies = ["127.0.0.1"]\n')
    return place


def put(server, path, octets, mode=0o644):
    place = server.folder / "state/site/root" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(octets)
    place.chmod(mode)
    web = server.folder / "state/site/root/web"
    owner = web.stat()
    for entry in (place, *place.parents):
        if entry == web or web not in entry.parents:
            break
        os.chown(entry, owner.st_uid, owner.st_gid)


def page(name, octets, mode=0o644, headers=None):
    """Getting a page again and again."""
    def prepare(server):
        if octets is not None:
            put(server, f"web/{name.split('?')[0]}", octets, mode)
        connection = http.client.HTTPConnection(server.address, server.http_port, timeout=120)

        def operation():
            connection.request("GET", f"/{name}", headers={"Host": server.host, **(headers or {})})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise BenchError(f"/{name} is answered {answer.status}")
        return operation
    return prepare


def page_with_directives(server):
    from bench import INCLUDING_PAGE
    put(server, "web/bench-part.html", b"<p>part</p>" * 20)
    return page("counted.shtml", INCLUDING_PAGE)(server)


def script(server):
    from bench import HELLO_SCRIPT
    return page("counted.cgi", HELLO_SCRIPT, 0o755)(server)


def php(server):
    from bench import PHP_PAGE
    return page("counted.php?name=a%26b", PHP_PAGE)(server)


def counter(server):
    """Each visit of another visitor, or it would not count: a proxy in front says so."""
    connection = http.client.HTTPConnection(server.address, server.http_port, timeout=120)
    visitor = 0

    def operation():
        nonlocal visitor
        visitor += 1
        connection.request("GET", "/cgi-bin/Count.cgi?df=example.jp&md=10&dd=A", headers={
            "Host": server.host, "Referer": f"http://{server.host}/", "X-Forwarded-For": f"10.0.{visitor // 200}.{visitor % 200}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise BenchError(f"the counter answers {answer.status}")
    return operation


def ftp_session(server):
    session = ftplib.FTP()
    session.connect(server.address, server.ftp_port, 120)
    session.login(server.login, server.password)
    return session


def upload(server):
    session = ftp_session(server)
    return lambda: session.storbinary("STOR /web/counted.bin", io.BytesIO(PAGE))


def download(server):
    put(server, "web/counted.txt", PAGE)
    session = ftp_session(server)
    return lambda: session.retrbinary("RETR /web/counted.txt", len)


def listing(server):
    for number in range(100):
        put(server, f"web/counted/file-{number}.html", b"x")
    session = ftp_session(server)
    return lambda: session.retrlines("LIST /web/counted", len)


def deep_facts(server):
    folder = "web/deep" + "/d" * (DEEP_LEVELS - 1)
    put(server, f"{folder}/f", b"x")
    place = pathlib.PurePath(folder)
    for level in (place, *place.parents[:DEEP_LEVELS - 1]):
        put(server, f"{level}/.ftpaccess", ACCESS_FILE)
    session = ftp_session(server)
    return lambda: session.voidcmd(f"MDTM /{folder}/f")


def mail_folder(server):
    return server.folder / "state/mail" / next(iter(server.mail_passwords)) / "new"


def message_in(server):
    """Until it lies in the recipient's folder."""
    import smtplib
    session = smtplib.SMTP(server.address, server.target["smtp"]["port"], timeout=120)
    address = server.target["mail_account"][0]["address"]
    there = 0

    def operation():
        nonlocal there
        session.sendmail("a@elsewhere.example", [address], MESSAGE)
        there += 1
        end = time.monotonic() + 60
        while sum(1 for _ in mail_folder(server).iterdir()) < there:
            if time.monotonic() > end:
                raise BenchError("a message is not delivered")
            time.sleep(0.001)
    return operation


def pop_account(server):
    name, password = list(server.mail_passwords.items())[1]
    folder = server.folder / "state/mail" / name / "new"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(MESSAGES):
        size = len(MESSAGE)
        (folder / f"1700000000.{number:06}.counted,S={size},W={size}").write_bytes(MESSAGE)
    return name, password


def fetching(server):
    reader = Reader(server.pop_port, *pop_account(server))
    return lambda: reader.fetch(1)


def pop_session(server):
    account = pop_account(server)

    def operation():
        reader = Reader(server.pop_port, *account)
        reader.say("STAT")
        reader.close()
    return operation


# What it is called, how it is prepared, how often it is done to count it.
PATHS = (
    ("web: a file of 1 KB", page("counted.html", PAGE), 200),
    ("web: a file of 1 MB", page("counted-large.html", PAGE * 1024), 20),
    ("web: a page with five directives", page_with_directives, 100),
    ("web: a Perl script, without Perl's part", script, 20),
    ("web: a page of PHP, without PHP's part", php, 50),
    ("web: a visit to the counter", counter, 50),
    ("ftp: upload of 1 KB", upload, 50),
    ("ftp: download of 1 KB", download, 50),
    ("ftp: list of 100 files", listing, 20),
    ("ftp: MDTM below 16 access files", deep_facts, 100),
    ("smtp: a message of 10 KB, delivered", message_in, 50),
    ("pop: a message of 10 KB", fetching, 100),
    ("pop: a session with 40 messages", pop_session, 5),
)
