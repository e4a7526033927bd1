#include <stdexcept>

#include <nlohmann/json.hpp>

#include "reports/json/json_record.h"
#include "reports/json/json_words.h"
#include "reports/text/format.h"

namespace reports {
namespace {

using Json = nlohmann::json;

/// One value of the text with the path to it, so that a mistake can be named. Throws std::runtime_error.
class Node {
 public:
  Node(const Json& json, std::string path) : json_(json), path_(std::move(path)) {}

  Node member(const char* name) const {
    if (!json_.is_object()) fail("is not an object");
    const auto found = json_.find(name);
    if (found == json_.end()) fail(std::string("has no member '") + name + "'");
    return {*found, path_.empty() ? name : path_ + "/" + name};
  }

  std::string text() const {
    if (!json_.is_string()) fail("is not a text");
    return json_.get<std::string>();
  }
  bool boolean() const {
    if (!json_.is_boolean()) fail("is neither true nor false");
    return json_.get<bool>();
  }
  template <class Number>
  Number number() const {
    if (!json_.is_number()) fail("is not a number");
    return json_.get<Number>();
  }
  std::size_t count() const {
    if (!json_.is_number_unsigned()) fail("is not a count");
    return json_.get<std::size_t>();
  }
  bool is_null() const { return json_.is_null(); }

  Seconds seconds() const { return Seconds{number<double>()}; }
  Moment moment() const { return parsed(parse_moment(text()), "a moment"); }
  Verdict verdict() const { return parsed(parse_verdict(text()), "a verdict"); }
  Direction direction() const { return parsed(parse_direction(text()), "a direction"); }

  template <class Read>
  auto list(Read read) const {
    if (!json_.is_array()) fail("is not a list");
    std::vector<decltype(read(*this))> values;
    values.reserve(json_.size());
    for (std::size_t i = 0; i < json_.size(); ++i) {
      values.push_back(read(Node{json_[i], path_ + "/" + std::to_string(i)}));
    }
    return values;
  }
  std::vector<std::string> texts() const {
    return list([](const Node& node) { return node.text(); });
  }
  std::map<std::string, std::string> text_map() const {
    if (!json_.is_object()) fail("is not an object");
    std::map<std::string, std::string> values;
    for (const auto& [name, value] : json_.items()) values[name] = Node{value, path_ + "/" + name}.text();
    return values;
  }
  template <class Use>
  void each_member(Use use) const {
    if (!json_.is_object()) fail("is not an object");
    for (const auto& [name, value] : json_.items()) use(name, Node{value, path_ + "/" + name});
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error((path_.empty() ? "the record" : path_) + " " + what);
  }

 private:
  template <class T>
  T parsed(std::optional<T> value, const char* kind) const {
    if (!value) fail("is not " + std::string(kind) + ": '" + text() + "'");
    return *value;
  }

