"""What the consumers of JUnit files read, each as a rule: find_mistakes() tells what one of them would get wrong.

The rules are those of Jenkins' junit and xunit plugins, GitLab, and three reporters for GitHub (action-junit-report,
publish-unit-test-result, test-reporter), as their sources have them.
"""

import collections
import re
import xml.etree.ElementTree as xml

OUTCOMES = ("failure", "error", "skipped")
TYPES = {"failure": {"FAIL", "XPASS"}, "error": {"INCONC", "HARNESS"}, "skipped": {"XFAIL", "NOTRUN", "N/A"}}
ATTACHMENT = "[[ATTACHMENT|"
LARGEST = 30_000_000  # GitLab leaves a larger file unread
SHOWN_OUTPUT = 100_000  # of a failed case: Jenkins cuts out what is between its first and last 50,000 characters
ANNOTATION = 65_535  # GitHub refuses a larger one


def counts(cases):
    found = {"tests": len(cases)}
    for element, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        found[attribute] = sum(case.find(element) is not None for case in cases)
    return found


def count_mistakes(root):
    """publish-unit-test-result believes the attributes; Jenkins drops a suite without cases."""
    for node in [root, *root.iter("testsuite")]:
        name = node.get("name")
        found = counts(list(node.iter("testcase")))
        for attribute, number in found.items():
            told = node.get(attribute, None if node.tag == "testsuite" or attribute != "skipped" else str(number))
            if told != str(number):
                yield f"{name}: {attribute} is {told}, there are {number}"
        if node.tag == "testsuite" and found["tests"] == 0:
            yield f"{name}: no cases"
        times = sum(float(case.get("time")) for case in node.iter("testcase"))
        if abs(times - float(node.get("time"))) > 0.001 * (1 + found["tests"]):
            yield f"{name}: its time is {node.get('time')}, its cases took {times:.3f}"


def name_mistakes(root):
    """GitLab keeps the first of two cases with one name; test-reporter fails without a suite's name; Jenkins makes a tree
    of the dots in classname."""
    seen = collections.Counter((case.get("classname"), case.get("name")) for case in root.iter("testcase"))
    yield from (f"{name}: there are {number}" for name, number in seen.items() if number > 1)
    yield from ("a suite has no name" for suite in root.iter("testsuite") if not suite.get("name"))
    for suite in root.iter("testsuite"):
        target = suite.get("hostname")
        if not target or not suite.get("name").startswith(target + ": "):
            yield f"{suite.get('name')}: does not tell the target {target}"
    for case in root.iter("testcase"):
        classname, name = case.get("classname") or "", case.get("name") or ""
        if not re.fullmatch(r"[^.\s/\\]+(\.[^.\s/\\]+)+", classname):
            yield f"{name}: its class is '{classname}'"
        if not re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", name):
            yield f"'{name}' is no name that stays the same"


def time_mistakes(root):
    """xunit refuses a file for more than three decimals, or for a moment with a zone."""
    for node in [root, *root.iter("testsuite"), *root.iter("testcase")]:
        if not re.fullmatch(r"\d+\.\d{3}", node.get("time") or ""):
            yield f"{node.get('name')}: its time is '{node.get('time')}'"
    for suite in root.iter("testsuite"):
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp") or ""):
            yield f"{suite.get('name')}: its moment is '{suite.get('timestamp')}'"


def outcome_mistakes(root):
    """GitLab reads the text only, the GitHub reporters show the message or the first lines: both say the same."""
    for case in root.iter("testcase"):
        name = case.get("name")
        outcomes = [child for child in case if child.tag in OUTCOMES]
        if len(outcomes) > 1:
            yield f"{name}: has {len(outcomes)} outcomes"
        for outcome in outcomes:
            kind, message, text = outcome.get("type"), outcome.get("message") or "", outcome.text or ""
            if kind not in TYPES[outcome.tag]:
                yield f"{name}: {outcome.tag} of type {kind}"
            if text.split("\n", 1)[0] != message:
                yield f"{name}: the first line is not the message"
            if not re.match(rf"{re.escape(str(kind))}( [A-Z][A-Z0-9-]*-\d\S*|: |,)", message):
                yield f"{name}: its message has neither verdict nor clause: {message[:60]}"
            if len(message.encode()) > 4_000 or len(text.encode()) > ANNOTATION:
                yield f"{name}: {len(message)} and {len(text)} characters are too many"


def output_mistakes(root):
    """Who passed shows nothing; attachments are of failed cases, first, and one."""
    for case in root.iter("testcase"):
        name = case.get("name")
        output = "".join(node.text or "" for node in case.iter("system-out"))
        failed = case.find("failure") is not None or case.find("error") is not None
        if len(output) > SHOWN_OUTPUT:
            yield f"{name}: {len(output)} characters of output"
        marks = output.count(ATTACHMENT)
        if marks > (1 if failed else 0) or (marks and not output.startswith(ATTACHMENT)):
            yield f"{name}: attachments that nobody chose"
    for node in root.iter():
        if node.tag != "system-out" and ATTACHMENT in (node.text or ""):
            yield f"{node.tag}: names an attachment"


def find_mistakes(octets):
    """All rules on the octets of one file."""
    if len(octets) > LARGEST:
        return [f"{len(octets)} octets"]
    root = xml.fromstring(octets)
    if root.tag != "testsuites":
        return [f"the root is {root.tag}"]
    rules = (count_mistakes, name_mistakes, time_mistakes, outcome_mistakes, output_mistakes)
    return [mistake for rule in rules for mistake in rule(root)]
