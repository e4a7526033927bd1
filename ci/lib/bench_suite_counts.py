"""What the suite's programs cost in instructions, with all their processes."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

from bench_rows import BenchError
from reference_server import ReferenceServer, build_folder


LIB = pathlib.Path(__file__).resolve().parent


def stand_in_for_calls(folder):
    """The library to preload for what valgrind does not know."""
    library = pathlib.Path(folder, "valgrind_stand_in.so")
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-pthread", "-o", library, LIB / "valgrind_stand_in.c"], check=True,
                   timeout=60)
    return library


def instructions_of(arguments, environment, ends_with=(0,)):
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "-q", "--tool=callgrind", "--trace-children=yes", f"--callgrind-out-file={folder}/out.%p",
                   str(build_folder("release") / "hosting-cts"), *arguments]
        preload = {"LD_PRELOAD": str(stand_in_for_calls(folder))}
        ended = subprocess.run(command, env=os.environ | environment | preload, capture_output=True, text=True, timeout=300)
        if ended.returncode not in ends_with:
            raise BenchError(f"hosting-cts {arguments[0]} ended with {ended.returncode}:\n{ended.stdout[-2000:]}{ended.stderr}")
        return sum(int(total) for file in pathlib.Path(folder).glob("out.*")
                   for total in re.findall(r"(?m)^totals: (\d+)", file.read_text()))


def suite_instructions(only):
    counts = {}

    def wanted(name):
        if only and not any(word in name for word in only):
            return False
        print(f"counting instructions, {name} …", file=sys.stderr)
        return True

    with tempfile.TemporaryDirectory() as folder, \
            ReferenceServer(build_folder("release") / "hosting-refd") as server:
        run = ["run", "--target", str(server.target_file), "--jobs", "1", "--seed", "1", "--select"]
        if wanted(name := "suite: the list of scenarios"):
            counts[name] = instructions_of(["list"], {})
        if wanted(name := "suite: a run of one cheap scenario"):
            counts[name] = instructions_of([*run, "ftp.xfer.one_octet", "--out", f"{folder}/one"], server.environment)
        if wanted(name := "suite: the reports of eleven records"):
            subprocess.run([str(build_folder("release") / "hosting-cts"), *run, "ftp.xfer.*", "--out", f"{folder}/ftp"], check=True,
                           env=os.environ | server.environment, stdout=subprocess.DEVNULL, timeout=120)
            counts[name] = instructions_of(["merge", "--out", f"{folder}/merged", f"{folder}/ftp"], {})
    return counts
