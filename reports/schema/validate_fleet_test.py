#!/usr/bin/env python3
"""validate_fleet_test.py SCHEMA FLEET...: every FLEET keeps the schema, and the schema notices mistakes."""
from schema_check import check

check({
    "a member is missing": lambda f: f.pop("all_hosts"),
    "a member is unknown": lambda f: f.update(extra=1),
    "a state is unknown": lambda f: f["hosts"][0].update(state="fine"),
    "a host has no key": lambda f: f["hosts"][0].update(key=""),
    "a run lacks its figures": lambda f: f["hosts"][0]["run"].pop("totals"),
    "a failure is shared by one host": lambda f: f["shared_failures"][0].update(hosts=["one"]),
    "the version is another": lambda f: f.update(fleet_schema_version=2),
}, "fleets")
