"""The version stands in one place, and programs tell it with the commit that they are built from."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

TREE = pathlib.Path(__file__).resolve().parents[2]
VERSION = re.search(r"project\(\S+ VERSION (\S+)", (TREE / "CMakeLists.txt").read_text())[1]


def told(source, **environment):
    """What WriteCommit.cmake has the programs say of the tree `source`."""
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "version.cpp"
        known = {name: value for name, value in os.environ.items() if name != "HOSTING_COMMIT"}
        subprocess.run(["cmake", "-DVERSION=1.2.3", f"-DSOURCE={source}", f"-DOUTPUT={output}", "-P",
                        str(TREE / "ci/cmake/WriteCommit.cmake")], env=known | environment, check=True, timeout=60)
        return re.search(r'version = "(.*)"', output.read_text())[1]


class Version(unittest.TestCase):
    def test_programs_tell_version_and_commit(self):
        for program in ("HOSTING_CTS", "HOSTING_REFD"):
            said = subprocess.run([os.environ[program], "--version"], capture_output=True, text=True, check=True,
                                  timeout=60).stdout.strip()
            self.assertRegex(said, rf"^hosting-[a-z]+ {re.escape(VERSION)}( \([0-9a-f]{{7,40}}\+?\))?$")

    def test_commit_is_the_trees(self):
        with tempfile.TemporaryDirectory() as folder:
            git = ["git", "-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.test"]
            subprocess.run([*git, "init", "--quiet"], check=True, timeout=60)
            file = pathlib.Path(folder) / "file"
            file.write_text("one\n")
            subprocess.run([*git, "add", "file"], check=True, timeout=60)
            subprocess.run([*git, "commit", "--quiet", "--message", "First"], check=True, timeout=60)
            self.assertRegex(told(folder), r"^1\.2\.3 \([0-9a-f]{12}\)$")
            file.write_text("two\n")
            self.assertRegex(told(folder), r"^1\.2\.3 \([0-9a-f]{12}\+\)$")
            below = pathlib.Path(folder) / "unpacked"
            below.mkdir()
            self.assertEqual(told(below), "1.2.3", "the repository above is somebody else's")
            self.assertEqual(told(below, HOSTING_COMMIT="0123456789ab"), "1.2.3 (0123456789ab)")
            self.assertEqual(told(below, HOSTING_COMMIT='";system("x'), "1.2.3")

    def test_changelog_begins_with_what_comes_or_came_last(self):
        newest = re.search(r"(?m)^## (.*)$", (TREE / "CHANGELOG.md").read_text())[1]
        self.assertRegex(newest, rf"^(Unreleased|{re.escape(VERSION)} — \d{{4}}-\d\d-\d\d)$")


if __name__ == "__main__":
    unittest.main()
