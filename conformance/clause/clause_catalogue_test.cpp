#include "clause/clause_catalogue.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "target/profile.h"

namespace cts {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Every id, in the order of the catalogue. Adding one here is a decision; removing one is never right.
constexpr std::string_view every_id[] = {
    "HOST-1",      "HOST-2",       "HOST-3",      "HOST-4",      "HOST-5",      "HOST-6",      "WEB-MAP-1",
    "WEB-INDEX-1", "WEB-INDEX-2",  "WEB-INDEX-3", "WEB-INDEX-4", "WEB-INDEX-5", "WEB-INDEX-6", "WEB-INDEX-7",
    "WEB-CASE-1",  "WEB-ERR-403",  "WEB-ERR-404", "WEB-ERR-500", "WEB-QUOTA-1", "WEB-QUOTA-2", "WEB-QUOTA-3",
    "WEB-QUOTA-4", "WEB-QUOTA-5",  "LOG-1",       "LOG-2",       "LOG-3",       "LOG-4",       "FTP-LOGIN-1",
    "FTP-DIR-1",   "FTP-DIR-2",    "FTP-DIR-3",   "FTP-XFER-1",  "FTP-XFER-2",  "FTP-MODE-1",  "FTP-CASE-1",
    "FTP-DB-1",    "FTP-BACKUP-1", "ACL-1",       "ACL-2",       "ACL-3",       "ACL-4",       "ACL-5",
    "ACL-6",       "ACL-7",        "ACL-8",       "ACL-9",       "ACL-10",      "CGI-1",       "CGI-2",
    "CGI-3",       "CGI-4",        "CGI-5",       "CGI-6",       "CGI-7",       "CGI-8",       "CGI-9",
    "CGI-10",      "SSI-1",        "SSI-2",       "SSI-3",       "CTR-1",       "CTR-2",       "CTR-3",
    "CTR-4",       "CTR-5",        "CTR-6",       "CTR-7",       "CTR-8",       "CTR-9",       "CTR-10",
    "CTR-11",      "CTR-12",       "DB-1",        "DB-2",        "DB-3",        "DB-4",        "DB-5",
    "DB-6",        "DB-7",         "DB-8",        "DB-9",        "DB-10",       "POP-1",       "POP-2",
    "POP-3",       "POP-4",        "POP-5",       "POP-6",       "SMTP-1",      "SMTP-2",      "SMTP-3",
    "SMTP-4",      "SMTP-5",       "SMTP-6",      "SMTP-7",      "SMTP-8",      "SMTP-9",      "SMTP-10",
    "SMTP-11",     "MBOX-1",       "MBOX-2",      "MBOX-3",      "MBOX-4",      "MBOX-5",      "ACCT-1",
    "ACCT-2",      "ACCT-3",       "ACCT-4",      "ACCT-5",      "ACCT-6",      "PLAN-1",      "PLAN-2",
    "SUP-1",       "SUP-2"};

bool holds_japanese(std::string_view text) {
  // U+3040…U+9FFF and their neighbours begin with these octets in UTF-8
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xe3 && byte <= 0xe9;
  });
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::set<std::string> ids_where(bool (*predicate)(const Clause&)) {
  std::set<std::string> ids;
  for (const Clause& clause : built_in_catalogue().clauses()) {
    if (predicate(clause)) ids.insert(clause.id);
  }
  return ids;
}

TEST(BuiltInCatalogue, HoldsEveryClauseAndNoOther) {
  std::vector<std::string> ids;
  for (const Clause& clause : built_in_catalogue().clauses()) ids.push_back(clause.id);
  EXPECT_THAT(ids, ElementsAreArray(every_id));
}

TEST(BuiltInCatalogue, SaysEverythingInBothLanguages) {
  std::set<std::string> promises;
  for (const Clause& clause : built_in_catalogue().clauses()) {
    for (const BilingualText* text : {&clause.title, &clause.promise, &clause.ruling}) {
      if (text == &clause.ruling && text->empty()) continue;
      EXPECT_TRUE(!text->en.empty() && is_ascii(text->en)) << clause.id << ": " << text->en;
      EXPECT_TRUE(!text->ja.empty()) << clause.id;
    }
    EXPECT_THAT(clause.promise.en, EndsWith(".")) << clause.id;
    EXPECT_THAT(clause.promise.ja, EndsWith("。")) << clause.id;
    EXPECT_TRUE(holds_japanese(clause.promise.ja)) << clause.id;
    EXPECT_THAT(clause.sources, Not(IsEmpty())) << clause.id;
    EXPECT_TRUE(promises.insert(clause.promise.en).second) << clause.id << " says what another one says";
    EXPECT_TRUE(promises.insert(clause.promise.ja).second) << clause.id << " says what another one says";
  }
}

