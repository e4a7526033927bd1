"""lftp, which asks for FEAT before it logs in and works by absolute paths."""

from customer import CustomerTest, sample


class Lftp(CustomerTest):
    def lftp(self, *commands):
        settings = ("set net:max-retries 1; set net:timeout 20; set ftp:ssl-allow no; set cmd:fail-exit yes; "
                    "set cmd:interactive no; set xfer:log no; ")
        return self.run_client("lftp", "--norc", "-u", f"{self.server.login},{self.server.password}",
                               "-p", str(self.server.ftp_port), self.server.address,
                               "-e", settings + "; ".join(commands) + "; quit")

    def test_upload_list_rename_chmod_download(self):
        octets = sample(300_000)
        self.local("lftp-a.bin", octets)
        output = self.lftp("cd ../../web", "put lftp-a.bin", "ls", "mv lftp-a.bin lftp-b.bin", "chmod 604 lftp-b.bin",
                           "get lftp-b.bin -o back.bin", "cls")
        self.assertIn("lftp-a.bin", output)
        self.assertIn("lftp-b.bin", output)
        self.assert_renamed_and_private("lftp-a.bin", "lftp-b.bin", octets)
        self.assert_same(self.local("back.bin"), octets)

    def test_mirror_there_and_back(self):
        tree = {"index.html": sample(10), "sub/deep/日本 語.bin": sample(70_000, seed=2), "sub/empty": b""}
        for name, octets in tree.items():
            path = self.local(f"site/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(octets)
        self.lftp("mirror --reverse --parallel=2 site /web/lftp-site", "mirror --parallel=2 /web/lftp-site back")
        for name, octets in tree.items():
            self.assert_same(self.local(f"back/{name}"), octets)
        self.lftp("rm -r /web/lftp-site")
        self.assertNotIn("lftp-site", self.ftp().nlst("/web"))

    def test_resume(self):
        octets = sample(300_000)
        self.local("lftp-part.bin", octets[:100_001])
        self.lftp("cd /web", "put lftp-part.bin")
        self.local("lftp-part.bin", octets)
        self.lftp("cd /web", "put -c lftp-part.bin")
        self.assert_served("/lftp-part.bin", octets)
        self.local("part.bin", octets[:1])
        self.lftp("cd /web", "get -c lftp-part.bin -o part.bin")
        self.assert_same(self.local("part.bin"), octets)

    def test_active_mode(self):
        octets = sample(50_000)
        self.local("lftp-active.bin", octets)
        self.lftp("set ftp:passive-mode no", "cd /web", "put lftp-active.bin", "get lftp-active.bin -o back.bin")
        self.assert_same(self.local("back.bin"), octets)
