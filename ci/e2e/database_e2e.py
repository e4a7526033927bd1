"""Databases and phpMyAdmin: who gets in from where, what outlives a kill, and what goes wrong on the way."""

import base64
import html.parser
import http.client
import http.cookies
import io
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.parse

from customer import CLIENT_SECONDS, CustomerTest, program, site_with
from reference_server import ReferenceServer

USER = "abcdftp"  # the reference site's login without its hyphen
BOUNDARY = "----hosting-cts-boundary"
ENDS_WITHIN = 60


def until(condition, what):
    deadline = time.monotonic() + ENDS_WITHIN
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not in time: {what}")
        time.sleep(0.02)
    return value


def database_process(server):
    """Process id of the database server whose files are this server's; 0: there is none."""
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--datadir={server.folder}/state/database/data".encode() in words:
            return int(entry.name)
    return 0


class Forms(html.parser.HTMLParser):
    """The fields of every form of a page, as a browser would send them."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif self.forms and tag == "input" and given.get("name") and given.get("type") != "submit":
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.forms[-1][1][given["name"]] = given.get("value") or ""

    def with_field(self, name):
        return next(form for form in self.forms if name in form[1])


class Browser:
    """Somebody at phpMyAdmin: keeps cookies, and answers its dialogue."""

    def __init__(self, server, user=USER, password=None):
        self.server = server
        self.cookies = http.cookies.SimpleCookie()
        pair = f"{user}:{server.password if password is None else password}"
        self.credentials = "Basic " + base64.b64encode(pair.encode()).decode()

    def ask(self, method, path, body=None, kind=None):
        """(status, page)"""
        connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=ENDS_WITHIN)
        headers = {"Host": self.server.host, "Authorization": self.credentials,
                   "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        try:
            connection.request(method, "/phpMyAdmin/" + path, body=body, headers=headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies.load(line)
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def run(self, database, sql):
        """Imports `sql` as a file; the page that tells how it went."""
        _, page = self.ask("GET", f"index.php?route=/database/import&db={database}")
        _, fields = Forms(page).with_field("import_type")
        parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 for name, value in (fields | {"format": "sql", "charset_of_file": "utf-8"}).items()]
        parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="import_file"; filename="a.sql"\r\n'
                     f'Content-Type: application/sql\r\n\r\n{sql}\r\n--{BOUNDARY}--\r\n')
        return self.ask("POST", "index.php?route=/import", "".join(parts).encode(),
                        f"multipart/form-data; boundary={BOUNDARY}")[1]


class DatabaseTest(CustomerTest):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(ReferenceServer(program(), database=True))

    @property
    def socket(self):
        return str(self.server.folder / "state/database/mysql.sock")

    def sql(self, statement, *options, user=USER, password=None, statuses=(0,)):
        """Rows, by MariaDB's own client."""
        self.environment = os.environ | {"MYSQL_PWD": self.server.password if password is None else password}
        ended = subprocess.run(["mariadb", "--no-defaults", "--batch", "--skip-column-names", f"--user={user}",
                                *(options or (f"--socket={self.socket}",)), "-e", statement],
                               capture_output=True, text=True, env=self.environment, timeout=CLIENT_SECONDS)
        self.assertIn(ended.returncode, statuses, ended.stderr)
        return ended.stdout.split("\n")[:-1] if ended.returncode == 0 else ended.stderr

    def port(self):
        return self.server.target["database"]["port"]

    def run_php(self, name, text):
        """What a page, or a script, of the customer's says. The password goes with the request."""
        session = self.ftp()
        session.storbinary(f"STOR /web/{name}", io.BytesIO(text.encode()))
        session.sendcmd(f"SITE CHMOD 755 /web/{name}")
        connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=CLIENT_SECONDS)
        self.addCleanup(connection.close)
        connection.request("POST", f"/{name}", urllib.parse.urlencode({"password": self.server.password}),
                           {"Host": self.server.host, "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        return answer.read().decode()

    # DB-1, DB-2

    def test_six_databases_are_there_and_no_other(self):
        self.assertEqual(self.sql("SHOW DATABASES"),
                         [f"{USER}0{number}" for number in range(1, 7)] + ["information_schema"])
        for number in range(1, 7):
            self.sql(f"CREATE TABLE {USER}0{number}.t (a INT); DROP TABLE {USER}0{number}.t")

    def test_other_pairs_are_refused(self):
        for user, password in ((USER, ""), (USER, "wrong"), (USER, self.server.password.lower()),
                               (self.server.login, None), ("root", ""), ("root", None), ("mariadb.sys", "")):
            for way in (f"--socket={self.socket}", f"--host=127.0.0.1 --port={self.port()}"):
                with self.subTest(user=user, way=way):
                    self.assertIn("Access denied", self.sql("SELECT 1", *way.split(), user=user, password=password,
                                                            statuses=(1,)))

    def test_what_is_not_the_customers_stays_closed(self):
        self.assertIn("denied", self.sql("CREATE DATABASE another", statuses=(1,)))
        self.assertIn("denied", self.sql("SELECT * FROM mysql.global_priv", statuses=(1,)))
        self.assertEqual(self.sql("SELECT LOAD_FILE('/etc/passwd')"), ["NULL"])
        self.assertIn("denied", self.sql("SELECT 1 INTO OUTFILE '/tmp/hosting-cts-outfile'", statuses=(1,)))

    # DB-3

    def test_the_port_is_the_machines_own(self):
        self.assertEqual(self.sql("SELECT 1", "--host=127.0.0.1", f"--port={self.port()}"), ["1"])
        with socket.create_connection(("127.0.0.1", self.port()), CLIENT_SECONDS, ("127.0.0.2", 0)) as stranger:
            stranger.settimeout(CLIENT_SECONDS)
            self.assertEqual(stranger.recv(100), b"")
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", self.port()), CLIENT_SECONDS)

    def test_pages_and_scripts_connect(self):
        text = (f'$link = new mysqli("localhost", "{USER}", $_POST["password"], "{USER}01");\n'
                'print $link->query("SELECT CONCAT(\'forty-\', 40 + 2)")->fetch_row()[0];\n')
        self.assertEqual(self.run_php("connect.php", "<?php\n" + text), "forty-42")
        script = '#!/usr/bin/php\n<?php header("Content-Type: text/plain");\n' + text
        self.assertEqual(self.run_php("connect.cgi", script), "forty-42")

    def test_programs_of_the_customers_cannot_read_its_files(self):
        if os.geteuid() != 0:
            self.skipTest("everything is of one user here")
        folder = self.server.folder / "state"
        for path in ("database/data", "database/accounts.sql", "phpmyadmin/config.inc.php", "phpmyadmin/temporary"):
            self.assertTrue((folder / path).exists(), path)
            said = self.run_php("look.php", f'<?php print is_readable("{folder / path}") ? "open" : "closed";')
            self.assertEqual(said, "closed", path)

    # DB-4

    def test_phpmyadmin_asks_under_every_name(self):
        for host in ("www.example.jp", "WWW.Example.JP", "sv1.hosting.example", "www.added.example", "127.0.0.1"):
            connection = http.client.HTTPConnection(self.server.address, self.server.http_port,
                                                    timeout=CLIENT_SECONDS)
            self.addCleanup(connection.close)
            connection.request("GET", "/phpMyAdmin/", headers={"Host": host})
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, 401, host)
            self.assertIn("Basic realm=", answer.headers["WWW-Authenticate"])

    def test_phpmyadmin_is_for_its_users(self):
        self.assertEqual(Browser(self.server).ask("GET", "")[0], 200)
        for user, password in ((USER, ""), (USER, self.server.password.swapcase()), ("root", ""), ("mysql", "")):
            self.assertEqual(Browser(self.server, user, password).ask("GET", "")[0], 401, user)

    def test_only_what_browsers_need_is_sent(self):
        self.assert_served("/phpMyAdmin/robots.txt", b"User-agent: *\nDisallow: /\n")
        status, octets = self.web("/phpMyAdmin/js/dist/functions.js")
        self.assertEqual((status, len(octets) > 100), (200, True))
        for path in ("libraries/config.default.php", "autoload.php", "templates/home/index.twig", "sql/",
                     "js/..%2flibraries%2fconstants.php", "setup/", "js/", "config.sample.inc.php", "index.php/x"):
            self.assertEqual(self.web(f"/phpMyAdmin/{path}")[0], 404, path)

    # DB-6, DB-7, and what goes wrong

    def test_an_import_that_fails_midway_says_so(self):
        page = Browser(self.server).run(
            f"{USER}02", "CREATE TABLE midway (a INT PRIMARY KEY);\nINSERT INTO midway VALUES (1);\n"
                         "INSERT INTO midway VALUES (1);\nINSERT INTO midway VALUES (2);\n")
        self.addCleanup(self.sql, f"DROP TABLE {USER}02.midway")
        self.assertIn("#1062", page)
        self.assertEqual(self.sql(f"SELECT a FROM {USER}02.midway"), ["1"])

    def test_requests_without_a_token_change_nothing(self):
        browser = Browser(self.server)
        browser.ask("GET", "")
        browser.ask("POST", "index.php?route=/import", urllib.parse.urlencode(
            {"db": f"{USER}02", "sql_query": "CREATE TABLE forged (a INT)"}), "application/x-www-form-urlencoded")
        self.assertEqual(self.sql(f"SHOW TABLES FROM {USER}02 LIKE 'forged'"), [])

    # FTP-DB-1

    def test_nothing_of_it_is_in_the_customers_tree(self):
        self.sql(f"CREATE TABLE {USER}03.treasure (a INT)")
        self.addCleanup(self.sql, f"DROP TABLE {USER}03.treasure")
        names = [path.name for path in (self.server.folder / "state/site").rglob("*")]
        self.assertEqual([name for name in names if "treasure" in name or "phpmyadmin" in name.lower()], [])

    # Kills

    def test_a_query_ends_with_its_server_and_the_next_is_answered(self):
        self.sql(f"CREATE TABLE {USER}04.kept (a INT); INSERT INTO {USER}04.kept VALUES (42)")
        self.addCleanup(self.sql, f"DROP TABLE {USER}04.kept")
        first = database_process(self.server)
        with subprocess.Popen(["mariadb", "--no-defaults", f"--user={USER}", f"--socket={self.socket}", "-e",
                               "SELECT SLEEP(600)"], stderr=subprocess.PIPE, text=True,
                              env=os.environ | {"MYSQL_PWD": self.server.password}) as query:
            until(lambda: any("SLEEP" in row for row in self.sql("SHOW PROCESSLIST")), "the query is under way")
            os.kill(first, signal.SIGKILL)
            self.assertIn("Lost connection", query.communicate(timeout=ENDS_WITHIN)[1])
        until(lambda: database_process(self.server) not in (0, first), "another server")
        until(lambda: Browser(self.server).ask("GET", "")[0] == 200, "phpMyAdmin lets its user in again")
        self.assertEqual(self.sql(f"SELECT a FROM {USER}04.kept"), ["42"])


class Life(unittest.TestCase):
    """Servers of their own, which end."""

    def test_it_ends_with_the_server_and_is_kept(self):
        server = ReferenceServer(program(), database=True)
        self.addCleanup(server.remove)
        self.addCleanup(server.stop)
        for how in ("kill", "stop", "kill"):
            with self.subTest(how):
                server.start()
                process = until(lambda: database_process(server), "a database server")
                browser = Browser(server)
                browser.run(f"{USER}01", "CREATE TABLE IF NOT EXISTS runs (a INT);\nINSERT INTO runs VALUES (1);\n")
                if how == "stop":
                    self.assertEqual(server.stop(within=ENDS_WITHIN), 0)
                else:
                    server.process.kill()
                    server.stop()
                until(lambda: not pathlib.Path(f"/proc/{process}").exists(), "its end")
        server.start()
        counted = subprocess.run(
            ["mariadb", "--no-defaults", "-BN", f"--user={USER}", f"--socket={server.folder}/state/database/mysql.sock",
             "-e", f"SELECT COUNT(*) FROM {USER}01.runs"], capture_output=True, text=True,
            env=os.environ | {"MYSQL_PWD": server.password}, timeout=CLIENT_SECONDS)
        self.assertEqual(counted.stdout, "3\n", counted.stderr)

    def test_one_killed_while_it_began_begins_anew(self):
        server = ReferenceServer(program(), database=True)
        self.addCleanup(server.remove)
        self.addCleanup(server.stop)
        half = server.folder / "state/database/data.new"
        half.mkdir(parents=True)
        (half / "ibdata1").write_bytes(b"half")
        server.start()
        self.assertEqual(Browser(server).ask("GET", "")[0], 200)

    def test_without_the_packages_the_site_is_served(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        site = folder / "site.toml"
        site.write_text(site_with("database", 'program = "/nonexistent/mariadbd"\n'
                                              '[database.phpmyadmin]\ndirectory = "/nonexistent/phpmyadmin"\n'))
        with ReferenceServer(program(), site, database=True) as server:
            self.assertEqual(Browser(server).ask("GET", "")[0], 404)
            self.assertIn("Debian's package mariadb-server has it", server.log())
            self.assertIn("Debian's package phpmyadmin has it", server.log())

    def test_without_its_server_phpmyadmin_says_that_nobody_gets_in(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        site = folder / "site.toml"
        site.write_text(site_with("database", 'program = "/bin/false"\n'))
        with ReferenceServer(program(), site, database=True) as server:
            self.assertNotEqual(Browser(server).ask("GET", "")[0], 200)
            self.assertIn("the site is served without its databases", server.log())


if __name__ == "__main__":
    unittest.main()
