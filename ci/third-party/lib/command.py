"""The commands beside this folder: up, down, hook, conform."""

import argparse
import os
import pathlib
import subprocess
import sys

import packages
from deployment import FOLDER, Deployment, DeploymentError, temporary_state

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "lib"))
from interruption import Ended, raise_on_signals, wait_for_suite

OUR_FAULT = 70
USAGE = 64


def up(arguments):
    parser = argparse.ArgumentParser("ci/third-party/up")
    parser.add_argument("--deployment", default="apache", choices=sorted(packages.groups()))
    parser.add_argument("state", nargs="?")
    options = parser.parse_args(arguments)
    deployment = Deployment(options.deployment, pathlib.Path(options.state).resolve() if options.state else temporary_state())
    deployment.make()
    deployment.start()
    print(f"target: {deployment.target_file}\nends with: {FOLDER}/down {deployment.state}")
    return 0


def down(arguments):
    parser = argparse.ArgumentParser("ci/third-party/down")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("state")
    options = parser.parse_args(arguments)
    deployment = Deployment.of(pathlib.Path(options.state).resolve())
    deployment.stop()
    if not options.keep:
        deployment.remove()
    return 0


def hook(arguments):
    state, *request = arguments
    print(Deployment.of(state).ask("hook", *request))
    return 0


def suite():
    if "HOSTING_CTS" in os.environ:
        return os.environ["HOSTING_CTS"]
    preset = os.environ.get("HOSTING_PRESET") or "release"
    return str(packages.TREE / ("build" if preset == "release" else f"build-{preset}") / "hosting-cts")


def run_suite(deployment, arguments):
    """The suite's exit status."""
    status = wait_for_suite(subprocess.Popen([suite(), "run", "--target", str(deployment.target_file), *arguments]))
    return status if status >= 0 else OUR_FAULT


def conform(arguments):
    parser = argparse.ArgumentParser("ci/third-party/conform", allow_abbrev=False)
    parser.add_argument("--deployment", default="apache", choices=sorted(packages.groups()))
    parser.add_argument("--keep", action="store_true")
    options, others = parser.parse_known_args(arguments)
    given = {argument.split("=")[0] for argument in others}
    if "--out" not in given:
        others += ["--out", str(packages.TREE / f"reports/out/third-party-{options.deployment}")]
    if "--consent" not in given:
        others += ["--consent", "destructive"]
    if "--tier" not in given:
        others += ["--tier", "slow"]
    if "--jobs" not in given:
        others += ["--jobs", "8"]  # most of them wait: for mail, for a full mailbox, for a lock
    expectations = FOLDER / options.deployment / "expectations.toml"
    if "--expect" not in given and expectations.exists():
        others += ["--expect", str(expectations)]
    raise_on_signals()
    deployment = Deployment(options.deployment, temporary_state())
    try:
        deployment.make()
        deployment.start(ends_with_us=True)
        return run_suite(deployment, others)
    except Ended as ended:
        print(f"ci/third-party/conform: ended by {ended}", file=sys.stderr)
        return 128 + ended.number
    finally:
        deployment.stop()
        if options.keep:
            print(f"The deployment's state is in {deployment.state}")
        else:
            deployment.remove()


def main(arguments):
    commands = {"up": up, "down": down, "hook": hook, "conform": conform}
    try:
        return commands[arguments[0]](arguments[1:])
    except (DeploymentError, packages.PackageError, OSError) as error:
        print(f"ci/third-party/{arguments[0]}: {error}", file=sys.stderr)
        return OUR_FAULT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
