"""The members' site and those who are no members: each test fails when the defence that it is about is taken out
(ci/defences does that)."""

import pathlib
import re
import tempfile
import urllib.parse

from customer import CustomerTest, program
from members_e2e import FORM, Member
from reference_server import REFERENCE_SITE, ReferenceServer

FOREIGN = "http://elsewhere.example"


class HostileMembers(CustomerTest):
    def applications(self, string):
        return [one for one in self.server.ask("application", "list") if one["address"].startswith(string + "@")]

    def logged_in(self):
        member = Member(self.server)
        self.assertEqual(member.log_in().status, 303)
        return member

    def assert_logged_in(self, member, whether):
        self.assertEqual(member.get("/accounts").status, 200 if whether else 303)


class Sessions(HostileMembers):
    def test_a_login_begins_a_session_of_its_own(self):
        attacker = Member(self.server)
        attacker.get("/")
        planted = {"member": "0" * 64, **attacker.cookies}
        victim = Member(self.server)
        victim.cookies = dict(planted)
        self.assertEqual(victim.log_in().status, 303)
        self.assert_logged_in(victim, True)
        self.assertNotEqual(victim.cookies["member"], planted["member"])
        attacker.cookies = planted
        self.assert_logged_in(attacker, False)

    def test_a_session_that_was_planted_ends_with_the_login(self):
        attacker = self.logged_in()
        victim = Member(self.server)
        victim.cookies = dict(attacker.cookies)
        victim.log_in()
        self.assert_logged_in(victim, True)
        self.assert_logged_in(attacker, False)

    def test_a_session_ends_with_its_logout(self):
        member = self.logged_in()
        copied = Member(self.server)
        copied.cookies = dict(member.cookies)
        self.assert_logged_in(copied, True)
        member.get("/")
        self.assertEqual(member.send("/logout").status, 303)
        self.assert_logged_in(copied, False)

    def test_a_session_cannot_be_guessed_or_read(self):
        tokens = {self.logged_in().cookies["member"] for _ in range(3)}
        self.assertEqual(len(tokens), 3)
        for token in tokens:
            self.assertRegex(token, "^[0-9a-f]{64}$")
        member = Member(self.server)
        for cookie in member.log_in().headers.get_all("Set-Cookie"):
            self.assertIn("HttpOnly", cookie)
            self.assertIn("SameSite=Lax", cookie)
        for near in (member.cookies["member"][:-1], member.cookies["member"].upper(), "", "*", "' OR 1=1 --", "../" * 9):
            stranger = Member(self.server)
            stranger.cookies = {"member": near}
            if near != member.cookies["member"]:
                self.assert_logged_in(stranger, False)

    def test_nothing_is_seen_or_done_without_a_login(self):
        stranger = Member(self.server)
        for path in ("/accounts", "/accounts/add", "/accounts/change", "/accounts/delete", "/applications", "/faq", "/applications?done=1"):
            answer = stranger.get(path)
            self.assertEqual((answer.status, answer.headers["Location"]), (303, "/"), path)
            self.assertNotIn("@example.jp", stranger.page)
        for path in ("/accounts/add", "/accounts/delete", "/applications/withdraw"):
            stranger.get("/")
            self.assertEqual(stranger.send(path, string="stranger", account="taro@example.jp", confirm="yes", number="1").status, 303)
        self.assertEqual(self.applications("stranger"), [])

    def test_an_unknown_login_is_told_from_no_wrong_password(self):
        pages = []
        for login in (self.server.target["members"]["login"], "nobody"):
            member = Member(self.server)
            member.get("/")
            answer = member.send("/login", login=login, password="wrong")
            page = re.sub(r'value="[^"]*"', "", member.page)
            pages.append((answer.status, sorted(name for name, _ in answer.headers.items() if name != "Set-Cookie"), page))
        self.assertEqual(pages[0], pages[1])


