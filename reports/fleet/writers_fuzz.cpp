#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "reports/badge/badge_writer.h"
#include "reports/console/console_summary.h"
#include "reports/ctrf/ctrf_writer.h"
#include "reports/files/secret_search.h"
#include "reports/fleet/reports_fuzz.h"
#include "reports/html/html_writer.h"
#include "reports/json/json_record.h"
#include "reports/junit/junit_writer.h"
#include "reports/markdown/markdown_writer.h"
#include "reports/record/derive.h"
#include "reports/tap/tap_writer.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using fuzzing::require;
using fuzzing::require_same;

// Of a report for people or programs, whatever a target said.
void require_harmless(std::string_view report) {
  require(report.ends_with('\n') || report.ends_with('>'), "a report has its end");
  require_same(valid_utf8(report), report, "a report is UTF-8");
  require(std::none_of(report.begin(), report.end(),
                       [](char c) {
                         return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') ||
                                c == '\x7f';
                       }),
          "a report steers no terminal", report);
}

// No report has such a mark of its own.
void require_no_markup(std::string_view report) {
  for (const std::string_view mark : {"<x-", "<img", "</x-", "<svg onload"})
    require(report.find(mark) == std::string_view::npos, "what a target says is no markup", report);
}

std::size_t tests_in(const pugi::xml_node& suites) {
  std::size_t count = 0;
  for (const auto& suite : suites.children("testsuite")) {
    const auto cases = suite.children("testcase");
    count += static_cast<std::size_t>(std::distance(cases.begin(), cases.end()));
  }
  return count;
}

void check_xml(const RunRecord& record) {
  for (const auto dialect : {JunitDialect::rich, JunitDialect::strict}) {
    const auto junit = write_junit(record, dialect, "report.html");
    require_harmless(junit);
    pugi::xml_document document;
    require(static_cast<bool>(document.load_buffer(junit.data(), junit.size())), "junit.xml is XML", junit);
    const auto top = document.document_element();
    const auto count = std::string_view(top.name()) == "testsuites" ? tests_in(top) : tests_in(document);
    require(count == record.scenarios.size() + harness_faults(record).size(),
            "there is a case for each scenario", junit);
  }
  const auto badge = write_badge(record);
  require_harmless(badge);
  pugi::xml_document document;
  require(static_cast<bool>(document.load_buffer(badge.data(), badge.size())), "a badge is XML", badge);
}

void check_ctrf(const RunRecord& record) {
  const auto ctrf = write_ctrf(record);
  require_same(valid_utf8(ctrf), ctrf, "ctrf.json is UTF-8");
  const auto json = nlohmann::json::parse(ctrf, nullptr, false);
  require(!json.is_discarded(), "ctrf.json is JSON", ctrf);
  require(json.at("results").at("tests").size() == record.scenarios.size() + harness_faults(record).size(),
          "there is a test for each scenario", ctrf);
}

void check_tap(const RunRecord& record) {
  const auto tap = write_tap(record);
  require_harmless(tap);
  std::size_t points = 0;
  std::string plan;
  for (const auto line : fuzzing::lines_of(tap)) {
    if (line.starts_with("ok ") || line.starts_with("not ok ")) ++points;
    if (line.starts_with("1..")) plan = line;
    require(!line.starts_with("Bail out!"), "nothing that a target says ends a stream of tests", tap);
  }
  require_same(plan, "1.." + std::to_string(points), "there are as many tests as planned");
}

}  // namespace

void check_writers(std::string_view text) {
  const auto record = record_of(text);
  check_xml(record);
  check_ctrf(record);
  check_tap(record);
  const auto html = write_html(record);
  require_harmless(html);
  require_no_markup(html);
  const auto markdown = write_markdown(record);
  require_harmless(markdown);
  require_no_markup(without_code(markdown));
  require_harmless(write_console(record));
  const auto line = console_conclusion(record);
  require(line.find('\n') + 1 == line.size(), "a conclusion is one line", line);
}

namespace {

// A secret of a customer's: printable, as whoever chose it typed it.
std::string secret_in(std::string_view text) {
  std::string secret;
  for (const char c : text.substr(0, text.find('\n'))) {
    if (c > ' ' && c <= '~' && secret.size() < 40) secret += c;
  }
  return secret.size() < 6 ? "hunter" + secret : secret;
}

std::string base64_of(std::string_view octets) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < octets.size(); at += 3) {
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8U | (at + i < octets.size() ? static_cast<unsigned char>(octets[at + i]) : 0U);
    for (int i = 3; i >= 0; --i) out += digits[group >> static_cast<unsigned>(6 * i) & 63U];
  }
  return out;
}

std::string percent_encoded(std::string_view octets) {
  std::ostringstream out;
  for (const char c : octets) out << '%' << std::hex << std::uppercase << static_cast<int>(c);
  return out.str();
}

template <class Look>
void check_found(std::string_view text, Look is_found) {
  const auto secret = secret_in(text);
  const std::string around(text.substr(std::min(text.size(), text.find('\n'))).substr(0, 200));
  for (const std::string& form :
       {secret, base64_of(secret), base64_of("x" + secret),
        base64_of(std::string("\0customer\0", 10) + secret), percent_encoded(secret)}) {
    require(is_found(secret, around + form + around), "a secret is found", form);
    // In what is written of a dialogue.
    RunRecord record = record_saying("usual\n");
    for (auto& scenario : record.scenarios) {
      scenario.verdict = Verdict::fail;
      scenario.message = form;
      scenario.findings.front().actual = form;
    }
    complete_record(record);
    for (const std::string& report :
         {write_json(record), write_junit(record, JunitDialect::strict), write_html(record),
          write_markdown(record), write_tap(record), write_ctrf(record)})
      require(is_found(secret, report), "a secret in a report is found", form);
  }
}

}  // namespace

void check_secrets(std::string_view text) {
  check_found(text, [](const std::string& secret, std::string_view report) {
    const auto leaks = find_secrets({{"ftp.password", secret}}, report, "report");
    for (const auto& leak : leaks)
      require(leak.secret == "ftp.password" && leak.file == "report", "a leak is told by names");
    return !leaks.empty();
  });
}

void check_secrets_as_they_are(std::string_view text) {
  check_found(text, [](const std::string& secret, std::string_view report) {
    return report.find(secret) != std::string_view::npos;
  });
}

}  // namespace reports
