"""nginx, fcgiwrap, PHP, vsftpd, Exim and Cyrus."""

import os
import pathlib
import subprocess

import common_parts as parts
from plan import Plan, Server

# vsftpd knows no access files: there is none to disable.
MISSING_HOOKS = ("disable_access_file",)
CYRUS = parts.ACCOUNT["cyrus"]


def plan(facts):
    ports = facts["ports"]
    php = sorted(pathlib.Path("/usr/sbin").glob("php-fpm*"))[-1:]
    servers = {
        "syslog": Server(["python3", "-B", "/srv/bin/keep-syslog"], ["/dev/log"]),
        "cyrus": Server(["/usr/lib/cyrus/bin/master", "-D"],
                        [ports["POP_PORT"], ports["POPS_PORT"], "/run/cyrus/socket/lmtp"]),
        "exim": Server(["exim4", "-bdf", "-q30s"], [ports["SMTP_PORT"], ports["SUBMISSION_PORT"]]),
        "php": Server([str(*php), "--nodaemonize", "--fpm-config", "/srv/etc/php-fpm.conf"], ["/run/php-fpm.sock"]),
        "fcgiwrap": Server(["spawn-fcgi", "-n", "-s", "/run/fcgiwrap.sock", "-u", "customer", "-g", "customer",
                            "-U", "www-data", "-M", "0600", "--", "/usr/sbin/fcgiwrap", "-c", "20"],
                           ["/run/fcgiwrap.sock"]),
        "keep-log": Server(["/srv/bin/keep-log"], ["/srv/logs/site/web.log"]),
        "nginx": Server(["nginx", "-e", "/srv/logs/nginx-error.log", "-c", "/srv/etc/nginx.conf"],
                        [ports["HTTP_PORT"]]),
        "vsftpd": Server(["vsftpd", "/srv/etc/vsftpd.conf"], [ports["FTP_PORT"]]),
    }

    kept = []

    def prepare():
        parts.make_disk(facts)
        # A log of the system's own: what is said there is said here alone.
        parts.cover_devices()
        os.mkfifo("/run/web-log", 0o600)
        kept.append(parts.make_pop_before_smtp())
        parts.make_certificate(facts)
        parts.make_php()
        _make_ftp_login()
        _make_cyrus(facts)
        _make_exim()

    return Plan(servers, prepare, parts.hooks())


def _make_ftp_login():
    """vsftpd knows the machine's accounts only."""
    name, mark, uid, gid, _, home, shell = pathlib.Path("/srv/etc/ftp-users").read_text().strip().split(":")
    home = f"{parts.SITE}/./{pathlib.Path(home).relative_to(parts.SITE)}"
    with open("/etc/passwd", "a", encoding="utf-8") as passwd, open("/etc/shadow", "a", encoding="utf-8") as shadow:
        passwd.write(f"{name}:x:{uid}:{gid}::{home}:{shell}\n")
        shadow.write(f"{name}:{mark}:19000:0:99999:7:::\n")
    pathlib.Path("/etc/pam.d/vsftpd").write_text("auth required pam_unix.so\naccount required pam_unix.so\n"
                                                 "session required pam_permit.so\n")
    pathlib.Path("/run/vsftpd").mkdir()


def _make_cyrus(facts):
    # Each of its programs looks there for its configuration.
    for name in ("imapd.conf", "cyrus.conf"):
        pathlib.Path("/etc", name).write_text(pathlib.Path("/srv/etc", name).read_text())
    folders = ["/srv/cyrus", "/var/spool/cyrus", "/var/spool/cyrus/mail", "/var/spool/sieve", "/run/cyrus/proc",
               "/run/cyrus/lock", "/var/lib/cyrus"]
    folders += [f"/var/lib/cyrus/{name}" for name in
                ("db", "socket", "log", "msg", "proc", "ptclient", "quota", "user")]
    for folder in folders:
        parts.owned(pathlib.Path(folder), CYRUS, 0o750)
    for folder in ("/run/cyrus", "/run/cyrus/socket"):
        parts.owned(pathlib.Path(folder), CYRUS, 0o755)
    os.chown("/srv/etc/key.pem", CYRUS.uid, CYRUS.gid)
    for account in facts["mail"]:
        secret = pathlib.Path("/srv/passwords", account["name"]).read_text().strip()
        subprocess.run(["saslpasswd2", "-f", "/srv/cyrus/sasldb2", "-p", "-c", "-u",
                        f"pop3.{facts['values']['DOMAIN']}", account["name"].lower()],
                       input=secret, text=True, check=True, timeout=30)
    os.chown("/srv/cyrus/sasldb2", CYRUS.uid, CYRUS.gid)


def _make_exim():
    account = parts.ACCOUNT["Debian-exim"]
    for folder in ("/var/spool/exim4", "/run/exim4"):
        parts.owned(pathlib.Path(folder), account, 0o750)
    os.chown("/srv/logs", 0, account.gid)
    os.chmod("/srv/logs", 0o775)
    # It takes its configuration from where it was told when it was built.
    pathlib.Path("/etc/exim4").mkdir(exist_ok=True)
    pathlib.Path("/etc/exim4/exim4.conf").write_text(pathlib.Path("/srv/etc/exim.conf").read_text())
