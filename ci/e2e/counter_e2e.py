"""The access counter: seen in a browser, and exact also when the server is killed in the middle of counting."""

import html
import http.client
import io
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import unittest

from customer import CustomerTest, program
from reference_server import ReferenceServer

CHROMIUM = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--hide-scrollbars")
CHROMIUM_SECONDS = 60
DAMAGED = 69


def page_of_all_designs(domain):
    """Fifteen pictures; when all of them have loaded, or failed to, the title tells their widths."""
    queries = [query for design in "ABCDE"
               for query in (f"df={domain}&md=7&dd={design}", f"display=clock&dd={design}", f"display=date&dd={design}")]
    pictures = "".join(f'<p>{number + 1}<img src="/cgi-bin/Count.cgi?{html.escape(query)}">\n'
                       for number, query in enumerate(queries))
    return f"""<!DOCTYPE html>
<html><head><title>loading</title><style>
body {{ display: grid; grid-template-columns: repeat(3, auto); gap: 12px; font: 14px sans-serif; width: 900px }}
p {{ margin: 0 }} img {{ margin-left: 8px; vertical-align: middle; zoom: 1.5 }}
</style></head><body>
{pictures}<script>
addEventListener("load", () => {{
  document.title = "widths " + [...document.images].map(image => image.naturalWidth).join(" ");
}});
</script></body></html>
""".encode()


class Counter(CustomerTest):
    def browse(self, path, *arguments):
        """Standard output of a browser that has no past, on the page at `path`."""
        with tempfile.TemporaryDirectory() as profile:
            url = f"http://{self.server.host}:{self.server.http_port}{path}"
            rules = f"--host-resolver-rules=MAP {self.server.host} {self.server.address}"
            ended = subprocess.run([*CHROMIUM, f"--user-data-dir={profile}", rules, *arguments, url],
                                   capture_output=True, text=True, timeout=CHROMIUM_SECONDS, cwd=self.folder,
                                   errors="replace")
        self.assertEqual(ended.returncode, 0, ended.stderr[-2000:])
        return ended.stdout

    def test_a_browser_shows_all_fifteen_pictures(self):
        domain = self.server.target["domain"]["name"]
        self.ftp().storbinary("STOR /web/counters.html", io.BytesIO(page_of_all_designs(domain)))
        dom = self.browse("/counters.html", "--dump-dom")
        title = re.search(r"<title>widths ([\d ]+)</title>", dom)
        self.assertIsNotNone(title, dom[:2000])
        widths = [int(width) for width in title.group(1).split()]
        self.assertEqual(len(widths), 15)
        self.assertTrue(all(width > 0 for width in widths), widths)
        # Seven digits, a time, a date: in each design three pictures of their own width.
        self.assertTrue(all(len(set(widths[i:i + 3])) == 3 for i in range(0, 15, 3)), widths)

        shots = pathlib.Path(os.environ.get("HOSTING_TEST_OUTPUT", self.folder))
        shots.mkdir(parents=True, exist_ok=True)
        shot = shots / "counters.png"
        shot.unlink(missing_ok=True)
        self.browse("/counters.html", f"--screenshot={shot}", "--window-size=940,330")
        self.assertTrue(shot.read_bytes().startswith(b"\x89PNG"))

    def test_who_does_not_come_from_a_page_sees_eights(self):
        visit = Visitor(self.server, "127.0.0.9")
        self.addCleanup(visit.close)
        self.assertEqual(visit.count()[0], 200)
        eights = visit.ask("df=example.jp&md=7", {})[1]
        self.assertEqual(visit.ask("df=example.jp&md=5", {"Referer": "http://elsewhere.example/"})[1], eights)
        self.assertNotEqual(visit.count()[1], eights)

    def test_a_bar_may_stand_in_the_url_as_browsers_send_it(self):
        visit = Visitor(self.server, "127.0.0.9")
        self.addCleanup(visit.close)
        referer = {"Referer": f"http://{self.server.host}/"}
        self.assertEqual(visit.ask("df=example.jp|md=8|dd=B", referer), visit.ask("dd=B&md=8&df=example.jp", referer))


class Visitor:
    """A browser at one address of loopback, which keeps its connection."""

    def __init__(self, server, address):
        self.server = server
        self.connection = http.client.HTTPConnection(server.address, server.http_port, timeout=10,
                                                     source_address=(address, 0))

    def ask(self, query, headers):
        """(status, body)"""
        self.connection.request("GET", f"/cgi-bin/Count.cgi?{query}", headers={"Host": self.server.host} | headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def count(self):
        return self.ask("df=example.jp&md=10", {"Referer": f"http://{self.server.host}/"})

    def close(self):
        self.connection.close()


class Kept(unittest.TestCase):
    def setUp(self):
        self.server = ReferenceServer(program())
        self.addCleanup(self.server.remove)
        self.addCleanup(self.server.stop)

    def count_without_end(self, addresses, acknowledged):
        """Visits of these addresses in turn, until the server is gone; puts how many were answered into the list."""
        answered = 0
        visitors = [Visitor(self.server, address) for address in addresses]
        try:
            while True:
                for visitor in visitors:
                    status, _ = visitor.count()
                    if status == 200:
                        answered += 1
        except (OSError, http.client.HTTPException):
            acknowledged.append(answered)
        finally:
            for visitor in visitors:
                visitor.close()

    def test_no_visit_that_was_answered_is_lost_when_the_server_is_killed(self):
        self.server.start()
        threads, acknowledged = [], []
        for number in range(4):
            # Nobody else has these addresses: every visit is another one's than the last.
            addresses = [f"127.0.{number + 1}.{host}" for host in (1, 2, 3)]
            threads.append(threading.Thread(target=self.count_without_end, args=(addresses, acknowledged)))
        for thread in threads:
            thread.start()
        while sum(counter["value"] for counter in self.server.ask("counter", "show")) < 500:
            pass
        self.server.process.kill()
        self.assertEqual(self.server.stop(), -signal.SIGKILL)
        for thread in threads:
            thread.join()
        self.server.start()
        kept = self.server.ask("counter", "show")[0]["value"]
        # What was being counted when it died may have been kept without an answer: one for each thread.
        self.assertGreaterEqual(kept, sum(acknowledged))
        self.assertLessEqual(kept, sum(acknowledged) + len(threads))

    def test_the_last_address_is_remembered_over_a_restart(self):
        for _ in range(2):
            self.server.start()
            visitor = Visitor(self.server, "127.0.0.5")
            self.addCleanup(visitor.close)
            self.assertEqual(visitor.count()[0], 200)
            self.assertEqual(self.server.ask("counter", "show"),
                             [{"name": "example.jp", "value": 1, "last_address": "127.0.0.5"}])
            visitor.close()
            self.assertEqual(self.server.stop(), 0)

    def test_damaged_counters_are_told_and_left_alone(self):
        file = self.server.folder / "state" / "counters.sqlite"
        file.parent.mkdir()
        file.write_bytes(b"no database" * 1000)
        ended = subprocess.run([program(), "serve", "--site", str(self.server.site), "--state", str(file.parent)],
                               env=os.environ | self.server.environment, capture_output=True, text=True, timeout=20)
        self.assertEqual(ended.returncode, DAMAGED, ended.stderr)
        self.assertIn(str(file), ended.stderr)
        self.assertNotIn("ready", ended.stdout)
        self.assertEqual(file.read_bytes(), b"no database" * 1000)
