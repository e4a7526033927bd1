"""The pages of the manual's reference, in English and Japanese, made of what the programs tell. Called by ci/docs."""

import dataclasses
import itertools
import json
import re
import subprocess
import tomllib

import reference_keys
from reference_keys import MissingText, TREE, cell, plain
from reference_server import ReferenceServer

__all__ = ["Facts", "MissingText", "pages"]
LANGUAGES = ("en", "ja")
MADE = {"en": "<!-- Made by ci/docs of what the programs say. Change the tables there, not this page. -->",
        "ja": "<!-- ci/docs がプログラムの内容から作ったページです。直すときは、元の表を直してください。 -->"}
WORDS = {
    "clauses": {"en": "Clauses", "ja": "条項"},
    "scenarios": {"en": "Scenarios", "ja": "シナリオ"},
    "deviations": {"en": "Deviations", "ja": "逸脱"},
    "exit-codes": {"en": "Exit codes", "ja": "終了コード"},
    "verdicts": {"en": "Verdicts", "ja": "判定"},
}
OBSERVED = {"auto": {"en": "from outside", "ja": "外から観測する"},
            "operator": {"en": "with the operator's hand", "ja": "運用者の手を借りて観測する"},
            "document": {"en": "not to be observed", "ja": "観測するものがない"}}


@dataclasses.dataclass
class Facts:
    """What the programs and their tables say."""

    catalogue: dict
    listed: dict
    deviations: list
    keys: dict
    codes: list
    verdicts: list

    @staticmethod
    def of_programs(build):
        def told(*command):
            return json.loads(subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout)

        with ReferenceServer(build / "hosting-refd") as server:
            deviations = server.ask("deviation", "list")
        keys = told(build / "tests/cts-file-keys") | told(build / "tests/refd-file-keys")
        header = (TREE / "conformance/verdict/exit_code.h").read_text()
        words = (TREE / "reports/text/japanese.cpp").read_text()
        return Facts(catalogue=tomllib.loads((TREE / "conformance/clause/clauses.toml").read_text()),
                     listed=told(build / "hosting-cts", "list", "--json"), deviations=deviations, keys=keys,
                     codes=re.findall(r"(?m)^  (\w+) = (\d+),", header),
                     verdicts=re.findall(r'case Verdict::(\w+):\s+return "([^"]+)";', words))


def head(name, title, language, lines=()):
    here, there = (f"reference/{name}.md", f"../ja/reference/{name}.md") if language == "en" else \
        (f"ja/reference/{name}.md", f"../../reference/{name}.md")
    other = "日本語" if language == "en" else "English"
    return [f"# {title}", "", MADE[language], "", f"*[{other}]({there})*", "", *lines, ""], here


def table(columns, rows):
    return ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns),
            *("| " + " | ".join(cell(one) for one in row) + " |" for row in rows), ""]


def clause_link(clause):
    return f"[{clause}](clauses.md#{clause.lower()})"


def scenario_link(scenario):
    return f"[{scenario}](scenarios.md#{scenario})"


def clause_text(clause, listed, language):
    """A clause as a section of its page."""
    labels = {"en": ("How it is read", "Section", "Needs", "Tried by"), "ja": ("解釈", "節", "前提", "シナリオ")}[language]
    yield from (f"### {clause['id']}", "", f"**{plain(clause['title'][language])}**", "", plain(clause["promise"][language]), "")
    if "ruling" in clause:
        yield from (f"*{labels[0]}:* {plain(clause['ruling'][language])}", "")
    told = [f"{labels[1]}: " + "; ".join(f"“{source}”" for source in clause["sources"])]
    if clause.get("needs"):
        told.append(f"{labels[2]}: " + ", ".join(f"`{need}`" for need in clause["needs"]))
    told.append(OBSERVED[clause["observe"]][language])
    yield from (" · ".join(told), "")
    if listed["scenarios"]:
        yield from (f"{labels[3]}: " + ", ".join(scenario_link(one) for one in listed["scenarios"]), "")


def clauses_page(facts, language):
    listed = {row["id"]: row for row in facts.listed["clauses"]}
    covered = sum(bool(row["scenarios"]) for row in listed.values())
    lead = {"en": f"The promises of the two manuals, in our own words: {len(listed)} clauses, of which {covered} are tried by scenarios.",
            "ja": f"マニュアル二冊の約束を、自分たちの言葉で書いたものです。{len(listed)} 条項のうち {covered} をシナリオが試します。"}
    lines, name = head("clauses", WORDS["clauses"][language], language, [lead[language]])
    for service in facts.catalogue["service"]:
        own = [clause for clause in facts.catalogue["clause"] if clause["service"] == service["key"]]
        lines += [f"## {service['title'][language]}", ""]
        for clause in own:
            lines += clause_text(clause, listed[clause["id"]], language)
    return name, lines


