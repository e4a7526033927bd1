#include <array>

#include "fuzzing/target.h"
#include "operator/desk.h"
#include "operator/instant.h"

namespace refd {
namespace {

using fuzzing::require;

// A machine on which nothing can be done.
struct Machine final : DeviationSwitch, LogKeeper, AccessKeeper, ScriptKeeper, DiskKeeper, CounterKeeper {
  std::vector<Row> rows() const override { return {{"ftp.x", {"FTP-CASE-1"}, "breaks x"}}; }
  bool switch_on(std::string_view id) override { return id == "ftp.x"; }
  void switch_off() override {}
  std::optional<std::string_view> active() const override { return std::nullopt; }
  std::uint64_t acted() const override { return 0; }
  Result<void> remove_all() override { return {}; }
  Result<std::string> disable(const std::string&) override { return system_error(ENOENT); }
  Result<std::string> remove(const std::string&) override { return system_error(ENOENT); }
  Use use() override { return {}; }
  Result<Count> recount() override { return Count{}; }
  Result<std::vector<Entry>> counters() override { return std::vector<Entry>{}; }
  Result<void> reset() override { return {}; }
};

// Whether an answer over the wire is what `hosting-refd ctl` can read.
void require_answer(const std::string& answer) {
  require(answer.find('\n') == std::string::npos, "an answer is one line", answer);
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  require(json.is_object() && json.contains("ok") && json["ok"].is_boolean() && json.contains("text") &&
              json["text"].is_string(),
          "an answer says whether, and what", answer);
}

void check_desk(std::string_view text) {
  AdjustableClock clock;
  Machine machine;
  Desk desk(DeskServices{clock, machine, machine, machine, machine, machine, machine, [] {
                           return nlohmann::json{{"sessions", 0}};
                         }});
  require_answer(desk.answer_line(std::string(text)));
  // The same as words of a command line.
  std::vector<std::string> words;
  for (auto rest = text; !rest.empty() && words.size() < 20;) {
    const auto word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    words.emplace_back(word);
  }
  const auto request = desk_request(words);
  require(request.find('\n') == std::string::npos, "a request is one line", request);
  require_answer(desk.answer_line(request));
}

void check_instant(std::string_view text) {
  if (const auto time = parse_instant(text)) {
    const auto again = parse_instant(format_instant(*time));
    require(again && *again == *time, "a time that is written is the same", format_instant(*time));
  }
  if (const auto span = parse_span(text)) {
    require(std::chrono::abs(*span) <= std::chrono::hours(24 * 3660), "a span is at most ten years", text);
    require(text.starts_with('+') || text.starts_with('-'), "a span has its sign", text);
  }
}

}  // namespace
}  // namespace refd

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd;
  static const std::array table{
      Target{.name = "operator.desk", .check = check_desk, .longest = 1000},
      Target{.name = "operator.instant", .check = check_instant, .longest = 64},
  };
  return table;
}
