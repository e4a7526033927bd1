"""Many connections that say nothing, slow ones, and visitors who never stop: memory and descriptors are bounded."""

import contextlib
import io
import resource
import socket
import threading
import time

from soak_parts import Load, also, figures, ftp, get, megabytes, pop, served_again, serves_everything, site_text, smtp, until, visitor

IDLE = 2000
MANY = "max_sessions = 5000\nmax_sessions_per_source = 5000\n"
OCTETS_FOR_ONE = 24 << 10  # of an idle connection
OCTETS_FOR_TLS = 24 << 10  # before the handshake; Asio and OpenSSL take 77 kB with it
GROWTH = 48 << 20  # of a server that has seen everything once


def sources():
    while True:
        for third in range(1, 200):
            for fourth in range(1, 200, 7):
                yield f"127.7.{third}.{fourth}"


def idle_connections(part, server, name, port):
    before, _, descriptors = figures(server)
    crowd, address = [], sources()
    with contextlib.ExitStack() as stack:
        for _ in range(IDLE):
            crowd.append(stack.enter_context(socket.create_connection((server.address, port), 30, source_address=(next(address), 0))))
        until(lambda: figures(server)[2] >= descriptors + IDLE - 50,  # those of before may have gone meanwhile
              f"{IDLE} connections of {name} are taken")
        during, _, most = figures(server)
        began = time.monotonic()
        serves_everything(server)
        took = time.monotonic() - began
    until(lambda: figures(server)[2] < descriptors + 50, f"the connections of {name} are gone")
    each = max(0, during - before) / IDLE
    part.tell(f"{IDLE} idle connections of {name}", f"{megabytes(before)} → {megabytes(during)} ({each / 1024:.1f} kB each), {descriptors} → {most} → {figures(server)[2]} descriptors; "
              f"everything else served meanwhile in {took:.1f} s", each < (OCTETS_FOR_TLS if "TLS" in name else OCTETS_FOR_ONE))


def slow_ones(part, server, seconds):
    """Readers who take a little now and then, and writers who say a little."""
    with contextlib.closing(ftp(server)) as session:
        session.storbinary("STOR /web/large.bin", io.BytesIO(bytes(range(256)) * 40_000))
    before, _, _ = figures(server)
    slow = []
    with contextlib.ExitStack() as stack:
        for number in range(200):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(30)
            port, words = ((server.http_port, f"GET /large.bin HTTP/1.1\r\nHost: {server.host}\r\n\r\n"), (server.http_port, f"POST /x HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: 100000\r\n\r\n"),
                           (server.target["smtp"]["port"], "EHLO x\r\nMAIL FROM:<a@elsewhere.example>\r\nRCPT TO:<taro@example.jp>\r\nDATA\r\n"), (server.ftp_port, f"USER {server.login}\r\n"))[number % 4]
            connection.connect((server.address, port))
            connection.sendall(words.encode())
            slow.append((number % 4, connection))
        deadline = time.monotonic() + seconds
        served = 0
        while time.monotonic() < deadline:
            for kind, connection in slow:
                with contextlib.suppress(OSError):
                    connection.recv(100) if kind == 0 else connection.sendall(b"x")
            serves_everything(server)
            served += 1
        during, most, descriptors = figures(server)
    part.tell("200 slow readers and writers", f"{megabytes(before)} → {megabytes(during)} (at most {megabytes(most)}), {descriptors} descriptors; everything else served {served} times meanwhile",
              served > 0 and during - before < GROWTH)


def busy_ones(part, server, requests):
    """Clients with so many requests each, on connections that are kept."""
    done, lock = {}, threading.Lock()

    def count(what, number):
        with lock:
            done[what] = done.get(what, 0) + number

    def pages(ended):
        connection = visitor(server)
        for number in range(requests):
            if get(server, "/alive.txt" if number % 2 else f"/nothing-{number}", connection)[0] not in (200, 404):
                raise AssertionError("a page is not served")
        count("pages", requests)

    def commands(ended):
        with contextlib.closing(ftp(server)) as session:
            for number in range(requests):
                session.sendcmd("PWD" if number % 3 else "SIZE /web/alive.txt")
        count("FTP commands", requests)

    def stats(ended):
        with contextlib.closing(pop(server, "jiro")) as session:
            for _ in range(requests):
                session.stat()
        count("POP3 commands", requests)

    def noops(ended):
        with contextlib.closing(smtp(server)) as session:
            for number in range(requests):
                session.docmd("RSET" if number % 2 else "NOOP")
        count("SMTP commands", requests)

    def round_of_all():
        load = Load(pages, pages, commands, stats, noops)
        for thread in load._threads:
            thread.join(600)
        return load.end()

    first = round_of_all()
    before, _, descriptors = figures(server)
    began = time.monotonic()
    mistakes = first + round_of_all()
    took = time.monotonic() - began
    after, most, descriptors_after = figures(server)
    part.tell(f"{requests:,} requests of each of 5 clients, twice", f"{', '.join(f'{number:,} {what}' for what, number in sorted(done.items()))}, {5 * requests / took:,.0f} each second; "
              f"{megabytes(before)} → {megabytes(after)} (at most {megabytes(most)}), {descriptors} → {descriptors_after} descriptors{also(mistakes)}",
              not mistakes and after - before < GROWTH and descriptors_after <= descriptors + 20)


def load(part):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))
    tables = {f"limits.{name}": MANY + "idle = 900" + extra for name, extra in (("http", "\nrequests_per_session = 1_000_000"), ("ftp", "\nlogin = 900"), ("pop", "\nlogin = 900"), ("smtp", ""))}
    tables["limits.smtp"] = MANY + "idle = 900\nfailed_login_delay = 0"
    server = part.server(site_text(tables))
    serves_everything(server)
    try:
        ports = {"HTTP": server.http_port, "FTP": server.ftp_port, "POP3": server.pop_port, "POP3 over TLS": server.pops_port, "SMTP": server.target["smtp"]["port"]}
        for name, port in ports.items():
            idle_connections(part, server, name, port)
        slow_ones(part, server, max(3.0, part.seconds / 4))
        busy_ones(part, server, 10_000)
        part.tell("afterwards", f"everything served within {served_again(server):.1f} s; {megabytes(figures(server)[0])}", True)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
