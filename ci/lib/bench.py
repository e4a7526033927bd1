"""The measurements of ci/bench. Every number is a median of rounds in which ours and the other take turns."""

import argparse
import ftplib
import http.client
import io
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

from bench_counts import bench_counts
from bench_database import bench_database
from bench_members import bench_members
from bench_pop import bench_pop
from bench_rows import BenchError, Row
from bench_smtp import bench_smtp
from bench_suite import bench_far, bench_large_messages, bench_suite, print_fleet
from peer_servers import Apache, ApacheWithPhp, PeerError, ProFtpd
from reference_server import REFERENCE_SITE, ReferenceServer, ServerError, build_folder

LOAD_SECONDS = 2
CONNECTIONS = 32
WEB_FILES = {"1 KB": 1024, "1 MB": 1024 * 1024}
TRANSFER_OCTETS = 100 * 1024 * 1024
INCLUDING_PAGE = b"<!DOCTYPE html>\n" + b"<p>text</p>\n" * 40 + b"""<!--#set var="x" value="yes" -->
<!--#if expr="$x = yes" -->shown<!--#endif -->
<!--#echo var="DOCUMENT_NAME" -->
<!--#include file="bench-part.html" -->
""" + b"<p>text</p>\n" * 40
HELLO_SCRIPT = b"""#!/usr/bin/perl
print "Content-Type: text/plain\\n\\nhello, world\\n";
"""
PHP_PAGE = b"""<!DOCTYPE html>
<?php
header('Content-Type: text/html; charset=UTF-8');
foreach (range(1, 40) as $number)
  printf("<p>%d %s</p>\n", $number, htmlspecialchars($_GET['name'] ?? 'nobody'));
?>
<p>end</p>
"""
PHP_PROCESSES = 16
COUNTER_RATIO = 20.0
# A machine that others use more than this has other things to do.
MOST_OF_OTHERS = 0.15
LIB = pathlib.Path(__file__).resolve().parent
DEEP_LEVELS = 16
DEEP_COMMANDS = 2000
SMALL_FILES = 10_000
COUNTED_FILES = 100_000
ACCESS_FILE = b"<Limit ALL>\nOrder Allow,Deny\nAllow from 127.0.0.1\nDeny from all\n</Limit>\n"


def requests_per_second(address, port, host, name, connections=CONNECTIONS):
    output = subprocess.run(
        ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{LOAD_SECONDS}s",
         "--header", f"Host: {host}", f"http://{address}:{port}/{name}"],
        check=True, capture_output=True, text=True, timeout=LOAD_SECONDS + 30).stdout
    errors = sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", output)))
    requests = int(re.search(r"(\d+) requests in", output).group(1))
    # httpd resets connections that are kept alive when its threads are busy; a few do not change the measure.
    if "Non-2xx" in output or errors > requests / 50:
        raise BenchError(f"wrk met errors at {host}, port {port}:\n{output}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", output).group(1))


def put_on_both(server, apache, name, octets, mode=0o644):
    apache.put(name, octets, mode)
    session = ftplib.FTP()
    session.connect(server.address, server.ftp_port, 30)
    session.login(server.login, server.password)
    session.storbinary(f"STOR /web/{name}", io.BytesIO(octets))
    session.voidcmd(f"SITE CHMOD {mode:o} /web/{name}")
    session.quit()


def page_of(address, port, host, name):
    connection = http.client.HTTPConnection(address, port, timeout=10)
    connection.request("GET", f"/{name}", headers={"Host": host})
    return connection.getresponse().read()


def bench_includes(server, rounds):
    row = Row(f"Pages with five directives per second, {CONNECTIONS} connections", "/s", "Apache httpd, mod_include")
    with Apache() as apache:
        put_on_both(server, apache, "bench-part.html", b"<p>part</p>" * 20)
        put_on_both(server, apache, "bench.shtml", INCLUDING_PAGE)
        ours = (server.address, server.http_port, server.host, "bench.shtml")
        others = ("127.0.0.1", apache.port, server.host, "bench.shtml")
        if page_of(*ours) != page_of(*others):
            raise BenchError(f"the pages differ: {page_of(*ours)[-300:]} and {page_of(*others)[-300:]}")
        for _ in range(rounds):
            row.ours.append(requests_per_second(*ours))
            row.others.append(requests_per_second(*others))
    return [row]


