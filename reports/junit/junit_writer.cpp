#include "reports/junit/junit_writer.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "reports/record/derive.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

/// Jenkins keeps 50,000 characters of a case's output; a whole file may be 30 MB for GitLab.
constexpr std::size_t transcript_limit = 48'000;
/// Reporters show the message beside the name of the case, and in annotations of 64 KiB at the most.
constexpr std::size_t message_limit = 1'000;
constexpr std::size_t finding_limit = 8'000;

/// What makes consumers take a file from the machine that ran the suite.
constexpr std::string_view attachment_mark = "[[ATTACHMENT|";

struct Outcome {
  Verdict verdict;
  /// Element; empty: none, the case passed.
  const char* element;
  const char* type;
};

constexpr std::array outcomes{
    Outcome{Verdict::none, "error", "HARNESS"},
    Outcome{Verdict::pass, "", ""},
    Outcome{Verdict::fail, "failure", "FAIL"},
    Outcome{Verdict::inconclusive, "error", "INCONC"},
    Outcome{Verdict::not_applicable, "skipped", "N/A"},
    Outcome{Verdict::not_run, "skipped", "NOTRUN"},
    Outcome{Verdict::expected_failure, "skipped", "XFAIL"},
    Outcome{Verdict::unexpected_pass, "failure", "XPASS"},
    Outcome{Verdict::error, "error", "HARNESS"},
};
static_assert(outcomes.size() == all_verdicts.size());

const Outcome& outcome_of(Verdict verdict) {
  return *std::find_if(outcomes.begin(), outcomes.end() - 1,
                       [verdict](const Outcome& outcome) { return outcome.verdict == verdict; });
}

/// Counts as consumers expect them in a suite's attributes, taken from the same table as the elements.
struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  Seconds time{};

  void add(const Outcome& outcome, Seconds duration) {
    const std::string_view element = outcome.element;
    ++tests;
    failures += element == "failure" ? 1 : 0;
    errors += element == "error" ? 1 : 0;
    skipped += element == "skipped" ? 1 : 0;
    time += duration;
  }
};

void attribute(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(printable(value, Lines::join).c_str());
}

/// `text` without marks of attachments: a target that sends one must not choose the file.
std::string without_attachments(std::string text) {
  for (std::size_t at = 0; (at = text.find(attachment_mark, at)) != std::string::npos; ++at) {
    text.insert(at + 1, " ");
  }
  return text;
}

void text(pugi::xml_node node, std::string_view value, std::string_view before = {}) {
  const std::string safe = without_attachments(printable(value, Lines::keep));
  node.append_child(pugi::node_pcdata).set_value((std::string(before) + safe).c_str());
}

/// A name as one step of a dotted class name: what would be taken for a step or a path becomes '-'.
std::string class_step(std::string_view name) {
  std::string step = printable(name, Lines::join);
  for (char& c : step) {
    if (c == '.' || c == '/' || c == '\\' || c == ' ') c = '-';
  }
  return step.empty() ? "unnamed" : step;
}

/// "shop-example-test.web.index" of target "shop.example.test" and scenario "web.index.none_is_404".
std::string class_name(const RunRecord& record, const ScenarioResult& scenario) {
  const std::size_t last_dot = scenario.id.rfind('.');
  const std::string group =
      last_dot == std::string::npos ? scenario.service : scenario.id.substr(0, last_dot);
  return class_step(record.target.name) + "." + group;
}

/// "FAIL WEB-INDEX-7: 200 instead of 404".
std::string first_line(const ScenarioResult& scenario, const Outcome& outcome) {
  std::string line = outcome.type;
  if (!scenario.clauses.empty()) line += " " + clause_list(scenario.clauses);
  line += ": ";
  line += scenario.message.empty() ? to_string(scenario.verdict)
                                   : without_clause(scenario.message, scenario.clauses);
  if (!scenario.root_cause.empty()) line += " (cause: " + scenario.root_cause + ")";
  if (!scenario.expectation.empty()) line += " (" + scenario.expectation + ")";
  return shortened(line, message_limit);
}

