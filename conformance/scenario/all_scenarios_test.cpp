#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "clause/clause_catalogue.h"
#include "scenario/scenario.h"

namespace cts {
namespace {

using testing::Contains;
using testing::IsEmpty;

/// Every id written in a table below scenario/, with the file it stands in.
std::map<std::string, std::string> ids_in_sources() {
  std::map<std::string, std::string> ids;
  const std::regex row(R"re(\.id\s*=\s*"([^"]*)")re");
  const std::filesystem::path folder = std::filesystem::path(HOSTING_SOURCE_DIR) / "conformance" / "scenario";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".cpp" || name.ends_with("_test.cpp")) continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator match(source.begin(), source.end(), row), end; match != end; ++match) {
      ids.emplace((*match)[1].str(), entry.path().filename().string());
    }
  }
  return ids;
}

TEST(AllScenarios, IdsAreUnique) {
  std::set<std::string_view> seen;
  for (const Scenario* scenario : all_scenarios()) {
    EXPECT_TRUE(seen.insert(scenario->id).second) << scenario->id << " is there twice";
  }
}

TEST(AllScenarios, IdsAreSlugsOfServiceChapterAndSubject) {
  const std::regex slug("[a-z][a-z0-9]*\\.([a-z][a-z0-9_]*\\.)?[a-z][a-z0-9_]*");
  for (const Scenario* scenario : all_scenarios()) {
    EXPECT_TRUE(std::regex_match(std::string(scenario->id), slug)) << scenario->id;
  }
}

TEST(AllScenarios, EveryRowOfEveryTableIsListed) {
  std::set<std::string> listed;
  for (const Scenario* scenario : all_scenarios()) listed.emplace(scenario->id);
  const auto written = ids_in_sources();
  EXPECT_EQ(written.size(), listed.size());
  for (const auto& [id, file] : written) EXPECT_THAT(listed, Contains(id)) << "written in " << file;
}

TEST(AllScenarios, CiteClausesOfTheCatalogueThatCanBeObserved) {
  for (const Scenario* scenario : all_scenarios()) {
    ASSERT_FALSE(scenario->clauses.empty()) << scenario->id;
    for (const std::string_view id : scenario->clauses) {
      const Clause* clause = built_in_catalogue().find(id);
      ASSERT_NE(clause, nullptr) << scenario->id << " cites " << id << ", which is no clause";
      EXPECT_NE(clause->observability, Observability::document) << scenario->id << " cites " << id;
      // Of an access file only one in / can lock the customer out of everything.
      if (clause->destructive && clause->service != "acl") {
        EXPECT_EQ(scenario->consent, Consent::destructive) << scenario->id << " cites " << id;
      }
    }
  }
}

TEST(AllScenarios, AreWhole) {
  for (const Scenario* scenario : all_scenarios()) {
    EXPECT_TRUE(scenario->run) << scenario->id;
    EXPECT_GE(scenario->vantage_points, 1u) << scenario->id;
    EXPECT_THAT(std::string(scenario->purpose), testing::MatchesRegex("[A-Z].*\\.")) << scenario->id;
    EXPECT_THAT(scenario->run.file(), testing::HasSubstr("conformance/scenario/")) << scenario->id;
  }
}

TEST(AllScenarios, KnowTheLineOfTheirRow) {
  std::set<std::pair<std::string, unsigned>> places;
  for (const Scenario* scenario : all_scenarios()) {
    EXPECT_TRUE(places.emplace(scenario->run.file(), scenario->run.line()).second) << scenario->id;
  }
}

TEST(AllScenarios, ProveEveryClauseOfWebFtpAndScriptsThatIsDue) {
  std::set<std::string> missing{
      "HOST-1",      "HOST-2",      "WEB-MAP-1",   "WEB-INDEX-1", "WEB-INDEX-2", "WEB-INDEX-3", "WEB-INDEX-4",
      "WEB-INDEX-5", "WEB-INDEX-6", "WEB-INDEX-7", "WEB-CASE-1",  "WEB-ERR-403", "WEB-ERR-404", "LOG-1",
      "FTP-LOGIN-1", "FTP-DIR-1",   "FTP-DIR-2",   "FTP-DIR-3",   "FTP-XFER-1",  "FTP-XFER-2",  "FTP-MODE-1",
      "FTP-CASE-1",  "ACL-1",       "ACL-2",       "ACL-3",       "ACL-4",       "ACL-5",       "ACL-6",
      "ACL-7",       "ACL-8",       "ACL-10",      "CGI-1",       "CGI-2",       "CGI-3",       "CGI-4",
      "CGI-5",       "CGI-7",       "CGI-8",       "CGI-9",       "WEB-ERR-500", "WEB-QUOTA-3"};
  for (const Scenario* scenario : all_scenarios()) {
    for (const std::string_view clause : scenario->clauses) missing.erase(std::string(clause));
  }
  EXPECT_THAT(missing, IsEmpty());
}

TEST(AllScenarios, ProveEveryClauseOfSendingMailAndOfItsSpace) {
  std::set<std::string> missing{"CGI-6",  "SMTP-1", "SMTP-2", "SMTP-3", "SMTP-4",  "SMTP-5",
                                "SMTP-6", "SMTP-7", "SMTP-8", "SMTP-9", "SMTP-10", "SMTP-11",
                                "MBOX-1", "MBOX-2", "MBOX-3", "MBOX-4", "MBOX-5"};
  for (const Scenario* scenario : all_scenarios()) {
    for (const std::string_view clause : scenario->clauses) missing.erase(std::string(clause));
  }
  EXPECT_THAT(missing, IsEmpty());
}

}  // namespace
}  // namespace cts
