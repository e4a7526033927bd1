"""The Debian packages of a deployment, unpacked side by side into a cache.

Mail servers exclude each other as packages, and so do FTP servers: installing one removes the other, and whatever the
machine has. So nothing is installed: what the machine lacks is downloaded, unpacked, and laid over the machine's
files where only the deployment sees it.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

TREE = pathlib.Path(__file__).resolve().parents[3]
LIST = TREE / "ci/packages-third-party.txt"

# What a package's own script would do at its installation: (file, group, mode). The numbers are those of accounts.py.
PERMISSIONS = [
    ("usr/sbin/postdrop", 5102, 0o2755),
    ("usr/sbin/postqueue", 5102, 0o2755),
    ("usr/lib/apache2/suexec-custom", 33, 0o4754),
]
LINKS = [("usr/lib/apache2/suexec", "suexec-custom", "usr/lib/apache2/suexec-custom")]
# Where the package is in the list, whether the machine has it or not: "php" is what scripts call, and answers a form.
LINKS_FOR = [("php-cgi", "usr/bin/php", "/srv/bin/php")]


class PackageError(Exception):
    """Packages that cannot be had."""


def groups():
    """Name of each group of the list, with its packages."""
    found, current = {}, None
    for line in LIST.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        elif line:
            current.append(line)
    return found


def _apt(*arguments, **options):
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    return subprocess.run(arguments, capture_output=True, text=True, env=environment, timeout=600, **options)


def _missing(packages):
    """(package, version) of all that would be installed, dependencies included. Asks only; needs no root."""
    answer = _apt("apt-get", "-s", "-qq", "-o", "Debug::NoLocking=1", "--no-install-recommends", "install", *packages)
    if answer.returncode != 0:
        raise PackageError(f"apt-get does not know how to install {' '.join(packages)}:\n{answer.stdout}{answer.stderr}")
    found = []
    for line in answer.stdout.splitlines():
        words = line.replace("(", "").replace(")", "").split()
        if words[:1] == ["Inst"]:
            # "Inst NAME [old version] (VERSION where…": the old one is in brackets.
            version = next(word for word in words[2:] if not word.startswith("["))
            found.append((words[1], version))
    return sorted(found)


def _cache():
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "hosting-cts/third-party"


def unpacked(group):
    """The folder with the group's packages as far as the machine lacks them."""
    packages = groups()[group]
    try:
        missing = _missing(packages)
    except PackageError:
        # A machine that has never fetched the lists knows nothing.
        _apt("apt-get", "-qq", "-o", "Acquire::Retries=3", "update")
        missing = _missing(packages)
    links = [(name, to) for package, name, to in LINKS_FOR if package in packages]
    mark = hashlib.sha256(repr((missing, PERMISSIONS, LINKS, links)).encode()).hexdigest()[:16]
    folder = _cache() / f"{group}-{mark}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = pathlib.Path(tempfile.mkdtemp(prefix="unpacking-", dir=folder.parent))
    try:
        _fill(work, missing)
        for name, to in links:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).unlink(missing_ok=True)
            (work / name).symlink_to(to)
        work.chmod(0o755)
        try:
            work.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another run was quicker
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def _fill(folder, missing):
    for name in ("usr", "etc", "var"):
        (folder / name).mkdir()
    if not missing:
        return
    some = " ".join(name for name, _ in missing[:12])
    print(f"ci/third-party: fetching {some}{f' and {len(missing) - 12} more' if len(missing) > 12 else ''}", flush=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as debs:
        wanted = [f"{name}={version}" for name, version in missing]
        download = ["apt-get", "-qq", "-o", "Acquire::Retries=3", "-o", "APT::Sandbox::User=root", "download"]
        if _apt(*download, *wanted, cwd=debs).returncode != 0:
            # The lists are older than the archive.
            _apt("apt-get", "-qq", "-o", "Acquire::Retries=3", "update")
            answer = _apt(*download, *(name for name, _ in missing), cwd=debs)
            if answer.returncode != 0:
                raise PackageError(f"cannot download {' '.join(wanted)}:\n{answer.stderr}")
        for deb in sorted(pathlib.Path(debs).glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", deb, folder], check=True)
    # Debian 12 has these as links into /usr.
    for name in ("bin", "sbin", "lib", "lib64"):
        if (folder / name).is_dir():
            shutil.copytree(folder / name, folder / "usr" / name, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(folder / name)
    for name, group, mode in PERMISSIONS:
        if (folder / name).exists():
            os.chown(folder / name, 0, group)
            (folder / name).chmod(mode)
    for name, to, needs in LINKS:
        if (folder / needs).exists():
            (folder / name).symlink_to(to)
