"""The suite itself: how long it takes beside the longest chain of waits in it, on this machine and a round trip away; what it
costs in processor time, memory, connections and octets; and what a fleet of hosts takes each night."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from bench_rows import BenchError, Row
from bench_smtp import site_text
from reference_server import ReferenceServer, build_folder
from slow_relay import SlowRelay, far_target

LIB = pathlib.Path(__file__).resolve().parent
PROGRAM = build_folder("release") / "hosting-cts"
LIMIT_SECONDS = 300
FIRST_VERDICT_SECONDS = 0.3
ROUND_TRIP = 0.1
JOBS, FAR_JOBS = 4, 8
NIGHT_HOURS = 6
ALONE = "whole-target"


class SuiteRun:
    """One run of hosting-cts, and what it took."""

    def __init__(self, server, target_file, *arguments, jobs=JOBS, ends_with=(0,)):
        self.jobs = jobs
        with tempfile.TemporaryDirectory() as folder:
            told = pathlib.Path(folder, "measured")
            command = [sys.executable, "-S", str(LIB / "measured_run.py"), str(told), str(PROGRAM), "run", "--target",
                       str(target_file), "--out", folder, "--jobs", str(jobs), *arguments]
            output = pathlib.Path(folder, "output")
            begun = time.monotonic()
            with open(output, "wb") as sink, subprocess.Popen(
                    command, env=os.environ | server.environment, stdout=subprocess.PIPE, stderr=sink) as process:
                process.stdout.readline()
                self.first_verdict = time.monotonic() - begun
                said = process.stdout.read().decode(errors="replace")
            self.wall = time.monotonic() - begun
            if process.returncode not in ends_with:
                raise BenchError(f"the suite ended with {process.returncode}:\n{said[-2000:]}{output.read_text()[-500:]}")
            cpu, kilobytes = told.read_text().split()
            self.cpu, self.memory = float(cpu), 1024 * int(kilobytes)
            record = json.loads(pathlib.Path(folder, "result.json").read_text())
        self.seconds = {row["id"]: row["duration_seconds"] for row in record["scenarios"] if row["verdict"] != "not_run"}

    def chain(self, resources):
        """(seconds, what): no order of the scenarios is quicker, since those that hold the same thing come one after the other,
        and some have to be alone."""
        alone = sum(seconds for name, seconds in self.seconds.items() if ALONE in resources[name])
        held = {}
        for name, seconds in self.seconds.items():
            for resource in resources[name]:
                if ALONE not in resources[name]:
                    held[resource] = held.get(resource, 0) + seconds
        by_jobs = sum(seconds for name, seconds in self.seconds.items() if ALONE not in resources[name]) / self.jobs
        longest = max(self.seconds.items(), key=lambda row: row[1] if ALONE not in resources[row[0]] else 0)
        held |= {f"{self.jobs} at a time": by_jobs, longest[0]: longest[1]}
        what = max(held, key=held.get)
        return alone + held[what], f"{alone:.1f} s alone with the target, then {held[what]:.1f} s: {what}"


def resources_of_scenarios():
    told = subprocess.run([str(PROGRAM), "list", "--json"], check=True, capture_output=True, timeout=60).stdout
    return {row["id"]: row["resources"] for row in json.loads(told)["scenarios"]}


def bench_suite(_, rounds):
    resources = resources_of_scenarios()
    wall = Row(f"The suite, {JOBS} scenarios at a time, wall time", "s", "its longest chain of waits", more_is_better=False)
    first = Row("The suite, start to first verdict", "s", "the limit we set", more_is_better=False)
    first.others.append(FIRST_VERDICT_SECONDS)
    with ReferenceServer(build_folder("release") / "hosting-refd", database=True) as server:
        for _ in range(max(3, rounds // 2)):
            run = SuiteRun(server, server.target_file)
            wall.ours.append(run.wall)
            seconds, chain = run.chain(resources)
            wall.others.append(seconds)
            first.ours.append(SuiteRun(server, server.target_file, "--select", "ftp.login.contract_pair").first_verdict)
    print(f"the suite: {len(run.seconds)} scenarios, {1000 * run.cpu / len(run.seconds):.0f} ms of a processor each, at most "
          f"{run.memory / 1e6:.0f} MB a process; {chain}", file=sys.stderr)
    return [wall, first]


def far_run(server, *arguments, **more):
    """The run, its connections, and its octets in both directions."""
    with SlowRelay(ROUND_TRIP) as relay:
        target = server.target_file.parent / "far.toml"
        target.write_text(far_target(server.target_file.read_text(), server.target, relay))
        run = SuiteRun(server, target, *arguments, **more)
        time.sleep(2 * ROUND_TRIP)
        return run, relay.connections, relay.octets_out + relay.octets_in


def bench_far(_, __):
    """Once: it takes minutes, and waits for round trips, not for processors."""
    row = Row(f"The same from {1000 * ROUND_TRIP:.0f} ms away, {FAR_JOBS} at a time", "s", "its longest chain of waits",
              more_is_better=False)
    with ReferenceServer(build_folder("release") / "hosting-refd", database=True) as server:
        run, connections, octets = far_run(server, jobs=FAR_JOBS)
    seconds, chain = run.chain(resources_of_scenarios())
    row.ours.append(run.wall)
    row.others.append(seconds)
    print(f"the suite, far away: {connections} connections, {octets / 1e6:.1f} MB; {chain}", file=sys.stderr)
    return [row]


def peak(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return 1024 * int(re.search(r"VmHWM:\s+(\d+)", status)[1])


def bench_large_messages(_, __):
    """Messages of 20 MB and more, in and out: what of them is in memory at once."""
    ours = Row("Memory of the suite with messages of 30 MB, as with small ones", "MB", "small ones", more_is_better=False)
    theirs = Row("Memory of the server with messages of 30 MB, as with small ones", "MB", "small ones", more_is_better=False)
    with tempfile.TemporaryDirectory() as folder:
        site = pathlib.Path(folder, "site.toml")
        site.write_text(site_text())
        with ReferenceServer(build_folder("release") / "hosting-refd", site) as server:
            small = SuiteRun(server, server.target_file, "--select", "pop.reading.*", "--select", "smtp.dialogue.*")
            theirs.others.append(peak(server) / 1e6)
            large = SuiteRun(server, server.target_file, "--select", "pop.large.*", "--select", "smtp.size.*", "--tier", "slow",
                             "--consent", "destructive")
            theirs.ours.append(peak(server) / 1e6)
    ours.others.append(small.memory / 1e6)
    ours.ours.append(large.memory / 1e6)
    return [ours, theirs]


def print_fleet(hosts):
    """What so many hosts take each night, from what one takes now: the suite waits, mostly."""
    with ReferenceServer(build_folder("release") / "hosting-refd", database=True) as server:
        rows = []
        for tier in ("smoke", "standard"):
            print(f"measuring {tier}, {1000 * ROUND_TRIP:.0f} ms away …", file=sys.stderr)
            rows.append((tier, *far_run(server, "--tier", tier)))
        print("measuring shards …", file=sys.stderr)
        shards = {number: [SuiteRun(server, server.target_file, "--shard", f"{shard}/{number}", "--allow-inconclusive")
                           for shard in range(1, number + 1)] for number in (1, 2, 4)}
    window = NIGHT_HOURS * 3600
    print(f"One host, {1000 * ROUND_TRIP:.0f} ms away, {JOBS} scenarios at a time; a fleet of {hosts:,} in {NIGHT_HOURS} hours\n")
    print("| | " + " | ".join(row[0] for row in rows) + " |\n|---|" + "---|" * len(rows))

    def line(what, form):
        print(f"| {what} | " + " | ".join(form(*row[1:]) for row in rows) + " |")

    line("scenarios", lambda run, *_: f"{len(run.seconds)}")
    line("wall time of a host", lambda run, *_: f"{run.wall:.0f} s")
    line("processor time of a host", lambda run, *_: f"{run.cpu:.1f} s")
    line("connections to a host", lambda _, connections, __: f"{connections:,}")
    line("octets over the wire", lambda _, __, octets: f"{octets / 1e6:.1f} MB")
    line("largest process", lambda run, *_: f"{run.memory / 1e6:.0f} MB")
    line("hosts at a time, to be done in the window", lambda run, *_: f"{hosts * run.wall / window:,.0f}")
    line("processors kept busy meanwhile", lambda run, *_: f"{hosts * run.cpu / window:.1f}")
    # The one that writes the reports, and those that run scenarios, which need no more in a long run than in a short one.
    worker = rows[0][1].memory
    line("memory for the hosts at a time",
         lambda run, *_: f"{hosts * run.wall / window * (run.memory + JOBS * worker) / 1e9:.1f} GB")
    line("mean rate over the wire", lambda _, __, octets: f"{hosts * octets * 8 / window / 1e6:.1f} Mbit/s")
    print("\n| Parts of a run, on loopback | the longest part | all parts' processor time |\n|---|---|---|")
    for number, runs in shards.items():
        print(f"| {number} | {max(run.wall for run in runs):.1f} s | {sum(run.cpu for run in runs):.1f} s |")
    print(f"\nA part more costs {(sum(run.cpu for run in shards[4]) - sum(run.cpu for run in shards[1])) / 3:.2f} s of a processor.")