std::string details(const ScenarioResult& scenario, std::string_view headline) {
  std::string result = printable(headline, Lines::join) + "\n";
  for (const Finding& finding : scenario.findings) {
    if (finding.passed) continue;
    result +=
        fmt::format("\n{}: {}\n  Expected: {}\n  Actual:   {}\n", finding.clause, finding.requirement,
                    shortened(finding.expected, finding_limit), shortened(finding.actual, finding_limit));
    if (!finding.repeat.empty()) result += "  Repeat:   " + finding.repeat + "\n";
  }
  if (!scenario.purpose.empty()) result += "\nPurpose: " + scenario.purpose + "\n";
  for (const std::string& leftover : scenario.leftovers) result += "Left behind: " + leftover + "\n";
  if (!scenario.repeat.empty()) result += "Repeat: " + scenario.repeat + "\n";
  return result;
}

void add_properties(pugi::xml_node node, const std::vector<Reading>& properties) {
  if (properties.empty()) return;
  pugi::xml_node list = node.append_child("properties");
  for (const Reading& property : properties) {
    pugi::xml_node entry = list.append_child("property");
    attribute(entry, "name", property.name);
    attribute(entry, "value", property.value);
  }
}

std::vector<Reading> properties_of(const ScenarioResult& scenario) {
  std::vector<Reading> properties{{"verdict", std::string(to_key(scenario.verdict))},
                                  {"purpose", scenario.purpose},
                                  {"tier", scenario.tier},
                                  {"consent", scenario.consent}};
  for (const std::string& clause : scenario.clauses) properties.push_back({"clause", clause});
  if (!scenario.root_cause.empty()) properties.push_back({"root_cause", scenario.root_cause});
  for (const Reading& reading : scenario.readings) {
    properties.push_back({"recorded: " + reading.name, reading.value});
  }
  return properties;
}

std::vector<Reading> properties_of(const RunRecord& record) {
  std::vector<Reading> properties{{"target", record.target.name},
                                  {"profile", record.target.profile},
                                  {"plan", record.target.plan},
                                  {"run_id", record.run_id},
                                  {"tool", record.tool.name + " " + record.tool.version},
                                  {"tier", record.options.tier},
                                  {"consent", record.options.consent}};
  for (const auto& [service, address] : record.target.addresses) {
    properties.push_back({"address: " + service, address});
  }
  return properties;
}

/// The line that offers `file` to the readers of a case; empty when there is none, or its name would end the
/// mark.
std::string attachment_line(std::string_view file) {
  const std::string name = printable(file, Lines::join);
  if (name.empty() || name.find("]]") != std::string::npos) return {};
  return fmt::format("{}{}]]\n", attachment_mark, name);
}

void add_outcome(pugi::xml_node test, const ScenarioResult& scenario, std::string_view attachment) {
  const Outcome& outcome = outcome_of(scenario.verdict);
  if (*outcome.element == '\0') return;
  const std::string headline = first_line(scenario, outcome);
  pugi::xml_node element = test.append_child(outcome.element);
  attribute(element, "type", outcome.type);
  attribute(element, "message", headline);
  text(element, details(scenario, headline));
  const bool skipped = std::string_view(outcome.element) == "skipped";
  const std::string offer = skipped ? std::string() : attachment_line(attachment);
  if (!scenario.transcript.empty() || !offer.empty()) {
    text(test.append_child("system-out"), transcript_text(scenario.transcript, transcript_limit), offer);
  }
}

