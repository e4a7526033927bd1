"""The programs speak Japanese under a Japanese locale, to people only: what is for programs stays as it is."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unicodedata
import unittest

from cpp_sentences import sentences
from reference_server import ReferenceServer

SUITE = os.environ["HOSTING_CTS"]
SERVER = os.environ["HOSTING_REFD"]
CONFORMANCE = pathlib.Path(__file__).resolve().parents[2] / "conformance"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def said(*words, locale="ja_JP.UTF-8", variables=None, **options):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_") and name != "LANG"}
    return subprocess.run([SUITE, *words], capture_output=True, text=True, timeout=100, check=False,
                          env=environment | {"LANG": locale} | (variables or {}), **options)


def columns(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


class Help(unittest.TestCase):
    def commands(self):
        listed = said("--help", locale="C").stdout.split("Subcommands:\n", 1)[1].split("\n\n", 1)[0]
        return re.findall(r"^  ([a-z][a-z-]*) ", listed, re.MULTILINE)

    def test_every_line_is_in_japanese(self):
        """A new option without a row in conformance/command/japanese.cpp is found here."""
        for command in [[], *([name] for name in self.commands())]:
            told = said(*command, "--help").stdout
            lines = re.split(r"\n(?= {2}\S)", told.split("\n\n例:")[0])
            for line in lines:
                with self.subTest(command=command, line=line):
                    self.assertRegex(line, JAPANESE)
            self.assertNotRegex(told, r"(?m)^(Usage|Options|Subcommands|Positionals|Examples|Exit)\b")

    def test_columns_stand_in_line(self):
        for line in said("run", "--help").stdout.splitlines():
            if option := re.match(r"  (?:-h,)?--\S+.*?\s{2,}(?=\S)", line):
                with self.subTest(line=line):
                    self.assertEqual(columns(option[0]), 30)

    def test_option_and_locale_choose(self):
        self.assertRegex(said("run", "--help", "--language", "ja", locale="C").stdout, JAPANESE)
        self.assertRegex(said("--language=ja", "run", "--help", locale="C").stdout, JAPANESE)
        self.assertNotRegex(said("--language", "en", "run", "--help").stdout, JAPANESE)
        self.assertNotRegex(said("run", "--help", variables={"LC_ALL": "C"}).stdout, JAPANESE)
        self.assertNotRegex(said("run", "--help", locale="de_DE.UTF-8").stdout, JAPANESE)
        self.assertEqual(said("--language", "fr", "list").returncode, 64)

    def test_mistakes_are_told_in_japanese(self):
        for words in (["rnu"], ["run"], ["run", "--tagret", "x"], ["show", "WEB-INDX-7"], ["list", "--select", "WEB-INDX-*"]):
            done = said(*words)
            with self.subTest(words=words):
                self.assertEqual(done.returncode, 64)
                self.assertRegex(done.stderr.splitlines()[0], JAPANESE)


class Findings(unittest.TestCase):
    """What the doctor and the review of target and profile say has a row in conformance/command/*_japanese.cpp."""

    def test_every_sentence_has_a_row(self):
        rows = {sentence for name in ("doctor_japanese", "review_japanese", "japanese")
                for sentence in sentences((CONFORMANCE / f"command/{name}.cpp").read_text(), fewest_blanks=0)}
        whole = "\n".join(rows)
        patterns = [re.compile(re.escape(row).replace(r"\{\}", ".+")) for row in rows if "{}" in row]
        for file in ("doctor/claims.cpp", "doctor/examine.cpp", "doctor/login_trouble.cpp", "doctor/left_out.cpp",
                     "target/offer_rules.cpp", "target/number_rules.cpp", "target/target_rules.cpp"):
            for sentence in sentences((CONFORMANCE / file).read_text()):
                with self.subTest(file=file, sentence=sentence):
                    # A part of a sentence stands within a row.
                    self.assertTrue(sentence in rows or self.stands_in(sentence, whole)
                                    or any(pattern.fullmatch(sentence) for pattern in patterns))

    def test_what_is_said_in_words_has_a_row(self):
        rows = sentences((CONFORMANCE / "command/japanese.cpp").read_text(), fewest_blanks=0)
        for file in (CONFORMANCE / "command").glob("*_command.cpp"):
            for call in re.findall(r'(?:in_)?words\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', file.read_text()):
                with self.subTest(file=file.name, sentence=call):
                    self.assertIn(sentences(call, fewest_blanks=0)[0], rows)

    @staticmethod
    def stands_in(sentence, whole):
        parts = [part for part in sentence.split("{}") if part.count(" ") >= 2]
        return bool(parts) and all(part.strip(" ;:") in whole for part in parts)

    def test_doctor_says_everything_in_japanese(self):
        with ReferenceServer(SERVER) as server:
            told = said("doctor", "--target", str(server.target_file), variables=server.environment)
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)
        for line in told.stdout.splitlines():
            with self.subTest(line=line):
                self.assertRegex(line[8:], JAPANESE)


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ReferenceServer(SERVER).start()
        cls.addClassCleanup(cls.server.remove)
        cls.addClassCleanup(cls.server.stop)
        cls.server.ask("deviation", "on", "web.index.missing_is_listed")
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.done = {locale: cls.judge(locale) for locale in ("C", "ja_JP.UTF-8")}

    @classmethod
    def judge(cls, locale):
        return said("run", "--target", str(cls.server.target_file), "--select", "WEB-INDEX-*", "--seed", "7", "--out",
                    str(cls.folder / locale), locale=locale, variables=cls.server.environment)

    def test_what_people_read_is_in_japanese(self):
        told = self.done["ja_JP.UTF-8"].stdout
        self.assertRegex(told, r"(?m)^適合 +web\.index\.index_html_first ")
        self.assertRegex(told, r"(?m)^不適合 +web\.index\.none_is_404 ")
        self.assertRegex(told, r"(?m)^reference: 不適合。不適合 2, 適合 8 ")
        starts = {columns(line[:line.index(" WEB-INDEX-")]) for line in told.splitlines()
                  if re.match(r"(適合|不適合) +web", line)}
        self.assertEqual(len(starts), 1, "the columns stand in line")

    def test_what_programs_read_is_the_same(self):
        self.assertEqual({done.returncode for done in self.done.values()}, {1})
        for name in ("result.json", "junit.xml", "results.tap", "ctrf.json", "summary.md"):
            with self.subTest(name=name):
                # Names of places are others in each run; none of them is in Japanese.
                self.assertEqual(*(set(re.findall(f"{JAPANESE.pattern}+", (self.folder / locale / name).read_text()))
                                   for locale in self.done))
        self.assertEqual(*(self.judgements(self.folder / locale / "result.json") for locale in self.done))
        lists = [said("list", "--json", locale=locale).stdout for locale in self.done]
        self.assertEqual(*map(json.loads, lists))

    @staticmethod
    def judgements(file):
        return sorted((scenario["id"], scenario["verdict"], scenario["purpose"])
                      for scenario in json.loads(file.read_text())["scenarios"])



if __name__ == "__main__":
    unittest.main()
