"""Postfix, from a configuration of one run, as an SMTP server beside ours."""

import os
import pwd
import subprocess
import time

from peer_servers import PeerError, PeerServer

# The services of one that takes mail and delivers it into mailboxes; none of them in a jail of its own.
MASTER = """127.0.0.1:{port} inet n - n - 200 smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix(PeerServer):
    """SMTP on a free loopback port, for one address whose mailbox is a Maildir. Takes root, as Postfix does."""

    address = "taro@example.jp"

    def __init__(self, largest):
        if os.geteuid() != 0:
            raise PeerError("Postfix is started by root only")
        super().__init__()
        owner = pwd.getpwnam("mail")
        (self.folder / "queue").mkdir()
        (self.folder / "data").mkdir()
        (self.folder / "mail").mkdir()
        subprocess.run(["chown", "postfix", str(self.folder / "data")], check=True)
        subprocess.run(["chown", "mail:mail", str(self.folder / "mail")], check=True)
        self.write("postfix-files", "")
        self.write("master.cf", MASTER.format(port=self.port))
        self.write("main.cf", f"""compatibility_level = 3.6
queue_directory = {self.folder}/queue
data_directory = {self.folder}/data
maillog_file = {self.folder}/postfix.log
maillog_file_prefixes = {self.folder}
myhostname = sv1.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
message_size_limit = {largest}
virtual_mailbox_domains = example.jp
virtual_mailbox_maps = inline:{{ {self.address}=taro/ }}
virtual_mailbox_base = {self.folder}/mail
virtual_mailbox_limit = 0
virtual_minimum_uid = 1
virtual_uid_maps = static:{owner.pw_uid}
virtual_gid_maps = static:{owner.pw_gid}
smtpd_client_connection_count_limit = 0
default_process_limit = 200
smtpd_recipient_restrictions = permit_mynetworks, reject
""")

    def command(self):
        return ["postfix", "-c", str(self.folder), "start-fg"]

    def __exit__(self, *_):
        subprocess.run(["postfix", "-c", str(self.folder), "abort"], stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=30)
        super().__exit__()
        # Its processes end a moment later, and write until then.
        end = time.monotonic() + 10
        while self.folder.exists() and time.monotonic() < end:
            subprocess.run(["rm", "-rf", str(self.folder)], check=False)
            time.sleep(0.1)
