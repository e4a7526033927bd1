"""The space for web content: clients that run out of it, and a server that is killed in the middle."""

import ftplib
import io
import pathlib
import subprocess
import time

from customer import CLIENT_SECONDS, CustomerTest, program, sample
from reference_server import REFERENCE_SITE, ReferenceServer

LIMIT = 4_000_000


def octets_of(path):
    """What du says, directories included."""
    said = subprocess.run(["du", "--summarize", "--block-size=1", str(path)], check=True, capture_output=True, text=True)
    return int(said.stdout.split()[0])


class Quota(CustomerTest):
    def setUp(self):
        super().setUp()
        site = self.folder / "site.toml"
        site.write_text(REFERENCE_SITE.read_text() + f"\n[limits.disk]\noctets = {LIMIT}\n")
        self.server = ReferenceServer(program(), site)
        self.addCleanup(self.server.remove)
        self.addCleanup(self.server.stop)
        self.server.start()
        self.root = self.server.folder / "state/site/root"

    @classmethod
    def setUpClass(cls):
        pass  # each test fills, and kills, a server of its own

    def use(self):
        return self.server.ask("disk", "use")["use"]

    def test_clients_are_told_and_leave_nothing(self):
        self.ftp().storbinary("STOR /web/kept.bin", io.BytesIO(sample(1_000_000)))
        self.local("large.bin", sample(2 * LIMIT))
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
        self.assert_served("/kept.bin", sample(1_000_000))
        self.assertEqual(self.use(), octets_of(self.root))

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
