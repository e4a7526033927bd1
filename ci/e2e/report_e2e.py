"""report.html in a browser: nothing that axe finds fault with, in either language, in light and dark, wide and narrow."""

import base64
import hashlib
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

from chromium import Chromium
from reference_server import TREE

SECONDS = 100
# Byte for byte what the writer writes.
PAGES = [TREE / "reports/approved" / name for name in ("mixed.approved.html", "passing.approved.html", "fleet.approved.html")]
WIDE, PHONE = 1200, 390
VIOLATIONS = """axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => JSON.stringify(
    violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) => [id, html, failureSummary]))))"""


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run([TREE / "ci/npm/install"], check=True, timeout=SECONDS)
        cls.axe = (TREE / "ci/npm/node_modules/axe-core/axe.min.js").read_text()

    def setUp(self):
        self.browser = Chromium({})
        self.addCleanup(self.browser.close)

    def let_scripts_run(self, language="en-US"):
        self.browser.tell("Emulation.setScriptExecutionDisabled", value=False)
        self.browser.tell("Emulation.setUserAgentOverride", userAgent="test", acceptLanguage=language)

    def show(self, page, width=WIDE, scheme="light"):
        self.browser.size(width, 900, is_phone=width == PHONE)
        self.browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.browser.open(page.as_uri())

    def headline(self):
        return self.browser.ask("document.querySelector('h1').innerText").split("\n")[-1]

    def violations(self):
        self.browser.ask(self.axe + "; 0")
        answer = self.browser.tell("Runtime.evaluate", expression=VIOLATIONS, awaitPromise=True, returnByValue=True)
        return json.loads(answer["result"]["value"])

    def test_axe_finds_no_fault(self):
        self.let_scripts_run()
        looks = [(WIDE, "light", "en"), (WIDE, "dark", "ja"), (PHONE, "light", "ja"), (PHONE, "dark", "en")]
        for page in PAGES:
            for width, scheme, language in looks:
                with self.subTest(page=page.name, width=width, scheme=scheme, language=language):
                    self.show(page, width, scheme)
                    self.browser.press(f"label[for=language-{language}]")
                    self.browser.ask("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
                    self.assertEqual([], self.violations())
                    self.assertLessEqual(self.browser.ask("document.documentElement.scrollWidth"), width)

    def test_axe_does_find_faults(self):
        self.let_scripts_run()
        self.show(PAGES[1])
        self.browser.ask("document.querySelector('h1').style.color = '#bbb'")
        self.assertIn("color-contrast", [found[0] for found in self.violations()])

    def test_the_browser_s_language_is_shown_at_first(self):
        for language, headline in (("ja-JP,en", "適合"), ("de-DE,en-GB", "Conforms"), ("fr", "Conforms")):
            with self.subTest(language=language):
                self.let_scripts_run(language)
                self.show(PAGES[1])
                self.assertEqual(headline, self.headline())

    def test_the_language_changes_in_place_without_scripts(self):
        self.show(PAGES[1])
        self.assertEqual("Conforms", self.headline())
        self.browser.press("label[for=language-ja]")
        self.assertEqual("適合", self.headline())
        self.assertFalse(re.search(r"\b(Clauses|Verdict|Promise)\b", self.browser.ask("document.body.innerText")))

    def test_only_the_script_of_ours_may_run(self):
        for file, scripts in zip(PAGES, (1, 1, 2)):
            page = file.read_text()
            found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
            self.assertEqual(len(found), scripts)
            allowed = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in found]
            self.assertIn("script-src " + " ".join(f"&#39;sha256-{digest}&#39;" for digest in allowed) + '"', page)

    def test_the_hosts_of_a_fleet_are_sorted_by_any_column(self):
        self.let_scripts_run()
        self.show(PAGES[2])
        names = "[...document.querySelectorAll('.hosts tbody th')].map((each) => each.dataset.sort)"
        first = self.browser.ask(names)
        self.assertEqual(first[0], "gamma", "the worst first")
        self.browser.press(".hosts thead th:nth-child(1) button")
        self.assertEqual(self.browser.ask(names)[:3], ["alpha", "beta", "delta"])
        self.browser.press(".hosts thead th:nth-child(3) button")
        self.browser.press(".hosts thead th:nth-child(3) button")
        self.assertEqual(set(self.browser.ask(names)[:2]), {"delta", "gamma"}, "most failures first")
        self.assertEqual(self.browser.ask("document.querySelectorAll('[aria-sort]').length"), 1)
        self.browser.press(".hosts thead th:nth-child(2) button")
        self.assertEqual(self.browser.ask(names), first)

    def test_it_is_photographed(self):
        out = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        subprocess.run([TREE / "ci/screenshots", out, PAGES[1]], check=True, stdout=subprocess.DEVNULL, timeout=SECONDS)
        widths = {file.name: int.from_bytes(file.read_bytes()[16:20]) for file in out.glob("*.png")}
        for language in ("en", "ja"):
            for scheme in ("light", "dark"):
                self.assertEqual(widths[f"passing-{language}-{scheme}-wide.png"], WIDE)
                self.assertEqual(widths[f"passing-{language}-{scheme}-phone.png"], 2 * PHONE)
            self.assertTrue((out / f"passing-{language}.pdf").read_bytes().startswith(b"%PDF"))
            self.assertLessEqual(1, len(list(out.glob(f"passing-{language}-[0-9].png"))))

    def test_a_link_unfolds_what_it_leads_to(self):
        self.let_scripts_run()
        self.show(PAGES[1])
        self.assertFalse(self.browser.ask("document.querySelector('.chapter').open"))
        self.browser.press(".map .tile")
        opened = "document.querySelector(location.hash).closest('details').open"
        self.assertTrue(self.browser.ask(opened))


if __name__ == "__main__":
    unittest.main()