class Guessing(HostileMembers):
    """With the time of a real site: the reference one forgets after a second."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        text, found = re.subn(r"(?m)^locked_out = 1$", "locked_out = 900", REFERENCE_SITE.read_text())
        if found != 1:
            raise RuntimeError("the reference site has no line 'locked_out = 1' any more")
        (folder / "site.toml").write_text(text)
        cls.server = cls.enterClassContext(ReferenceServer(program(), site=folder / "site.toml"))

    def test_a_source_has_a_few_tries(self):
        member = Member(self.server)
        answers = []
        while len(answers) < 12 and answers[-1:] != [429]:
            answers.append(member.log_in("wrong").status)
        self.assertEqual(answers, [403] * 10 + [429])
        # Also with the right password, and it does not tell.
        self.assertEqual(member.log_in().status, 429)
        self.assertNotIn("member", member.cookies)


class ForeignForms(HostileMembers):
    def test_a_form_without_its_token_does_nothing(self):
        member = self.logged_in()
        other = self.logged_in()
        other.get("/accounts/add")
        member.get("/accounts/add")
        form = member.hidden("form")
        for token in (None, "", "0" * 64, other.hidden("token")):
            fields = {"string": "without-token", "form": form} | ({} if token is None else {"token": token})
            self.assertEqual(member.ask("POST", "/accounts/add", urllib.parse.urlencode(fields), Content_Type=FORM).status, 403)
        self.assertEqual(self.applications("without-token"), [])

    def test_a_form_from_elsewhere_does_nothing(self):
        member = self.logged_in()
        member.get("/accounts/add")
        body = member.fields(string="elsewhere")
        host = self.server.target["members"]["host"]
        for origin in (FOREIGN, "null", f"http://{host}.elsewhere.example", f"http://x{host}", f"{FOREIGN}/{host}", "http://"):
            with self.subTest(origin):
                answer = member.ask("POST", "/accounts/add", body, Content_Type=FORM, Origin=origin)
                self.assertEqual(answer.status, 403)
        self.assertEqual(self.applications("elsewhere"), [])

    def test_what_a_page_elsewhere_can_send_without_asking_is_no_form(self):
        member = self.logged_in()
        member.get("/accounts/add")
        body = member.fields(string="plain")
        for kind in ("text/plain", "multipart/form-data; boundary=x", "application/json", ""):
            self.assertEqual(member.ask("POST", "/accounts/add", body, Content_Type=kind).status, 415)
        self.assertEqual(self.applications("plain"), [])

    def test_nothing_is_done_by_looking(self):
        member = self.logged_in()
        member.get("/accounts/add")
        for path in ("/accounts/add?" + member.fields(string="looked"), "/logout", "/applications/withdraw?number=1"):
            member.get(path)
        self.assertEqual(self.applications("looked"), [])
        self.assert_logged_in(member, True)

    def test_a_login_cannot_be_forced_upon_a_visitor(self):
        visitor = Member(self.server)
        visitor.get("/")
        body = urllib.parse.urlencode({"login": self.server.target["members"]["login"], "password": self.server.member_password})
        self.assertEqual(visitor.ask("POST", "/login", body, Content_Type=FORM).status, 403)
        attacker = Member(self.server)
        attacker.get("/")
        self.assertEqual(visitor.ask("POST", "/login", f"{body}&token={attacker.hidden('token')}", Content_Type=FORM).status, 403)
        self.assertNotIn("member", visitor.cookies)


class Pages(HostileMembers):
    def test_what_was_filled_in_is_text(self):
        member = self.logged_in()
        marks = ('"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", "</title><script>", "&#60;script&#62;", "javascript:alert(1)")
        for mark in marks:
            member.apply(mark)
            self.assert_no_markup(member.page)
            member.get("/accounts/change")
            member.send("/accounts/change", account=mark, string=mark, new_password=mark)
            self.assert_no_markup(member.page)
            member.get("/accounts/delete")
            member.send("/accounts/delete", account=mark, confirm=mark)
            self.assert_no_markup(member.page)
            for path in ("/applications?done=", "/applications?withdrawn=", "/?lang=", "/faq?lang="):
                member.get(path + urllib.parse.quote(mark))
                self.assert_no_markup(member.page)
            stranger = Member(self.server)
            stranger.get("/" + urllib.parse.quote(mark))
            self.assert_no_markup(stranger.page)

    def test_what_was_typed_as_a_login_is_text(self):
        member = Member(self.server)
        member.get("/")
        member.send("/login", login='"><script>alert(1)</script>', password='"><script>')
        self.assert_no_markup(member.page)
        self.assertIn("&quot;&gt;&lt;script&gt;", member.page)

    def assert_no_markup(self, page):
        self.assertNotRegex(page, "<script|<img|onerror=[^&]*>(?!.*&gt;)")
        self.assertNotIn('href="javascript', page)

    def test_scripts_would_not_run_nor_frames_show_it(self):
        answer = Member(self.server).get("/")
        policy = answer.headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("frame-ancestors 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertEqual(answer.headers["X-Frame-Options"], "DENY")

    def test_a_redirect_leads_into_the_site(self):
        for path in ("//elsewhere.example/accounts", "/accounts?next=http://elsewhere.example", "/%0d%0aLocation:%20http://elsewhere.example"):
            answer = Member(self.server).get(path)
            self.assertIn(answer.headers.get("Location", "/"), ("/",), path)

    def test_another_name_is_another_site(self):
        for host in ("elsewhere.example", "member.hosting.example.elsewhere.example", "localhost"):
            self.assertEqual(Member(self.server, Host=host).get("/").status, 421)