def scenarios_page(facts, language):
    rows = facts.listed["scenarios"]
    lead = {"en": [f"The {len(rows)} tries of the suite. *Tier*: `smoke` is the quickest, `standard` the default, `slow` moves megabytes or waits. "
                   "*Consent*: the least that must be allowed."],
            "ja": [f"スイートの {len(rows)} のシナリオです。*tier* は `smoke` が最も短く、`standard` が既定、`slow` は大量に送受信するか待ちます。*同意*は、"
                   "少なくとも許されていなければならないものです。目的は英語です。"]}
    columns = {"en": ("Scenario", "Clauses", "Tier", "Consent", "What it sees"),
               "ja": ("シナリオ", "条項", "tier", "同意", "目的 (英語)")}[language]
    lines, name = head("scenarios", WORDS["scenarios"][language], language, lead[language])
    for service, own in itertools.groupby(sorted(rows, key=lambda row: row["id"].split(".")[0]),
                                          key=lambda row: row["id"].split(".")[0]):
        lines += [f"## {service}", ""]
        lines += table(columns, [(f'<a id="{row["id"]}"></a>`{row["id"]}`', ", ".join(map(clause_link, row["clauses"])),
                                  row["tier"], row["consent"], plain(row["purpose"])) for row in own])
    return name, lines


def deviations_page(facts, language):
    lead = {"en": [f"The {len(facts.deviations)} ways of breaking a clause into which the reference server can be switched: "
                   "`hosting-refd ctl --state FOLDER deviation on ID`. Each must be noticed by the scenarios of its clauses, and by no others."],
            "ja": [f"リファレンスサーバに命じられる、{len(facts.deviations)} 通りの条項の破り方です (`hosting-refd ctl --state FOLDER deviation on ID`)。"
                   "どれも、その条項のシナリオだけが気付かなければなりません。内容は英語です。"]}
    columns = {"en": ("Deviation", "Breaks", "What the server does"), "ja": ("逸脱", "破る条項", "サーバのすること (英語)")}[language]
    lines, name = head("deviations", WORDS["deviations"][language], language, lead[language])
    for chapter, own in itertools.groupby(facts.deviations, key=lambda row: row["id"].rsplit(".", 1)[0]):
        lines += [f"## {chapter}", ""]
        lines += table(columns, [(f"`{row['id']}`", ", ".join(map(clause_link, row["clauses"])), plain(row["summary"]))
                                 for row in own])
    return name, lines


def codes_page(facts, language):
    texts = reference_keys.texts("codes")["exit"]
    lead = {"en": ["What `hosting-cts` says to whoever started it. With [`--baseline`](../upgrade-gate.md#what-counts) only what is new counts."],
            "ja": ["`hosting-cts` が、起動したものに返す値です。[`--baseline`](../upgrade-gate.md#数えられるもの) を付けると、新しいものだけを数えます。"]}
    columns = {"en": ("Code", "Meaning"), "ja": ("コード", "意味")}[language]
    lines, name = head("exit-codes", WORDS["exit-codes"][language], language, lead[language])
    reference_keys.same_keys("codes.toml", [code for code, _ in facts.codes], texts)
    return name, lines + table(columns, [(number, texts[code][language]) for code, number in facts.codes])


def verdicts_page(facts, language):
    texts = reference_keys.texts("codes")["verdict"]
    lead = {"en": ["What a scenario comes to. Within a scenario it only gets worse; a clause has the worst one of its scenarios."],
            "ja": ["シナリオの結果です。一つのシナリオの中では、悪くなることしかありません。条項の判定は、そのシナリオのうち最も悪いものになります。"]}
    columns = {"en": ("Verdict", "Meaning"), "ja": ("判定", "報告書での表記", "意味")}[language]
    lines, name = head("verdicts", WORDS["verdicts"][language], language, lead[language])
    reference_keys.same_keys("codes.toml", [verdict for verdict, _ in facts.verdicts], texts)
    rows = []
    for verdict, word in facts.verdicts:
        shown = f"*{verdict.replace('_', ' ')}*"
        rows.append((shown, texts[verdict]["en"]) if language == "en" else (shown, word, texts[verdict]["ja"]))
    return name, lines + table(columns, rows)


def keys_page(file, facts, language):
    name, title, lead = reference_keys.ABOUT[file]
    lines, path = head(name, title[language], language, lead[language])
    for section, rows in reference_keys.sections(file, facts.keys[file], language):
        lines += section
        if rows:
            lines += table(reference_keys.COLUMNS[language], rows)
    return path, lines


def pages(facts):
    """Path below docs/ → text."""
    made = {}
    for language in LANGUAGES:
        written = [page(facts, language) for page in (clauses_page, scenarios_page, deviations_page, codes_page, verdicts_page)]
        written += [keys_page(file, facts, language) for file in reference_keys.ABOUT]
        for name, lines in written:
            made[name] = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"
    return made
