"""Prints what ctest's JUnit file says, as lines for a shell: 'passed N', then 'failed NAME' for each failure."""

import sys
import xml.etree.ElementTree as xml


def main(file):
    cases = xml.parse(file).getroot().iter("testcase")
    failed, passed = [], 0
    for case in cases:
        # "run" is ctest's word for a pass; a test that was skipped or not found has not passed.
        if case.get("status") == "run":
            passed += 1
        elif case.get("status") != "disabled":
            failed.append(f"{case.get('name')} ({case.get('status')})")
    print(f"passed {passed}", *(f"failed {name}" for name in failed), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
