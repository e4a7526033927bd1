"""Writes TOML, which Python's library only reads: tables, arrays of tables, and the values of targets."""

import json


def _value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def toml_text(table, path=""):
    """The text of a table: its values first, then what is below it."""
    lines, below = [], []
    for key, value in table.items():
        inner = f"{path}{key}"
        if isinstance(value, dict):
            below.append(f"\n[{inner}]\n{toml_text(value, inner + '.')}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            below += [f"\n[[{inner}]]\n{toml_text(row, inner + '.')}" for row in value]
        else:
            lines.append(f"{key} = {_value(value)}\n")
    return "".join(lines + below)
