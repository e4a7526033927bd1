"""The software bill of materials of a Debian package of ours, as CycloneDX 1.5.

  sbom.py write --build FOLDER --package NAME --output FILE PROGRAM…
  sbom.py check FILE DEB     each package that DEB depends on is listed

Nothing is listed by hand: what a program loads is read from the program, and what was compiled into it from the headers
that the compiler noted when it built it. Packages of which nothing reaches a program, as the npm packages of ci/npm, do
not occur. SOURCE_DATE_EPOCH is the time that the bill tells.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid
from urllib.parse import quote

TREE = pathlib.Path(__file__).resolve().parents[2]
SEED = uuid.UUID("7a0a0e0e-3c55-5c0f-9d0c-6a1b0a3f2d11")


class BillError(Exception):
    """Something was built of what nobody knows."""


def output_of(*command, status=(0,)):
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=120,
                         env=os.environ | {"LC_ALL": "C"})
    if ran.returncode not in status:
        raise BillError(f"{command[0]} failed: {ran.stderr.strip()}")
    return ran.stdout


def owners(paths):
    """Path → the Debian package that it is from. Paths below /usr may be known to dpkg without it, and the other way."""
    spellings = {}
    for path in paths:
        real = os.path.realpath(path)
        for spelling in (path, real):
            other = spelling.removeprefix("/usr") if spelling.startswith("/usr/") else "/usr" + spelling
            for one in (spelling, other):
                spellings.setdefault(one, set()).add(path)
    found = {}
    names = sorted(spellings)
    for begin in range(0, len(names), 500):
        # Of some spellings dpkg knows nothing: that is status 1.
        for line in output_of("dpkg-query", "--search", *names[begin:begin + 500], status=(0, 1)).splitlines():
            packages, _, name = line.partition(": ")
            for path in spellings.get(name, ()):
                found.setdefault(path, packages.split(", ")[0].split(":")[0])
    unknown = sorted(set(paths) - set(found))
    if unknown:
        raise BillError(f"of no Debian package: {', '.join(unknown[:5])}")
    return found


def needed(file):
    """The names of the libraries that this file itself asks for."""
    return re.findall(r"\(NEEDED\).*\[(.*)\]", output_of("readelf", "--dynamic", "--wide", file))


def loaded(program):
    """Name → path of every library that is loaded with it, by whomever it is asked for; nothing for a static one."""
    text = output_of("ldd", program, status=(0, 1))
    named = re.findall(r"(?m)^\t(\S+) => (/\S+) \(0x", text)
    return dict(named) | {os.path.basename(path): path for path in re.findall(r"(?m)^\t(/\S+) \(0x", text)}


def headers(build, program):
    """The files outside the tree that its objects were compiled from."""
    objects = [name for name in output_of("ninja", "-C", build, "-t", "inputs", program).splitlines()
               if name.endswith(".o")]
    if not objects:
        raise BillError(f"nobody knows what {program} is built of")
    noted = output_of("ninja", "-C", build, "-t", "deps", *objects)
    if "deps not found" in noted:
        raise BillError(f"{program} was not built here yet")
    return {line.strip() for line in noted.splitlines()
            if line.startswith("    /") and not line.strip().startswith((f"{TREE}/", f"{build.resolve()}/"))}


def license_of(package):
    """What its copyright file, if it is of the form that programs can read, says of all its files."""
    try:
        text = pathlib.Path(f"/usr/share/doc/{package}/copyright").read_text(errors="replace")
    except OSError:
        return None
    if not text.startswith("Format:"):
        return None
    for stanza in re.split(r"\n\s*\n", text):
        if re.search(r"(?m)^Files: *\*", stanza):
            named = re.search(r"(?m)^License: *(\S.*)$", stanza)
            return named[1].strip() if named else None
    return None


def facts(packages):
    """Package → version, architecture and source of what is installed."""
    form = "${Package}\\t${Version}\\t${Architecture}\\t${source:Package} ${source:Version}\\n"
    lines = output_of("dpkg-query", "--show", "--showformat", form, *sorted(packages)).splitlines()
    return {line.split("\t")[0]: line.split("\t")[1:] for line in lines}


def component(package, version, architecture, source, uses):
    distribution = re.search(r'(?m)^VERSION_ID="?(\w+)', pathlib.Path("/etc/os-release").read_text())
    reference = (f"pkg:deb/debian/{quote(package, safe='')}@{quote(version, safe='.-~')}?arch={architecture}"
                 + (f"&distro=debian-{distribution[1]}" if distribution else ""))
    described = {"type": "library", "bom-ref": reference, "name": package, "version": version, "purl": reference,
                 "scope": "required",
                 "properties": [{"name": "hosting:source", "value": source}]
                 + [{"name": "hosting:use", "value": use} for use in sorted(uses)]}
    named = license_of(package)
    if named:
        described["licenses"] = [{"license": {"name": named}}]
    return described


def bill(build, name, programs):
    uses, edges, direct = {}, {}, set()
    for program in programs:
        libraries = loaded(build / program)
        whose = owners(libraries.values())
        for path in libraries.values():
            uses.setdefault(whose[path], set()).add("loaded at run time")
            edges.setdefault(whose[path], set()).update(
                whose[libraries[other]] for other in needed(path) if other in libraries)
        direct |= {whose[libraries[other]] for other in needed(build / program) if other in libraries}
        for package in set(owners(headers(build, program)).values()):
            uses.setdefault(package, set()).add("compiled in")
            direct.add(package)
    components = {package: component(package, *found, uses[package]) for package, found in facts(uses).items()}
    references = {package: one["bom-ref"] for package, one in components.items()}
    version = re.search(r"project\(\S+ VERSION (\S+)", (TREE / "CMakeLists.txt").read_text())[1]
    ours = f"pkg:generic/{name}@{version}"
    when = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    told = output_of(build / programs[0], "--version").strip()
    content = {
        "metadata": {
            "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": ours, "name": name, "version": version, "purl": ours,
                          "description": f"{told}: {', '.join(programs)}"},
            "properties": [{"name": "hosting:compiler", "value": output_of("c++", "--version").splitlines()[0]}]},
        "components": list(components.values()),
        "dependencies": [{"ref": ours, "dependsOn": sorted(references[package] for package in direct)}] + [
            {"ref": references[package],
             "dependsOn": sorted(references[other] for other in edges.get(package, ()) if other != package)}
            for package in components]}
    number = uuid.uuid5(SEED, json.dumps(content, sort_keys=True))
    return {"$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json", "bomFormat": "CycloneDX",
            "specVersion": "1.5", "serialNumber": f"urn:uuid:{number}", "version": 1, **content}


def missing(file, package):
    """The packages that `package` depends on and the bill does not list."""
    listed = {one["name"] for one in json.loads(pathlib.Path(file).read_text())["components"]}
    provided = output_of("dpkg-query", "--show", "--showformat", "${Provides}\\n", *sorted(listed), status=(0, 1))
    listed |= {re.split(r"[ (]", name.strip())[0] for name in provided.replace("\n", ",").split(",")}
    depends = output_of("dpkg-deb", "--field", package, "Depends")
    wanted = [{re.split(r"[ (:]", choice.strip())[0] for choice in group.split("|")}
              for group in depends.split(",") if group.strip()]
    return [" | ".join(sorted(group)) for group in wanted if not group & listed]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write")
    write.add_argument("--build", type=pathlib.Path, required=True)
    write.add_argument("--package", required=True)
    write.add_argument("--output", type=pathlib.Path, required=True)
    write.add_argument("programs", nargs="+")
    check = commands.add_parser("check")
    check.add_argument("file")
    check.add_argument("deb")
    options = parser.parse_args()
    try:
        if options.command == "write":
            options.output.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(bill(options.build, options.package, options.programs), indent=1, ensure_ascii=False)
            options.output.write_text(text + "\n")
            return 0
        absent = missing(options.file, options.deb)
    except (BillError, OSError, KeyError, ValueError) as error:
        print(f"sbom.py: {error}", file=sys.stderr)
        return 70
    for group in absent:
        print(f"sbom.py: {options.deb} depends on {group}, which {options.file} does not list", file=sys.stderr)
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main())