def bench_scripts(server, rounds):
    rows = []
    with Apache() as apache:
        put_on_both(server, apache, "bench.cgi", HELLO_SCRIPT, 0o755)
        ours = (server.address, server.http_port, server.host, "bench.cgi")
        others = ("127.0.0.1", apache.port, server.host, "bench.cgi")
        if page_of(*ours) != page_of(*others):
            raise BenchError(f"the scripts differ: {page_of(*ours)[-300:]} and {page_of(*others)[-300:]}")
        for connections in (1, CONNECTIONS):
            row = Row(f"Perl scripts (hello, world) per second, {connections} connections", "/s", "Apache httpd, mod_cgid")
            for _ in range(rounds):
                row.ours.append(requests_per_second(*ours, connections))
                row.others.append(requests_per_second(*others, connections))
            rows.append(row)
    return rows


def bench_php(server, rounds):
    row = Row(f"Pages of PHP per second, {CONNECTIONS} connections", "/s", "Apache httpd, php-fpm")
    with ApacheWithPhp(PHP_PROCESSES) as apache:
        put_on_both(server, apache, "bench.php", PHP_PAGE)
        ours = (server.address, server.http_port, server.host, "bench.php?name=a%26b")
        others = ("127.0.0.1", apache.port, server.host, "bench.php?name=a%26b")
        if page_of(*ours) != page_of(*others):
            raise BenchError(f"the pages differ: {page_of(*ours)[-300:]} and {page_of(*others)[-300:]}")
        for _ in range(rounds):
            row.ours.append(requests_per_second(*ours))
            row.others.append(requests_per_second(*others))
    return [row]


def bench_http(server, rounds):
    rows = []
    with Apache() as apache:
        for label, size in WEB_FILES.items():
            name = f"bench-{size}.html"
            put_on_both(server, apache, name, random.Random(size).randbytes(size))
            row = Row(f"HTTP requests/s, {label} file, {CONNECTIONS} connections", "/s", "Apache httpd, event MPM")
            for _ in range(rounds):
                row.ours.append(requests_per_second(server.address, server.http_port, server.host, name))
                row.others.append(requests_per_second("127.0.0.1", apache.port, server.host, name))
            rows.append(row)
    return rows


def transfer(login, password, arguments, url):
    """Seconds of a whole curl run."""
    start = time.monotonic()
    subprocess.run(["curl", "--silent", "--show-error", "--fail", "--user", f"{login}:{password}", *arguments, url],
                   check=True, timeout=120)
    return time.monotonic() - start


def bench_ftp(server, rounds):
    megabytes = TRANSFER_OCTETS / 1024 / 1024
    up = Row("FTP upload, 100 MB", "MB/s", "ProFTPD")
    down = Row("FTP download, 100 MB", "MB/s", "ProFTPD")
    with tempfile.TemporaryDirectory() as folder, ProFtpd(server.password) as proftpd:
        source, back = pathlib.Path(folder, "source"), pathlib.Path(folder, "back")
        source.write_bytes(random.Random(1).randbytes(TRANSFER_OCTETS))
        ours = (server.login, f"ftp://{server.address}:{server.ftp_port}//web/bench.bin")
        other = (proftpd.login, f"ftp://127.0.0.1:{proftpd.port}//web/bench.bin")
        for _ in range(rounds):
            for (login, url), target in ((ours, "ours"), (other, "others")):
                seconds = transfer(login, server.password, ["--upload-file", str(source)], url)
                getattr(up, target).append(megabytes / seconds)
                seconds = transfer(login, server.password, ["--output", str(back)], url)
                getattr(down, target).append(megabytes / seconds)
                if back.stat().st_size != TRANSFER_OCTETS:
                    raise BenchError(f"{target}: the file came back with {back.stat().st_size} octets")
    return [up, down]


def deep_tree(session, name, access_file):
    """Makes /web/name/d/d/…, each level with the access file if there is one; the path of a file at its end."""
    path = f"/web/{name}"
    for level in range(DEEP_LEVELS):
        path += "/d" if level else ""
        session.mkd(path)
        if access_file:
            session.storbinary(f"STOR {path}/.ftpaccess", io.BytesIO(access_file))
    session.storbinary(f"STOR {path}/f", io.BytesIO(b"x"))
    return f"{path}/f"


def commands_per_second(session, command):
    start = time.monotonic()
    for _ in range(DEEP_COMMANDS):
        session.voidcmd(command)
    return DEEP_COMMANDS / (time.monotonic() - start)


