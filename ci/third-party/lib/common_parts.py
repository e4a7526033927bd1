"""What deployments have in common: the disk, mailboxes, the operator's hand. Runs inside the deployment's world."""

import datetime
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import time

from accounts import ACCOUNTS, CUSTOMER, VMAIL

DISK = pathlib.Path("/srv/disk")
SITE = DISK / "site"
LOG = pathlib.Path("/srv/logs/site")
ACCOUNT = {account.name: account for account in ACCOUNTS}
LOGINS = pathlib.Path("/srv/pop-before-smtp")


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def owned(path, account, mode=0o755):
    path.mkdir(parents=True, exist_ok=True)
    os.chown(path, account.uid, account.gid)
    path.chmod(mode)
    return path


def make_disk(facts):
    """The customer's disk: a file system of its own, so that FTP, scripts and pages meet the same end of space."""
    image = pathlib.Path("/srv/disk.img")
    with open(image, "wb") as file:
        file.truncate(facts["disk_image"])
    run("mkfs.ext4", "-q", "-F", "-m", "0", "-O", "^has_journal", str(image))
    DISK.mkdir()
    run("mount", "-o", "loop", str(image), str(DISK))
    shutil.rmtree(DISK / "lost+found", ignore_errors=True)
    owned(SITE, CUSTOMER)
    for path in ("web", "users", f"users/{facts['values']['FTP_LOGIN']}"):
        owned(SITE / path, CUSTOMER)
    (SITE / "log").mkdir()
    for path in (LOG, LOG.parent / "running"):
        path.mkdir()
    run("mount", "--bind", str(LOG), str(SITE / "log"))
    # suEXEC runs what is the customer's, in a folder that is his. FTP does not lead there.
    owned(DISK / "counter", CUSTOMER)
    install_counter()


def install_counter():
    program = DISK / "counter/Count.cgi"
    program.write_bytes(pathlib.Path("/srv/bin/Count.cgi").read_bytes())
    os.chown(program, CUSTOMER.uid, CUSTOMER.gid)
    program.chmod(0o755)


def make_mailboxes(facts):
    owned(pathlib.Path("/srv/mail"), VMAIL, 0o700)
    for account in facts["mail"]:
        owned(pathlib.Path("/srv/mail") / account["name"].lower(), VMAIL, 0o700)
    pathlib.Path("/srv/dovecot").mkdir()


def make_pop_before_smtp():
    """The book of who has fetched mail, from which address and when: Dovecot writes it, the mail server reads it."""
    owned(LOGINS, VMAIL, 0o777)
    base = sqlite3.connect(LOGINS / "db")
    # Readers wait for no writer, and the mail server waits for nothing. Who has the file open keeps it so.
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE TABLE login (address TEXT PRIMARY KEY, at INTEGER)")
    base.execute("CREATE TABLE clock (ahead INTEGER)")
    base.execute("INSERT INTO clock VALUES (0)")
    base.commit()
    for path in LOGINS.iterdir():
        path.chmod(0o666)
    return base


def make_postfix():
    """Its folder of configuration: ours, and what the package brings, whether it is installed or only unpacked."""
    ours = pathlib.Path("/srv/etc/postfix")
    for source in pathlib.Path("/etc/postfix").iterdir():
        if source.is_dir():
            shutil.copytree(source, ours / source.name, dirs_exist_ok=True)
        elif not (ours / source.name).exists():
            shutil.copy(source, ours / source.name)
    # The packages' own scripts enter the kinds of maps.
    (ours / "dynamicmaps.cf.d").mkdir(exist_ok=True)
    (ours / "dynamicmaps.cf.d/sqlite").write_text("sqlite\tpostfix-sqlite.so\tdict_sqlite_open\n")
    run("mount", "--bind", str(ours), "/etc/postfix")
    # A queue of the machine's own is none of ours.
    for name in ("/var/spool/postfix", "/var/lib/postfix"):
        run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(owned(pathlib.Path(name), ACCOUNT["root"])))
    owned(pathlib.Path("/var/lib/postfix"), ACCOUNT["postfix"])


def make_php():
    """What the packages' own scripts would set up: its extensions, and the interpreter that scripts call."""
    for version in pathlib.Path("/usr/lib/php").glob("[5-9].*"):
        for kind in ("cgi", "cli", "fpm"):
            folder = pathlib.Path("/etc/php", version.name, kind, "conf.d")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for extension in pathlib.Path("/usr/share").glob(f"php{version.name}-*/*/*.ini"):
                told = re.search(r"^; *priority=(\d+)", extension.read_text(), re.M)
                (folder / f"{told[1] if told else 20}-{extension.name}").symlink_to(extension)
        # Who calls it is the customer, by the first line of his script.
        (pathlib.Path("/etc/php", version.name, "cgi/conf.d/99-script.ini")).write_text("cgi.force_redirect = 0\n")
        interpreter = pathlib.Path("/usr/bin/php-cgi" + version.name)
        if interpreter.exists():
            pathlib.Path("/srv/bin/php").symlink_to(interpreter)


