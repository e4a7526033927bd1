"""Children of the server that die under load: MariaDB, and the processes that run PHP."""

import contextlib
import io
import os
import pathlib
import shutil
import signal
import time

from soak_parts import SECONDS, Load, also, ftp, get, site_text, until, visitor

QUERY = """<?php
mysqli_report(MYSQLI_REPORT_OFF);
$link = @mysqli_connect('localhost', '{user}', '{password}', '{user}01');
if (!$link) {{ http_response_code(503); exit('no database'); }}
mysqli_query($link, 'CREATE TABLE IF NOT EXISTS soak (id INT AUTO_INCREMENT PRIMARY KEY, who VARCHAR(40) UNIQUE) ENGINE=InnoDB');
if (isset($_GET['count'])) {{ $r = mysqli_query($link, 'SELECT who FROM soak'); while ($row = mysqli_fetch_row($r)) echo $row[0], "\\n"; exit; }}
if (!mysqli_query($link, "INSERT INTO soak (who) VALUES ('" . mysqli_real_escape_string($link, $_GET['who']) . "')")) {{ http_response_code(503); exit('not kept'); }}
echo 'kept';
"""


def processes(mark):
    """Ids of the processes whose command line holds it."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def descendants(pid):
    """The processes below it, however deep, and not those that only wait to be taken note of."""
    below, parents = {pid}, {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(folder.name)] = int(parent)
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    return sorted(below - {pid})


def dying_database(part):
    if not pathlib.Path("/usr/sbin/mariadbd").exists() or not shutil.which("php-cgi"):
        return part.tell("MariaDB dies under load", "MariaDB or PHP is not installed", None)
    server = part.server(site_text({"database": "sync = true"}), database=True)
    user = server.login.replace("-", "")
    with contextlib.closing(ftp(server)) as session:
        session.storbinary("STOR /web/query.php", io.BytesIO(QUERY.format(user=user, password=server.password).encode()))
    kept, refused, pages = set(), [0], [0]

    def insert(ended, who):
        connection, count = visitor(server), 0
        while not ended.is_set():
            name = f"{who}-{count}"
            status, body = get(server, f"/query.php?who={name}", connection)
            count += 1
            if (status, body) == (200, b"kept"):
                kept.add(name)
            else:
                refused[0] += 1
                ended.wait(0.05)

    def browse(ended):
        connection = visitor(server)
        while not ended.is_set():
            pages[0] += get(server, "/", connection)[0] in (200, 404)
            ended.wait(0.01)

    def is_back():
        return get(server, "/query.php?count=1")[0] == 200

    until(is_back, "the database answers", 4 * SECONDS)
    load = Load(lambda ended: insert(ended, "a"), lambda ended: insert(ended, "b"), browse)
    deadline, kills, slowest = time.monotonic() + part.seconds, 0, 0.0
    while kills < 2 or time.monotonic() < deadline:
        time.sleep(0.5 + part.chance.random())
        victims = processes(f"--datadir={server.folder}/state/database/data")
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        kills += 1
        began = time.monotonic()
        time.sleep(0.05)
        until(is_back, "the database answers again", 4 * SECONDS)
        slowest = max(slowest, time.monotonic() - began)
    mistakes = load.end()
    rows = get(server, "/query.php?count=1")[1].decode().split()
    lost = kept - set(rows)
    part.tell(f"MariaDB killed {kills} times under load", f"{len(kept)} rows acknowledged, {len(lost)} lost, {len(rows) - len(set(rows))} twice; {refused[0]} refused meanwhile; "
              f"back within {slowest:.1f} s; {pages[0]} pages served{also(mistakes)}", not lost and not mistakes and bool(kept) and len(rows) == len(set(rows)))


def dying_php(part):
    if not shutil.which("php-cgi"):
        return part.tell("php-cgi dies under load", "PHP is not installed", None)
    server = part.server(site_text())
    with contextlib.closing(ftp(server)) as session:
        session.storbinary("STOR /web/page.php", io.BytesIO(b"<?php usleep(20000); echo 'whole ', str_repeat('x', 5000), ' end';"))
    whole = b"whole " + b"x" * 5000 + b" end"
    answers = {"whole": 0, "5xx": 0, "cut off": 0, "wrong": 0}

    def browse(ended):
        while not ended.is_set():
            try:
                status, body = get(server, "/page.php")
                answers["whole" if (status, body) == (200, whole) else "5xx" if status >= 500 else "wrong"] += 1
            except Exception:  # an answer that had begun is cut off, which its reader sees
                answers["cut off"] += 1

    load = Load(*[browse] * 4)
    deadline, kills = time.monotonic() + part.seconds, 0
    while kills < 10 or time.monotonic() < deadline:
        time.sleep(0.3 * part.chance.random())
        # PHP itself, and what supervises it.
        workers = [pid for pid in descendants(server.process.pid) if "php-cgi" in command_of(pid)]
        if time.monotonic() > deadline + 2 * SECONDS:
            break
        if not workers:
            time.sleep(0.05)
            continue
        with contextlib.suppress(ProcessLookupError):
            os.kill(part.chance.choice(workers), signal.SIGKILL)
        kills += 1
    mistakes = load.end()
    began = time.monotonic()
    until(lambda: all(get(server, "/page.php") == (200, whole) for _ in range(10)), "PHP serves again")
    mark = f"{server.folder}/state/php/php.ini"
    until(lambda: set(processes(mark)) <= set(descendants(server.process.pid)), "no PHP is left to itself")
    part.tell(f"php-cgi killed {kills} times under load", ", ".join(f"{count} {what}" for what, count in answers.items())
              + f"; served again within {time.monotonic() - began:.1f} s{also(mistakes)}", answers["wrong"] == 0 and answers["whole"] > kills and not mistakes)


def command_of(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""