def bench_access_files(server, rounds):
    rows = []
    with ProFtpd(server.password) as proftpd:
        ours, others = ftplib.FTP(), ftplib.FTP()
        for session, port, login in ((ours, server.ftp_port, server.login), (others, proftpd.port, proftpd.login)):
            session.connect("127.0.0.1", port, 30)
            session.login(login, server.password)
        for what, name, access_file in ((f"{DEEP_LEVELS} levels deep, no access file", "bench-open", None),
                                        ("the same, an access file at each level", "bench-closed", ACCESS_FILE)):
            command = "MDTM " + deep_tree(ours, name, access_file)
            deep_tree(others, name, access_file)
            row = Row(f"FTP commands/s (MDTM), {what}", "/s", "ProFTPD")
            for _ in range(rounds):
                row.ours.append(commands_per_second(ours, command))
                row.others.append(commands_per_second(others, command))
            rows.append(row)
        ours.close()
        others.close()
    return rows


def store_small_files(session, folder):
    """Seconds for SMALL_FILES uploads, one after the other over one session."""
    session.mkd(folder)
    octets = bytes(1000)
    start = time.monotonic()
    for number in range(SMALL_FILES):
        session.storbinary(f"STOR {folder}/{number}", io.BytesIO(octets))
    return time.monotonic() - start


def bench_small_files(server, rounds):
    row = Row("FTP uploads of 1 KB files over one session", "files/s", "ProFTPD")
    with ProFtpd(server.password) as proftpd:
        ours, others = ftplib.FTP(), ftplib.FTP()
        for session, port, login in ((ours, server.ftp_port, server.login), (others, proftpd.port, proftpd.login)):
            session.connect("127.0.0.1", port, 30)
            session.login(login, server.password)
        for number in range(rounds):
            row.ours.append(SMALL_FILES / store_small_files(ours, f"/web/small-{number}"))
            row.others.append(SMALL_FILES / store_small_files(others, f"/web/small-{number}"))
        ours.close()
        others.close()
    return [row]


def bench_recount(server, rounds):
    row = Row(f"Counting the disk use of {COUNTED_FILES:,} files", "s", "du", more_is_better=False)
    root = server.folder / "state/site/root"
    for number in range(COUNTED_FILES):
        folder = root / f"web/counted/{number // 500}"
        if number % 500 == 0:
            folder.mkdir(parents=True)
        (folder / str(number)).write_bytes(b"x")
    for _ in range(rounds):
        start = time.monotonic()
        counted = server.ask("disk", "recount")["use"]
        row.ours.append(time.monotonic() - start)
        start = time.monotonic()
        said = subprocess.run(["du", "--summarize", "--block-size=1", str(root)], check=True, capture_output=True)
        row.others.append(time.monotonic() - start)
        if counted != int(said.stdout.split()[0]):
            raise BenchError(f"we count {counted} octets, du says {said.stdout}")
    return [row]


def visits_per_second(port):
    """(visits per second, how many were answered)"""
    output = subprocess.run(
        ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{LOAD_SECONDS}s", "--script",
         str(LIB / "visitors.lua"), f"http://127.0.0.1:{port}/"],
        check=True, capture_output=True, text=True, timeout=LOAD_SECONDS + 30).stdout
    if "Non-2xx" in output:
        raise BenchError(f"wrk met errors at the counter, port {port}:\n{output}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", output).group(1)), int(
        re.search(r"(\d+) requests in", output).group(1))


def counted_by(server):
    return sum(counter["value"] for counter in server.ask("counter", "show"))


def require_exact(what, answered, counted):
    """Every visit that was answered counted; those that were under way when the load ended may have."""
    if not answered <= counted <= answered + CONNECTIONS:
        raise BenchError(f"{what}: {answered} visits were answered, and {counted} counted")


def bench_counter(_, rounds):
    """Every visit counts: visitors.lua names another address for each, as a proxy in front would."""
    row = Row(f"Counter visits/s, {CONNECTIONS} connections", "/s", "the same as a Perl CGI, Apache httpd",
              at_least=COUNTER_RATIO)
    with tempfile.TemporaryDirectory() as folder:
        site = pathlib.Path(folder, "site.toml")
        site.write_text(REFERENCE_SITE.read_text() + '\n[counter]\nproxies = ["127.0.0.1"]\n')
        with ReferenceServer(build_folder("release") / "hosting-refd", site) as server, Apache() as apache:
            apache.serve_counter(LIB / "counter.pl")
            for _ in range(rounds):
                before = counted_by(server)
                speed, answered = visits_per_second(server.http_port)
                row.ours.append(speed)
                require_exact("ours", answered, counted_by(server) - before)
                before = apache.counted()
                speed, answered = visits_per_second(apache.port)
                row.others.append(speed)
                require_exact("the Perl CGI", answered, apache.counted() - before)
    return [row]


