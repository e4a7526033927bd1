"""Breaks the deployment in one way after the other, and compares what the suite names with what is broken."""

import argparse
import fnmatch
import json
import signal
import subprocess
import sys
import time

import packages
from command import OUR_FAULT, Ended, on_signal, suite
from deployment import FOLDER, Deployment, DeploymentError, temporary_state

DEPLOYMENT = "apache"


class Workbench:
    """The running deployment, with at most one thing wrong with it."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.wrong = None

    def _text(self, one):
        if one.file.startswith("bin/"):
            return self.deployment._filled((FOLDER / DEPLOYMENT / one.file).read_text())
        return self.deployment.rendered(one.file)

    def _put(self, one, text):
        if one.file.startswith("bin/"):
            self.deployment._write(self.deployment.state / one.file, text, 0o755)
            if one.file.endswith("Count.cgi"):
                self.deployment.ask("run", "cp", "/srv/bin/Count.cgi", "/srv/disk/counter/Count.cgi")
        else:
            self.deployment.write_configuration(one.file, text)

    def make_wrong(self, one):
        """Puts right what was wrong, and makes this wrong; restarts what that concerns, once."""
        restart = set()
        if self.wrong is not None:
            self._put(self.wrong, self._text(self.wrong))
            restart |= set(self.wrong.restart)
        self.wrong = one
        if one is not None:
            text = self._text(one)
            if text.count(one.old) != 1:
                raise DeploymentError(f"{one.name}: '{one.old}' stands {text.count(one.old)} times in {one.file}")
            self._put(one, text.replace(one.old, one.new))
            restart |= set(one.restart)
        if restart:
            self.deployment.ask("restart", *sorted(restart))
        self.deployment.ask("run", "sh", "-c", "rm -f /srv/disk/counter/count")
        # Nobody has logged in so far, and nobody has guessed.
        self.deployment.ask("run", "sqlite3", "/srv/pop-before-smtp/db", "DELETE FROM login")


def judge(deployment, one, out):
    """(clauses that failed, what else went wrong)."""
    command = [suite(), "run", "--target", str(deployment.target_file), "--out", str(out), "--tier", "slow",
               "--consent", "destructive", "--jobs", "6"]
    for pattern in one.select:
        command += ["--select", pattern]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode not in (0, 1, 2):
        return set(), [f"exit {done.returncode}: {done.stderr.strip()[-300:]}"]
    record = json.loads((out / "result.json").read_text())
    failed, troubles = set(), []
    for scenario in record["scenarios"]:
        if scenario["verdict"] == "fail":
            failed |= {finding["clause"] for finding in scenario["findings"] if not finding["passed"]}
        if scenario["verdict"] == "error":
            troubles.append(f"{scenario['id']}: {scenario['message']}")
    return failed, troubles


def row(one, failed, troubles, seconds):
    expected = set(one.clauses)
    missed, extra = expected - failed, failed - expected
    verdict = "ok" if not (missed or extra or troubles) else "MISS"
    told = " ".join(sorted(failed)) or "none"
    print(f"{verdict:5} {one.name:22} expected {' '.join(sorted(expected)):42} found {told}  ({seconds:.0f} s)", flush=True)
    for trouble in troubles:
        print(f"      {trouble}")
    return verdict == "ok", f"| {one.name} | {one.says} | {' '.join(sorted(expected))} | {told} | {verdict} |"


def main(arguments):
    parser = argparse.ArgumentParser("ci/third-party/misconfigured")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(FOLDER / DEPLOYMENT))
    from misconfigurations import ALL
    chosen = [one for one in ALL if not options.only or any(fnmatch.fnmatch(one.name, glob) for glob in options.only)]
    if not chosen:
        print("ci/third-party/misconfigured: nothing is called so", file=sys.stderr)
        return 64
    if options.list:
        for one in chosen:
            print(f"{one.name:22} {one.says}: {' '.join(one.clauses)}")
        return 0
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, on_signal)
    deployment = Deployment(DEPLOYMENT, temporary_state())
    lines = ["| misconfiguration | what it means | clauses expected | found | |", "|---|---|---|---|---|"]
    good = 0
    try:
        deployment.make()
        deployment.start()
        bench = Workbench(deployment)
        for one in chosen:
            begun = time.monotonic()
            bench.make_wrong(one)
            failed, troubles = judge(deployment, one, packages.TREE / "reports/out/misconfigured" / one.name)
            fine, line = row(one, failed, troubles, time.monotonic() - begun)
            good += fine
            lines.append(line)
    except (DeploymentError, packages.PackageError, OSError, subprocess.TimeoutExpired) as error:
        print(f"ci/third-party/misconfigured: {error}", file=sys.stderr)
        return OUR_FAULT
    except Ended as ended:
        return 128 + ended.number
    finally:
        deployment.stop()
        deployment.remove()
    table = packages.TREE / "reports/out/misconfigured.md"
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_text("\n".join(lines) + "\n")
    print(f"{good} of {len(chosen)} as expected; table in {table}")
    return 0 if good == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
