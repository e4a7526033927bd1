"""Runs the built suite against the built reference server. Called by ci/conform with the suite's arguments."""

import contextlib
import os
import pathlib
import subprocess
import sys

from interruption import Ended, raise_on_signals, wait_for_suite
from reference_server import TREE, ReferenceServer, ServerError, build_folder
from slow_relay import SlowRelay, far_target

OUR_FAULT = 70


def output_folder(arguments):
    """Where the reports go, and what must be added to the arguments so that they do."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--out="):
            return pathlib.Path(argument[len("--out="):]), []
        if argument == "--out" and index + 1 < len(arguments):
            return pathlib.Path(arguments[index + 1]), []
    folder = TREE / "reports/out"
    return folder, ["--out", str(folder)]


def round_trip(arguments):
    """Seconds, and the arguments that are left for the suite."""
    if not arguments or arguments[0] != "--round-trip":
        return 0.0, arguments
    try:
        return float(arguments[1]) / 1000, arguments[2:]
    except (IndexError, ValueError):
        sys.exit("ci/conform: --round-trip takes milliseconds")


def run_suite(program, server, arguments):
    """The suite's exit status."""
    seconds, arguments = round_trip(arguments)
    _, out = output_folder(arguments)
    with contextlib.ExitStack() as stack:
        if seconds > 0:
            relay = stack.enter_context(SlowRelay(seconds))
            server.target_file.write_text(far_target(server.target_file.read_text(), server.target, relay))
        command = [str(program), "run", "--target", str(server.target_file), *out, *arguments]
        return wait_for_suite(subprocess.Popen(command, env=os.environ | server.environment))


def main(arguments):
    raise_on_signals()
    build = build_folder()
    server = ReferenceServer(build / "hosting-refd", database=True)
    try:
        server.start()
        status = run_suite(build / "hosting-cts", server, arguments)
        if status < 0:
            print(f"ci/conform: hosting-cts ended on signal {-status}", file=sys.stderr)
            status = OUR_FAULT
        ended = server.stop()
        if ended != 0:
            print(f"ci/conform: hosting-refd ended with status {ended}\n{server.log()}", file=sys.stderr)
            status = status or OUR_FAULT
    except ServerError as error:
        print(f"ci/conform: {error}", file=sys.stderr)
        return OUR_FAULT
    except Ended as ended:
        print(f"ci/conform: ended by {ended}", file=sys.stderr)
        return 128 + ended.number
    finally:
        server.stop()
        server.remove()
    folder, _ = output_folder(arguments)
    if folder.is_dir():
        print(f"Reports in {folder}:", *sorted(entry.name for entry in folder.iterdir()))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
