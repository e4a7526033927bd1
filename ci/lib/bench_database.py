"""What databases cost at the start of a server, and a page of phpMyAdmin."""

import base64
import http.client
import time

from bench_rows import BenchError, Row
from reference_server import ReferenceServer, build_folder

PAGES = 20


def timed_start(server):
    start = time.monotonic()
    server.start(ready_within=120)
    return time.monotonic() - start


def pages_per_second(server):
    pair = base64.b64encode(f"{server.login.replace('-', '')}:{server.password}".encode()).decode()
    connection = http.client.HTTPConnection(server.address, server.http_port, timeout=60)
    start = time.monotonic()
    for _ in range(PAGES):
        connection.request("GET", "/phpMyAdmin/", headers={"Host": server.host, "Authorization": f"Basic {pair}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise BenchError(f"phpMyAdmin answers {answer.status}")
    connection.close()
    return PAGES / (time.monotonic() - start)


def bench_database(_, rounds):
    first = Row("Start to ready with databases, a new state", "s", "without databases", more_is_better=False)
    again = Row("Start to ready with databases, a state that was used", "s", "without databases", more_is_better=False)
    pages = Row("phpMyAdmin's first page, one browser", "/s", "one that nobody waits for")
    pages.others.append(10.0)
    for _ in range(rounds):
        for database in (True, False):
            server = ReferenceServer(build_folder("release") / "hosting-refd", database=database)
            try:
                for row in (first, again):
                    (row.ours if database else row.others).append(timed_start(server))
                    if database and row is again:
                        pages.ours.append(pages_per_second(server))
                    if server.stop(within=30) != 0:
                        raise BenchError(f"hosting-refd did not end well:\n{server.log()}")
            finally:
                server.stop()
                server.remove()
    return [first, again, pages]
