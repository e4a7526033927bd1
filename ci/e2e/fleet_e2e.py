"""A fleet of three reference servers, of which one is broken, and a target file that cannot be used."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import tomllib
import unittest
import xml.etree.ElementTree as ElementTree

from customer import program
from reference_server import TREE, ReferenceServer

SECONDS = 100
SELECT = ["--select", "ftp.login.*", "--select", "web.index.*", "--select", "smtp.dialogue.*"]
BROKEN = "ftp.login.password_case_folds"


def suite(*arguments, environment=None):
    """(exit status, standard output, standard error) of hosting-cts."""
    ended = subprocess.run([os.environ["HOSTING_CTS"], *map(str, arguments)], capture_output=True, text=True,
                           env=os.environ | (environment or {}), timeout=SECONDS)
    return ended.returncode, ended.stdout, ended.stderr


class Fleet(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.targets = cls.folder / "targets"
        cls.targets.mkdir()
        cls.environment = {}
        for name in ("alpha", "beta", "gamma"):
            server = cls.enterClassContext(ReferenceServer(program()))
            text = server.target_file.read_text()
            # Each has passwords of its own.
            for variable, secret in server.environment.items():
                text = re.sub(rf"\b{variable}\b", f"{variable}_{name.upper()}", text)
                cls.environment[f"{variable}_{name.upper()}"] = secret
            text = re.sub(r"(?m)^(name|destructive_target) = .reference.", rf'\1 = "{name}"', text)
            profile = server.target_file.parent / server.target["profile"]
            text = text.replace(server.target["profile"], f"{name}.profile.toml")
            shutil.copy(profile, cls.targets / f"{name}.profile.toml")
            (cls.targets / f"{name}.target.toml").write_text(text)
            if name == "beta":
                server.ask("deviation", "on", BROKEN)
        cls.bad = cls.folder / "bad.toml"
        cls.bad.write_text('version = 1\nname = "bad"\n[domian]\n')
        cls.out = cls.folder / "out"
        cls.status, cls.said, cls.complained = suite(
            "run", "--targets", cls.targets, "--target", cls.bad, "--hosts-at-once", 3, "--out", cls.out, *SELECT,
            environment=cls.environment)
        cls.fleet = json.loads((cls.out / "fleet.json").read_text())
        cls.hosts = {host["key"]: host for host in cls.fleet["hosts"]}

    def run_fleet(self, out, *arguments, environment=None):
        return suite("run", "--targets", self.targets, "--out", self.folder / out, *SELECT, *arguments,
                     environment=self.environment | (environment or {}))

    def test_each_host_is_judged_and_a_bad_file_stops_none(self):
        self.assertEqual({key: (host["state"], host["exit_code"]) for key, host in self.hosts.items()},
                         {"alpha": ("conforms", 0), "beta": ("does_not_conform", 1), "gamma": ("conforms", 0),
                          "bad": ("not_judged", 78)})
        self.assertEqual((self.status, self.fleet["exit_code"]), (78, 78))
        self.assertIn("domian", self.hosts["bad"]["problem"])
        self.assertEqual(self.hosts["beta"]["run"]["broken_clauses"], ["FTP-LOGIN-1"])
        self.assertIn("2 of 4 hosts conform", self.said)
        for name in ("alpha", "beta", "gamma"):
            self.assertTrue((self.out / name / "report.html").is_file())
        self.assertFalse((self.out / "bad").exists())

    def test_hosts_at_one_address_are_not_judged_at_the_same_time(self):
        times = sorted((host["run"]["started_at"], host["run"]["ended_at"]) for host in self.hosts.values() if host["run"])
        for before, after in zip(times, times[1:]):
            self.assertLessEqual(before[1], after[0])

    def test_all_reports_tell_of_all_hosts(self):
        page, short = ((self.out / name).read_text() for name in ("fleet.html", "fleet.md"))
        for name in self.hosts:
            self.assertIn(name, page)
            self.assertIn(f"| {name} |", short)
        self.assertIn('href="./beta/report.html#c-FTP-LOGIN-1"', page)
        suites = ElementTree.parse(self.out / "junit.xml").getroot().findall("testsuite")
        self.assertEqual([each.get("name") for each in suites], ["alpha", "bad", "beta", "gamma"])
        self.assertEqual([each.get("failures") for each in suites], ["0", "0", "1", "0"])
        self.assertEqual(suites[1].get("errors"), "1")
        for secret in self.environment.values():
            for file in self.out.rglob("*"):
                if file.is_file():
                    self.assertNotIn(secret, file.read_text(errors="replace"), file)

    def test_fleet_json_keeps_its_schema(self):
        subprocess.run(["/usr/bin/python3", "-c", "import json, sys, jsonschema\n"
                        "jsonschema.validate(*(json.load(open(name)) for name in sys.argv[:0:-1]))",
                        TREE / "reports/schema/fleet.schema.json", self.out / "fleet.json"], check=True, timeout=SECONDS)

    def test_parts_of_a_fleet_are_merged_and_gaps_and_doubles_refused(self):
        self.assertEqual(self.run_fleet("m1", "--shard", "1/2")[0], 0)
        status, said, _ = self.run_fleet("m2", environment={"HOSTING_CTS_SHARDS": "2", "JOB_COMPLETION_INDEX": "1"})
        self.assertEqual(status, 1, said)
        self.assertIn("0 of 1 hosts conform", said)
        m1, m2 = self.folder / "m1", self.folder / "m2"
        status, said, complained = suite("merge", "--fleet", m1, m2, "--targets", self.targets, "--out", self.folder / "whole")
        self.assertEqual(status, 1, complained)
        self.assertIn("2 of 3 hosts conform", said)
        self.assertTrue((self.folder / "whole/gamma/report.html").is_file())
        for parts, reason in (((m1,), "part 2/2 is missing"), ((m1, m1, m2), "alpha is also in"),
                              ((m1 / "alpha", m2), "gamma is missing"), ((m1, self.folder / "none"), "none: ")):
            with self.subTest(reason):
                status, _, complained = suite("merge", "--fleet", *parts, "--out", self.folder / "refused")
                self.assertEqual(status, 78)
                self.assertIn(reason, complained)
        self.assertFalse((self.folder / "refused").exists())

    def test_folders_of_single_runs_are_a_fleet_too(self):
        status, said, _ = suite("merge", "--fleet", *(self.out / name for name in ("alpha", "beta")), "--out",
                                self.folder / "singles")
        self.assertEqual(status, 1, said)
        status, _, complained = suite("merge", "--fleet", self.out / "alpha", "--targets", self.targets, "--out",
                                      self.folder / "one")
        self.assertEqual(status, 78)
        self.assertIn("beta is missing, of which the target files told", complained)

    def test_what_changed_is_told_of_each_host(self):
        status, said, _ = self.run_fleet("again", "--baseline", self.out)
        self.assertEqual(status, 0, said)  # beta fails as before
        again = json.loads((self.folder / "again/fleet.json").read_text())
        changes = {host["key"]: host["run"]["changes"] for host in again["hosts"]}
        self.assertEqual(changes["beta"]["still_failing"], 1)
        self.assertEqual(changes["alpha"]["new_failure"], 0)
        shutil.rmtree(self.folder / "again")

    def test_quiet_says_only_what_it_came_to(self):
        status, said, complained = self.run_fleet("quiet", "--quiet")
        self.assertEqual((status, said, complained), (1, "2 of 3 hosts conform\n", ""))

    def test_wrong_usage_is_told(self):
        double = self.folder / "double" / "alpha.toml"
        double.parent.mkdir(exist_ok=True)
        double.write_text("version = 1\n")
        for arguments, wanted, reason in (
                (["run"], 64, "run needs --target FILE, or --targets FOLDER"),
                (["run", "--targets", self.folder / "nowhere"], 78, "nowhere: No such file"),
                (["run", "--targets", self.targets, "--target", double], 78, "both would be called 'alpha'"),
                (["run", "--targets", self.targets, "--shard", "3"], 64, "a part of a whole"),
                (["run", "--targets", self.targets, "--select", "nothing.at.all"], 64, "matches no scenario"),
                (["merge", "a", "--targets", self.targets], 64, "--fleet")):
            with self.subTest(reason):
                status, _, complained = suite(*arguments, "--out", self.folder / "never", environment=self.environment)
                self.assertEqual(status, wanted, complained)
                self.assertIn(reason, complained)
        self.assertFalse((self.folder / "never").exists())

    def test_a_target_may_allow_less_at_once(self):
        text = (self.targets / "alpha.target.toml").read_text()
        calm = self.targets.parent / "calm.toml"
        text = text.replace("alpha.profile.toml", "targets/alpha.profile.toml")
        calm.write_text(text + "\n[load]\nscenarios_at_once = 1\n")
        self.assertEqual(tomllib.loads(calm.read_text())["load"]["scenarios_at_once"], 1)
        status, said, complained = suite("run", "--target", calm, "--out", self.folder / "calm", "--jobs", 8, *SELECT,
                                         environment=self.environment)
        self.assertEqual(status, 0, said + complained)
        result = json.loads((self.folder / "calm/result.json").read_text())
        self.assertEqual(result["options"]["jobs"], 1)
        self.assertLessEqual({scenario["worker"] for scenario in result["scenarios"]}, {-1, 0})


if __name__ == "__main__":
    unittest.main()
