"""Reads the manuals: the blocks of code in a page, each with the marks that say what the tests do with it; links.

A mark is a comment of HTML on a line of its own, right before the block:

  (none, ```sh)                       it is run, in a shell of the page's own folder, and must exit 0
  <!-- run: exit N -->                it is run, and its first command that fails exits N
  <!-- server -->                     it is run meanwhile: a server, which says `ready`, and is ended with the page
  <!-- run by: FILE, … -->            what else runs it: each of its programs is named in one of these files
  <!-- not run: why -->               it cannot be run by a test
  <!-- before: break ID -->           the reference server is told to break a clause first; `nothing` mends it
  <!-- output -->                     what the block before it prints; `…` is anything, on a line of its own any lines
  <!-- file: NAME, KIND -->           a file of the reader's: a target, a profile, expectations, …
  <!-- from: FILE -->                 it stands in that file of the tree
"""

import dataclasses
import pathlib
import re

TREE = pathlib.Path(__file__).resolve().parents[2]
MARK = re.compile(r"<!-- (run by|run|server|not run|before|output|file|from)(?:: (.*?))? -->")


@dataclasses.dataclass
class Block:
    line: int
    language: str
    text: str
    marks: dict

    @property
    def program_text(self):
        """Without what differs between languages: comments, and the blanks before them."""
        lines = [re.sub(r"(^|\s+)# .*$", "", line) for line in self.text.splitlines()]
        return "\n".join(line for line in lines if line)


def blocks(text):
    found, marks, block = [], {}, None
    for number, line in enumerate(text.splitlines(), 1):
        fence = re.fullmatch(r"( *)```(\w*)", line)
        if block is not None:
            if fence and not fence[2]:
                found.append(block)
                block, marks = None, {}
            else:
                block.text += line[indent:] + "\n"
        elif fence:
            indent = len(fence[1])
            block = Block(number, fence[2], "", marks)
        elif mark := MARK.fullmatch(line.strip()):
            marks[mark[1]] = mark[2] or ""
        elif line.startswith("<!--") and "ci/docs" not in line:
            raise ValueError(f"line {number}: no mark: {line}")
        elif marks:
            raise ValueError(f"line {number}: a mark that no block follows")
    if block is not None or marks:
        raise ValueError("the page ends within a block, or with a mark")
    return found


def prose(text):
    """The text without its blocks and spans of code."""
    return re.sub(r"`[^`\n]*`", "``", re.sub(r"(?ms)^ *```.*?^ *```$", "", text))


def links(text):
    """Targets of links and pictures."""
    return re.findall(r"\]\(([^)\s]+)\)", prose(text))


def anchors(text):
    """What a forge makes of the headings, to be linked to."""
    made = []
    for heading in re.findall(r"(?m)^#{1,6} +(.+?)\s*$", re.sub(r"(?ms)^ *```.*?^ *```$", "", text)):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        made.append(slug if slug not in made else f"{slug}-{made.count(slug)}")
    return made + re.findall(r'<a (?:id|name)="([^"]+)"', text)


def looks_like(sample, printed):
    """Whether `printed` is what the sample shows. Runs of blanks are one blank."""
    def squeezed(line):
        return re.sub(r"\s+", " ", line).strip()

    pattern = ""
    for line in sample.strip("\n").splitlines():
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += "[^\n]*?".join(re.escape(part) for part in squeezed(line).split("…")).replace(r"\ [^", "[^") + " ?\n"
    shown = "".join(squeezed(line) + "\n" for line in printed.splitlines())
    return re.fullmatch(pattern, shown) is not None
