"""The Containerfile is sound: of what it is built, who runs in its images, what its steps are. ci/package/container builds
them."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

TREE = pathlib.Path(__file__).resolve().parents[2]
FILE = TREE / "Containerfile"


def parser(command, file):
    return subprocess.run(["node", str(TREE / "ci/npm/containerfile.mjs"), command, str(file)], capture_output=True,
                          text=True, check=False, timeout=60)


def stages():
    return {stage["name"]: [(step["keyword"], step["argument"]) for step in stage["instructions"]]
            for stage in json.loads(parser("read", FILE).stdout)}


def listed(keyword, steps):
    return [argument for found, argument in steps if found == keyword]


class Containerfile(unittest.TestCase):
    def test_is_valid(self):
        done = parser("check", FILE)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_mistakes_are_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = pathlib.Path(folder) / "Containerfile"
            broken.write_text(FILE.read_text().replace("COPY . .", "COPY .")
                              .replace("WORKDIR /src/hosting-cts", "WORKDIRECTORY /src"))
            done = parser("check", broken)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(len(done.stdout.splitlines()), 2, done.stdout)

    def test_nobody_in_the_images_is_root(self):
        for name in ("suite", "server"):
            steps = stages()[name]
            keywords = [keyword for keyword, _ in steps]
            self.assertNotIn(listed("USER", steps)[-1], ("root", "0"))
            self.assertNotIn("RUN", keywords[keywords.index("USER"):])
            self.assertTrue(listed("ENTRYPOINT", steps)[0].startswith("["), "signals would reach a shell")

    def test_all_images_are_of_the_same_debian(self):
        self.assertRegex(FILE.read_text(), r"(?m)^ARG BASE=docker\.io/library/debian:12-slim$")
        for steps in stages().values():
            self.assertTrue(listed("FROM", steps)[0].startswith("${BASE} "))

    def test_what_it_copies_is_in_the_tree_and_not_left_out(self):
        ignored = (TREE / ".containerignore").read_text().split()
        for argument in listed("COPY", stages()["packages"]):
            for name in argument.split()[:-1]:
                self.assertTrue((TREE / name).exists(), name)
                self.assertNotIn(name.split("/")[0], ignored)

    def test_steps_are_sound_for_a_shell(self):
        for name, steps in stages().items():
            for step in listed("RUN", steps):
                # SC2046: the names of packages are to be split.
                done = subprocess.run(["shellcheck", "--shell", "sh", "--exclude", "SC2046", "-"], input=step + "\n",
                                      capture_output=True, text=True, check=False, timeout=60)
                self.assertEqual(done.returncode, 0, f"{name}: {done.stdout}")
                if "apt-get install" in step:
                    self.assertRegex(step, r"apt-get update .*--no-install-recommends .*rm -rf /var/lib/apt/lists")

    def test_the_file_names_its_own_images(self):
        for target in re.findall(r"--target (\w+)", FILE.read_text()):
            self.assertIn(target, stages())


if __name__ == "__main__":
    unittest.main()
