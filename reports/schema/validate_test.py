#!/usr/bin/env python3
"""validate_test.py SCHEMA RESULT...: every RESULT keeps the schema, and the schema notices mistakes.

The second half keeps the first honest: a schema that accepts anything would pass it too."""
import copy
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit("python3-jsonschema is missing: apt-get install python3-jsonschema")


def broken_copies(result):
    """(what was broken, the broken copy) for mistakes that a writer could make."""

    def broken(what, change):
        other = copy.deepcopy(result)
        change(other)
        return what, other

    yield broken("a member is missing", lambda r: r.pop("run_id"))
    yield broken("a member is unknown", lambda r: r.update(extra=1))
    yield broken("a verdict is unknown", lambda r: r["scenarios"][0].update(verdict="passed"))
    yield broken("a duration is negative", lambda r: r["scenarios"][0].update(duration_seconds=-1))
    yield broken("a moment is not UTC", lambda r: r.update(started_at="2026-01-01T00:00:00+09:00"))
    yield broken("a count is missing", lambda r: r["totals"].pop("error"))
    yield broken("a trait is one text", lambda r: r["fingerprint"].update(traits=[dict(service="", name="", values="")]))
    yield broken("the comparison is no object", lambda r: r.update(comparison=[]))
    yield broken("the version is another", lambda r: r.update(schema_version=2))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    validator_type = jsonschema.validators.validator_for(schema)
    validator_type.check_schema(schema)
    validator = validator_type(schema)

    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            result = json.load(file)
        for mistake in validator.iter_errors(result):
            where = "/".join(str(step) for step in mistake.absolute_path)
            sys.exit(f"{path}: {where}: {mistake.message}")
        for what, broken in broken_copies(result):
            if validator.is_valid(broken):
                sys.exit(f"{sys.argv[1]}: does not notice when {what}")
    print(f"{len(sys.argv) - 2} results keep the schema")


main()