TEST(BuiltInCatalogue, KnowsWhatCannotBeSeenFromOutside) {
  EXPECT_THAT(ids_where([](const Clause& c) { return c.observability == Observability::document; }),
              ElementsAre("CGI-10", "DB-9", "FTP-BACKUP-1", "HOST-5", "HOST-6", "PLAN-1", "PLAN-2", "SUP-1",
                          "SUP-2"));
  EXPECT_THAT(ids_where([](const Clause& c) { return c.observability == Observability::operated; }),
              ElementsAre("ACCT-3", "ACCT-5", "ACCT-6", "ACL-9", "CGI-7", "CGI-8", "LOG-2", "LOG-3", "LOG-4",
                          "SMTP-8", "SMTP-9", "WEB-QUOTA-4", "WEB-QUOTA-5"));
}

TEST(BuiltInCatalogue, KnowsWhatIsSlowAndWhatIsDangerous) {
  EXPECT_THAT(ids_where([](const Clause& c) { return c.slow; }),
              ElementsAre("LOG-2", "LOG-3", "MBOX-1", "MBOX-2", "MBOX-3", "MBOX-4", "MBOX-5", "POP-5",
                          "SMTP-5", "SMTP-6", "WEB-QUOTA-1", "WEB-QUOTA-2", "WEB-QUOTA-3"));
  EXPECT_THAT(ids_where([](const Clause& c) { return c.destructive; }),
              ElementsAre("ACL-6", "ACL-8", "MBOX-1", "MBOX-2", "MBOX-3", "MBOX-4", "WEB-QUOTA-1",
                          "WEB-QUOTA-2", "WEB-QUOTA-3"));
}

TEST(BuiltInCatalogue, NeedsOnlyOffersThatProfilesKnow) {
  const Profile profile;
  for (const Clause& clause : built_in_catalogue().clauses()) {
    for (const std::string& offer : clause.needs) EXPECT_NO_THROW(profile.offers_named(offer)) << clause.id;
  }
}

TEST(BuiltInCatalogue, UsesEveryManualAndService) {
  const ClauseCatalogue& catalogue = built_in_catalogue();
  for (const Manual& manual : catalogue.manuals()) {
    EXPECT_TRUE(std::any_of(catalogue.clauses().begin(), catalogue.clauses().end(), [&](const Clause& c) {
      return std::any_of(c.sources.begin(), c.sources.end(),
                         [&](const ClauseSource& s) { return s.manual == manual.key; });
    })) << manual.key;
  }
  for (const ClauseService& service : catalogue.services()) {
    EXPECT_TRUE(std::any_of(catalogue.clauses().begin(), catalogue.clauses().end(), [&](const Clause& c) {
      return c.service == service.key;
    })) << service.key;
  }
}

TEST(BuiltInCatalogue, FindsClausesById) {
  const Clause* clause = built_in_catalogue().find("WEB-INDEX-3");
  ASSERT_NE(clause, nullptr);
  EXPECT_EQ(clause->service, "web");
  EXPECT_EQ(clause->sources, (std::vector<ClauseSource>{{"D", "ファイル名の指定がないアクセス"}}));
  EXPECT_EQ(built_in_catalogue().find("WEB-INDEX-8"), nullptr);
  EXPECT_EQ(built_in_catalogue().find("web-index-3"), nullptr);
}

const std::string head = R"(version = 1
[[manual]]
key = "D"
title = { en = "Manual", ja = "説明書" }
[[service]]
key = "web"
title = { en = "Web", ja = "ウェブ" }
[[clause]]
)";  // 8 lines
const std::string clause_a1 = R"(id = "A-1"
service = "web"
observe = "auto"
sources = ["D: Section"]
title = { en = "t", ja = "題" }
promise = { en = "p.", ja = "約。" }
)";  // lines 9 to 14

std::vector<std::string> mistakes(const std::string& text) {
  std::vector<std::string> texts;
  for (const ConfigError& error : read_catalogue(text, "c.toml").errors) texts.push_back(error.text());
  return texts;
}

