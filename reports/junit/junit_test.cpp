#include <sstream>

#include <gmock/gmock.h>
#include <pugixml.hpp>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/junit/junit_writer.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Junit : public testing::TestWithParam<JunitDialect> {
 protected:
  pugi::xml_node parse(const RunRecord& record) {
    const std::string text = write_junit(record, GetParam());
    EXPECT_TRUE(document_.load_string(text.c_str())) << text;
    return document_.child("testsuites");
  }

  pugi::xml_node find_case(pugi::xml_node root, std::string_view name) {
    return root.find_node([name](pugi::xml_node node) {
      return std::string_view(node.name()) == "testcase" && node.attribute("name").value() == name;
    });
  }

 private:
  pugi::xml_document document_;
};

TEST(JunitApproved, BothDialects) {
  expect_approved("mixed-rich.approved.junit.xml", write_junit(mixed_record(), JunitDialect::rich));
  expect_approved("mixed-strict.approved.junit.xml", write_junit(mixed_record(), JunitDialect::strict));
  expect_approved("passing-strict.approved.junit.xml", write_junit(passing_record(), JunitDialect::strict));
}

TEST_P(Junit, AttributesCountTheElements) {
  const pugi::xml_node root = parse(mixed_record());
  int tests = 0;
  for (const pugi::xml_node suite : root.children("testsuite")) {
    int failures = 0;
    int errors = 0;
    int skipped = 0;
    int cases = 0;
    for (const pugi::xml_node test : suite.children("testcase")) {
      ++cases;
      failures += test.child("failure") ? 1 : 0;
      errors += test.child("error") ? 1 : 0;
      skipped += test.child("skipped") ? 1 : 0;
    }
    EXPECT_EQ(suite.attribute("tests").as_int(), cases);
    EXPECT_EQ(suite.attribute("failures").as_int(), failures);
    EXPECT_EQ(suite.attribute("errors").as_int(), errors);
    EXPECT_EQ(suite.attribute("skipped").as_int(), skipped);
    tests += cases;
  }
  EXPECT_EQ(root.attribute("tests").as_int(), tests);
  EXPECT_EQ(tests, static_cast<int>(mixed_record().scenarios.size()) + 1)
      << "and one fault outside scenarios";
}

TEST_P(Junit, EveryVerdictHasItsOwnElement) {
  const pugi::xml_node root = parse(mixed_record());
  const auto type = [&](const char* name, const char* element) {
    return std::string(find_case(root, name).child(element).attribute("type").value());
  };
  EXPECT_EQ(type("web.index.none_is_404", "failure"), "FAIL");
  EXPECT_EQ(type("ftp.mode.chmod", "failure"), "XPASS");
  EXPECT_EQ(type("web.error.missing", "error"), "HARNESS");
  EXPECT_EQ(type("log.access_appears", "error"), "INCONC");
  EXPECT_EQ(type("host.site_answers", "skipped"), "XFAIL");
  EXPECT_EQ(type("web.quota.may_be_filled", "skipped"), "NOTRUN");
  EXPECT_EQ(type("ftp.database.backup", "skipped"), "N/A");
  EXPECT_FALSE(find_case(root, "web.index.falls_back_in_order").child("failure"));
}

TEST_P(Junit, SaysVerdictAndClauseInMessageAndFirstLine) {
  const pugi::xml_node failure = find_case(parse(mixed_record()), "web.index.none_is_404").child("failure");
  const std::string message = failure.attribute("message").value();
  EXPECT_THAT(message, StartsWith("FAIL WEB-INDEX-7: 200 instead of 404 for <a directory> & a listing"));
  EXPECT_THAT(failure.text().get(), StartsWith(message + "\n"));
  EXPECT_THAT(failure.text().get(), HasSubstr("Expected: status 404\n  Actual:   status 200\n"));
}

TEST_P(Junit, TellsTargetsApart) {
  RunRecord record = passing_record();
  record.target.name = "other.example.test";
  const pugi::xml_node root = parse(record);
  EXPECT_STREQ(root.child("testsuite").attribute("name").value(), "other.example.test: ftp");
  EXPECT_STREQ(root.child("testsuite").attribute("hostname").value(), "other.example.test");
  EXPECT_STREQ(find_case(root, "web.error.missing").attribute("classname").value(),
               "other-example-test.web.error");
}

