"""The manuals and the README do what they say: their commands are run, their files are read by the programs, their
samples of output are what is printed, and their links lead somewhere."""

import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import tomllib
import unittest

import manual_pages
import reference_keys
import reference_pages
from reference_server import ReferenceServer
from toml_text import toml_text

ROOT = manual_pages.TREE
DOCS = ROOT / "docs"
SUITE = os.environ["HOSTING_CTS"]
SERVER = os.environ["HOSTING_REFD"]
PAGES = [ROOT / "README.md", *sorted(page for page in DOCS.rglob("*.md") if DOCS / "ja" not in page.parents)]
LINKED = [ROOT / "CONTRIBUTING.md", ROOT / "README.ja.md", *PAGES, *sorted((DOCS / "ja").rglob("*.md"))]
#: Blocks that no test can run: each more wants a reason as good as these have.
MOST_NOT_RUN = 1

# A whole run takes a minute, and ci/test has one; in a page it is the quickest chapter that says something.
RUN = """#!/bin/sh
case "$1 $*" in
  run*--select* | run*--tier*) ;;
  run*) shift; set -- run --select 'WEB-INDEX-*' "$@" ;;
esac
exec {suite} "$@"
"""
# Servers that run at the same time must not share one user, as the number of a user's processes is limited.
SERVE = """#!/bin/sh
[ "$1" = serve ] && [ "$(id -u)" = 0 ] && set -- "$@" --user {user}
exec {server} "$@"
"""


def japanese(page):
    return ROOT / "README.ja.md" if page.parent == ROOT else DOCS / "ja" / page.relative_to(DOCS)


def localised(text, server):
    """The target of a page, where the reference server is; its numbers too, which are scaled down."""
    target = tomllib.loads(text)
    for service in ("web", "ftp", "pop", "pops", "smtp"):
        target.setdefault(service, {}).update(server.target[service] if service != "ftp" else
                                              {key: server.target["ftp"][key] for key in ("address", "port")})
    target["profile"] = str(server.target_file.parent / server.target["profile"])
    target.setdefault("timeouts", {"scenario": 120})
    return toml_text(target)


