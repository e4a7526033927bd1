"""What tests of a schema share: real files keep it, and it notices mistakes.

The second half keeps the first honest: a schema that accepts anything would pass it too."""
import copy
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit("python3-jsonschema is missing: apt-get install python3-jsonschema")


def check(mistakes, kind):
    """`mistakes`: what is broken, to what breaks it in a whole file. Arguments of the program: SCHEMA FILE..."""
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    validator_type = jsonschema.validators.validator_for(schema)
    validator_type.check_schema(schema)
    validator = validator_type(schema)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            whole = json.load(file)
        for mistake in validator.iter_errors(whole):
            where = "/".join(str(step) for step in mistake.absolute_path)
            sys.exit(f"{path}: {where}: {mistake.message}")
        for what, change in mistakes.items():
            broken = copy.deepcopy(whole)
            change(broken)
            if validator.is_valid(broken):
                sys.exit(f"{sys.argv[1]}: does not notice when {what}")
    print(f"{len(sys.argv) - 2} {kind} keep the schema")
