"""The sentences in C++ sources: their string literals of several words, those that stand side by side drawn together."""

import re

LITERAL = r'"((?:[^"\\]|\\.)*)"'


def sentences(source, fewest_blanks=3):
    """In order; escapes are undone, doubled braces of formats too."""
    code = re.sub(r"(?m)^#include .*$|^\s*//.*$", "", source)
    found = []
    for group in re.finditer(rf"{LITERAL}(?:\s*{LITERAL})*", code):
        text = "".join(re.findall(LITERAL, group[0]))
        text = text.replace('\\"', '"').replace("\\n", "\n").replace("{{", "{").replace("}}", "}")
        if text.count(" ") >= fewest_blanks:
            found.append(text)
    return found
