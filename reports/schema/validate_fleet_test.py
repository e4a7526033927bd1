#!/usr/bin/env python3
"""validate_fleet_test.py SCHEMA FLEET...: every FLEET keeps the schema, and the schema notices mistakes."""
import copy
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit("python3-jsonschema is missing: apt-get install python3-jsonschema")

MISTAKES = {
    "a member is missing": lambda f: f.pop("all_hosts"),
    "a member is unknown": lambda f: f.update(extra=1),
    "a state is unknown": lambda f: f["hosts"][0].update(state="fine"),
    "a host has no key": lambda f: f["hosts"][0].update(key=""),
    "a run lacks its figures": lambda f: f["hosts"][0]["run"].pop("totals"),
    "a failure is shared by one host": lambda f: f["shared_failures"][0].update(hosts=["one"]),
    "the version is another": lambda f: f.update(fleet_schema_version=2),
}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    validator_type = jsonschema.validators.validator_for(schema)
    validator_type.check_schema(schema)
    validator = validator_type(schema)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            fleet = json.load(file)
        for mistake in validator.iter_errors(fleet):
            where = "/".join(str(step) for step in mistake.absolute_path)
            sys.exit(f"{path}: {where}: {mistake.message}")
        for what, change in MISTAKES.items():
            broken = copy.deepcopy(fleet)
            change(broken)
            if validator.is_valid(broken):
                sys.exit(f"{sys.argv[1]}: does not notice when {what}")
    print(f"{len(sys.argv) - 2} fleets keep the schema")


main()
