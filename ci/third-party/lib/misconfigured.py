"""Changes the deployment in one way after the other, and compares what the suite names with what is broken then."""

import argparse
import fnmatch
import importlib
import json
import subprocess
import sys
import time

import packages
from command import OUR_FAULT, USAGE, Ended, raise_on_signals, suite, wait_for_suite
from deployment import FOLDER, Deployment, DeploymentError, temporary_state


class Workbench:
    """The running deployment, with at most one thing wrong with it."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.wrong = None

    def make_wrong(self, one):
        """Puts right what was wrong, and makes this wrong; restarts what that concerns, once."""
        restart = set()
        if self.wrong is not None:
            self.deployment.put(self.wrong.file, self.deployment.rendered(self.wrong.file))
            restart |= set(self.wrong.restart)
        self.wrong = one
        if one is not None:
            text = self.deployment.rendered(one.file)
            if text.count(one.old) != 1:
                raise DeploymentError(f"{one.name}: '{one.old}' stands {text.count(one.old)} times in {one.file}")
            self.deployment.put(one.file, text.replace(one.old, one.new))
            restart |= set(one.restart)
        if restart:
            self.deployment.ask("restart", *sorted(restart))
        # What one row leaves behind is none of the next one's.
        self.deployment.ask("hook", "forget")


def judge(deployment, one, out):
    """(clauses that failed, what else went wrong)."""
    command = [suite(), "run", "--target", str(deployment.target_file), "--out", str(out), "--tier", "slow",
               "--consent", "destructive", "--jobs", str(one.jobs)]
    for pattern in one.select:
        command += ["--select", pattern]
    with open(deployment.state / "logs/suite.err", "w+") as said:
        status = wait_for_suite(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said))
        if status not in (0, 1, 2):
            said.seek(0)
            return set(), [f"exit {status}: {said.read().strip()[-300:]}"]
    record = json.loads((out / "result.json").read_text())
    failed, troubles = set(), []
    for scenario in record["scenarios"]:
        if scenario["verdict"] == "fail":
            failed |= {finding["clause"] for finding in scenario["findings"] if not finding["passed"]}
        # Where something is wrong others may not get as far as to be judged.
        if scenario["verdict"] == "error" or (scenario["verdict"] == "inconclusive" and not one.clauses):
            troubles.append(f"{scenario['id']}: {scenario['message']}")
    return failed, troubles


def deployments_with(table):
    return sorted(path.parent.name for path in FOLDER.glob(f"*/{table}.py"))


def row(one, failed, troubles, seconds):
    expected = set(one.clauses)
    missed, extra = expected - failed, failed - expected
    verdict = "ok" if not (missed or extra or troubles) else "MISS"
    told = " ".join(sorted(failed)) or "none"
    wanted = " ".join(sorted(expected)) or "none"
    print(f"{verdict:5} {one.name:22} expected {wanted:42} found {told}  ({seconds:.0f} s)", flush=True)
    for trouble in troubles:
        print(f"      {trouble}")
    return verdict == "ok", f"| {one.name} | {one.says} | {wanted} | {told} | {verdict} |"


def main(arguments):
    table_name, *arguments = arguments
    command = {"misconfigurations": "misconfigured", "variations": "varied"}[table_name]
    parser = argparse.ArgumentParser(f"ci/third-party/{command}")
    parser.add_argument("--deployment", default="apache", choices=deployments_with(table_name))
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(FOLDER / options.deployment))
    everything = importlib.import_module(table_name).ALL
    for glob in options.only:
        if not any(fnmatch.fnmatch(one.name, glob) for one in everything):
            print(f"{parser.prog}: nothing is called '{glob}'", file=sys.stderr)
            return USAGE
    chosen = [one for one in everything
              if not options.only or any(fnmatch.fnmatch(one.name, glob) for glob in options.only)]
    if options.list:
        for one in chosen:
            print(f"{one.name:22} {one.says}: {' '.join(one.clauses)}")
        return 0
    raise_on_signals()
    deployment = Deployment(options.deployment, temporary_state())
    lines = ["| change | what it means | clauses expected | found | |", "|---|---|---|---|---|"]
    good = 0
    try:
        deployment.make()
        deployment.start(ends_with_us=True)
        bench = Workbench(deployment)
        for one in chosen:
            begun = time.monotonic()
            bench.make_wrong(one)
            failed, troubles = judge(deployment, one, packages.TREE / f"reports/out/{command}" / options.deployment / one.name)
            fine, line = row(one, failed, troubles, time.monotonic() - begun)
            good += fine
            lines.append(line)
    except (DeploymentError, packages.PackageError, OSError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return OUR_FAULT
    except Ended as ended:
        return 128 + ended.number
    finally:
        deployment.stop()
        deployment.remove()
    table = packages.TREE / f"reports/out/{command}-{options.deployment}.md"
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_text("\n".join(lines) + "\n")
    print(f"{good} of {len(chosen)} as expected; table in {table}")
    return 0 if good == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