  const Json& json_;
  std::string path_;
};

TranscriptEntry read_entry(const Node& node) {
  return {node.member("at_seconds").seconds(), node.member("channel").text(),
          node.member("direction").direction(), node.member("text").text()};
}

Finding read_finding(const Node& node) {
  Finding finding{node.member("clause").text(),    node.member("requirement").text(),
                  node.member("expected").text(),  node.member("actual").text(),
                  node.member("passed").boolean(), std::nullopt,
                  node.member("repeat").text()};
  const Node entry = node.member("transcript_entry");
  if (!entry.is_null()) finding.transcript_entry = entry.count();
  return finding;
}

ScenarioResult read_scenario(const Node& node) {
  ScenarioResult scenario;
  scenario.id = node.member("id").text();
  scenario.purpose = node.member("purpose").text();
  scenario.service = node.member("service").text();
  scenario.clauses = node.member("clauses").texts();
  scenario.tier = node.member("tier").text();
  scenario.consent = node.member("consent").text();
  scenario.source_file = node.member("source_file").text();
  scenario.source_line = node.member("source_line").number<int>();
  scenario.verdict = node.member("verdict").verdict();
  scenario.message = node.member("message").text();
  scenario.root_cause = node.member("root_cause").text();
  scenario.expectation = node.member("expectation").text();
  scenario.findings = node.member("findings").list(read_finding);
  scenario.readings = node.member("readings").list([](const Node& reading) {
    return Reading{reading.member("name").text(), reading.member("value").text()};
  });
  scenario.transcript = node.member("transcript").list(read_entry);
  scenario.started_at = node.member("started_at").moment();
  scenario.duration = node.member("duration_seconds").seconds();
  scenario.worker = node.member("worker").number<int>();
  scenario.leftovers = node.member("leftovers").texts();
  scenario.repeat = node.member("repeat").text();
  return scenario;
}

InterconnectionStep read_step(const Node& node) {
  InterconnectionStep step;
  step.id = node.member("id").text();
  step.purpose = node.member("purpose").text();
  step.ok = node.member("ok").boolean();
  step.tried = node.member("tried").boolean();
  step.message = node.member("message").text();
  step.duration = node.member("duration_seconds").seconds();
  step.transcript = node.member("transcript").list(read_entry);
  step.depends_on = node.member("depends_on").texts();
  return step;
}

ClauseResult read_clause(const Node& node) {
  ClauseResult clause;
  clause.id = node.member("id").text();
  clause.service = node.member("service").text();
  clause.promise_en = node.member("promise_en").text();
  clause.promise_ja = node.member("promise_ja").text();
  clause.section = node.member("section").text();
  clause.observability = node.member("observability").text();
  clause.covered = node.member("covered").boolean();
  clause.verdict = node.member("verdict").verdict();
  clause.scenarios = node.member("scenarios").texts();
  return clause;
}

TargetInfo read_target(const Node& node) {
  return {node.member("name").text(), node.member("description").text(), node.member("profile").text(),
          node.member("plan").text(), node.member("addresses").text_map()};
}

RunOptions read_options(const Node& node) {
  RunOptions options;
  options.select = node.member("select").texts();
  options.tier = node.member("tier").text();
  options.consent = node.member("consent").text();
  options.jobs = node.member("jobs").number<unsigned>();
  options.shard = node.member("shard").text();
  options.expectations = node.member("expectations").text();
  options.baseline = node.member("baseline").text();
  options.others = node.member("others").text_map();
  return options;
}

SecretsCheck read_secrets_check(const Node& node) {
  return {node.member("checked").boolean(), node.member("leaks").list([](const Node& leak) {
            return SecretLeak{leak.member("secret").text(), leak.member("file").text(),
                              leak.member("form").text()};
          })};
}

std::map<Verdict, std::size_t> read_totals(const Node& node) {
  std::map<Verdict, std::size_t> totals;
  node.each_member([&totals](const std::string& key, const Node& count) {
    const std::optional<Verdict> verdict = parse_verdict(key);
    if (!verdict) count.fail("is not a verdict");
    totals[*verdict] = count.count();
  });
  return totals;
}

RunRecord read_record(const Node& node) {
  RunRecord record;
  record.version = node.member("schema_version").number<int>();
  if (record.version != schema_version) {
    node.member("schema_version")
        .fail("is " + std::to_string(record.version) + ", this program reads version " +
              std::to_string(schema_version));
  }
  record.tool = {node.member("tool").member("name").text(), node.member("tool").member("version").text()};
  record.run_id = node.member("run_id").text();
  record.target = read_target(node.member("target"));
  record.options = read_options(node.member("options"));
  record.started_at = node.member("started_at").moment();
  record.ended_at = node.member("ended_at").moment();
  record.interrupted = node.member("interrupted").boolean();
  record.totals = read_totals(node.member("totals"));
  record.root_causes = node.member("root_causes").list([](const Node& cause) {
    return RootCause{cause.member("id").text(), cause.member("message").text(),
                     cause.member("scenarios_affected").count()};
  });
  record.interconnection = node.member("interconnection").list(read_step);
  record.scenarios = node.member("scenarios").list(read_scenario);
  record.clauses = node.member("clauses").list(read_clause);
  record.stale_expectations = node.member("stale_expectations").texts();
  record.secrets_check = read_secrets_check(node.member("secrets_check"));
  record.errors = node.member("errors").texts();
  return record;
}

}  // namespace

std::variant<RunRecord, ReadFailure> read_json(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    return read_record(Node{json, ""});
  } catch (const Json::exception& failure) {
    return ReadFailure{std::string("not JSON: ") + failure.what()};
  } catch (const std::runtime_error& failure) {
    return ReadFailure{failure.what()};
  }
}

}  // namespace reports
