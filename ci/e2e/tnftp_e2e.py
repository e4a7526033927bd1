"""tnftp, the client of the BSDs: SYST, FEAT, EPSV, and everything by typed commands."""

from customer import CustomerTest, sample


class Tnftp(CustomerTest):
    def tnftp(self, *commands):
        """What it printed. It ends with 0 even when a command fails: look at the effects."""
        lines = (f"user {self.server.login} {self.server.password}", "binary", *commands, "quit")
        return self.run_client("tnftp", "-n", "-i", "-v", self.server.address, str(self.server.ftp_port),
                               text="\n".join(lines) + "\n")

    def test_upload_list_rename_chmod_download(self):
        octets = sample(300_000)
        self.local("tnftp-a.bin", octets)
        output = self.tnftp("cd ../../web", "put tnftp-a.bin", "ls", "rename tnftp-a.bin tnftp-b.bin",
                            "chmod 604 tnftp-b.bin", "nlist", "get tnftp-b.bin back.bin")
        self.assertIn("tnftp-a.bin", output)
        self.assertIn("tnftp-b.bin", output)
        self.assert_renamed_and_private("tnftp-a.bin", "tnftp-b.bin", octets)
        self.assert_same(self.local("back.bin"), octets)

    def test_active_mode(self):
        octets = sample(50_000)
        self.local("tnftp-active.bin", octets)
        self.tnftp("passive off", "cd /web", "put tnftp-active.bin", "get tnftp-active.bin back.bin")
        self.assert_same(self.local("back.bin"), octets)

    def test_resume_and_questions(self):
        octets = sample(200_000)
        self.local("tnftp-part.bin", octets)
        self.tnftp("cd /web", "put tnftp-part.bin")
        self.local("tnftp-part.bin", octets[:77_777])
        output = self.tnftp("cd /web", "size tnftp-part.bin", "modtime tnftp-part.bin", "reget tnftp-part.bin",
                            "remotehelp", "system")
        self.assertIn("200000", output)
        self.assert_same(self.local("tnftp-part.bin"), octets)

    def test_text_type(self):
        self.local("page.txt", b"one\ntwo\n")
        self.tnftp("ascii", "cd /web", "put page.txt tnftp-page.txt", "get tnftp-page.txt back.txt")
        self.assert_same(self.local("back.txt"), b"one\ntwo\n")
