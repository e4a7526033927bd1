"""The rules of ci/layers.txt applied to the includes of a tree."""

import dataclasses
import fnmatch
import functools
import pathlib
import re

COMPONENTS = ("reference-server", "conformance", "reports")
# Where a component's quoted includes are looked for, after the including file's own folder.
INCLUDE_ROOTS = {"reference-server": ("reference-server", "", "ci"), "conformance": ("conformance", "", "ci"),
                 "reports": ("", "ci")}
GENERATED = ("embedded/",)
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|(<[^>]+>))')


class RuleError(Exception):
    """A line of the rules file that says nothing sensible."""


@dataclasses.dataclass(frozen=True)
class Rule:
    """No file of `origins` includes one of `targets`; when `reach`, not through other headers either."""

    name: str
    origins: tuple
    targets: tuple
    reach: bool = False
    except_origins: tuple = ()
    except_targets: tuple = ()

    def covers(self, file):
        return matches(file, self.origins) and not matches(file, self.except_origins)

    def forbids(self, target):
        return matches(target, self.targets) and not matches(target, self.except_targets)


@dataclasses.dataclass(frozen=True)
class Include:
    line: int
    target: str  # path from the tree's root, or <system/header>
    written: str


@dataclasses.dataclass(frozen=True)
class Violation:
    file: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.text} [{self.rule}]"


def matches(path, patterns):
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def parse_rule(words):
    name, kind, *rest = words
    groups, current = {"from": [], ":": [], "except": [], "except-what": []}, "from"
    for word in rest:
        if word in groups:
            current = word
        else:
            groups[current].append(word)
    if kind == "apart":
        folders = groups["from"]
        if len(folders) < 2:
            raise RuleError("'apart' needs two folders")
        return [Rule(name, (f"{one}/*",), tuple(f"{other}/*" for other in folders if other != one)) for one in folders]
    if kind not in ("forbid", "reach"):
        raise RuleError(f"'{kind}' is none of forbid, reach, apart")
    if not groups["from"] or not groups[":"]:
        raise RuleError("FROM : WHAT is missing")
    return [Rule(name, tuple(groups["from"]), tuple(groups[":"]), kind == "reach", tuple(groups["except"]),
                 tuple(groups["except-what"]))]


def read_rules(file):
    rules = []
    for number, line in enumerate(file.read_text().splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        try:
            rules += parse_rule(words)
        except (RuleError, ValueError) as error:
            raise RuleError(f"{file}:{number}: {error}") from error
    return rules


class Tree:
    """The includes of every C++ file of a tree."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        files = [path for component in COMPONENTS for path in sorted((self.root / component).rglob("*"))
                 if path.suffix in (".h", ".cpp")]
        self.files = [path.relative_to(self.root).as_posix() for path in files]
        self.unresolved = []
        self.includes = {file: tuple(self._read(file)) for file in self.files}

    def _read(self, file):
        text = (self.root / file).read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            quoted, system = found.groups()
            if system:
                yield Include(number, system, system)
            elif not quoted.startswith(GENERATED):
                target = self._resolve(file, quoted)
                if target:
                    yield Include(number, target, f'"{quoted}"')
                else:
                    self.unresolved.append(Violation(file, number, "resolves", f'"{quoted}" is no file of the tree'))

    def _resolve(self, file, quoted):
        component = file.split("/")[0]
        for folder in (pathlib.PurePosixPath(file).parent.as_posix(), *INCLUDE_ROOTS[component]):
            path = (self.root / folder / quoted).resolve()
            if path.is_file() and path.is_relative_to(self.root.resolve()):
                return path.relative_to(self.root.resolve()).as_posix()
        return None

    @functools.lru_cache(maxsize=None)
    def reached(self, header):
        """Everything that `header` includes, directly or not: target → chain of files that leads there."""
        chains, waiting = {}, [(header, (header,))]
        while waiting:
            file, chain = waiting.pop()
            for include in self.includes.get(file, ()):
                if include.target not in chains:
                    chains[include.target] = chain
                    waiting.append((include.target, (*chain, include.target)))
        return chains


def violations_in(tree, rule):
    for file in tree.files:
        if not rule.covers(file):
            continue
        for include in tree.includes[file]:
            if rule.forbids(include.target):
                yield Violation(file, include.line, rule.name, f"must not include {include.written}")
            elif rule.reach:
                for target, chain in tree.reached(include.target).items():
                    if rule.forbids(target):
                        way = " → ".join((*chain, target))
                        yield Violation(file, include.line, rule.name, f"must not reach {target}: {way}")
                        break


def check(root, rules):
    tree = Tree(root)
    found = [*tree.unresolved, *(violation for rule in rules for violation in violations_in(tree, rule))]
    return tree, sorted(found, key=lambda v: (v.file, v.line, v.rule))
