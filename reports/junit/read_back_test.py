#!/usr/bin/env python3
"""read_back_test.py RESULT.json JUNIT.xml...: a reader that is not ours finds in each file what the record says."""
import json
import sys

try:
    from junitparser import Error, Failure, JUnitXml, Skipped
except ImportError:
    sys.exit("python3-junitparser is missing: apt-get install python3-junitparser")

ELEMENT = {
    "pass": None, "fail": Failure, "unexpected_pass": Failure, "inconclusive": Error, "error": Error, "none": Error,
    "not_run": Skipped, "not_applicable": Skipped, "expected_failure": Skipped,
}


def check(path, record):
    xml = JUnitXml.fromfile(path)
    suites = list(xml)
    cases = {case.name: case for suite in suites for case in suite}
    problems = []

    for suite in suites:
        counted = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        if counted != (suite.tests, suite.failures, suite.errors, suite.skipped):
            problems.append(f"suite {suite.name} counts wrongly: {counted}")
        if suite.hostname != record["target"]["name"]:
            problems.append(f"suite {suite.name} is of host {suite.hostname}")

    for scenario in record["scenarios"]:
        case = cases.pop(scenario["id"], None)
        if case is None:
            problems.append(f"{scenario['id']} is missing")
            continue
        found = [type(outcome) for outcome in case.result]
        wanted = ELEMENT[scenario["verdict"]]
        if found != ([] if wanted is None else [wanted]):
            problems.append(f"{scenario['id']} is {scenario['verdict']} but reads as {found}")
        if abs(case.time - scenario["duration_seconds"]) > 0.0005:
            problems.append(f"{scenario['id']} took {case.time}")
        if wanted is not None and case.result[0].text.splitlines()[0] != case.result[0].message:
            problems.append(f"{scenario['id']}: the first line is not the message")

    if len(cases) != len(record["errors"]):
        problems.append(f"unexpected cases: {sorted(cases)}")
    return problems


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        record = json.load(file)
    problems = [f"{path}: {problem}" for path in sys.argv[2:] for problem in check(path, record)]
    sys.exit("\n".join(problems) or 0)


main()
