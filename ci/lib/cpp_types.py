"""The types that C++ sources define for all of a program: two of one name make a program that may do anything, and the
linker takes the destructor of either for both without a word (the one-definition rule)."""

import collections
import re

# Comments and literals: a brace in them opens nothing.
SAID = re.compile(r"""//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)'(?:\\.|[^'\\\n])+'""", re.S)
NAMESPACE = re.compile(r"(?:^|\s)namespace\s*([\w:]*)\s*$")
TYPE = re.compile(r"\b(?:struct|class|enum(?: class)?)\s+([\w:]+)(?:\s+final)?(?:\s*:[^;]*)?$")


def types(source):
    """(line, whole name) of each type that is defined in a namespace that has a name."""
    code = SAID.sub(lambda said: "\n" * said[0].count("\n"), source)
    inside, head, line = [], "", 1
    for piece in re.findall(r"[{};]|[^{};]+", code):
        if piece == "{":
            words = " ".join(head.split())
            namespace, kind = NAMESPACE.search(words), TYPE.search(words)
            if kind and all(inside):
                yield line, "::".join([*inside, kind[1]])
            inside.append(namespace[1] if namespace else "")
            head = ""
        elif piece == "}":
            inside = inside[:-1]
            head = ""
        else:
            head = "" if piece == ";" else head + piece
        line += piece.count("\n")


def defined_twice(sources):
    """{file: source} → (file, line, what is wrong)."""
    places = collections.defaultdict(list)
    for file, source in sources.items():
        for line, name in types(source):
            places[name].append((file, line))
    for name, found in places.items():
        for file, line in found[1:]:
            yield file, line, f"another type is called {name}: {found[0][0]}:{found[0][1]}"
