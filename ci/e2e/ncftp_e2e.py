"""NcFTP: the three programs for scripts, and the shell for what they do not do."""

from customer import CustomerTest, sample


class NcFtp(CustomerTest):
    def login(self):
        return ("-u", self.server.login, "-p", self.server.password, "-P", str(self.server.ftp_port))

    def url(self, path):
        return f"ftp://{self.server.address}:{self.server.ftp_port}{path}"

    def test_upload_list_rename_chmod_download(self):
        octets = sample(300_000)
        self.local("ncftp-a.bin", octets)
        once = ("-t", "15", "-r", "1", "-V")
        host = self.server.address
        self.run_client("ncftpput", *once, *self.login(), host, "/web", "ncftp-a.bin")
        self.assert_served("/ncftp-a.bin", octets)
        listing = self.run_client("ncftpls", "-t", "15", "-r", "1", "-l", *self.login(), self.url("/../../web/"))
        self.assertIn("ncftp-a.bin", listing)
        # ncftpls without options sends NLST -CF.
        names = self.run_client("ncftpls", "-t", "15", "-r", "1", *self.login(), self.url("/%2Fweb/"))
        self.assertIn("ncftp-a.bin", names)
        commands = "cd /web\nrename ncftp-a.bin ncftp-b.bin\nchmod 604 ncftp-b.bin\nls -l\nquit\n"
        output = self.run_client("ncftp", *self.login(), host, text=commands)
        self.assertIn("ncftp-b.bin", output)
        self.assert_renamed_and_private("ncftp-a.bin", "ncftp-b.bin", octets)
        self.run_client("ncftpget", *once, *self.login(), host, ".", "/web/ncftp-b.bin")
        self.assert_same(self.local("ncftp-b.bin"), octets)

    def test_active_mode(self):
        octets = sample(50_000)
        self.local("ncftp-active.bin", octets)
        self.run_client("ncftpput", "-t", "15", "-r", "1", "-V", "-E", *self.login(), self.server.address, "/web",
                        "ncftp-active.bin")
        self.assert_served("/ncftp-active.bin", octets)

    def test_folders(self):
        folder = self.local("ncftp-site")
        folder.mkdir()
        (folder / "a.bin").write_bytes(sample(1000))
        self.run_client("ncftpput", "-t", "15", "-r", "1", "-V", "-R", *self.login(), self.server.address, "/web",
                        "ncftp-site")
        self.assert_served("/ncftp-site/a.bin", sample(1000))
