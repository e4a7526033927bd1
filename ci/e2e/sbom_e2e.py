"""The bills of materials are valid CycloneDX, the same each time, and tell of what the programs are really made of."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import jsonschema

TREE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["HOSTING_CTS"]).parent
SCHEMAS = TREE / "ci/npm/node_modules/@cyclonedx/cyclonedx-library/res/schema"
PROGRAMS = {"hosting-cts": ["hosting-cts"], "hosting-refd": ["hosting-refd", "hosting-script", "hosting-sendmail"]}


def ran(*command, check=True):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=check, timeout=110,
                          env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"})


def validator():
    main = json.loads((SCHEMAS / "bom-1.5.SNAPSHOT.schema.json").read_text())
    others = [json.loads((SCHEMAS / name).read_text())
              for name in ("spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")]
    resolver = jsonschema.RefResolver.from_schema(main, store={other["$id"]: other for other in others})
    return jsonschema.Draft7Validator(main, resolver=resolver)


class Bills(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.texts = {name: cls.write(name, "first") for name in PROGRAMS}
        cls.bills = {name: json.loads(text) for name, text in cls.texts.items()}

    @classmethod
    def write(cls, name, which):
        file = pathlib.Path(cls.folder.name) / f"{name}.{which}.json"
        ran("python3", TREE / "ci/lib/sbom.py", "write", "--build", BUILD, "--package", name, "--output", file,
            *PROGRAMS[name])
        return file.read_text()

    def test_are_valid(self):
        for name, bill in self.bills.items():
            with self.subTest(name=name):
                self.assertEqual([error.message for error in validator().iter_errors(bill)], [])
                broken = json.loads(json.dumps(bill))
                broken["components"][0]["type"] = "thing"
                self.assertNotEqual(list(validator().iter_errors(broken)), [], "the schema was not read")
                known = {one["bom-ref"] for one in [bill["metadata"]["component"], *bill["components"]]}
                named = {word for one in bill["dependencies"] for word in [one["ref"], *one["dependsOn"]]}
                self.assertEqual(known, named)

    def test_are_the_same_each_time(self):
        self.assertEqual(self.write("hosting-cts", "second"), self.texts["hosting-cts"])

    def test_tell_of_what_is_loaded_and_of_what_is_compiled_in(self):
        uses = {name: {one["name"]: {found["value"] for found in one["properties"] if found["name"] == "hosting:use"}
                       for one in bill["components"]} for name, bill in self.bills.items()}
        self.assertEqual(uses["hosting-cts"]["libcurl4"], {"loaded at run time"})
        self.assertEqual(uses["hosting-refd"]["libsqlite3-0"], {"loaded at run time"})
        self.assertEqual(uses["hosting-refd"]["libboost1.81-dev"], {"compiled in"})
        self.assertNotIn("libcurl4", uses["hosting-refd"])
        self.assertNotIn("libgtest-dev", uses["hosting-refd"])
        self.assertNotIn("libsqlite3-0", uses["hosting-cts"])

    def test_names_each_program_and_its_commit(self):
        for name, bill in self.bills.items():
            self.assertRegex(bill["metadata"]["component"]["description"],
                             rf"^{name} \S+( \([0-9a-f]+\+?\))?: {re.escape(', '.join(PROGRAMS[name]))}$")

    def test_misses_what_is_depended_on_and_not_listed(self):
        folder = pathlib.Path(self.folder.name)
        control = folder / "package/DEBIAN/control"
        control.parent.mkdir(parents=True)
        for depends, status in (("libc6 (>= 2.36), libcurl4 | libcurl4t64", 0), ("libc6, libsomething7 (>= 1)", 1)):
            control.write_text("Package: a\nVersion: 1\nArchitecture: all\nMaintainer: A <a@example.test>\n"
                               f"Description: a\nDepends: {depends}\n")
            ran("dpkg-deb", "--root-owner-group", "--build", folder / "package", folder / "a.deb")
            done = ran("python3", TREE / "ci/lib/sbom.py", "check", folder / "hosting-cts.first.json", folder / "a.deb",
                       check=False)
            self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn("libsomething7", done.stderr)


if __name__ == "__main__":
    unittest.main()
