#include "doctor/diagnosis.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/text/safe_text.h"
#include "verdict/exit_code.h"

namespace cts {
namespace {

using State = Diagnosis::State;

struct Words {
  State state;
  std::string_view shown;
  std::string_view in_json;  ///< that last, for programs
};
constexpr std::array words{Words{State::good, "ok", "ok"}, Words{State::note, "note", "note"},
                           Words{State::warning, "warning", "warning"},
                           Words{State::file_is_wrong, "PROBLEM", "problem"},
                           Words{State::target_is_dead, "PROBLEM", "unreachable"}};

const Words& words_for(State state) {
  return *std::find_if(words.begin(), words.end(), [state](const Words& one) { return one.state == state; });
}

std::string on_one_line(const std::string& text) {
  return reports::printable(text, reports::Lines::join);
}

}  // namespace

bool Examination::has(State state) const {
  return std::any_of(found.begin(), found.end(),
                     [state](const Diagnosis& one) { return one.state == state; });
}

int Examination::exit_code() const {
  if (has(State::file_is_wrong)) return static_cast<int>(ExitCode::bad_input);
  if (has(State::target_is_dead)) return static_cast<int>(ExitCode::inconclusive);
  return static_cast<int>(ExitCode::conforms);
}

std::string_view word_for(State state) {
  return words_for(state).shown;
}

std::string text_of(const Examination& examination, const Wording& wording) {
  constexpr std::size_t width = 8;
  const auto shown = [&wording](const std::string& sentence) {
    return on_one_line(wording(sentence));
  };
  const auto line = [](std::string_view word, const std::string& rest) {
    return fmt::format("{} {}\n", reports::padded(word, width), rest);
  };
  std::string text =
      shown(fmt::format("target {} by profile {}", examination.target, examination.profile)) + "\n";
  for (const Diagnosis& one : examination.found) {
    const std::string where = one.where.empty() ? "" : on_one_line(one.where) + ": ";
    text += line(wording(std::string(word_for(one.state))), where + shown(one.what));
    if (!one.why.empty()) text += line("", shown(one.why));
    if (!one.remedy.empty()) text += line("", "→ " + shown(one.remedy));
  }
  const auto count = [&](State state) {
    return std::count_if(examination.found.begin(), examination.found.end(),
                         [state](const Diagnosis& one) { return one.state == state; });
  };
  const auto problems = count(State::file_is_wrong) + count(State::target_is_dead);
  const auto warnings = count(State::warning);
  if (problems + warnings > 0)
    text += shown(fmt::format("{} {}, {} {}", problems, problems == 1 ? "problem" : "problems", warnings,
                              warnings == 1 ? "warning" : "warnings")) +
            "\n";
  if (problems == 0) text += wording("this target can be judged") + "\n";
  return text;
}

nlohmann::ordered_json json_of(const Examination& examination) {
  using Json = nlohmann::ordered_json;
  Json checks = Json::array();
  for (const Diagnosis& one : examination.found) {
    checks.push_back({{"state", words_for(one.state).in_json},
                      {"id", one.id},
                      {"where", on_one_line(one.where)},
                      {"what", on_one_line(one.what)},
                      {"why", on_one_line(one.why)},
                      {"remedy", on_one_line(one.remedy)}});
  }
  const ScenarioCount& count = examination.scenarios;
  return {{"schema_version", 1},
          {"target", on_one_line(examination.target)},
          {"profile", on_one_line(examination.profile)},
          {"usable", examination.exit_code() == 0},
          {"exit", examination.exit_code()},
          {"scenarios",
           {{"all", count.all},
            {"run", count.run},
            {"further", count.further},
            {"left_out", count.left_out},
            {"not_applicable", count.not_applicable}}},
          {"checks", std::move(checks)}};
}

}  // namespace cts
