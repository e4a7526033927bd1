"""The accounts that a deployment's machine knows: the system's usual ones, the servers' and the customer's.

They exist in the deployment's own /etc only. Numbers that packages.py gives to files stand here too.
"""

import dataclasses
import pathlib


@dataclasses.dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int
    home: str = "/nonexistent"
    groups: tuple = ()


CUSTOMER = Account("customer", 5001, 5001, "/srv/disk/site")
VMAIL = Account("vmail", 5103, 5103, "/srv/mail")
ACCOUNTS = [
    Account("root", 0, 0, "/root"),
    Account("daemon", 1, 1),
    Account("mail", 8, 8),
    Account("www-data", 33, 33, "/var/www"),
    Account("nobody", 65534, 65534),
    CUSTOMER,
    Account("postfix", 5101, 5101),
    VMAIL,
    Account("dovecot", 5104, 5104),
    Account("dovenull", 5105, 5105),
    Account("mysql", 5106, 5106),
    Account("Debian-exim", 5107, 5107),
    Account("smtpd", 5108, 5108),
    Account("smtpq", 5109, 5109),
    Account("ftp", 5110, 5110, "/srv/empty"),
    Account("cyrus", 5111, 8, "/var/spool/cyrus"),
]
OTHER_GROUPS = {"postdrop": 5102, "tty": 5, "utmp": 43, "adm": 4, "shadow": 42}


def passwd():
    return "".join(f"{a.name}:x:{a.uid}:{a.gid}::{a.home}:{'/bin/bash' if a.uid == 0 else '/bin/sh'}\n"
                   for a in ACCOUNTS)


def group():
    # Where Postfix is installed, its programs belong to the group that the machine has for it.
    postdrop = pathlib.Path("/usr/sbin/postdrop")
    found = {"postdrop": postdrop.stat().st_gid} if postdrop.exists() else {}
    own = {"nogroup" if a.name == "nobody" else a.name: a.gid for a in ACCOUNTS}
    return "".join(f"{name}:x:{gid}:\n" for name, gid in (own | OTHER_GROUPS | found).items())


def shadow():
    return "".join(f"{a.name}:*:19000:0:99999:7:::\n" for a in ACCOUNTS)