TEST_P(Junit, ShowsTranscriptsOfWhatDidNotPassOnly) {
  RunRecord record = mixed_record();
  for (ScenarioResult& scenario : record.scenarios) {
    scenario.transcript = {{Seconds{0}, "ftp#1", Direction::sent, "NOOP\r\n"}};
  }
  const pugi::xml_node root = parse(record);
  EXPECT_THAT(find_case(root, "web.index.none_is_404").child("system-out").text().get(),
              HasSubstr("ftp#1 → NOOP"));
  EXPECT_FALSE(find_case(root, "ftp.login.refuses_others").child("system-out"));
}

TEST_P(Junit, AnInterruptedRunIsNotGreen) {
  RunRecord record = passing_record();
  record.interrupted = true;
  EXPECT_EQ(parse(record).attribute("errors").as_int(), 1);
}

TEST_P(Junit, BoundsTheTranscript) {
  RunRecord record = mixed_record();
  for (ScenarioResult& scenario : record.scenarios) {
    scenario.transcript.assign(5000, {Seconds{0}, "ftp#1", Direction::received, std::string(100, 'x')});
  }
  EXPECT_LT(write_junit(record, GetParam()).size(), 1'000'000U);
}

TEST_P(Junit, BoundsWhatTheTargetSaid) {
  RunRecord record = mixed_record();
  for (ScenarioResult& scenario : record.scenarios) {
    scenario.message = std::string(1'000'000, 'm');
    scenario.findings.push_back({.clause = "WEB-INDEX-7",
                                 .requirement = "it is short",
                                 .expected = "a line",
                                 .actual = std::string(1'000'000, 'a'),
                                 .passed = false});
  }
  const pugi::xml_node root = parse(record);
  const pugi::xml_node failure = find_case(root, "web.index.none_is_404").child("failure");
  EXPECT_LT(std::string_view(failure.attribute("message").value()).size(), 1'200U);
  EXPECT_LT(std::string_view(failure.text().get()).size(), 12'000U);
}

TEST_P(Junit, OffersTheReportToReadersOfFailures) {
  const std::string text = write_junit(mixed_record(), GetParam(), "out/report.html");
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(text.c_str()));
  const auto output = [&](const char* name) {
    return std::string(find_case(document.child("testsuites"), name).child("system-out").text().get());
  };
  EXPECT_THAT(output("web.index.none_is_404"), StartsWith("[[ATTACHMENT|out/report.html]]\n"));
  EXPECT_EQ(output("log.access_appears"), "[[ATTACHMENT|out/report.html]]\n");
  EXPECT_EQ(output("host.site_answers"), "") << "a failure that is expected is none";
  EXPECT_EQ(output("ftp.login.refuses_others"), "");
}

TEST_P(Junit, LetsNoTargetAttachFiles) {
  const std::string mark = "[[ATTACHMENT|/etc/passwd]]";
  RunRecord record = mixed_record();
  for (ScenarioResult& scenario : record.scenarios) {
    scenario.message = mark;
    scenario.transcript = {
        {Seconds{0}, "ftp#1", Direction::received, "220 [" + mark + "\r\n" + mark + "\r\n"}};
  }
  std::ostringstream outputs;
  for (const pugi::xpath_node found : parse(record).select_nodes("//testcase//text()")) {
    outputs << found.node().value();
  }
  EXPECT_THAT(outputs.str(), HasSubstr("[ [ATTACHMENT|/etc/passwd]]"));
  EXPECT_THAT(outputs.str(), Not(HasSubstr("[[ATTACHMENT|")));
}

INSTANTIATE_TEST_SUITE_P(Dialect, Junit, testing::Values(JunitDialect::rich, JunitDialect::strict),
                         [](const testing::TestParamInfo<JunitDialect>& dialect) {
                           return dialect.param == JunitDialect::rich ? "Rich" : "Strict";
                         });

}  // namespace
}  // namespace reports
