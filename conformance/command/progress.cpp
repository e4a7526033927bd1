#include "command/progress.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "command/speech.h"
#include "reports/record/derive.h"
#include "reports/text/safe_text.h"

namespace cts {
namespace {

using reports::Verdict;

/// SGR parameters; empty: as it is.
std::string_view colour_of(Verdict verdict) {
  if (reports::is_bad(verdict) || verdict == Verdict::none) return "31";
  return verdict == Verdict::inconclusive ? "33" : "";
}

bool was_judged_here(Verdict verdict) {
  return verdict != Verdict::not_run && verdict != Verdict::not_applicable;
}

}  // namespace

Progress::Style Progress::style_for(std::FILE* out) {
  Style style;
  // NOLINTBEGIN(concurrency-mt-unsafe): read before any thread starts
  const char* no_colour = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  // NOLINTEND(concurrency-mt-unsafe)
  style.terminal = ::isatty(::fileno(out)) == 1 && term != nullptr && std::string_view(term) != "dumb";
  style.colour = style.terminal && (no_colour == nullptr || *no_colour == '\0');
  winsize size{};
  if (style.terminal && ::ioctl(::fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 20)
    style.width = size.ws_col;
  return style;
}

Progress::Progress(std::FILE* out, Style style, const std::vector<const Scenario*>& scenarios,
                   RemainingTime remaining, std::function<reports::Seconds()> now)
    : out_(out), style_(style), remaining_(std::move(remaining)), now_(std::move(now)) {
  for (const Scenario* scenario : scenarios)
    layout_.fit(scenario->id, {scenario->clauses.begin(), scenario->clauses.end()});
}

void Progress::begin(const std::vector<const Scenario*>& to_run) {
  total_ = to_run.size();
  remaining_.begin(to_run);
  begun_ = now_();
}

void Progress::interconnected(const std::vector<reports::InterconnectionStep>& steps) {
  for (const reports::InterconnectionStep& step : steps) {
    if (step.tried && !step.ok)
      print(words("{} failed: {}", step.id, reports::printable(reports::told(step), reports::Lines::join)));
  }
}

void Progress::started(const Scenario& scenario) {
  if (style_.terminal && !style_.quiet) redraw(scenario.id);
}

void Progress::finished(const reports::ScenarioResult& result) {
  if (style_.quiet) return;
  remaining_.finished(result.id);
  ++counts_[result.verdict];
  if (was_judged_here(result.verdict)) ++done_;
  const std::string_view colour = colour_of(result.verdict);
  // What one dead service keeps from being judged is told once, with that cause.
  const bool has_cause =
      result.verdict == Verdict::inconclusive && !result.root_cause.empty() && result.transcript.empty();
  if ((!style_.terminal && !has_cause) || reports::is_bad(result.verdict) ||
      result.verdict == Verdict::none) {
    std::string line = reports::console_line(result, layout_, phrases());
    if (style_.colour && !colour.empty()) line = fmt::format("\x1b[{}m{}\x1b[0m", colour, line);
    print(line);
  }
  if (style_.terminal) redraw(result.id);
}

void Progress::end() {
  if (style_.terminal && !style_.quiet) std::fputs("\r\x1b[K", out_);
  std::fflush(out_);
}

reports::Seconds Progress::steady_seconds() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

void Progress::redraw(std::string_view id) {
  std::string line = words("{} of {}, {} to go", done_, total_, total_ - std::min(done_, total_));
  for (const auto& [verdict, count] : counts_) {
    if (verdict != Verdict::pass && was_judged_here(verdict))
      line += ", " +
              fmt::format(fmt::runtime(phrases().counted), count, reports::verdict_word(verdict, phrases()));
  }
  if (const auto left = remaining_.left(now_() - begun_)) line += ", " + rough_time(*left);
  line = reports::fitted(fmt::format("{}  {}", line, id), style_.width - 1);
  fmt::print(out_, "\r{}\x1b[K", line);
  std::fflush(out_);
}

void Progress::print(const std::string& line) {
  if (style_.quiet) return;
  fmt::print(out_, "{}{}\n", style_.terminal ? "\r\x1b[K" : "", line);
  std::fflush(out_);
}

}  // namespace cts
