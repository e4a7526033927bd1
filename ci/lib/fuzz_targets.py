"""The table of fuzz targets, ci/fuzzing/targets.txt, and what belongs to each."""

import dataclasses
import pathlib
import re

TREE = pathlib.Path(__file__).resolve().parents[2]
TABLE = "ci/fuzzing/targets.txt"
FOLDERS = "fixtures/fuzz"
COMPONENTS = ("reference-server", "conformance", "reports")


@dataclasses.dataclass(frozen=True)
class Target:
    """One row: the name, the program that holds it, and what it feeds."""

    name: str
    program: str
    purpose: str
    tree: pathlib.Path = TREE

    @property
    def seeds(self):
        return self.tree / FOLDERS / self.name / "seeds"

    @property
    def dictionary(self):
        return self.tree / FOLDERS / self.name / "dictionary"


def read(tree=TREE):
    rows = [line.split(maxsplit=2) for line in (tree / TABLE).read_text().splitlines()
            if line and not line.startswith("#")]
    return [Target(*row, tree=tree) for row in rows]


def mistakes(tree=TREE):
    """What does not fit together, as texts: rows, seeds and dictionaries, and the sources with targets in them."""
    targets = read(tree)
    sources = {path: path.read_text() for component in COMPONENTS for path in (tree / component).rglob("*_fuzz.cpp")}
    named = "\n".join(sources.values())
    names = [target.name for target in targets]
    for target in targets:
        if names.count(target.name) > 1:
            yield f"{TABLE}: {target.name} is there more than once"
        if f'.name = "{target.name}"' not in named:
            yield f"{TABLE}: {target.name} is in no *_fuzz.cpp"
        if not target.dictionary.is_file():
            yield f"{FOLDERS}/{target.name}: it has no dictionary"
        if not target.seeds.is_dir() or not any(target.seeds.iterdir()):
            yield f"{FOLDERS}/{target.name}: it has no seeds"
    for path, text in sorted(sources.items()):
        for name in re.findall(r'Target\{\.name = "([^"]+)"', text):
            if name not in names:
                yield f"{path.relative_to(tree)}: {name} has no row in {TABLE}"
    folders = tree / FOLDERS
    for folder in sorted(folders.iterdir()) if folders.is_dir() else ():
        if folder.name not in names:
            yield f"{FOLDERS}/{folder.name}: no target is called so"
