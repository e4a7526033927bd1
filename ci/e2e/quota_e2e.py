"""The space for web content: clients that run out of it, and a server that is killed in the middle."""

import ftplib
import io
import os
import pathlib
import re
import subprocess
import time
import unittest

from customer import CLIENT_SECONDS, CustomerTest, program, sample
from reference_server import REFERENCE_SITE, ReferenceServer

def octets_of(path):
    """What du says, directories included."""
    said = subprocess.run(["du", "--summarize", "--block-size=1", str(path)], check=True, capture_output=True, text=True)
    return int(said.stdout.split()[0])


class SmallSite(CustomerTest):
    enforcement = "ledger"
    limit = 4_000_000

    def setUp(self):
        super().setUp()
        site = self.folder / "site.toml"
        text = re.sub(r"(?m)^\[limits\.disk\]\noctets = .*\n", "", REFERENCE_SITE.read_text())
        site.write_text(f'{text}\n[limits.disk]\noctets = {self.limit}\nenforcement = "{self.enforcement}"\n')
        self.server = ReferenceServer(program(), site)
        self.addCleanup(self.server.remove)
        self.addCleanup(self.server.stop)
        self.server.start()
        self.root = self.server.folder / "state/site/root"

    @classmethod
    def setUpClass(cls):
        pass  # each test fills, and kills, a server of its own


class Quota(SmallSite):

    def use(self):
        return self.server.ask("disk", "use")["use"]

    def test_clients_are_told_and_leave_nothing(self):
        self.ftp().storbinary("STOR /web/kept.bin", io.BytesIO(sample(1_000_000)))
        self.local("large.bin", sample(2 * self.limit))
        url = f"ftp://{self.server.address}:{self.server.ftp_port}//web/"
        login = f"{self.server.login}:{self.server.password}"
        # Some clients end with the connection's reset, some with the reply that follows it (25, 55, 56).
        said = self.run_client("curl", "--verbose", "--user", login, "--upload-file", "large.bin", url,
                               statuses=(18, 25, 55, 56, 70))
        self.assertNotIn("226", said)
        self.run_client("lftp", "-u", f"{self.server.login},{self.server.password}", "-e",
                        "set net:max-retries 1; set net:reconnect-interval-base 1; put -O /web large.bin; bye",
                        f"ftp://{self.server.address}:{self.server.ftp_port}", statuses=(1,))
        self.assertEqual(self.ftp().nlst("/web"), ["/web/kept.bin"])
        self.assertEqual(list((self.root.parent / "staging").iterdir()), [])
        self.assertEqual(self.use(), octets_of(self.root))
        # Last, as the log's line of it comes a moment later.
        self.assert_served("/kept.bin", sample(1_000_000))

    def test_a_session_goes_on_after_a_refusal(self):
        session = self.ftp()
        data = session.transfercmd("STOR /web/large.bin")
        with self.assertRaises(ConnectionError):
            while True:
                data.sendall(sample(1 << 16))
        data.close()
        with self.assertRaises(ftplib.error_perm) as refusal:
            session.voidresp()
        self.assertTrue(str(refusal.exception).startswith("552"), refusal.exception)
        session.storbinary("STOR /web/small.bin", io.BytesIO(sample(1000)))
        self.assertEqual(session.nlst("/web"), ["/web/small.bin"])

    def test_what_a_kill_left_is_not_counted(self):
        session = self.ftp()
        session.storbinary("STOR /web/kept.bin", io.BytesIO(sample(1_000_000)))
        before = self.use()
        data = session.transfercmd("STOR /web/half.bin")
        data.sendall(sample(2_000_000))
        staging = self.root.parent / "staging"
        deadline = time.monotonic() + CLIENT_SECONDS
        while sum(path.stat().st_size for path in staging.iterdir()) < 1_000_000:
            self.assertLess(time.monotonic(), deadline, "the upload did not get under way")
        self.server.process.kill()
        self.server.stop()
        data.close()
        # What a script has written meanwhile is seen as well.
        (self.root / "web/by-script.bin").write_bytes(sample(500_000))
        self.server.start()
        self.assertEqual(list(staging.iterdir()), [])
        self.assertEqual(sorted(path.name for path in (self.root / "web").iterdir()), ["by-script.bin", "kept.bin"])
        self.assertEqual(self.use(), octets_of(self.root))
        self.assertGreaterEqual(self.use(), before + 500_000)

    def test_the_desk_counts_anew_on_request(self):
        pathlib.Path(self.root, "web/by-script.bin").write_bytes(sample(700_000))
        before = self.use()
        count = self.server.ask("disk", "recount")
        self.assertEqual(count["use"], octets_of(self.root))
        self.assertTrue(count["exact"])
        self.assertGreaterEqual(self.use(), before + 700_000)


