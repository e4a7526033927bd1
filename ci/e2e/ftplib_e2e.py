"""Python's ftplib: passive and active, MLSD, text type, several sessions at once."""

import concurrent.futures
import io

from customer import CustomerTest, sample


class Ftplib(CustomerTest):
    def fetch(self, session, name):
        parts = []
        session.retrbinary(f"RETR {name}", parts.append)
        return b"".join(parts)

    def test_upload_list_rename_chmod_download(self):
        octets = sample(300_000)
        for passive in (True, False):
            with self.subTest(passive=passive):
                session = self.ftp()
                session.set_pasv(passive)
                session.cwd("../../web")
                session.storbinary("STOR py-a.bin", io.BytesIO(octets))
                self.assertIn("py-a.bin", session.nlst())
                session.rename("py-a.bin", "py-b.bin")
                session.voidcmd("SITE CHMOD 604 py-b.bin")
                facts = dict(session.mlsd(facts=["size", "type"]))
                self.assertEqual(facts["py-b.bin"]["size"], str(len(octets)))
                self.assertTrue(self.fetch(session, "py-b.bin") == octets)
                self.assert_renamed_and_private("py-a.bin", "py-b.bin", octets)
                session.delete("py-b.bin")
                session.quit()

    def test_text_type(self):
        session = self.ftp()
        session.storlines("STOR /web/py-text.txt", io.BytesIO(b"one\ntwo\n"))
        lines = []
        session.retrlines("RETR /web/py-text.txt", lines.append)
        self.assertEqual(lines, ["one", "two"])

    def test_append_and_restart(self):
        octets = sample(100_000)
        session = self.ftp()
        session.storbinary("STOR /web/py-part.bin", io.BytesIO(octets[:40_000]))
        session.storbinary("APPE /web/py-part.bin", io.BytesIO(octets[40_000:]))
        self.assert_served("/py-part.bin", octets)
        parts = []
        session.retrbinary("RETR /web/py-part.bin", parts.append, rest=60_000)
        self.assertTrue(b"".join(parts) == octets[60_000:])

    def test_many_sessions_at_once(self):
        def upload(number):
            session = self.ftp()
            session.storbinary(f"STOR /web/py-many-{number}.bin", io.BytesIO(sample(200_000, number)))
            session.quit()
            return number

        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            done = list(pool.map(upload, range(40)))
        for number in done:
            self.assert_served(f"/py-many-{number}.bin", sample(200_000, number))
