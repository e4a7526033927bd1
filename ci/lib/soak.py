"""ci/soak: which parts there are, and how long each takes."""

import argparse
import datetime
import os
import pathlib
import platform
import random
import sys
import time

import soak_children
import soak_faults
import soak_kill
import soak_load
from reference_server import build_folder
from soak_parts import Part

# Name, what runs, and its share of the time.
PARTS = (
    ("kill", soak_kill.kill_under_load, 0.40),
    ("disk", soak_faults.full_disk, 0.06),
    ("descriptors", soak_faults.no_descriptors, 0.06),
    ("clock", soak_faults.clock_jumps, 0.06),
    ("peers", soak_faults.silent_peers, 0.06),
    ("names", soak_faults.silent_name_server, 0.05),
    ("database", soak_children.dying_database, 0.08),
    ("php", soak_children.dying_php, 0.08),
    ("load", soak_load.load, 0.15),
)


def machine():
    model = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} processors ({model}), Linux {platform.release().split('-')[0]}"


def main():
    options = argparse.ArgumentParser(prog="ci/soak")
    options.add_argument("--minutes", type=float, default=5)
    options.add_argument("--only", action="append", choices=[name for name, *_ in PARTS])
    options.add_argument("--seed", type=int, default=None, help="default: another one each time; the table tells it")
    options.add_argument("--out", help="keep the table in this file as well")
    options = options.parse_args()
    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    wanted = [part for part in PARTS if not options.only or part[0] in options.only]
    whole = sum(share for *_, share in wanted)
    rows, sound, began = [], True, time.monotonic()
    for name, run, share in wanted:
        part = Part(name, build_folder() / "hosting-refd", 60 * options.minutes * share / whole, random.Random(f"{seed} {name}"))
        print(f"=== {name}: {part.seconds:.0f} s", flush=True)
        part.run(run)
        for row in part.rows:
            print("    " + " · ".join(row), flush=True)
        rows += part.rows
        sound &= part.is_sound
    lines = [f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}, {machine()}, {(time.monotonic() - began) / 60:.1f} minutes, seed {seed}.", "",
             "| part | what happened | what came of it | |", "|---|---|---|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    text = "\n".join(lines) + "\n"
    print("\n" + text, end="")
    if options.out:
        pathlib.Path(options.out).write_text(text)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
