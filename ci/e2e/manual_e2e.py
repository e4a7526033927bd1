"""Manual pages and completion tell of each command and option that the programs have, and of no others."""

import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUITE = os.environ["HOSTING_CTS"]
SERVER = os.environ["HOSTING_REFD"]
PAGES = [(SUITE, ROOT / "conformance/manual/hosting-cts.1"), (SERVER, ROOT / "reference-server/manual/hosting-refd.8"),
         (SUITE, ROOT / "conformance/manual/ja/hosting-cts.1"), (SERVER, ROOT / "reference-server/manual/ja/hosting-refd.8")]
COMPLETION = {"hosting-cts": ROOT / "conformance/manual/hosting-cts.bash",
              "hosting-refd": ROOT / "reference-server/manual/hosting-refd.bash"}
PROGRAMS = {"hosting-cts": SUITE, "hosting-refd": SERVER}


def help_of(*words):
    return subprocess.run([*words, "--help"], capture_output=True, text=True, check=True, timeout=60).stdout


def commands_of(program):
    listed = help_of(program).split("Subcommands:\n", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^  ([a-z][a-z-]*) ", listed, re.MULTILINE)


def options_of(program, *command):
    return set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", help_of(program, *command), re.MULTILINE)) - {"--help"}


def completed(*words, desk=""):
    """What the shell offers for the last of these words. `desk`: what a running server answers, as a script."""
    quoted = " ".join(f"'{word}'" for word in words)
    function = "_" + words[0].replace("-", "_")
    script = (f". '{COMPLETION[words[0]]}'; hosting-refd() {{ :; {desk}\n}}\n"
              f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; {function}; " 'printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def offered_by_zsh(program, command=None):
    """The commands of a program that zsh describes; of one, the options, each with the words that it takes."""
    # Its completion system's functions, as far as ours calls them: they say what they are given.
    script = f"""
_arguments() {{
  if [[ $1 == -C ]]; then state={"argument" if command else "command"}; line=({command or ""}); return 1; fi
  print -rl -- "$@"
}}
_describe() {{ print -rl -- $commands; }}
. {COMPLETION[program].with_suffix(".zsh")}
"""
    done = subprocess.run(["zsh", "-f", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    if not command:
        return {line.split(":")[0] for line in done.stdout.splitlines()}
    found = re.findall(r"(?m)^(?:\*|\(.*?\))?(--[a-z-]+)\[[^]]+\](?::[a-z ]+:(?:\(([a-z ]+)\))?.*)?$", done.stdout)
    return {option: set(words.split()) for option, words in found}


class Manual(unittest.TestCase):
    def test_pages_tell_of_each_command_and_option(self):
        for program, page in PAGES:
            text = page.read_text()
            told = {"--" + name for name in re.findall(r"Fl Fl ([a-z-]+)", text)}
            known = options_of(program) - {"--version"}
            for command in commands_of(program):
                with self.subTest(page=str(page), command=command):
                    self.assertRegex(text, rf"(?m)^\.Cm {command}$")
                    options = options_of(program, command)
                    self.assertLessEqual(options, told)
                    known |= options
            self.assertEqual(told - known, set(), "the page tells of what is not there")

    def test_pages_are_sound(self):
        for _, page in PAGES:
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)],
                                  capture_output=True, text=True, check=False, timeout=60)
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_both_languages_have_the_same_sections(self):
        for _, page in PAGES[:2]:
            english, other = ([line.split()[0] for line in text.splitlines() if re.match(r"\.(Sh|Ss|It|Bd|Nm|Cm)\b", line)]
                              for text in (page.read_text(), (page.parent / "ja" / page.name).read_text()))
            self.assertEqual([one for one in english if one != ".Cm"], [one for one in other if one != ".Cm"])

    def test_completion_knows_each_command_and_option(self):
        for name, program in PROGRAMS.items():
            commands = commands_of(program)
            self.assertEqual(completed(name, ""), {*commands, *options_of(program), "--help"})
            for command in commands:
                with self.subTest(program=name, command=command):
                    self.assertEqual(completed(name, command, "--"), options_of(program, command) | {"--help"})

    def test_completion_asks_a_running_server_what_it_can_do(self):
        desk = ("case \"$*\" in 'ctl --state s help') echo '  status   what it does'; echo '  clock set TIME|SPAN  put it'; "
                "echo '  clock reset   back' ;; 'ctl --state s deviation list') echo 'web.a  one'; echo 'ftp.b  two' ;; esac")
        asking = ("hosting-refd", "ctl", "--state", "s")
        self.assertEqual(completed(*asking, "", desk=desk), {"help", "status", "clock"})
        self.assertEqual(completed(*asking, "clock", "", desk=desk), {"set", "reset"})
        self.assertEqual(completed(*asking, "clock", "set", "", desk=desk), set())
        self.assertEqual(completed(*asking, "deviation", "on", "w", desk=desk), {"web.a"})
        self.assertEqual(completed("hosting-refd", "ctl", "", desk=desk), set(), "no server is named")

    def test_completion_knows_what_an_option_takes(self):
        for option, values in {"--tier": {"smoke", "standard", "slow"},
                               "--consent": {"observe", "reversible", "destructive"}}.items():
            self.assertEqual(completed("hosting-cts", "run", option, ""), values)

    def test_zsh_completion_knows_each_command_and_option(self):
        for name, program in PROGRAMS.items():
            file = COMPLETION[name].with_suffix(".zsh")
            subprocess.run(["zsh", "-n", str(file)], check=True, timeout=60)
            self.assertTrue(file.read_text().startswith(f"#compdef {name}\n"))
            commands = commands_of(program)
            self.assertEqual(offered_by_zsh(name), set(commands))
            for command in commands:
                with self.subTest(program=name, command=command):
                    offered = offered_by_zsh(name, command)
                    self.assertEqual(set(offered), options_of(program, command) | {"--help"})
                    for option, words in offered.items():
                        self.assertEqual(words, completed(name, command, option, "") if words else words)


if __name__ == "__main__":
    unittest.main()
