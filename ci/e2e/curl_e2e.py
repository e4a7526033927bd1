"""curl, passive and active."""

from urllib.parse import quote

from customer import CustomerTest, sample


class Curl(CustomerTest):
    def url(self, path):
        return f"ftp://{self.server.address}:{self.server.ftp_port}/{quote(path)}"

    def curl(self, *arguments, statuses=(0,)):
        login = f"{self.server.login}:{self.server.password}"
        return self.run_client("curl", "--silent", "--show-error", "--max-time", "25", "--user", login, *arguments,
                               statuses=statuses)

    def test_upload_list_rename_chmod_download(self):
        octets = sample(300_000)
        # The second slash makes curl begin at /, not at the login directory.
        self.curl("-T", str(self.local("a.bin", octets)), self.url("/web/curl-a.bin"),
                  "-Q", "-RNFR curl-a.bin", "-Q", "-RNTO curl-b.bin", "-Q", "-SITE CHMOD 604 curl-b.bin")
        self.assert_renamed_and_private("curl-a.bin", "curl-b.bin", octets)
        self.assertIn("curl-b.bin", self.curl(self.url("/web/")))
        self.assertIn("curl-b.bin", self.curl("--list-only", self.url("/web/")).splitlines())
        self.curl("-o", "back.bin", self.url("/web/curl-b.bin"))
        self.assert_same(self.local("back.bin"), octets)

    def test_the_relative_way_of_the_manual(self):
        octets = sample(1000)
        self.curl("--path-as-is", "-T", str(self.local("a.bin", octets)), self.url("../../web/curl-manual.bin"))
        self.assert_served("/curl-manual.bin", octets)

    def test_active_mode(self):
        octets = sample(300_000)
        for option in ("--eprt", "--disable-eprt"):
            with self.subTest(option):
                self.curl("--ftp-port", "-", option, "-T", str(self.local("a.bin", octets)),
                          self.url("/web/curl-active.bin"))
                self.curl("--ftp-port", "-", option, "-o", "back.bin", self.url("/web/curl-active.bin"))
                self.assert_same(self.local("back.bin"), octets)

    def test_resume_both_ways(self):
        octets = sample(300_000)
        self.curl("-T", str(self.local("a.bin", octets[:100_000])), self.url("/web/curl-resume.bin"))
        self.curl("-C", "-", "-T", str(self.local("a.bin", octets)), self.url("/web/curl-resume.bin"))
        self.assert_served("/curl-resume.bin", octets)
        self.curl("-C", "-", "-o", str(self.local("part.bin", octets[:123_456])), self.url("/web/curl-resume.bin"))
        self.assert_same(self.local("part.bin"), octets)

    def test_names_with_spaces_and_japanese(self):
        octets = sample(5000)
        for name in ("two words.bin", "日本語のページ.bin"):
            with self.subTest(name):
                self.curl("-T", str(self.local("a.bin", octets)), self.url(f"/web/{name}"))
                self.assert_served(f"/{quote(name)}", octets)
                self.assertIn(name, self.curl("--list-only", self.url("/web/")).splitlines())

    def test_folders(self):
        octets = sample(10)
        self.curl("--ftp-create-dirs", "-T", str(self.local("a.bin", octets)), self.url("/web/curl-one/two/a.bin"))
        self.assert_served("/curl-one/two/a.bin", octets)
        self.curl("--list-only", self.url("/web/"), "-Q", "-DELE curl-one/two/a.bin", "-Q", "-RMD curl-one/two",
                  "-Q", "-RMD curl-one")
        self.assertNotIn("curl-one", self.ftp().nlst("/web"))

    def test_refusals(self):
        login_denied, access_denied, no_such_file = 67, 9, 78
        self.curl("--user", f"{self.server.login}:wrong", self.url("/web/"), statuses=(login_denied,))
        self.curl("--user", "anonymous:me@example.jp", self.url("/web/"), statuses=(login_denied,))
        self.curl(self.url("/absent/"), statuses=(access_denied,))
        self.curl(self.url("/web/absent.bin"), statuses=(no_such_file,))
