#!/usr/bin/env python3
"""validate_test.py SCHEMA RESULT...: every RESULT keeps the schema, and the schema notices mistakes."""
from schema_check import check

check({
    "a member is missing": lambda r: r.pop("run_id"),
    "a member is unknown": lambda r: r.update(extra=1),
    "a verdict is unknown": lambda r: r["scenarios"][0].update(verdict="passed"),
    "a duration is negative": lambda r: r["scenarios"][0].update(duration_seconds=-1),
    "a moment is not UTC": lambda r: r.update(started_at="2026-01-01T00:00:00+09:00"),
    "a count is missing": lambda r: r["totals"].pop("error"),
    "a trait is one text": lambda r: r["fingerprint"].update(traits=[dict(service="", name="", values="")]),
    "the comparison is no object": lambda r: r.update(comparison=[]),
    "the version is another": lambda r: r.update(schema_version=2),
}, "results")
