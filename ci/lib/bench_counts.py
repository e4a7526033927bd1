"""Counts that no other load on the machine changes: instructions (callgrind) and system calls (strace) of the hot paths,
compared with what the tree keeps in ci/bench-counts.toml."""

import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

from bench_peer_calls import peer_system_calls
from bench_paths import PATHS, site
from bench_rows import BenchError
from bench_suite_counts import stand_in_for_calls, suite_instructions
from reference_server import ReferenceServer, build_folder
from system_calls import Watched, without_waiting

LIB = pathlib.Path(__file__).resolve().parent
BASELINE = LIB.parent / "bench-counts.toml"
TOLERANCE = {"Instructions": 0.10, "System calls": 0.25}
# Once a second the server counts all the processes that there are, of whomever.
UNSTEADY = {"web: a Perl script, without Perl's part"}
WARM_UP = 5


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def toolchain():
    compiler = output_of("g++", "-dumpfullversion").strip()
    library = re.search(r"([\d.]+)$", output_of("ldd", "--version").splitlines()[0])[1]
    return f"g++ {compiler}, glibc {library}, {output_of('valgrind', '--version').strip()}, preset release"


def total_of(file):
    return int(re.search(r"(?m)^totals: (\d+)", file.read_text())[1])


class UnderCallgrind:
    """hosting-refd, slowly; begins to count when asked to."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        program = build_folder("release") / "hosting-refd"
        stand_in = stand_in_for_calls(self.folder)
        wrapper = self.folder / "hosting-refd"
        wrapper.write_text(
            f'#!/bin/sh\n[ "$1" = serve ] || exec {program} "$@"\nexport LD_PRELOAD={stand_in}\n'
            f'exec valgrind -q --tool=callgrind --instr-atstart=no --callgrind-out-file={self.folder}/out.%p {program} "$@"\n')
        wrapper.chmod(0o755)
        self.server = ReferenceServer(wrapper, site(folder))

    def control(self, option, *more):
        subprocess.run(["callgrind_control", option, *more, str(self.server.process.pid)], check=True, timeout=120,
                       capture_output=True)

    def count(self, operation, times):
        """Instructions of one operation."""
        self.control("-z")
        for _ in range(times):
            operation()
        self.control("-d")
        dump = max(self.folder.glob(f"out.{self.server.process.pid}.*"), key=lambda file: int(file.suffix[1:]))
        return total_of(dump) / times


def instructions(only):
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        slow = UnderCallgrind(folder)
        try:
            server = slow.server.start(ready_within=120)
            slow.control("-i", "on")
            for name, prepare, times in PATHS:
                if only and not any(word in name for word in only):
                    continue
                print(f"counting instructions, {name} …", file=sys.stderr)
                operation = prepare(server)
                for _ in range(WARM_UP):
                    operation()
                counts[name] = slow.count(operation, times)
        finally:
            slow.server.stop(within=60)
            slow.server.remove()
    return counts


def system_calls(only):
    """name → {system call: how often in one operation}"""
    counts = {}
    with tempfile.TemporaryDirectory() as folder, \
            ReferenceServer(build_folder("release") / "hosting-refd", site(folder)) as server:
        for name, prepare, times in PATHS:
            if only and not any(word in name for word in only):
                continue
            operation = prepare(server)
            for _ in range(WARM_UP):
                operation()
            watched = Watched([server.process.pid], pathlib.Path(folder, "calls"))
            for _ in range(times):
                operation()
            calls = watched.end()
            counts[name] = {call: number / times for call, number in calls.most_common() if number * 2 >= times}
    return counts


def write_baseline(counts, calls, suite):
    lines = ["# What `ci/bench --counts` compares with; written by `ci/bench --counts --update`. Instructions and system calls of one",
             "# operation in hosting-refd (waiting left out), instructions of the suite's programs.",
             f'toolchain = "{toolchain()}"', "", "[instructions]"]
    lines += [f'"{name}" = {count:_.0f}' for name, count in (counts | suite).items()]
    lines += ["", "[system_calls]"]
    lines += [f'"{name}" = {without_waiting(of_name):.1f}' for name, of_name in calls.items()
              if name not in UNSTEADY]
    BASELINE.write_text("\n".join(lines) + "\n")


def compare(kind, counts, kept):
    """Prints a table; what has risen."""
    risen = []
    print(f"\n| {kind} of one operation | now | kept | change |\n|---|---|---|---|")
    for name, count in counts.items():
        before = kept.get(name)
        change = "new" if before is None else f"{100 * (count / before - 1):+.1f} %"
        kept_text = "" if before is None else f"{before:,.{0 if before > 1000 else 1}f}"
        print(f"| {name} | {count:,.{0 if count > 1000 else 1}f} | {kept_text} | {change} |")
        # How often the server has to ask again for what comes depends on how quick the client is.
        if before is not None and count > before * (1 + TOLERANCE[kind]) + (1 if kind == "System calls" else 0):
            risen.append(f"{kind}, {name}: {count:,.0f}, and {before:,.0f} are kept")
    return risen


def bench_counts(update, peers, only=()):
    """The exit code."""
    if update and only:
        raise BenchError("what is kept is written as a whole: --update takes no words")
    calls = system_calls(only)
    counts = instructions(only)
    suite = suite_instructions(only)
    kept = tomllib.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    risen = compare("Instructions", counts | suite, kept.get("instructions", {}))
    risen += compare("System calls", {name: without_waiting(of_name) for name, of_name in calls.items() if name not in UNSTEADY},
                     kept.get("system_calls", {}))
    print("\nSystem calls:")
    for name, of_name in calls.items():
        print(f"  {name}: " + ", ".join(f"{call} {number:.1f}" for call, number in of_name.items()))
    if peers:
        print("\n| System calls of one operation | ours | theirs |\n|---|---|---|")
        for name, (peer, number) in peer_system_calls().items():
            print(f"| {name} | {without_waiting(calls[name]):.1f} | {number:.1f} ({peer}) |")
    if update:
        write_baseline(counts, calls, suite)
        return 0
    if kept and kept["toolchain"] != toolchain():
        print(f"ci/bench: nothing is judged: the counts that are kept are of {kept['toolchain']}; this is {toolchain()}",
              file=sys.stderr)
        return 0
    print(*(f"ci/bench: {text}" for text in risen), sep="\n", end="\n" if risen else "", file=sys.stderr)
    return 1 if risen else 0
