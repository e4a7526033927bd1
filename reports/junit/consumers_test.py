#!/usr/bin/env python3
"""consumers_test.py JUNIT.xml...: each file keeps the rules of its consumers, and each rule notices what breaks it."""
import sys

from junit_rules import find_mistakes

# What a writer could get wrong: a text of the files, and what stands there instead.
MISTAKES = [
    ('tests="4"', 'tests="5"'),
    ('failures="1"', 'failures="0"'),
    ('skipped="1"', 'skipped="2"'),
    ('name="web.index.none_is_404"', 'name="web.index.falls_back_in_order"'),
    ('name="web.index.none_is_404"', 'name="web.index.cts-4f2a91"'),
    ('classname="shop-example-test.web.index"', 'classname="index"'),
    ('classname="shop-example-test.web.index"', 'classname="shop/example.web"'),
    ('name="shop.example.test: ftp"', 'name="ftp"'),
    ('time="0.063"', 'time="0.0630"'),
    ('time="0.063"', 'time="9.063"'),
    ('timestamp="2026-09-10T00:26:40"', 'timestamp="2026-09-10T00:26:40Z"'),
    ('type="INCONC"', 'type="FAIL"'),
    ('message="FAIL WEB-INDEX-7: 200', 'message="200'),
    ('>FAIL WEB-INDEX-7: 200', '>\nFAIL WEB-INDEX-7: 200'),
    ("Purpose: Climbing", "[[ATTACHMENT|/etc/passwd]] Climbing"),
    ("<system-out>", "<system-out>  [[ATTACHMENT|/etc/passwd]]"),
]


def main():
    files = {}
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            files[path] = file.read()
    problems = [f"{path}: {mistake}" for path, octets in files.items() for mistake in find_mistakes(octets)]
    for before, after in MISTAKES:
        holding = [octets.decode() for octets in files.values() if before in octets.decode()]
        if not holding:
            problems.append(f"no file has {before}")
        problems += [f"not noticed: {after!r} for {before!r}" for text in holding
                     if not find_mistakes(text.replace(before, after, 1).encode())]
    sys.exit("\n".join(problems) or 0)


main()
