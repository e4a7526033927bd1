"""The members' site: walked in a browser, and met with what no browser sends."""

import http.client
import io
import json
import os
import pathlib
import poplib
import re
import signal
import threading
import urllib.parse

from chromium import Chromium
from customer import CLIENT_SECONDS, CustomerTest, program
from reference_server import ReferenceServer

FORM = "application/x-www-form-urlencoded"
TUESDAY = "2027-06-08T10:00:00+09:00"


class Member:
    """A visitor with cookies, who fills in the form of the page that he saw last."""

    def __init__(self, server, **headers):
        self.server = server
        self.members = server.target["members"]
        self.headers = headers
        self.cookies = {}
        self.page = ""

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection(self.members["address"], self.members["port"], timeout=CLIENT_SECONDS)
        sent = {"Host": self.members["host"], **self.headers, **{name.replace("_", "-"): value
                                                                  for name, value in headers.items()}}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        self.page = text.decode()
        return answer

    def get(self, path):
        return self.ask("GET", path)

    def hidden(self, name):
        return re.findall(rf'name="{name}" value="([^"]*)"', self.page)[-1]

    def fields(self, **fields):
        hidden = {name: self.hidden(name) for name in ("token", "form") if f'name="{name}"' in self.page}
        return urllib.parse.urlencode({**hidden, **fields})

    def send(self, path, **fields):
        return self.ask("POST", path, self.fields(**fields), Content_Type=FORM)

    def log_in(self, password=None):
        self.get("/")
        return self.send("/login", login=self.members["login"], password=password or self.server.member_password)

    def apply(self, string):
        self.get("/accounts/add")
        return self.send("/accounts/add", string=string)