void add_case(pugi::xml_node suite, const RunRecord& record, const ScenarioResult& scenario,
              JunitDialect dialect, std::string_view attachment) {
  pugi::xml_node test = suite.append_child("testcase");
  attribute(test, "classname", class_name(record, scenario));
  attribute(test, "name", scenario.id);
  attribute(test, "time", seconds_three_decimals(scenario.duration));
  if (dialect == JunitDialect::rich) {
    if (!scenario.source_file.empty()) {
      attribute(test, "file", scenario.source_file);
      attribute(test, "line", std::to_string(scenario.source_line));
    }
    add_properties(test, properties_of(scenario));
  }
  add_outcome(test, scenario, attachment);
}

void set_counts(pugi::xml_node node, const Counts& counts) {
  attribute(node, "tests", std::to_string(counts.tests));
  attribute(node, "failures", std::to_string(counts.failures));
  attribute(node, "errors", std::to_string(counts.errors));
  attribute(node, "time", seconds_three_decimals(counts.time));
}

/// Suite `name` with one case for each of `scenarios`, of the target that `record` is about; adds to `total`.
void add_suite(pugi::xml_node root, const RunRecord& record, std::string_view name,
               const std::vector<const ScenarioResult*>& scenarios, JunitDialect dialect,
               std::string_view attachment, Counts& total) {
  Counts counts;
  Moment started = record.started_at;
  bool has_start = false;
  for (const ScenarioResult* scenario : scenarios) {
    counts.add(outcome_of(scenario->verdict), scenario->duration);
    total.add(outcome_of(scenario->verdict), scenario->duration);
    if (scenario->started_at == Moment{}) continue;
    started = has_start ? std::min(started, scenario->started_at) : scenario->started_at;
    has_start = true;
  }
  pugi::xml_node suite = root.append_child("testsuite");
  attribute(suite, "name", name);
  set_counts(suite, counts);
  attribute(suite, "skipped", std::to_string(counts.skipped));
  attribute(suite, "timestamp", moment_text(started).substr(0, 19));
  attribute(suite, "hostname", record.target.name);
  add_properties(suite, properties_of(record));
  for (const ScenarioResult* scenario : scenarios) add_case(suite, record, *scenario, dialect, attachment);
}

pugi::xml_node begin(pugi::xml_document& document, std::string_view name) {
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  attribute(root, "name", name);
  return root;
}

std::string saved(const pugi::xml_document& document) {
  std::ostringstream output;
  document.save(output, " ", pugi::format_default, pugi::encoding_utf8);
  return output.str();
}

}  // namespace

std::string write_junit(const RunRecord& record, JunitDialect dialect, std::string_view attachment) {
  const std::vector<ScenarioResult> faults = harness_faults(record);
  std::map<std::string, std::vector<const ScenarioResult*>> suites;
  for (const ScenarioResult& scenario : record.scenarios) suites[scenario.service].push_back(&scenario);
  for (const ScenarioResult& fault : faults) suites[fault.service].push_back(&fault);

  pugi::xml_document document;
  pugi::xml_node root = begin(document, record.tool.name + " on " + record.target.name);

  Counts total;
  for (const auto& [service, scenarios] : suites) {
    add_suite(root, record, fmt::format("{}: {}", record.target.name, service), scenarios, dialect,
              attachment, total);
  }
  set_counts(root, total);
  return saved(document);
}

std::string write_junit(const std::vector<JunitHost>& hosts, std::string_view name, JunitDialect dialect) {
  pugi::xml_document document;
  pugi::xml_node root = begin(document, name);
  Counts total;
  for (const JunitHost& host : hosts) {
    const std::vector<ScenarioResult> faults = harness_faults(host.record);
    std::vector<const ScenarioResult*> scenarios;
    for (const ScenarioResult& scenario : host.record.scenarios) scenarios.push_back(&scenario);
    for (const ScenarioResult& fault : faults) scenarios.push_back(&fault);
    add_suite(root, host.record, host.record.target.name, scenarios, dialect, host.attachment, total);
  }
  set_counts(root, total);
  return saved(document);
}

}  // namespace reports
