"""Programs at the manual's paths, as a customer's script finds them; sendmail above all, which is ours."""

import io
import os
import subprocess
import unittest

from customer import CustomerTest

SCRIPT = """#!/bin/sh
printf 'Content-Type: text/plain\\n\\n'
{}
echo "ended with $?"
"""


class Programs(CustomerTest):
    def run_script(self, commands):
        """What a script says that runs them."""
        session = self.ftp()
        session.storbinary("STOR /web/run.cgi", io.BytesIO(SCRIPT.format(commands).encode()))
        session.voidcmd("SITE CHMOD 755 /web/run.cgi")
        status, body = self.web("/run.cgi")
        self.assertEqual(status, 200, body)
        return body.decode()

    def sendmail(self):
        """As root there is one at the manual's path; as anybody else at least in PATH."""
        return "/usr/sbin/sendmail" if os.geteuid() == 0 else "sendmail"

    def test_every_program_of_the_manual_runs(self):
        for command, says in (("/usr/bin/perl -e 'print 6*7'", "42"),
                              ("/usr/bin/php -r 'echo 6*7;'", "42"),
                              ("printf '\\244\\242' | /usr/bin/nkf -Ew", "あ"),
                              ("/usr/bin/htpasswd -nbs user secret", "user:{SHA}"),
                              ("echo text | /usr/bin/uuencode name", "begin 644 name"),
                              ("echo text | /usr/bin/uuencode name | /usr/bin/uudecode -o /dev/stdout", "text"),
                              (f"{self.sendmail()} -d0.1 -bt", "hosting-sendmail")):
            with self.subTest(command):
                said = self.run_script(command)
                self.assertIn(says, said)
                self.assertIn("ended with 0", said)

    def test_a_scripts_mail_arrives(self):
        said = self.run_script(f"{self.sendmail()} -t -oi -f info@example.jp <<'END'\nTo: Taro <taro@example.jp>\n"
                               "Bcc: hanako.suzuki@example.jp\nSubject: hello\n\nbody\n.\nmore\nEND")
        self.assertIn("ended with 0", said)
        for account in ("taro", "m02-Hanako"):
            letters = self.letters(1, account)
            self.assertEqual(len(letters), 1, account)
            self.assertIn("\nTo: Taro <taro@example.jp>\n", letters[0])
            self.assertIn("<info@example.jp>", letters[0])
            self.assertNotIn("Bcc", letters[0])
            self.assertTrue(letters[0].endswith("\n\nbody\n.\nmore\n"), letters[0])

    def test_many_scripts_send_at_once(self):
        said = self.run_script(f"for i in $(seq 50); do (echo To: jiro@example.jp; echo Subject: number $i; echo) | "
                               f"{self.sendmail()} -t & done; wait")
        self.assertIn("ended with 0", said)
        letters = "".join(self.letters(50, "jiro"))
        self.assertEqual([number for number in range(1, 51) if f"\nSubject: number {number}\n" not in letters], [])

    def test_what_nobody_can_have_comes_back(self):
        self.run_script(f"echo body | {self.sendmail()} -f info@example.jp nobody.here@example.jp")
        letters = self.letters(1, "info")
        self.assertEqual(len(letters), 1)
        self.assertIn("nobody.here@example.jp", letters[0])

    def test_mistakes_are_told(self):
        self.assertIn("ended with 64", self.run_script(f"echo x | {self.sendmail()}"))
        self.assertIn("ended with 65", self.run_script(f"echo x | {self.sendmail()} 'a b'"))

    def test_the_machines_own_files_are_as_they_were(self):
        def looks(path):
            return subprocess.run(["ls", "-la", path], capture_output=True, text=True).stdout
        before = looks("/usr/sbin")
        self.run_script(f"{self.sendmail()} -bp")
        self.assertEqual(looks("/usr/sbin"), before)

    @unittest.skipUnless(os.geteuid() == 0, "takes root")
    def test_a_script_is_where_it_thinks_it_is(self):
        said = self.run_script("pwd -P; ls run.cgi; /bin/pwd")
        place = str((self.server.folder / "state/site/root/web").resolve())
        self.assertEqual(said.split("\n")[:3], [place, "run.cgi", place])
