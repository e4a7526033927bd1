#!/usr/bin/env python3
"""rules_test.py CTRF...: each file keeps the rules of the Common Test Report Format, as its published schema of 2026 has them.

The rules stand here in our own words: which members an object may have, of what kind each is, and which must be there. The last
part breaks a file in ways that a writer could, and sees that it is noticed."""
import copy
import json
import re
import sys

STATUSES = ("passed", "failed", "skipped", "pending", "other")


def text(value):
    return isinstance(value, str)


def some_text(value):
    return text(value) and value != ""


def whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def texts(value):
    return isinstance(value, list) and all(map(text, value))


def anything(value):
    return isinstance(value, dict)


#: Member: (kind, whether it must be there). What is not listed may not be there, but for the top, which is open.
TOP = {"reportFormat": (lambda v: v == "CTRF", True), "results": (anything, True), "generatedBy": (text, False),
       "specVersion": (lambda v: text(v) and re.fullmatch(r"\d+\.\d+\.\d+", v), True)}
RESULTS = {"tool": (anything, True), "summary": (anything, True), "environment": (anything, False), "extra": (anything, False),
           "tests": (lambda v: isinstance(v, list), True)}
TOOL = {"name": (some_text, True), "version": (text, False), "extra": (anything, False)}
SUMMARY = {name: (whole, True) for name in (*STATUSES, "tests", "start", "stop")} | {
    name: (whole, False) for name in ("flaky", "suites", "duration")} | {"extra": (anything, False)}
TEST = {"name": (some_text, True), "status": (lambda v: v in STATUSES, True), "duration": (whole, True),
        "suite": (lambda v: texts(v) and v, False), "tags": (texts, False), "extra": (anything, False)} | {
    name: (whole, False) for name in ("start", "stop", "line")} | {
    name: (text, False) for name in ("message", "trace", "rawStatus", "type", "filePath", "threadId")}
ENVIRONMENT = {name: (text, False) for name in ("appName", "appVersion", "reportName", "testEnvironment")} | {"extra": (anything, False)}


def mistakes_in(where, value, rules):
    for name, (kind, required) in rules.items():
        if required and name not in value:
            yield f"{where}: lacks {name}"
        if name in value and not kind(value[name]):
            yield f"{where}/{name}: {value[name]!r} is not of its kind"
    for name in value.keys() - rules.keys():
        yield f"{where}: {name} is not known"


def mistakes(report):
    found = list(mistakes_in("", report, TOP))
    if found:
        return found
    results = report["results"]
    found = list(mistakes_in("results", results, RESULTS))
    if found:
        return found
    for name, rules in (("tool", TOOL), ("summary", SUMMARY), ("environment", ENVIRONMENT)):
        found += mistakes_in(name, results.get(name, {}) if name == "environment" else results[name], rules)
    for number, test in enumerate(results["tests"]):
        found += mistakes_in(f"tests/{number}", test, TEST)
    if not found:
        counted = {status: sum(test["status"] == status for test in results["tests"]) for status in STATUSES}
        found += [f"summary/{status}: is not {count}" for status, count in counted.items() if results["summary"][status] != count]
        if results["summary"]["tests"] != len(results["tests"]):
            found.append("summary/tests: is not how many there are")
    return found


BROKEN = {
    "the format is another": lambda r: r.update(reportFormat="ctrf"),
    "the version is no version": lambda r: r.update(specVersion="1"),
    "a count is wrong": lambda r: r["results"]["summary"].update(passed=99),
    "a count is missing": lambda r: r["results"]["summary"].pop("pending"),
    "a status is unknown": lambda r: r["results"]["tests"][0].update(status="broken"),
    "a duration is a fraction": lambda r: r["results"]["tests"][0].update(duration=0.5),
    "a test has no name": lambda r: r["results"]["tests"][0].update(name=""),
    "a suite is one text": lambda r: r["results"]["tests"][0].update(suite="web"),
    "a member is unknown": lambda r: r["results"]["tests"][0].update(why="so"),
}


def main():
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
        found = mistakes(report)
        if found:
            sys.exit("\n".join(f"{path}: {mistake}" for mistake in found))
        for what, change in BROKEN.items():
            broken = copy.deepcopy(report)
            change(broken)
            if not mistakes(broken):
                sys.exit(f"the rules do not notice when {what}")
    print(f"{len(sys.argv) - 1} reports keep the rules")


main()