/// The good clause with `line` (from 9) replaced, or removed when `by` is empty.
std::string with_line(int line, const std::string& by) {
  std::string text = head;
  std::size_t at = 0;
  for (int number = 9; number <= 14; ++number) {
    const std::size_t end = clause_a1.find('\n', at) + 1;
    text += number != line ? clause_a1.substr(at, end - at) : by.empty() ? "" : by + "\n";
    at = end;
  }
  return text;
}

TEST(ReadCatalogue, TakesAClause) {
  const Checked<ClauseCatalogue> catalogue =
      read_catalogue(head + clause_a1 + "slow = true\nneeds = ['web']\n", "c.toml");
  ASSERT_TRUE(catalogue.ok()) << text_of(catalogue.errors);
  const Clause& clause = catalogue->clauses()[0];
  EXPECT_EQ(clause.id, "A-1");
  EXPECT_EQ(clause.promise, (BilingualText{"p.", "約。"}));
  EXPECT_TRUE(clause.ruling.empty());
  EXPECT_TRUE(clause.slow);
  EXPECT_FALSE(clause.destructive);
  EXPECT_THAT(clause.needs, ElementsAre("web"));
}

struct WrongLine {
  int line;
  const char* by;
  const char* expected;  ///< "line:column: …", a part of the one mistake
};
class CatalogueMistake : public testing::TestWithParam<WrongLine> {};

TEST_P(CatalogueMistake, IsToldWithItsPlace) {
  const auto& [line, by, expected] = GetParam();
  EXPECT_THAT(mistakes(with_line(line, by)), ElementsAre(HasSubstr(std::string("c.toml:") + expected)));
}

INSTANTIATE_TEST_SUITE_P(
    Each, CatalogueMistake,
    testing::Values(
        WrongLine{9, "", "8:1: \"id\" is missing in [[clause]]"},
        WrongLine{9, "id = 'a-1'", "9:6: \"a-1\" is no clause id"},
        WrongLine{9, "id = 'A1'", "9:6: \"A1\" is no clause id"},
        WrongLine{9, "id = 'A-B'", "9:6: \"A-B\" is no clause id"},
        WrongLine{10, "service = 'wbe'", "10:11: no [[service]] has the key \"wbe\""},
        WrongLine{11, "observe = 'op'", "11:11: \"observe\" must be"},
        WrongLine{11, "", "8:1: \"observe\" is missing"},
        WrongLine{12, "sources = []", "12:11: \"sources\" in [[clause]] must not be empty"},
        WrongLine{12, "sources = ['X: y']", "12:11: \"X: y\" must be the key of a [[manual]]"},
        WrongLine{12, "sources = ['D: ']", "12:11: \"D: \" must be the key of a [[manual]]"},
        WrongLine{12, "sources = ['D']", "12:11: \"D\" must be the key of a [[manual]]"},
        WrongLine{13, "title = { en = 't' }", "13:9: \"ja\" is missing in [clause.title]"},
        WrongLine{14, "promise = { en = 'p', ja = '' }", "14:28: \"ja\" in [clause.promise] must be a text"},
        WrongLine{14, "promise = 'p'", "14:11: \"promise\" in [[clause]] must be a table, not a text"},
        WrongLine{14, "promise = { en = 'p', ja = 'q', fr = 'r' }", "14:33: unknown key \"fr\""}));

TEST(CatalogueMistakes, OfAWholeFileAreToldAtOnce) {
  EXPECT_THAT(
      mistakes(head + clause_a1 + "slwo = true\n[[clause]]\n" + clause_a1 + "[notes]\n"),
      ElementsAre(HasSubstr("c.toml:15:1: unknown key \"slwo\" in [[clause]]; did you mean \"slow\"?"),
                  HasSubstr("c.toml:17:6: there is a clause A-1 already above"),
                  HasSubstr("c.toml:23:2: unknown table \"notes\"")));
}

TEST(CatalogueMistakes, IncludeWhatIsNotThereAtAll) {
  EXPECT_THAT(mistakes("version = 1\n"),
              ElementsAre(HasSubstr("\"manual\" is missing"), HasSubstr("\"service\" is missing"),
                          HasSubstr("\"clause\" is missing")));
  EXPECT_THAT(mistakes("version 1\n"), ElementsAre(HasSubstr("not valid TOML")));
}

TEST(Observability, HasTheNamesOfTheFile) {
  EXPECT_EQ(name_of(Observability::automatic), "auto");
  EXPECT_EQ(name_of(Observability::operated), "operator");
  EXPECT_EQ(name_of(Observability::document), "document");
}

}  // namespace
}  // namespace cts