class Reader:
    """Does what a page says, in a folder of its own. A resource: use it with `with`."""

    def __init__(self, test, server, locale):
        self.test, self.server = test, server
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hosting-docs-"))
        self.folder.chmod(0o711)
        self.printed = ""
        self.background = []
        for name, text in {"build/hosting-cts": RUN, "build/hosting-refd": SERVE, "ci/build": "#!/bin/sh\n"}.items():
            program = self.folder / name
            program.parent.mkdir(exist_ok=True)
            program.write_text(text.format(suite=shlex.quote(SUITE), server=shlex.quote(SERVER), user=server.user + 7))
            program.chmod(0o755)
        (self.folder / "fixtures").symlink_to(ROOT / "fixtures")
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("HOSTING", "LC_"))}
        self.environment |= {"PATH": f"{self.folder}/build:{os.environ['PATH']}", "LANG": locale,
                             "HOSTING_CTS_FTP_PASSWORD": server.password,
                             "HOSTING_CTS_MAIL_PASSWORD_1": server.mail_passwords["taro"],
                             "HOSTING_CTS_MAIL_PASSWORD_2": server.mail_passwords["m02-Hanako"]}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process, output in self.background:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
            output.close()
        self.server.ask("deviation", "off")
        shutil.rmtree(self.folder, ignore_errors=True)

    def shell(self, text, **options):
        """What a shell is given: the variables of the blocks before, the block, and the variables kept for the next.

        A password that a page leaves open is known already.
        """
        for name in re.findall(r"(\w+)=…", text):
            self.test.assertIn(name, self.environment, "a value left open")
        text = re.sub(r"(?m)^export((?: \w+=…)+)$", "", text)
        text = re.sub(r" \w+=…", "", text)
        kept = shlex.quote(str(self.folder / "variables"))
        script = f"[ ! -e {kept} ] || . {kept}\ntrap 'export -p >{kept}' EXIT\nset -e\n{text}"
        return {"args": ["bash", "-c", script], "cwd": self.folder, "env": self.environment,
                "stdin": subprocess.DEVNULL} | options

    def run(self, block):
        wanted = int(block.marks.get("run", "exit 0").removeprefix("exit "))
        done = subprocess.run(**self.shell(block.text), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=100, check=False)
        self.printed = done.stdout
        self.test.assertEqual(done.returncode, wanted, f"{block.text}{done.stdout}")

    def serve(self, block):
        """Until the page ends. Its output is watched for the line `ready`."""
        process = subprocess.Popen(**self.shell("exec " + block.text), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   text=True, start_new_session=True)
        self.background.append((process, process.stdout))
        for line in process.stdout:
            if line == "ready\n":
                return
        self.test.fail(f"the server ended with {process.wait(30)}")

    def write(self, block):
        """The file that the page shows, once the suite has read it as it stands there."""
        name, kind = block.marks["file"].split(", ", 1)
        text = block.text
        if kind == "a part of a target":
            text = my_server() + text
        if kind == "a profile":
            self.test.assertEqual(self.told("--target", "my-server.toml", "--profile", self.put(name, text)), "")
        elif kind in ("a target", "a part of a target"):
            self.environment.setdefault("HOSTING_CTS_MEMBER_PASSWORD", "unused")
            self.test.assertEqual(self.told("--target", self.put(name, text)), "")
            self.put(name, localised(text, self.server))
        else:
            self.test.assertIn(kind, ("a target with mistakes", "expectations"))
            self.put(name, text)

    def put(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def told(self, *options):
        """The mistakes in these files: `clean` reads them, and then misses the journal."""
        done = subprocess.run([SUITE, "clean", "--out", "none", *options], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, timeout=60, check=False)
        return re.sub(r"^hosting-cts: none/journal\.jsonl: .*\n+", "", done.stderr)

    def follow(self, block):
        if "before" in block.marks:
            deviation = block.marks["before"].removeprefix("break ")
            self.server.ask("deviation", *(["off"] if deviation == "nothing" else ["on", deviation]))
        if "output" in block.marks:
            self.test.assertTrue(manual_pages.looks_like(block.text, self.printed),
                                 f"shown:\n{block.text}\nprinted:\n{self.printed}")
        elif "file" in block.marks:
            self.write(block)
        elif "from" in block.marks:
            self.test.assertIn(block.text, (ROOT / block.marks["from"]).read_text())
        elif "run by" in block.marks:
            others = " ".join((ROOT / name).read_text() for name in block.marks["run by"].split(", "))
            for line in block.text.splitlines():
                self.test.assertIn(line.split()[0].removeprefix("apt-get"), others)
        elif "server" in block.marks:
            self.serve(block)
        elif "not run" not in block.marks:
            self.test.assertEqual(block.language, "sh", "neither a command, nor marked as anything else")
            self.run(block)


def my_server():
    """The target that pages speak of without showing it."""
    shown = manual_pages.blocks((ROOT / "README.md").read_text())
    return next(block.text for block in shown if block.marks.get("file", "").startswith("my-server.toml"))


class Commands(unittest.TestCase):
    """One test for each page, made below."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = ReferenceServer(SERVER, database=True).start()
        cls.addClassCleanup(cls.server.remove)
        cls.addClassCleanup(cls.server.stop)

    def follow(self, page):
        """Japanese pages as a reader with a Japanese locale."""
        locale = "ja_JP.UTF-8" if page in map(japanese, PAGES) else "C.UTF-8"
        with Reader(self, self.server, locale) as reader:
            reader.put("my-server.toml", localised(my_server(), self.server))
            for block in manual_pages.blocks(page.read_text()):
                with self.subTest(page=str(page.relative_to(ROOT)), line=block.line):
                    reader.follow(block)


def test_of(page):
    return lambda self: self.follow(page)


def printed_in(page):
    return [block.text for block in manual_pages.blocks(page.read_text()) if "output" in block.marks]


# The commands of Japanese pages are those of the English ones; what is printed is not always.
for one in [page for page in PAGES if page.parent.name != "reference"] + [
        japanese(page) for page in PAGES if printed_in(page) != printed_in(japanese(page))]:
    name = str(one.relative_to(ROOT)).removesuffix(".md").replace("/", "_").replace("-", "_").lower()
    setattr(Commands, f"test_{name}", test_of(one))


class Form(unittest.TestCase):
    def test_links_lead_somewhere(self):
        for page in LINKED:
            for link in manual_pages.links(page.read_text()):
                if re.match(r"https?://|mailto:", link):
                    continue
                path, _, anchor = link.partition("#")
                with self.subTest(page=str(page.relative_to(ROOT)), link=link):
                    target = (page.parent / path).resolve() if path else page
                    self.assertTrue(target.exists())
                    if anchor:
                        self.assertIn(anchor, manual_pages.anchors(target.read_text()))

    def test_each_page_is_linked_to(self):
        reached = {(page.parent / link.partition("#")[0]).resolve()
                   for page in LINKED for link in manual_pages.links(page.read_text())}
        for page in DOCS.rglob("*.md"):
            self.assertIn(page, reached)

    def test_japanese_pages_say_the_same(self):
        for page in PAGES:
            with self.subTest(page=str(page.relative_to(ROOT))):
                english, other = page.read_text(), japanese(page).read_text()
                shown = [[(block.language, block.marks, "output" in block.marks or block.program_text)
                          for block in manual_pages.blocks(text)] for text in (english, other)]
                self.assertEqual(*shown)
                self.assertEqual(len(re.findall(r"(?m)^#+ ", english)), len(re.findall(r"(?m)^#+ ", other)))
                self.assertIn(f"]({os.path.relpath(japanese(page), page.parent)})", english)
                self.assertIn(f"]({os.path.relpath(page, japanese(page).parent)})", other)
        self.assertEqual({japanese(page) for page in PAGES if page.parent != ROOT}, set((DOCS / "ja").rglob("*.md")))

    def test_few_blocks_are_not_run(self):
        left = [(str(page), block.line) for page in PAGES for block in manual_pages.blocks(page.read_text())
                if "not run" in block.marks]
        self.assertLessEqual(len(left), MOST_NOT_RUN, left)


class Reference(unittest.TestCase):
    def test_is_what_the_programs_say(self):
        for name, text in reference_pages.pages(reference_pages.Facts.of_programs(pathlib.Path(SERVER).parent)).items():
            with self.subTest(page=name):
                self.assertTrue((DOCS / name).read_text() == text, f"docs/{name} is not current: run ci/docs")

    def test_every_key_has_a_text_and_every_text_a_key(self):
        for there, described in (({"a", "b"}, {"a"}), ({"a"}, {"a", "b"})):
            with self.assertRaises(reference_pages.MissingText):
                reference_keys.same_keys("some.toml", there, described)


class Samples(unittest.TestCase):
    def test_dots_stand_for_anything(self):
        for sample, printed, same in [("a\n…\nd\n", "a\nb\nc\nd\n", True), ("a\n…\nd\n", "a\nd\n", True),
                                      ("a …\n", "a   long way\n", True), ("a …\n", "a\nb\n", False),
                                      ("a\n", "a\nb\n", False), ("…\nb\n", "a\nb\n", True), ("a (…)\n", "a (1)\n", True),
                                      ("a (…)\n", "a 1\n", False)]:
            with self.subTest(sample=sample, printed=printed):
                self.assertEqual(manual_pages.looks_like(sample, printed), same)

    def test_a_page_with_a_mistake_is_told(self):
        for text in ("<!-- runs: exit 1 -->\n", "<!-- output -->\ntext\n", "```sh\nls\n"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                manual_pages.blocks(text)


if __name__ == "__main__":
    unittest.main()
