"""The keys of files, as their readers tell them, with the texts of docs/texts: the rows of the reference."""

import functools
import pathlib
import tomllib

TREE = pathlib.Path(__file__).resolve().parents[2]
COLUMNS = {"en": ("Key", "Value", "Default", "Meaning"), "ja": ("キー", "値", "既定", "意味")}
KINDS = {
    "text": ("text", "文字列"), "texts": ("array of texts", "文字列の配列"), "text or texts": ("text, or array of texts", "文字列またはその配列"),
    "flag": ("`true`, `false`", "`true`、`false`"), "integer": ("integer", "整数"), "integers": ("array of integers", "整数の配列"),
    "size": ("octets: integer, or text such as `\"20 MB\"`", "オクテット数。整数か `\"20 MB\"` のような文字列"),
    "seconds": ("seconds", "秒数"), "time": ("time of the day", "時刻"), "date": ("date", "日付"),
    "command": ("array: program and arguments", "配列。プログラムと引数"), "ports": ("array of ports", "ポートの配列"),
}
REQUIRED = {"en": "**required**", "ja": "**必須**"}
#: File → its page, title and what stands above the tables.
ABOUT = {
    "target": ("target-keys", {"en": "Keys of a target file", "ja": "ターゲットファイルのキー"},
               {"en": ["Where a deployment is, how to log in, and what may be done to it. [How to write one](../own-server.md); "
                       "[the sample](../../fixtures/targets/sample.toml) shows every key."],
                "ja": ["どこにあり、どうログインし、何をしてよいかを書くファイルです。[書き方](../own-server.md)、全項目のある"
                       "[見本](../../../fixtures/targets/sample.toml)もご覧ください。"]}),
    "profile": ("profile-keys", {"en": "Keys of a profile", "ja": "プロファイルのキー"},
                {"en": ["What is promised. Whatever is left out is as `base` says; the defaults shown are those of "
                        "[the dedicated plan](../../fixtures/profiles/dedicated.toml)."],
                 "ja": ["何が約束されているかを書くファイルです。書かないものは `base` のとおりになります。ここに示す既定は"
                        "[専用サーバプラン](../../../fixtures/profiles/dedicated.toml)のものです。"]}),
    "expectations": ("expectation-keys", {"en": "Keys of the list of known failures", "ja": "既知の不適合の一覧のキー"},
                     {"en": ["For `--expect`. [How to write one](../expectations.md)."],
                      "ja": ["`--expect` に指定するファイルです。[書き方](../expectations.md)もご覧ください。"]}),
    "site": ("site-keys", {"en": "Keys of a site file", "ja": "サイトファイルのキー"},
             {"en": ["What the [reference server](../reference-server.md) serves. [The site of the tests](../../fixtures/sites/reference.toml) is one."],
              "ja": ["[リファレンスサーバ](../reference-server.md)が提供するサイトです。[テスト用のサイト](../../../fixtures/sites/reference.toml)が例になります。"]}),
}


class MissingText(Exception):
    """A text of docs/texts is missing, or is about nothing."""


@functools.cache
def texts(name):
    return tomllib.loads((TREE / f"docs/texts/{name}.toml").read_text())


def same_keys(file, there, described):
    """Refuses what has no text, and texts about nothing."""
    for one in set(there) ^ set(described):
        raise MissingText(f"docs/texts/{file}: '{one}' {'has no text' if one in there else 'is about nothing'}")


def plain(text):
    """Text of the programs, of which nothing is markup."""
    return text.replace("<", "&lt;").replace("*", "\\*")


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def value_of(row, language):
    kind = KINDS[row["kind"]][language == "ja"]
    bounds = row["range"]
    if not bounds or row["kind"] == "seconds" and bounds.startswith("0.001…") or bounds == "1…1":
        return kind
    least, most = (f"{int(bound):,}" if int(bound) > 65_535 else bound for bound in bounds.split("…"))
    return f"{kind}, {least} … {most}" if language == "en" else f"{kind}、{least} … {most}"


def default_of(row, text, language):
    if row["required"]:
        return REQUIRED[language]
    given = text.get(f"default_{language}", text.get("default"))
    if given is not None:
        return given if " " in given or not given.isascii() else f"`{given}`"
    if not row["default"]:
        return "—"
    if row["kind"] in ("size", "integer") and int(row["default"]) > 65_535:
        return f"{int(row['default']):,}"
    return f"`{row['default']}`"


def sections(file, keys, language):
    """For each table of the file: the lines of its heading, and the rows of its keys."""
    described = texts(file)
    plain = [row for row in keys if row["kind"] not in ("table", "tables") and row["key"] != "password"]
    tables = [("", "top")] + [(row["kind"], ".".join(filter(None, (row["table"], row["key"]))))
                              for row in keys if row["kind"] in ("table", "tables")]
    same_keys(f"{file}.toml", [name for _, name in tables], described)
    for kind, name in tables:
        own = [row for row in plain if (row["table"] or "top") == name]
        same_keys(f"{file}.toml", [f"{name}.{row['key']}" for row in own],
                  [f"{name}.{key}" for key in described[name] if key])
        heading = []
        if name != "top":
            shown = f"[[{name}]]" if kind == "tables" else f"[{name}]"
            heading = [f"## `{shown}`", "", described[name][""][language], ""]
        yield heading, [(f"`{row['key']}`", value_of(row, language), default_of(row, described[name][row["key"]], language),
                         described[name][row["key"]][language]) for row in own]