def print_table(rows):
    header = ("What", "Ours", "Beside", "Ratio (> 1: ours is better)", "Spread (ours / other)")
    print("\n| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(row.cells()) + " |")


PARTS = {"http": bench_http, "includes": bench_includes, "scripts": bench_scripts, "php": bench_php,
         "counter": bench_counter, "database": bench_database, "ftp": bench_ftp, "pop": bench_pop, "smtp": bench_smtp,
         "members": bench_members, "access": bench_access_files, "small": bench_small_files, "recount": bench_recount,
         "suite": bench_suite, "large": bench_large_messages, "far": bench_far}


def roomy_site(folder):
    """The reference site with the space of a real one."""
    text, found = re.subn(r"(?m)^\[limits\.disk\]\noctets = .*\n", "", REFERENCE_SITE.read_text())
    if found != 1:
        raise BenchError(f"{REFERENCE_SITE} does not bound the disk as it used to")
    site = pathlib.Path(folder, "site.toml")
    site.write_text(text)
    return site


def flush_milliseconds():
    """The median time until 4 KB are on the disk: what no server that keeps what it acknowledges can undercut."""
    taken = []
    with tempfile.NamedTemporaryFile() as file:
        for number in range(100):
            os.pwrite(file.fileno(), bytes(4096), 4096 * (number % 16))
            start = time.monotonic()
            os.fdatasync(file.fileno())
            taken.append(1000 * (time.monotonic() - start))
    return statistics.median(taken)


def busy_share(seconds=2.0):
    """The share, 0 to 1, of all processors' time that others take. A load average would also tell of our own build before."""
    def times():
        with open("/proc/stat", encoding="ascii") as file:
            of_all = [int(word) for word in file.readline().split()[1:9]]
        idle, waiting = of_all[3:5]
        return sum(of_all), idle + waiting
    total, idle = times()
    time.sleep(seconds)
    total_after, idle_after = times()
    return 1 - (idle_after - idle) / max(1, total_after - total)


def main(arguments):
    parser = argparse.ArgumentParser(prog="ci/bench")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 51), metavar="N")
    parser.add_argument("--require", type=float, default=0.0, metavar="RATIO")
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--counts", nargs="*", metavar="WORD")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--fleet", type=int, metavar="HOSTS")
    options = parser.parse_args(arguments)
    if options.counts is not None:
        return bench_counts(options.update, options.peers, options.counts)
    if options.fleet is not None:
        print_fleet(options.fleet)
        return 0
    rows, wrong = [], []
    busy, flush = busy_share(), flush_milliseconds()
    try:
        with tempfile.TemporaryDirectory() as folder, \
                ReferenceServer(build_folder("release") / "hosting-refd", roomy_site(folder)) as server:
            for name in options.only or PARTS:
                print(f"measuring {name} …", file=sys.stderr)
                try:
                    rows += PARTS[name](server, options.rounds)
                except (BenchError, PeerError, ServerError, subprocess.SubprocessError, ftplib.Error) as error:
                    wrong.append(f"{name}: {error}")
    except (BenchError, ServerError) as error:
        wrong.append(str(error))
    busy_after = busy_share()
    is_idle = max(busy, busy_after) < MOST_OF_OTHERS
    print(f"{os.cpu_count()} processors, medians of {options.rounds} rounds in turns, load tool on the same machine; others took"
          f" {busy:.0%} of the processors before and {busy_after:.0%} after; before, 4 KB were on the disk after {flush:.1f} ms")
    print_table(rows)
    # What is promised holds for a machine that has nothing else to do.
    wrong += [f"{row.what}: the ratio {row.ratio:.2f} is below {max(options.require, row.at_least)}" for row in rows
              if row.ratio < max(options.require, row.at_least if is_idle else 0.0)]
    if not is_idle:
        print("ci/bench: this machine has other things to do: no promise is judged", file=sys.stderr)
    print(*(f"ci/bench: {text}" for text in wrong), sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