@unittest.skipUnless(os.geteuid() == 0 and os.path.exists("/dev/loop-control"), "needs root and loop devices")
class OwnFileSystem(SmallSite):
    """`enforcement = "file_system"`: the kernel itself says that there is no space."""

    enforcement = "file_system"
    limit = 32_000_000

    def in_the_site(self, *command, user="65534"):
        """Runs a program where the server's own children would be, as somebody who is not root."""
        return subprocess.run(
            ["nsenter", f"--target={self.server.process.pid}", "--mount", "setpriv", f"--reuid={user}",
             "--clear-groups", *command], capture_output=True, text=True, timeout=CLIENT_SECONDS)

    def loop_devices_of_the_site(self):
        said = subprocess.run(["losetup", "--list", "--noheadings", "--output", "BACK-FILE"],
                              capture_output=True, text=True, timeout=CLIENT_SECONDS)
        return [line for line in said.stdout.splitlines() if str(self.server.folder) in line]

    def test_a_program_meets_the_end_of_the_space_in_its_write(self):
        session = self.ftp()
        session.storbinary("STOR /web/kept.bin", io.BytesIO(sample(1_000_000)))
        session.voidcmd("MKD /web/data")
        session.voidcmd("SITE CHMOD 777 /web/data")
        self.server.folder.chmod(0o711)  # somebody else has to get there
        ended = self.in_the_site("dd", "if=/dev/zero", f"of={self.root}/web/data/big", "bs=4096")
        self.assertIn("No space left on device", ended.stderr)
        self.assertNotEqual(ended.returncode, 0)
        count = self.server.ask("disk", "recount")
        self.assertLessEqual(count["use"], self.limit)
        self.assertGreater(count["use"], self.limit - 100_000)
        # The service's own log goes on, and so do visitors.
        self.assert_served("/kept.bin", sample(1_000_000))
        with self.assertRaises((ConnectionError, ftplib.error_perm)):
            session.storbinary("STOR /web/new.bin", io.BytesIO(sample(1_000_000)))
        self.ftp().delete("/web/data/big")
        self.ftp().storbinary("STOR /web/new.bin", io.BytesIO(sample(1_000_000)))

    def test_nothing_of_it_outlives_a_kill(self):
        self.ftp().storbinary("STOR /web/kept.bin", io.BytesIO(sample(1_000_000)))
        self.assertEqual(len(self.loop_devices_of_the_site()), 1)
        self.assertFalse(self.root.exists(), "mounted for the server alone")
        self.server.process.kill()
        self.server.stop()
        deadline = time.monotonic() + CLIENT_SECONDS
        while self.loop_devices_of_the_site():
            self.assertLess(time.monotonic(), deadline, "the loop device is still there")
            time.sleep(0.05)
        self.server.start()
        self.assert_served("/kept.bin", sample(1_000_000))
        self.assertEqual(self.server.stop(), 0)
        self.assertFalse(self.root.exists())

    def test_an_image_of_another_size_is_refused(self):
        self.assertEqual(self.server.stop(), 0)
        site = self.server.site
        site.write_text(site.read_text().replace(f"octets = {self.limit}", f"octets = {2 * self.limit}"))
        ended = subprocess.run([program(), "serve", "--site", str(site), "--state", str(self.server.folder / "state")],
                               env=os.environ | self.server.environment, capture_output=True, text=True, timeout=20)
        self.assertEqual(ended.returncode, 69, ended.stderr)
        self.assertIn("another size", ended.stderr)