class Members(CustomerTest):
    def setUp(self):
        super().setUp()
        self.server.ask("clock", "set", TUESDAY)
        self.member = Member(self.server)
        self.assertEqual(self.member.log_in().status, 303)

    def applications(self, string):
        return [one for one in self.server.ask("application", "list") if one["address"].startswith(string + "@")]

    def test_every_page_lets_nothing_in_from_elsewhere(self):
        for path in ("/", "/accounts", "/accounts/add", "/accounts/change", "/accounts/delete", "/applications", "/faq",
                     "/nothing"):
            answer = self.member.get(path)
            self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"], path)
            self.assertEqual(answer.headers["Cache-Control"], "no-store", path)
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff", path)
            self.assertNotIn("<script", self.member.page, path)
            self.assertNotRegex(self.member.page, r'(src|href|action)="https?:', path)
        head = self.member.ask("HEAD", "/faq")
        self.assertEqual((head.status, self.member.page), (200, ""))

    def test_bad_fields_are_told_or_refused(self):
        for string, status in (("", 422), ("a b", 422), ("taro@example.jp", 422), ("<script>alert(1)</script>", 422),
                               ("x" * 65, 422), ("x" * 10_000, 422), ("太郎", 422), ("taro", 409), ("postmaster", 422)):
            answer = self.member.apply(string)
            self.assertEqual(answer.status, status, string[:40])
            self.assertIn('role="alert"', self.member.page)
            self.assertNotIn("<script", self.member.page)
        self.member.get("/accounts/add")
        huge = self.member.fields(string="x" * (1 << 20))
        try:
            self.assertEqual(self.member.ask("POST", "/accounts/add", huge, Content_Type=FORM).status, 413)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it may be refused before it has been sent
        self.member.get("/accounts/add")
        for body in (b"string=%82%B1", b"string=\x82\xb1", b"string=%ff%fe", b"string=a%00b", b"string=%4", b"a=1&a=2"):
            token = f"&token={self.member.hidden('token')}".encode()
            self.assertEqual(self.member.ask("POST", "/accounts/add", body + token, Content_Type=FORM).status, 400, body)
            self.member.get("/accounts/add")
        multipart = self.member.ask("POST", "/accounts/add", b"--x--", Content_Type="multipart/form-data; boundary=x")
        self.assertEqual(multipart.status, 415)

    def test_foreign_and_replayed_forms_do_nothing_more(self):
        self.member.get("/accounts/add")
        body = self.member.fields(string="replayed")
        other = Member(self.server)
        self.assertEqual(other.ask("POST", "/accounts/add", body, Content_Type=FORM).status, 303)
        other.log_in()
        self.assertEqual(other.ask("POST", "/accounts/add", body, Content_Type=FORM).status, 403)
        answer = self.member.ask("POST", "/accounts/add", body, Content_Type=FORM, Origin="http://elsewhere.example")
        self.assertEqual(answer.status, 403)
        self.assertEqual(self.applications("replayed"), [])
        first = self.member.ask("POST", "/accounts/add", body, Content_Type=FORM)
        again = self.member.ask("POST", "/accounts/add", body, Content_Type=FORM)
        self.assertEqual(first.headers["Location"], again.headers["Location"])
        self.assertEqual(len(self.applications("replayed")), 1)

    def test_of_two_for_one_address_at_once_one_is_taken(self):
        members = [Member(self.server) for _ in range(6)]
        for member in members:
            member.log_in()
            member.get("/accounts/add")
        barrier = threading.Barrier(len(members))
        statuses = []

        def apply(member):
            body = member.fields(string="at-once")
            barrier.wait(CLIENT_SECONDS)
            statuses.append(member.ask("POST", "/accounts/add", body, Content_Type=FORM).status)

        threads = [threading.Thread(target=apply, args=(member,)) for member in members]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(statuses), [303] + [409] * 5)
        self.assertEqual(len(self.applications("at-once")), 1)

    def test_a_name_that_is_not_the_sites_is_refused(self):
        stranger = Member(self.server, Host="elsewhere.example")
        self.assertEqual(stranger.ask("GET", "/").status, 421)

    def test_the_office_sees_to_what_is_due_by_itself(self):
        self.assertEqual(self.member.apply("by-itself").status, 303)
        self.server.ask("clock", "set", "2027-06-08T14:00:00+09:00")
        self.wait_until(lambda: self.applications("by-itself")[0]["state"] == "done")
        settings = self.server.ask("letter", "settings", "by-itself@example.jp")
        session = poplib.POP3(self.server.address, self.server.pop_port, timeout=CLIENT_SECONDS)
        self.addCleanup(session.close)
        session.user(settings["account"])
        self.assertTrue(session.pass_(settings["password"]).startswith(b"+OK"))
        session.quit()
        letters = list((self.server.folder / "state/out-tray").glob("*.html"))
        self.assertTrue(any("by-itself@example.jp" in letter.read_text() for letter in letters))
        audit = (self.server.folder / "state/audit.log").read_text()
        self.assertIn("application.done", audit)
        self.assertNotIn(settings["password"], audit)
        self.assertTrue(all(json.loads(line) for line in audit.splitlines()))
        self.assertNotIn(settings["password"], self.server.log())

    def wait_until(self, condition):
        deadline = threading.Event()
        for _ in range(CLIENT_SECONDS * 10):
            if condition():
                return
            deadline.wait(0.1)
        self.fail("not seen in time")

    def test_what_was_recorded_survives_a_kill(self):
        with ReferenceServer(program()) as server:
            server.ask("clock", "set", TUESDAY)
            member = Member(server)
            member.log_in()
            self.assertEqual(member.apply("kept").status, 303)
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            server.process.stdout.close()
            server.start()
            server.ask("clock", "set", TUESDAY)
            member = Member(server)
            self.assertEqual(member.get("/accounts").status, 303)
            self.assertEqual([one["state"] for one in server.ask("application", "carry-out")], ["done"])
            member.log_in()
            member.get("/accounts")
            self.assertIn("kept@example.jp", member.page)

    def test_the_plan_can_be_changed_at_the_desk(self):
        with ReferenceServer(program()) as server:
            self.assertNotEqual(server.pops_port, 0)
            server.ask("plan", "set", "basic")
            self.assertEqual({one["quota"] for one in server.ask("account", "list")}, {20 << 20})
            name = server.ask("account", "list")[0]["name"]
            self.assertEqual(server.ask("account", "space", name, "more")[0]["quota"], 50 << 20)
            server.stop()
            server.start()
            self.assertNotIn("pops", server.target)
            self.assertEqual(server.ask("plan", "show")["plan"], "basic")
            self.assertEqual(server.ask("account", "list")[0]["quota"], 50 << 20)
            server.ask("plan", "set", "premium")
            server.stop()
            server.start()
            self.assertIn("pops", server.target)

    def test_the_desk_ends_a_script_that_runs(self):
        session = self.ftp()
        script = b'#!/usr/bin/perl\nprint "Content-Type: text/plain\\n\\n"; $| = 1; sleep 4;\n'
        session.storbinary("STOR /web/busy.cgi", io.BytesIO(script))
        session.sendcmd("SITE CHMOD 755 /web/busy.cgi")
        answers = []

        def visit():
            connection = http.client.HTTPConnection(self.server.address, self.server.http_port, timeout=CLIENT_SECONDS)
            connection.request("GET", "/busy.cgi", headers={"Host": self.server.host})
            try:
                answers.append(connection.getresponse().status)
            except http.client.HTTPException:
                answers.append(None)  # cut off in the middle of its answer
            connection.close()

        visitor = threading.Thread(target=visit)
        visitor.start()
        self.wait_until(lambda: self.server.ask("script", "stop", "/web/busy.cgi")["runs"] == 1)
        visitor.join(CLIENT_SECONDS)
        self.assertEqual(len(answers), 1)
        self.wait_until(lambda: self.server.ask("script", "stop", "/web/busy.cgi")["runs"] == 0)

    def test_a_browser_walks_through_without_scripts(self):
        members = self.server.target["members"]
        shots = pathlib.Path(os.environ.get("HOSTING_TEST_OUTPUT", self.folder)) / "members"
        shots.mkdir(parents=True, exist_ok=True)
        browser = Chromium({members["host"]: members["address"]})
        self.addCleanup(browser.close)
        site = f"http://{members['host']}:{members['port']}"
        browser.size(1200, 800)

        def seen(name):
            """Keeps how the page looks on a desk and on a phone; on none is it wider than the window."""
            for device, width, height in (("desktop", 1200, 800), ("phone", 390, 844)):
                browser.size(width, height, device == "phone")
                self.assertLessEqual(browser.ask("document.documentElement.scrollWidth"), width, (name, device))
                browser.shot(shots / f"{name}-{device}.png")
            browser.size(1200, 800)

        browser.open(f"{site}/?lang=ja")
        seen("1-login")
        browser.type("#login", members["login"])
        browser.type("#password", "wrong")
        browser.click("main button")
        self.assertEqual(browser.ask("document.querySelectorAll('.mistake').length"), 1)
        seen("2-login-refused")
        browser.ask("document.querySelector('#login').value = ''")
        browser.type("#login", members["login"])
        browser.type("#password", self.server.member_password)
        browser.click("main button")
        seen("3-home")
        browser.click("nav a[href='/accounts']")
        seen("4-accounts")
        browser.click("nav a[href='/accounts/add']")
        browser.type("#string", "taro")
        browser.click("main form button")
        self.assertEqual(browser.ask("document.querySelector('#string').value"), "taro")
        seen("5-add-refused")
        browser.ask("document.querySelector('#string').value = ''")
        browser.type("#string", "browsed")
        browser.click("main form button")
        self.assertIn("browsed@example.jp", browser.ask("document.querySelector('.notice').textContent"))
        browser.click("nav a[href='/accounts/change']")
        seen("6-change")
        browser.choose("#account", "jiro@example.jp")
        browser.press("input[name='new_password']")
        browser.click("main form button")
        browser.click("nav a[href='/accounts/delete']")
        browser.choose("#account", "info@example.jp")
        browser.press("input[name='confirm']")
        seen("7-delete")
        browser.click("main form button")
        browser.click("main td button")
        self.server.ask("application", "carry-out")
        browser.click("nav a[href='/applications']")
        seen("8-applications")
        browser.click("nav a[href='/faq']")
        seen("9-faq")
        browser.click("a.language")
        self.assertEqual(browser.ask("document.documentElement.lang"), "en")
        seen("10-faq-english")
        letter = next(file for file in sorted((self.server.folder / "state/out-tray").glob("*.html"))
                      if "browsed@example.jp" in file.read_text())
        browser.open(letter.as_uri())
        browser.size(800, 1100)
        browser.shot(shots / "11-letter.png")
        browser.open(f"{site}/")
        browser.click("nav form button")
        self.assertEqual(browser.ask("document.querySelectorAll('#password').length"), 1)


if __name__ == "__main__":
    import unittest
    unittest.main()
