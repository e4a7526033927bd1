"""Tests, suite and kill matrix under sanitizers. Called by ci/sanitize, which tells the options."""

import argparse
import collections
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml

import reference_server

TREE = pathlib.Path(__file__).resolve().parents[2]
OUT = TREE / "reports/out/sanitize"
SUPPRESSIONS = TREE / "ci/sanitizers"
#: How much slower a process is, at the most, than without a sanitizer, on a machine that has nothing else to do.
SLOWNESS = 3
RUNNERS = ("tests", "conform", "matrix")


@dataclasses.dataclass
class Sanitizer:
    name: str
    preset: str
    # Of each sanitizer in it: where from it takes options, and which.
    options: dict


SANITIZERS = [
    Sanitizer("asan", "asan-ubsan",
              {"ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1",
               "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
               "LSAN_OPTIONS": f"suppressions={SUPPRESSIONS / 'asan.supp'}:print_suppressions=0"}),
    Sanitizer("tsan", "tsan",
              {"TSAN_OPTIONS": "halt_on_error=0:second_deadlock_stack=1:history_size=4:"
                               f"suppressions={SUPPRESSIONS / 'tsan.supp'}"}),
]


# Programs that do just what each sanitizer is for: what finds nothing in these proves nothing elsewhere.
DEFECTS = {
    "asan": {"read after free": "int* one = new int[argc]; delete[] one; return one[0];",
             "overflow": "return 2147483647 + argc;",
             "leak": "return (new int[static_cast<unsigned>(argc)])[0] * 0;"},
    "tsan": {"race": "int one = 0; std::thread other([&] { ++one; }); ++one; other.join(); return one * argc * 0;"},
}


@dataclasses.dataclass
class Row:
    sanitizer: str
    runner: str
    tests: int
    failed: list
    findings: collections.Counter
    seconds: float

    @property
    def bad(self):
        return bool(self.failed or self.findings)


def findings(folder):
    """What the processes that wrote into the folder found: how often each, by its summary without addresses."""
    found = collections.Counter()
    for file in sorted(folder.iterdir()):
        text = file.read_text(errors="replace")
        told = re.findall(r"(?m)^SUMMARY: (.*)$", text) + re.findall(r"(?m)^\S+: runtime error: .*$", text)
        found.update(re.sub(r"0x[0-9a-f]+|\d+ byte\(s\)", "…", line) for line in told or ["without a summary"])
    return found


def environment(sanitizer, folder):
    """Each process writes what it finds into the folder, whoever it runs as."""
    folder.mkdir(parents=True)
    folder.chmod(0o1777)
    told = {name: f"{options}:log_path={folder}/found" for name, options in sanitizer.options.items()}
    # LeakSanitizer writes where AddressSanitizer does.
    if "LSAN_OPTIONS" in told:
        told["LSAN_OPTIONS"] = sanitizer.options["LSAN_OPTIONS"]
    return os.environ | told | {"HOSTING_PRESET": sanitizer.preset, "HOSTING_SANITIZED": str(SLOWNESS)}


def run_tests(sanitizer, options, known, folder):
    results = folder / "ctest.xml"
    command = ["ctest", "--preset", sanitizer.preset, "--no-tests=error", "--output-junit", str(results)]
    if options.tests:
        command += ["-R", options.tests]
    status = subprocess.run(command, cwd=TREE, env=known, check=False).returncode
    if not results.exists():
        return 0, [f"ctest ended with {status} and no results"]
    # See unheard(): what one of the sanitizers finds is only there.
    for number, line in enumerate(re.findall(r"\S+: runtime error: .*", results.read_text(errors="replace"))):
        (pathlib.Path(folder.parent) / f"found/test-output.{number}").write_text(line + "\n")
    cases = [case for case in xml.parse(results).getroot().iter("testcase") if case.get("status") != "disabled"]
    return len(cases), [case.get("name") for case in cases if case.get("status") != "run"]


