"""Dovecot, from a configuration of one run, as a POP3 server beside ours."""

import os
import pathlib
import pwd
import subprocess
import time

from peer_servers import PeerServer


class Dovecot(PeerServer):
    """POP3 on a free loopback port, for one account whose mailbox is a Maildir."""

    account = "taro"

    def __init__(self, password):
        super().__init__()
        self.owner = pwd.getpwnam("mail") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self.mailbox = self.folder / "mail" / self.account
        for part in ("tmp", "new", "cur"):
            (self.mailbox / part).mkdir(parents=True)
        self.write("users", f"{self.account}:{{PLAIN}}{password}:{self.owner.pw_uid}:{self.owner.pw_gid}::{self.folder}::\n")
        self.write("dovecot.conf", f"""protocols = pop3
base_dir = {self.folder}/run
log_path = {self.folder}/dovecot.log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
first_valid_uid = 1
pop3_lock_session = yes
mail_location = maildir:{self.folder}/mail/%u
passdb {{
  driver = passwd-file
  args = {self.folder}/users
}}
userdb {{
  driver = passwd-file
  args = {self.folder}/users
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {self.port}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
""")

    def command(self):
        return ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]

    def put(self, messages):
        for number, octets in enumerate(messages):
            (self.mailbox / "new" / f"1700000000.{number:06}.bench").write_bytes(octets)
        subprocess.run(["chown", "-R", f"{self.owner.pw_uid}:{self.owner.pw_gid}", str(self.folder / "mail")], check=True)

    def __exit__(self, *_):
        # The master ends its children; the folder is theirs until then.
        super().__exit__()
        deadline = time.monotonic() + 10
        while pathlib.Path(self.folder).exists() and time.monotonic() < deadline:
            time.sleep(0.1)
