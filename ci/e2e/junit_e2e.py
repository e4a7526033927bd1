"""junit.xml of real runs, with failures: both dialects keep the rules of their consumers, and are read back by them."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml

from customer import program
from junit_rules import find_mistakes
from reference_server import TREE, ReferenceServer

SECONDS = 100
CHAPTERS = ["ftp.*", "web.index.*", "web.err.*", "web.quota.*", "host.*", "pop.login.*"]
BROKEN = ["ftp.login.password_case_folds", "web.index.missing_is_forbidden"]


class Junit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run([TREE / "ci/npm/install"], check=True, timeout=SECONDS)
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        select = [word for chapter in CHAPTERS for word in ("--select", chapter)]
        with ReferenceServer(program()) as server:
            for deviation in BROKEN:
                server.ask("deviation", "on", deviation)
            for dialect in ("rich", "strict"):
                ended = subprocess.run([os.environ["HOSTING_CTS"], "run", "--target", server.target_file, "--junit", dialect,
                                        "--out", dialect, *select], env=os.environ | server.environment,
                                       cwd=cls.folder, capture_output=True, text=True, timeout=SECONDS)
                assert ended.returncode == 1, ended.stderr

    def file(self, dialect):
        return self.folder / dialect / "junit.xml"

    def root(self, dialect):
        return xml.parse(self.file(dialect)).getroot()

    def test_both_dialects_keep_the_rules_of_their_consumers(self):
        for dialect in ("rich", "strict"):
            self.assertEqual(find_mistakes(self.file(dialect).read_bytes()), [])
            self.assertGreaterEqual(int(self.root(dialect).get("failures")), len(BROKEN))

    def test_strict_keeps_the_schema(self):
        schema = TREE / "reports/junit/strict-junit.xsd"
        found = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", schema, self.file("strict")],
                               capture_output=True, text=True, timeout=SECONDS)
        self.assertEqual(found.returncode, 0, found.stderr)

    def test_readers_of_npm_find_what_the_record_says(self):
        for dialect in ("rich", "strict"):
            found = subprocess.run(["node", TREE / "ci/npm/junit.mjs", self.folder / dialect / "result.json",
                                    self.file(dialect)], capture_output=True, text=True, timeout=SECONDS)
            self.assertEqual(found.returncode, 0, found.stdout + found.stderr)

    def test_names_stay_the_same_from_run_to_run(self):
        names = [[(case.get("classname"), case.get("name")) for case in self.root(dialect).iter("testcase")]
                 for dialect in ("rich", "strict")]
        self.assertEqual(names[0], names[1])
        run_id = json.loads((self.folder / "rich/result.json").read_text())["run_id"]
        self.assertNotIn(run_id, str(names))

    def test_failed_cases_offer_the_report(self):
        failed = [case for case in self.root("rich").iter("testcase") if case.find("failure") is not None]
        for case in failed:
            self.assertTrue(case.find("system-out").text.startswith("[[ATTACHMENT|rich/report.html]]\n"), case.get("name"))
        self.assertTrue((self.folder / "rich/report.html").is_file())


if __name__ == "__main__":
    unittest.main()
