"""Manual pages and completion tell of each command and option that the programs have, and of no others."""

import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUITE = os.environ["HOSTING_CTS"]
SERVER = os.environ["HOSTING_REFD"]
PAGES = {SUITE: ROOT / "conformance/manual/hosting-cts.1", SERVER: ROOT / "reference-server/manual/hosting-refd.8"}
COMPLETION = ROOT / "conformance/manual/hosting-cts.bash"


def help_of(*words):
    return subprocess.run([*words, "--help"], capture_output=True, text=True, check=True, timeout=60).stdout


def commands_of(program):
    listed = help_of(program).split("Subcommands:\n", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^  ([a-z][a-z-]*) ", listed, re.MULTILINE)


def options_of(program, command):
    return set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", help_of(program, command), re.MULTILINE)) - {"--help"}


def completed(*words):
    """What the shell offers for the last of these words."""
    quoted = " ".join(f"'{word}'" for word in words)
    script = (f". '{COMPLETION}'; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _hosting_cts; "
              'printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


class Manual(unittest.TestCase):
    def test_pages_tell_of_each_command_and_option(self):
        for program, page in PAGES.items():
            text = page.read_text()
            told = {"--" + name for name in re.findall(r"Fl Fl ([a-z-]+)", text)}
            known = set()
            for command in commands_of(program):
                with self.subTest(command=command):
                    self.assertRegex(text, rf"(?m)^\.Cm {command}$")
                    options = options_of(program, command)
                    self.assertLessEqual(options, told)
                    known |= options
            self.assertEqual(told - known, set(), "the page tells of what is not there")

    def test_pages_are_sound(self):
        for page in PAGES.values():
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)],
                                  capture_output=True, text=True, check=False, timeout=60)
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_completion_knows_each_command_and_option(self):
        commands = commands_of(SUITE)
        self.assertEqual(completed("hosting-cts", ""), {*commands, "--help", "--version"})
        for command in commands:
            with self.subTest(command=command):
                self.assertEqual(completed("hosting-cts", command, "--"), options_of(SUITE, command) | {"--help"})

    def test_completion_knows_what_an_option_takes(self):
        for option, values in {"--tier": {"smoke", "standard", "slow"},
                               "--consent": {"observe", "reversible", "destructive"}}.items():
            self.assertEqual(completed("hosting-cts", "run", option, ""), values)


if __name__ == "__main__":
    unittest.main()
