"""Customers and strangers that want of FTP, POP3 and SMTP what is not theirs: each test fails when the defence that it
is about is taken out (ci/defences does that)."""

import base64
import contextlib
import io
import os
import socket
import ssl

from customer import CLIENT_SECONDS, CustomerTest

ELSEWHERE = "127.0.0.9"


class HostileLines(CustomerTest):
    def say(self, port, *lines, source="127.0.0.1", end=b"QUIT\r\n"):
        """Everything that is answered to these lines, until the server closes."""
        answer = b""
        with socket.create_connection((self.server.address, port), CLIENT_SECONDS, source_address=(source, 0)) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(b"".join(line + b"\r\n" for line in lines) + end)
                while piece := connection.recv(65536):
                    answer += piece
        return answer

    def login(self):
        return f"USER {self.server.login}".encode(), f"PASS {self.server.password}".encode()


class Ftp(HostileLines):
    def test_data_go_to_the_client_alone(self):
        with socket.create_server((ELSEWHERE, 0)) as victim:
            victim.settimeout(0.2)
            port = victim.getsockname()[1]
            numbers = f"{port // 256},{port % 256}"
            attempts = (f"PORT 127,0,0,9,{numbers}", f"EPRT |1|{ELSEWHERE}|{port}|", f"EPRT |2|::ffff:{ELSEWHERE}|{port}|",
                        f"PORT 10,0,0,1,{numbers}", f"PORT 0,0,0,0,{numbers}", f"EPRT |2|::1|{port}|")
            for attempt in attempts:
                with self.subTest(attempt):
                    answer = self.say(self.server.ftp_port, *self.login(), attempt.encode(), b"LIST")
                    self.assertIn(b"\r\n500 Illegal", answer)
                    self.assertIn(b"\r\n425 ", answer)
                    with self.assertRaises(TimeoutError):
                        victim.accept()

    def test_data_go_to_no_service(self):
        for attempt in (b"PORT 127,0,0,1,0,25", b"PORT 127,0,0,1,3,255", b"EPRT |1|127.0.0.1|22|", b"PORT 127,0,0,1,0,0"):
            with self.subTest(attempt):
                answer = self.say(self.server.ftp_port, *self.login(), attempt, b"LIST")
                self.assertIn(b"\r\n500 Illegal", answer)

    def test_a_passive_port_is_for_its_client(self):
        session = self.ftp()
        session.storbinary("STOR /web/theirs.txt", io.BytesIO(b"theirs"))
        with self.subTest("who steals gets nothing"):
            host, port = session.makepasv()
            session.putcmd("RETR /web/theirs.txt")
            with socket.create_connection((host, port), CLIENT_SECONDS, source_address=(ELSEWHERE, 0)) as thief:
                thief.settimeout(CLIENT_SECONDS)
                with contextlib.suppress(ConnectionResetError):
                    self.assertEqual(thief.recv(100), b"")
            with socket.create_connection((host, port), CLIENT_SECONDS) as owner:
                owner.settimeout(CLIENT_SECONDS)
                self.assertEqual(owner.recv(100), b"theirs")
            self.assertTrue(session.getresp().startswith("150"))
            self.assertTrue(session.getresp().startswith("226"))
        with self.subTest("who plants stores nothing"):
            host, port = session.makepasv()
            session.putcmd("STOR /web/theirs.txt")
            with socket.create_connection((host, port), CLIENT_SECONDS, source_address=(ELSEWHERE, 0)) as thief:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    thief.sendall(b"planted")
            with socket.create_connection((host, port), CLIENT_SECONDS) as owner:
                owner.sendall(b"still theirs")
            self.assertTrue(session.getresp().startswith("150"))
            self.assertTrue(session.getresp().startswith("226"))
            self.assert_served("/theirs.txt", b"still theirs")

    def test_passive_ports_are_not_foreseen(self):
        session = self.ftp()
        ports = [session.makepasv()[1] for _ in range(8)]
        steps = {second - first for first, second in zip(ports, ports[1:])}
        self.assertGreater(len(steps), 2, ports)

    def test_nothing_without_a_login(self):
        with open(self.server.folder / "state/site/root/web/kept.txt", "wb") as file:
            file.write(b"kept")
        commands = (b"RETR /web/kept.txt", b"DELE /web/kept.txt", b"LIST", b"NLST", b"MLSD", b"STAT /web", b"CWD /web", b"MKD /web/x",
                    b"RNFR /web/kept.txt", b"SIZE /web/kept.txt", b"MDTM /web/kept.txt", b"SITE CHMOD 777 /web/kept.txt", b"PASV",
                    b"EPSV", b"PORT 127,0,0,1,200,1", b"STOR /web/kept.txt", b"APPE /web/kept.txt")
        for first in ((), self.login()[:1], (b"USER x", b"PASS y"), (*self.login(), b"REIN"), (*self.login(), b"USER x")):
            answer = self.say(self.server.ftp_port, *first, *commands)
            self.assertEqual(answer.count(b"\r\n530 Please"), len(commands), answer)
        self.assert_served("/kept.txt", b"kept")

    def test_names_cannot_break_lines(self):
        answer = self.say(self.server.ftp_port, *self.login(), b"CWD /web", b"MKD a\rb", b"MKD a\0b", b"STAT a\r226 forged", b"DELE a\rb")
        self.assertEqual(answer.count(b"\r\n501 "), 4, answer)

    def test_names_that_scripts_made_cannot_forge_replies(self):
        session = self.ftp()
        script = ('#!/usr/bin/perl\nprint "Content-Type: text/plain\\n\\n"; mkdir "names";\n'
                  'for ("a\\r\\n226 forged", "b\\n-rw-r--r-- 1 root root 1 Jan 1 00:00 forged") { open F, ">", "names/$_" or print "$!"; close F }')
        session.storbinary("STOR /web/names.cgi", io.BytesIO(script.encode()))
        session.voidcmd("SITE CHMOD 755 /web/names.cgi")
        self.assertEqual(self.web("/names.cgi"), (200, b""))
        answer = self.say(self.server.ftp_port, *self.login(), b"STAT /web/names", b"NOOP")
        self.assertNotRegex(answer, rb"[\r\n]226 forged")
        self.assertNotRegex(answer, rb"[\r\n] ?-rw-r--r-- 1 root root 1 Jan")
        for lines in (self.list_lines("/web/names"), session.nlst("/web/names")):
            self.assertEqual(len(lines), 2, lines)
        self.assertEqual(len([name for name, facts in session.mlsd("/web/names") if facts["type"] == "file"]), 2)

    def test_replies_hold_nothing_that_a_terminal_obeys(self):
        answer = self.say(self.server.ftp_port, *self.login(), b"\x1b[2J", b"CWD /\x1b[2J", b"RETR \x1b]0;title\x07", b"RNFR /web/\x1b[31m",
                          b"SIZE /web/\x7f", b"STAT /\x1bc", b"MLST /web/\x08", b"SITE CHMOD 644 /web/\x1b[31m", b"DELE /web/\x1b2J")
        self.assertNotRegex(answer, rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Guessing(HostileLines):
    """A session has a few tries, and no answer tells whether a name exists."""

    def test_ftp(self):
        names = (self.server.login.encode(), b"nobody", b"anonymous", b"root", self.server.login.upper().encode())
        answers = {self.say(self.server.ftp_port, b"USER " + name, b"PASS wrong") for name in names}
        self.assertEqual(len(answers), 1, answers)
        self.assertIn(b"\r\n530 Login incorrect.", answers.pop())
        answer = self.say(self.server.ftp_port, *[b"USER x", b"PASS y"] * 5, *self.login(), b"PWD")
        self.assertEqual(answer.count(b"\r\n530 Login"), 3, answer)
        self.assertIn(b"\r\n421 ", answer)
        self.assertNotIn(b"\r\n230 ", answer)

    def test_pop(self):
        name, password = next(iter(self.server.mail_passwords.items()))
        answers = {self.say(self.server.pop_port, b"USER " + one, b"PASS wrong").partition(b"\r\n")[2]
                   for one in (name.encode(), b"nobody", b"root")}
        self.assertEqual(len(answers), 1, answers)
        answer = self.say(self.server.pop_port, *[b"USER x", b"PASS y"] * 5, f"USER {name}".encode(), f"PASS {password}".encode(),
                          b"STAT")
        self.assertEqual(answer.count(b"-ERR [AUTH]"), 3, answer)
        self.assertNotIn(b"messages", answer)

    def test_smtp(self):
        name, password = next(iter(self.server.mail_passwords.items()))
        port = self.server.target["smtp"]["port"]

        def plain(login, secret):
            return b"AUTH PLAIN " + base64.b64encode(f"\0{login}\0{secret}".encode())

        answers = {self.say(port, b"EHLO x", plain(one, "wrong")) for one in (name, "nobody", "root")}
        self.assertEqual(len(answers), 1, answers)
        answer = self.say(port, b"EHLO x", *[plain("x", "y")] * 5, plain(name, password))
        self.assertEqual(answer.count(b"\r\n535 "), 2, answer)
        self.assertIn(b"\r\n421 4.7.0 ", answer)
        self.assertNotIn(b"\r\n235 ", answer)
        with self.subTest("nobody acts as somebody else"):
            other = [one for one in self.server.mail_passwords if one != name][0]
            as_other = base64.b64encode(f"{other}\0{name}\0{password}".encode())
            self.assertNotIn(b"\r\n235 ", self.say(port, b"EHLO x", b"AUTH PLAIN " + as_other))

    def test_no_password_is_in_the_log(self):
        self.say(self.server.ftp_port, b"USER x", b"PASS guessed-by-ftp")
        self.say(self.server.ftp_port, b"PASS guessed-too-early", b"USER guessed\x1b[2J\x9b", b"PASS y")
        self.say(self.server.pop_port, b"USER x", b"PASS guessed-by-pop")
        text = self.server.log_file.read_text(errors="replace")
        for secret in ("guessed-by", "guessed-too", self.server.password, *self.server.mail_passwords.values()):
            self.assertNotIn(secret, text)
        self.assertNotRegex(text, r"[\x00-\x08\x0b-\x1f\x7f\x9b]")


class Mail(HostileLines):
    def setUp(self):
        super().setUp()
        self.port = self.server.target["smtp"]["port"]

    def test_a_greeting_is_no_trace(self):
        for greeting in (b"x\r\nReceived: forged", b"x (forged) by", b"x\rReceived: forged", b"x\nReceived: forged", b"x\0y", b"\x1b[2J"):
            with self.subTest(greeting):
                self.say(self.port, b"EHLO " + greeting, b"EHLO a", b"MAIL FROM:<a@elsewhere.example>", b"RCPT TO:<taro@example.jp>", b"DATA",
                         b"Subject: x", b"", b"x", b".")
                (letter,) = self.letters(1)
                head = letter.partition("\n\n")[0]
                self.assertEqual(head.count("Received:"), 1, head)
                self.assertNotIn("forged", head.replace("?forged?", ""))

    def test_no_address_is_a_line(self):
        for address in (b"<a@elsewhere.example>\rRCPT TO:<b@c.example>", b"<a\r@elsewhere.example>", b"<\"a\nb\"@elsewhere.example>",
                        b"<a\0@elsewhere.example>", b"<\"a\r\nRCPT\"@elsewhere.example>", b"<a\x1b[2J@elsewhere.example>"):
            with self.subTest(address):
                answer = self.say(self.port, b"EHLO x", b"MAIL FROM:" + address)
                self.assertNotIn(b"\r\n250 2.1.0", answer)
                answer = self.say(self.port, b"EHLO x", b"MAIL FROM:<a@elsewhere.example>", b"RCPT TO:" + address)
                self.assertNotIn(b"\r\n250 2.1.5", answer)
                self.assertNotRegex(answer, rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")

    def test_strangers_send_nothing_on(self):
        for address in ("b@elsewhere.example", "b%elsewhere.example@example.jp", "@example.jp:b@elsewhere.example",
                        "elsewhere.example!b@example.jp", '"b@elsewhere.example"@example.jp', "b@elsewhere.example@example.jp",
                        "b@[127.0.0.25]", '"b%elsewhere.example"'):
            with self.subTest(address):
                # From an address from which nobody has logged in.
                answer = self.say(self.port, b"EHLO x", b"MAIL FROM:<taro@example.jp>", f"RCPT TO:<{address}>".encode(),
                                  source=ELSEWHERE)
                self.assertNotIn(b"\r\n250 2.1.5", answer)

    def tls(self, connection, newest=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if newest:
            context.set_ciphers("DEFAULT@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = newest
        return context.wrap_socket(connection)

    def test_nothing_said_before_tls_counts_after_it(self):
        with socket.create_connection((self.server.address, self.port), CLIENT_SECONDS) as connection:
            connection.recv(1000)
            connection.sendall(b"EHLO before\r\n")
            connection.recv(1000)
            # All in one piece, as somebody in between would put it there.
            connection.sendall(b"STARTTLS\r\nRSET\r\nMAIL FROM:<before@elsewhere.example>\r\n")
            self.assertEqual(connection.recv(1000), b"220 2.0.0 Ready to start TLS\r\n")
            with self.tls(connection) as secret:
                secret.sendall(b"RCPT TO:<taro@example.jp>\r\nMAIL FROM:<after@elsewhere.example>\r\nQUIT\r\n")
                answer = b""
                while piece := secret.recv(1000):
                    answer += piece
        self.assertEqual([line[:3] for line in answer.splitlines()], [b"503", b"503", b"221"])

    def test_old_tls_is_not_spoken(self):
        for port in (self.port, self.server.pops_port):
            for newest in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
                with socket.create_connection((self.server.address, port), CLIENT_SECONDS) as connection:
                    if port == self.port:
                        connection.recv(1000)
                        connection.sendall(b"STARTTLS\r\n")
                        connection.recv(1000)
                    with self.assertRaises(OSError), self.tls(connection, newest) as secret:
                        secret.sendall(b"QUIT\r\n")

    def test_tls_has_no_cbc(self):
        for ciphers, taken in (("ECDHE+AES+SHA1:ECDHE+AES+SHA256", False), ("ECDHE+AESGCM", True)):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(ciphers)
            with socket.create_connection((self.server.address, self.server.pops_port), CLIENT_SECONDS) as connection:
                if taken:
                    context.wrap_socket(connection).close()
                else:
                    with self.assertRaises(OSError):
                        context.wrap_socket(connection)

    def test_a_browser_cannot_be_made_to_send_mail(self):
        answer = self.say(self.port, b"POST / HTTP/1.1", b"Host: smtp.example.jp:25", b"", b"EHLO x", b"MAIL FROM:<a@elsewhere.example>",
                          b"RCPT TO:<taro@example.jp>", b"DATA", b"Subject: by a page", b"", b".")
        self.assertNotIn(b"\r\n250", answer)
        self.assertIn(b"\r\n421 ", answer)

    def test_what_a_form_gives_a_script_is_one_address_and_one_name(self):
        session = self.ftp()
        # As old form mailers do: what the visitor wrote is sender and name, on the command line.
        script = ("#!/usr/bin/perl\nprint \"Content-Type: text/plain\\n\\n\"; my ($from, $name) = map { s/%(..)/chr hex $1/ger } split /&/, "
                  "$ENV{QUERY_STRING};\nopen M, '|-', 'sendmail', '-t', '-f', $from, '-F', $name or die;\n"
                  "print M \"To: taro\\@example.jp\\n\\nhello\\n\"; close M; print 'ended with ', $? >> 8;")
        session.storbinary("STOR /web/form.cgi", io.BytesIO(script.replace("'sendmail'", f"'{self.sendmail()}'").encode()))
        session.voidcmd("SITE CHMOD 755 /web/form.cgi")
        hidden = "hanako.suzuki@example.jp"
        for asked in ("a@b.example&Visitor", f"a@b.example&Visitor%0d%0aBcc:%20{hidden}", f"a@b.example&Visitor%0aX-Forged:%20yes",
                      f"a@b.example&x%22%20%3C{hidden}%3E,%20%22y"):
            with self.subTest(asked):
                self.assertEqual(self.web(f"/form.cgi?{asked}"), (200, b"ended with 0"))
                (letter,) = self.letters(1)
                self.assertNotRegex(letter.partition("\n\n")[0], r"\n(X-Forged|Bcc)")
                self.assertRegex(letter, r'\nFrom: "?[^"\n]*(\\"[^"\n]*)*"? <a@b\.example>\n')
        for asked in (f"a@b.example%0aRCPT%20TO:<{hidden}>&x", f"a@b.example%0d%0aBcc:%20{hidden}&x", f"a@b.example,{hidden}&x",
                      f"-t%20{hidden}&x"):
            with self.subTest(asked):
                self.assertEqual(self.web(f"/form.cgi?{asked}")[0], 200)
        for account in ("m02-Hanako",):
            self.assertEqual([text for text in self.letters(0, account) if "hello" in text], [])

    def sendmail(self):
        return "/usr/sbin/sendmail" if os.geteuid() == 0 else "sendmail"