def run_conform(sanitizer, options, known, folder):
    """Everything there is, or what was selected of it. What did not run was not watched either, and is not counted."""
    command = [TREE / "ci/lib/conform.py", "--out", folder / "reports", "--consent", "destructive", "--tier", "slow"]
    for glob in options.select:
        command += ["--select", glob]
    status = subprocess.run(["python3", *map(str, command)], env=known, check=False).returncode
    results = folder / "reports/junit.xml"
    if not results.exists():
        return 0, [f"the suite ended with {status} and no results"]
    cases = [case for case in xml.parse(results).getroot().iter("testcase") if case.find("skipped") is None]
    failed = [case.get("name") for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return len(cases), failed or ([f"the suite ended with {status}"] if status else [])


def run_matrix(sanitizer, options, known, folder):
    build = reference_server.build_folder(sanitizer.preset)
    command = [build / "hosting-cts", "kill-matrix", "--site", known["HOSTING_REFERENCE_SITE"], "--out", folder, "--deviation", options.deviation]
    tried = 0
    with subprocess.Popen([*map(str, command)], env=known, stdout=subprocess.PIPE, text=True) as matrix:
        for line in matrix.stdout:
            print(line, end="", flush=True)
            if told := re.match(r"\d+ of (\d+) deviations killed", line):
                tried = int(told[1])
    return tried, [f"the kill matrix ended with {matrix.returncode}"] if matrix.returncode else []


def run(sanitizer, runner, options):
    """One row of the table; what was found is kept below OUT."""
    kept = OUT / sanitizer.name / runner
    shutil.rmtree(kept, ignore_errors=True)
    # Programs of the customer's write there too: not where only we can go.
    with tempfile.TemporaryDirectory(prefix="hosting-sanitize-") as temporary:
        work = pathlib.Path(temporary)
        work.chmod(0o711)
        known = environment(sanitizer, work / "found")
        site = work / "site.toml"
        site.write_text(reference_server.roomy(reference_server.REFERENCE_SITE.read_text()))
        known["HOSTING_REFERENCE_SITE"] = str(site)
        (work / runner).mkdir()
        print(f"=== {sanitizer.name}: {runner}", flush=True)
        begun = time.monotonic()
        run_it = {"tests": run_tests, "conform": run_conform, "matrix": run_matrix}[runner]
        tests, failed = run_it(sanitizer, options, known, work / runner)
        row = Row(sanitizer.name, runner, tests, failed, findings(work / "found"), time.monotonic() - begun)
        shutil.copytree(work / "found", kept / "found")
        shutil.copytree(work / runner, kept / runner)
    return row


def unheard(sanitizer):
    """The defects that it does not find, or that are not heard of here."""
    kinds = {"asan": "address,undefined", "tsan": "thread"}[sanitizer.name]
    for name, body in DEFECTS[sanitizer.name].items():
        with tempfile.TemporaryDirectory(prefix="hosting-sanitize-") as temporary:
            work = pathlib.Path(temporary)
            (work / "defect.cpp").write_text(f"#include <thread>\nint main(int argc, char**) {{ {body} }}\n")
            subprocess.run(["c++", f"-fsanitize={kinds}", "-o", work / "defect", work / "defect.cpp"], check=True)
            known = environment(sanitizer, work / "found")
            ended = subprocess.run([work / "defect"], env=known, check=False, timeout=60, capture_output=True)
            # Beside another sanitizer, GCC's UndefinedBehaviorSanitizer writes to standard error, wherever it is told to.
            # It ends the process, so that a test or a scenario fails.
            if ended.returncode == 0 or not findings(work / "found") and b"runtime error: " not in ended.stderr:
                yield f"{sanitizer.name}: {name} was not found"


def build(sanitizer, targets):
    words = [word for target in targets for word in ("--target", target)]
    return subprocess.run([str(TREE / "ci/build"), "--preset", sanitizer.preset, *words], check=False).returncode == 0


def table(rows):
    yield f"{'sanitizer':<10}{'runner':<10}{'run':>7}{'failed':>8}{'findings':>10}{'seconds':>9}"
    for row in rows:
        yield (f"{row.sanitizer:<10}{row.runner:<10}{row.tests:>7}{len(row.failed):>8}{row.findings.total():>10}"
               f"{row.seconds:>9.0f}")


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="ci/sanitize", add_help=False)
    parser.add_argument("--only", choices=[sanitizer.name for sanitizer in SANITIZERS])
    parser.add_argument("--runner", choices=RUNNERS, action="append")
    parser.add_argument("--matrix", action="store_true")
    parser.add_argument("--deviation", default="*")
    parser.add_argument("--tests")
    parser.add_argument("--select", action="append", default=[])
    parser.add_argument("--target", action="append", default=[])
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    try:
        return parser.parse_args(arguments)
    except SystemExit:
        sys.exit(64)


def main(arguments):
    options = parsed(arguments)
    rows, broken = [], False
    wanted = [sanitizer for sanitizer in SANITIZERS if options.only in (None, sanitizer.name)]
    deaf = [defect for sanitizer in wanted for defect in unheard(sanitizer)]
    print(*deaf or ["each kind of defect is found"], sep="\n")
    if deaf or options.self_test:
        return 1 if deaf else 0
    for sanitizer in wanted:
        if not options.no_build and not build(sanitizer, options.target):
            print(f"ci/sanitize: {sanitizer.preset} could not be built", file=sys.stderr)
            broken = True
            continue
        for runner in options.runner or RUNNERS:
            if runner == "matrix" and (sanitizer.name != "asan" or not options.matrix):
                continue
            rows.append(run(sanitizer, runner, options))
    print()
    for row in rows:
        for name in row.failed:
            print(f"failed: {row.sanitizer} {row.runner}: {name}")
        for summary, times in row.findings.most_common():
            print(f"found {times} times: {row.sanitizer} {row.runner}: {summary}")
    print(*table(rows), sep="\n")
    return 1 if broken or any(row.bad for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
