"""wget: downloads only, but it reads listings, and can take permissions over from them."""

from customer import CustomerTest, sample


class Wget(CustomerTest):
    def wget(self, *arguments):
        return self.run_client("wget", "--no-config", "--tries=1", "--timeout=20", "--no-verbose",
                               f"--user={self.server.login}", f"--password={self.server.password}", *arguments)

    def url(self, path):
        return f"ftp://{self.server.address}:{self.server.ftp_port}/%2F{path}"

    def store(self, path, octets):
        session = self.ftp()
        with open(self.local("source", octets), "rb") as source:
            session.storbinary(f"STOR {path}", source)
        return session

    def test_download(self):
        octets = sample(300_000)
        self.store("/web/wget-a.bin", octets)
        self.wget("-O", "back.bin", self.url("web/wget-a.bin"))
        self.assert_same(self.local("back.bin"), octets)

    def test_resume(self):
        octets = sample(300_000)
        self.store("/web/wget-part.bin", octets)
        self.local("wget-part.bin", octets[:1234])
        self.wget("--continue", self.url("web/wget-part.bin"))
        self.assert_same(self.local("wget-part.bin"), octets)

    def test_recursive_with_permissions(self):
        self.ftp().mkd("/web/wget-site")
        session = self.store("/web/wget-site/page.html", sample(5000))
        session.voidcmd("SITE CHMOD 604 /web/wget-site/page.html")
        self.wget("--recursive", "--no-host-directories", "--preserve-permissions", self.url("web/wget-site/"))
        page = self.local("web/wget-site/page.html")
        self.assert_same(page, sample(5000))
        self.assertEqual(page.stat().st_mode & 0o777, 0o604)

    def test_over_http(self):
        octets = sample(300_000)
        self.store("/web/wget-http.bin", octets)
        self.run_client("wget", "--no-config", "--tries=1", "--no-verbose", "-O", "back.bin",
                        f"--header=Host: {self.server.host}",
                        f"http://{self.server.address}:{self.server.http_port}/wget-http.bin")
        self.assert_same(self.local("back.bin"), octets)
