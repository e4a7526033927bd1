#include "command/speech.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>

#include "command/command_line.h"

namespace cts {
namespace {

using testing::Eq;
using testing::HasSubstr;
using testing::Not;

/// Speaks Japanese until it is gone.
class InJapanese {
 public:
  InJapanese() { speak(Language::japanese); }
  InJapanese(const InJapanese&) = delete;
  InJapanese& operator=(const InJapanese&) = delete;
  ~InJapanese() { speak(Language::english); }
};

Language of(std::map<std::string, std::string> variables, std::string_view option = "") {
  return language_for(option, [&](const char* name) { return variables[name]; });
}

TEST(LanguageFor, HeedsTheLocaleInItsOrder) {
  EXPECT_EQ(of({}), Language::english);
  EXPECT_EQ(of({{"LANG", "ja_JP.UTF-8"}}), Language::japanese);
  EXPECT_EQ(of({{"LANG", "ja"}}), Language::japanese);
  EXPECT_EQ(of({{"LANG", "ja.eucJP"}}), Language::japanese);
  EXPECT_EQ(of({{"LANG", "jam_JM"}}), Language::english);
  EXPECT_EQ(of({{"LANG", "C.UTF-8"}}), Language::english);
  EXPECT_EQ(of({{"LANG", "en_US"}, {"LC_MESSAGES", "ja_JP"}}), Language::japanese);
  EXPECT_EQ(of({{"LANG", "ja_JP"}, {"LC_MESSAGES", "C"}}), Language::english);
  EXPECT_EQ(of({{"LC_ALL", "C"}, {"LC_MESSAGES", "ja_JP"}, {"LANG", "ja_JP"}}), Language::english);
  EXPECT_EQ(of({{"LC_ALL", ""}, {"LANG", "ja_JP"}}), Language::japanese) << "empty is not set";
}

TEST(LanguageFor, HeedsTheOptionFirst) {
  EXPECT_EQ(of({{"LC_ALL", "ja_JP"}}, "en"), Language::english);
  EXPECT_EQ(of({{"LC_ALL", "C"}}, "ja"), Language::japanese);
}

/// The numbers of the braces of a format: "{}, {}" has 0 and 1.
std::multiset<std::string> braces(std::string_view format) {
  std::multiset<std::string> found;
  const std::string text(format);
  const std::regex brace(R"(\{(\d*)\})");
  for (std::sregex_iterator match(text.begin(), text.end(), brace), end; match != end; ++match)
    found.insert((*match)[1].length() != 0 ? (*match)[1].str() : std::to_string(found.size()));
  return found;
}

TEST(Translations, HaveBothLanguagesAndTheSameParts) {
  std::set<std::string_view> seen;
  std::vector<Translation> rows;
  for (const auto& table : {translations(), doctor_translations(), review_translations()})
    rows.insert(rows.end(), table.begin(), table.end());
  for (const Translation& row : rows) {
    SCOPED_TRACE(row.english);
    EXPECT_FALSE(row.english.empty());
    EXPECT_FALSE(row.japanese.empty());
    EXPECT_TRUE(seen.insert(row.english).second) << "twice";
    const auto wanted = braces(row.english);
    for (const std::string& part : braces(row.japanese)) EXPECT_TRUE(wanted.contains(part)) << part;
  }
}

TEST(Words, AreThoseOfTheLanguageSpoken) {
  EXPECT_EQ(words("nothing of run {} is left on {}", "abc", "shop"), "nothing of run abc is left on shop");
  const InJapanese japanese;
  EXPECT_EQ(words("nothing of run {} is left on {}", "abc", "shop"),
            "shop には、実行 abc のものは何も残っていません");
  EXPECT_EQ(words("no translation of {}", "this"), "no translation of this");
  EXPECT_EQ(phrases().language, "ja");
}

TEST(Finding, IsFoundByItsPattern) {
  EXPECT_EQ(finding("hook set_clock can be run"), "hook set_clock can be run");
  const InJapanese japanese;
  EXPECT_EQ(finding("hook set_clock can be run"), "フック set_clock を実行できます");
  EXPECT_EQ(finding("FTP at ftp.example.jp greets: expected 220, got 421 busy"),
            "ftp.example.jp の FTP のあいさつ: expected 220, got 421 busy");
  EXPECT_EQ(
      finding("name or password are not the account's; the profile claims it, and 3 scenarios depend on it"),
      "名前かパスワードが違います。プロファイルにはあるとされ、3 件のシナリオがこれに依存しています");
  EXPECT_EQ(
      finding("a run tries 302 of 344 scenarios; 42 more with --tier slow and --consent destructive"),
      "run は 344 件中 302 件のシナリオを試します。--tier slow と --consent destructive で、さらに 42 件");
  EXPECT_EQ(finding("3 scenarios are not run: each needs 2 vantage points, and the target has 1"),
            "シナリオ 3 件は実行されません: 接続元が 2 か所要りますが、1 か所しかありません");
  EXPECT_EQ(finding("\"{id}{number}\" does not hold {user}"), "\"{id}{number}\" に {user} がありません");
  EXPECT_EQ(finding("what nobody has translated"), "what nobody has translated");
}

std::string mistake(std::vector<std::string> arguments) {
  CLI::App app{"A conformance test suite for shared web hosting", "hosting-cts"};
  app.require_subcommand(1);
  CLI::App* run = app.add_subcommand("run", "Judge a target and write the reports");
  std::string text;
  unsigned jobs = 0;
  run->add_option("--target", text, "Target file (TOML)")->required();
  run->add_option("--tier", text)->check(CLI::IsMember({"smoke", "slow"}));
  run->add_option("--jobs", jobs)->check(CLI::Range(1U, 64U));
  translate(app);
  const std::vector<std::string> typed = arguments;
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    return app.help();
  } catch (const CLI::ParseError& error) {
    std::string told = usage_mistake(app, typed, error);
    return told.substr(0, told.find('\n'));
  }
  return "";
}

TEST(UsageMistake, TellsWhatWasProbablyMeant) {
  EXPECT_EQ(mistake({"rnu"}), "hosting-cts: unknown command rnu; did you mean run?");
  EXPECT_EQ(mistake({"run", "--tagret", "x"}),
            "hosting-cts: unknown option --tagret of run; did you mean --target?");
  EXPECT_EQ(mistake({"run", "--target", "x", "y"}),
            "hosting-cts: The following argument was not expected: y");
  EXPECT_EQ(mistake({}), "hosting-cts: A subcommand is required");
  EXPECT_EQ(mistake({"run"}), "hosting-cts: --target is required");
  EXPECT_THAT(mistake({"\x1b[2J"}), Not(HasSubstr("\x1b")));
}

TEST(UsageMistake, IsToldInJapaneseToo) {
  const InJapanese japanese;
  EXPECT_EQ(mistake({"rnu"}), "hosting-cts: rnu というコマンドはありません。run のことでしょうか。");
  EXPECT_EQ(mistake({"run"}), "hosting-cts: --target を指定してください");
  EXPECT_EQ(mistake({"run", "--target"}), "hosting-cts: --target: 値がありません");
  EXPECT_EQ(mistake({"run", "--target", "x", "--tier", "y"}),
            "hosting-cts: --tier: y は {smoke,slow} のどれでもありません");
  EXPECT_EQ(mistake({"run", "--target", "x", "--jobs", "900"}),
            "hosting-cts: --jobs: 900 は 1 から 64 の範囲にありません");
}

TEST(Help, IsInTheLanguageSpoken) {
  EXPECT_THAT(mistake({"--help"}), HasSubstr("\nSubcommands:\n"));
  const InJapanese japanese;
  const std::string help = mistake({"--help"});
  EXPECT_THAT(help, HasSubstr("使い方: hosting-cts [オプション] コマンド\n"));
  EXPECT_THAT(help, HasSubstr("\nコマンド:\n"));
  EXPECT_THAT(help, HasSubstr("ターゲットを試し、報告書を書きます"));
}

TEST(AskedLanguage, IsFoundBeforeAnythingIsParsed) {
  const auto asked = [](std::vector<const char*> words) {
    return asked_language(static_cast<int>(words.size()), words.data());
  };
  EXPECT_EQ(asked({"hosting-cts", "run", "--language", "ja", "--help"}), "ja");
  EXPECT_EQ(asked({"hosting-cts", "--language=en", "list"}), "en");
  EXPECT_EQ(asked({"hosting-cts", "list"}), "");
  EXPECT_EQ(asked({"hosting-cts", "gtest", "--", "--language", "ja"}), "");
  EXPECT_EQ(asked({"hosting-cts", "--language"}), "");
}

}  // namespace
}  // namespace cts