def make_database():
    owned(pathlib.Path("/srv/mysql"), ACCOUNT["mysql"], 0o700)
    owned(pathlib.Path("/run/mysqld"), ACCOUNT["mysql"])
    log = pathlib.Path("/srv/logs/mariadb.log")
    log.touch()
    for path in (log, "/srv/etc/database.sql"):
        os.chown(path, ACCOUNT["mysql"].uid, 0)
    run("mariadb-install-db", "--defaults-file=/srv/etc/my.cnf", "--user=mysql", "--skip-test-db",
        "--auth-root-authentication-method=socket")


def make_phpmyadmin():
    owned(pathlib.Path("/tmp/phpmyadmin"), ACCOUNT["www-data"], 0o700)
    configuration = pathlib.Path("/etc/phpmyadmin/config.inc.php")
    configuration.unlink(missing_ok=True)
    configuration.symlink_to("/srv/etc/phpmyadmin.php")


def cover_devices():
    """The machine's devices, with a place of our own for what is made among them: /dev/log."""
    upper, work = (owned(pathlib.Path("/mnt", name), ACCOUNT["root"]) for name in ("dev", "dev.work"))
    shm, pts = "/mnt/shm", "/mnt/pts"
    for kept, name in ((shm, "/dev/shm"), (pts, "/dev/pts")):
        pathlib.Path(kept).mkdir()
        run("mount", "--bind", name, kept)
    run("mount", "-t", "overlay", "overlay", "-o", f"lowerdir=/dev,upperdir={upper},workdir={work}", "/dev")
    for kept, name in ((shm, "/dev/shm"), (pts, "/dev/pts")):
        run("mount", "--move", kept, name)
    pathlib.Path("/dev/log").unlink(missing_ok=True)


def make_certificate(facts):
    domain = facts["values"]["DOMAIN"]
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
        "-subj", f"/CN=pop3.{domain}", "-addext", f"subjectAltName=DNS:pop3.{domain},DNS:sv1.sec4u.jp",
        "-keyout", "/srv/etc/key.pem", "-out", "/srv/etc/certificate.pem")


def site_path(name):
    """Where a path of the customer's "/" is; it stays below."""
    path = pathlib.Path(os.path.normpath(f"{SITE}/{name}"))
    if SITE not in path.parents and path != SITE:
        raise ValueError(f"{name} is not the customer's")
    return path


def hooks():
    """What the operator does by hand, by the names that target files give it."""

    def set_clock(time_text):
        # The clocks of real servers stay: what follows the time of day here is the window of POP before SMTP.
        wanted = datetime.datetime.fromisoformat(time_text.replace("Z", "+00:00")).timestamp()
        with sqlite3.connect(LOGINS / "db", timeout=10) as base:
            base.execute("UPDATE clock SET ahead = ?", (round(wanted - time.time()),))

    def fresh_counter():
        (DISK / "counter/count").unlink(missing_ok=True)

    def forget():
        """No target file names it: as after a new start, with another configuration or another program."""
        fresh_counter()
        install_counter()
        # Nobody has logged in so far.
        with sqlite3.connect(LOGINS / "db", timeout=10) as base:
            base.execute("DELETE FROM login")

    def delete_log():
        for path in LOG.glob("web.log.*"):
            path.unlink()
        # Who writes it goes on with it: emptied, not removed, so that no visit gets lost meanwhile.
        os.truncate(LOG / "web.log", 0)

    def disable_access_file(directory):
        file = site_path(directory) / ".ftpaccess"
        file.rename(file.with_name(f"ftpaccess.disabled-{time.time_ns()}"))

    def remove_script(path):
        removed = owned(DISK / "removed", CUSTOMER, 0o700)
        script = site_path(path)
        script.rename(removed / f"{time.time_ns()}-{script.name}")

    def disk_use():
        return str(int(run("du", "-s", "-B1", str(SITE)).split()[0]))

    return {"set_clock": set_clock, "fresh_counter": fresh_counter, "forget": forget, "delete_log": delete_log,
            "disable_access_file": disable_access_file, "remove_script": remove_script, "disk_use": disk_use}
