"""What hosting-cts says of two runs: the same server, a broken one, and one whose configuration changed."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from customer import program
from reference_server import REFERENCE_SITE, ReferenceServer

RUN_SECONDS = 100
CHAPTERS = ["ftp.login.*", "web.index.none_is_404", "web.index.empty_directory_is_404", "smtp.size.limit_that_is_told",
            "smtp.dialogue.vrfy_tells_nothing", "pop.tls.*", "pop.programs.capabilities"]


class Baseline(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def suite(self, *arguments, environment=None):
        """(exit status, standard output, standard error) of hosting-cts."""
        ended = subprocess.run([os.environ["HOSTING_CTS"], *map(str, arguments)], capture_output=True, text=True,
                               env=os.environ | (environment or {}), timeout=RUN_SECONDS)
        return ended.returncode, ended.stdout, ended.stderr

    def run_suite(self, server, name, *arguments):
        select = [word for chapter in CHAPTERS for word in ("--select", chapter)]
        return self.suite("run", "--target", server.target_file, "--out", self.folder / name, *select, *arguments,
                          environment=server.environment)

    def diff(self, before, after, *arguments):
        return self.suite("diff", self.folder / before, self.folder / after, *arguments)

    def changes(self, before, after):
        return json.loads(self.diff(before, after, "--format", "json")[1])

    def test_two_runs_against_the_same_server_are_alike(self):
        with ReferenceServer(program()) as server:
            self.assertEqual(self.run_suite(server, "first")[0], 0)
            status, said, _ = self.run_suite(server, "second", "--baseline", self.folder / "first")
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"No difference\. The same: \d+")
        found = self.changes("first", "second")
        self.assertEqual([found[part] for part in ("terms", "steps", "scenarios", "traits")], [[], [], [], []])
        prints = json.loads((self.folder / "second/result.json").read_text())["fingerprint"]
        self.assertEqual(prints["services"], ["ftp", "pop", "pops", "smtp", "submission", "web"])
        self.assertIn({"service": "pops", "name": "TLS versions", "values": ["TLSv1.2", "TLSv1.3"]}, prints["traits"])
        self.assertIn("What changed since the baseline", (self.folder / "second/report.html").read_text())
        self.assertIn("What changed since the baseline", (self.folder / "second/summary.md").read_text())

    def test_what_breaks_is_new_once_and_then_fixed(self):
        with ReferenceServer(program()) as server:
            self.run_suite(server, "before")
            server.ask("deviation", "on", "ftp.login.password_case_folds")
            status, said, _ = self.run_suite(server, "broken", "--baseline", self.folder / "before")
            self.assertEqual(status, 1, said)
            self.assertRegex(said, r"New failures \(1\)\n  ftp\.login\.wrong_case_of_password")
            status, said, _ = self.run_suite(server, "still", "--baseline", self.folder / "broken/result.json")
            self.assertEqual(status, 0, said)
            self.assertIn("Still failing (1)", said)
            server.ask("deviation", "off")
            self.assertEqual(self.run_suite(server, "mended", "--baseline", self.folder / "still")[0], 0)
        self.assertEqual(self.changes("still", "mended")["totals"]["fixed"], 1)
        self.assertEqual(self.diff("before", "broken")[0], 1)

    def test_another_configuration_that_conforms_is_told(self):
        with ReferenceServer(program()) as server:
            self.run_suite(server, "before")
        site = self.folder / "site.toml"
        site.write_text(re.sub(r"message_octets = \S+", "message_octets = 900_000", REFERENCE_SITE.read_text()))
        with ReferenceServer(program(), site=site) as server:
            status, said, _ = self.run_suite(server, "after", "--baseline", self.folder / "before")
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"smtp EHLO +− SIZE 1048576 → \+ SIZE 900000")
        self.assertRegex(said, r"smtp\.size_told .* 1048576 → 900000")
        self.assertIn("address of ftp", said)

    def test_what_a_smaller_run_leaves_out_is_not_gone(self):
        with ReferenceServer(program()) as server:
            self.run_suite(server, "whole")
            self.suite("run", "--target", server.target_file, "--out", self.folder / "part", "--select", "web.index.*",
                       environment=server.environment)
        totals = self.changes("whole", "part")["totals"]
        self.assertGreater(totals["not_run"], 5)
        self.assertEqual(totals["gone"], 0)
        self.assertIn("selection", {term["what"] for term in self.changes("whole", "part")["terms"]})

    def test_a_service_that_is_lost_is_inconclusive(self):
        with ReferenceServer(program()) as server:
            self.run_suite(server, "before")
            server.stop()
            status, said, _ = self.run_suite(server, "dead", "--baseline", self.folder / "before")
        self.assertEqual(status, 2, said)
        self.assertRegex(said, r"Services \(1\)\n  target\.unreachable +in order → not in order")
        self.assertIn("No longer judged", said)

    def test_files_that_are_no_result_are_told(self):
        (self.folder / "other.json").write_text('{"schema_version": 99}')
        (self.folder / "half.json").write_text('{"schema_version": 1, ')
        for name, reason in (("other.json", "schema_version is 99"), ("half.json", "line 1, column"),
                             ("none.json", "No such file")):
            with self.subTest(name):
                status, _, said = self.diff(name, name)
                self.assertEqual(status, 78)
                self.assertIn(f"{name}: ", said)
                self.assertIn(reason, said)
        self.assertEqual(self.suite("diff", "one")[0], 64)
        with ReferenceServer(program()) as server:
            self.assertEqual(self.run_suite(server, "out", "--baseline", self.folder / "half.json")[0], 78)


if __name__ == "__main__":
    unittest.main()
