#include <algorithm>

#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports::html {
namespace {

constexpr std::size_t entry_limit = 2'000;

std::string entry_html(const TranscriptEntry& entry, bool judged, std::size_t limit = entry_limit) {
  Markup out;
  {
    const Element row(out, "div", {{"class", judged ? "entry judged" : "entry"}});
    out.leaf("span", seconds_three_decimals(entry.at), {{"class", "at"}});
    out.leaf("span", shortened(entry.channel, entry_limit), {{"class", "channel"}});
    out.leaf("span", arrow(entry.direction), {{"class", "arrow"}});
    const Element text(out, "pre");
    out.text(shortened(without_line_end(entry.text), limit));
    if (judged) {
      const Element mark(out, "em");
      say(out, both(&Phrases::judged_here));
    }
  }
  return out.html();
}

/// What of a dialogue is shown: what was judged, then what led to it, then its beginning.
class Selection {
 public:
  Selection(const std::vector<TranscriptEntry>& entries, const std::vector<std::size_t>& judged,
            std::size_t limit)
      : entries_(entries), judged_(judged), shown_(entries.size()), room_(limit) {
    for (const std::size_t index : judged) take(index);
    // The last of them is usually where the scenario ended.
    const std::size_t last = judged.empty() ? entries.size() : std::min(judged.back() + 1, entries.size());
    const std::size_t half = room_ / 2;
    for (std::size_t index = last; index > 0 && room_ > half; --index) {
      if (!take(index - 1)) break;
    }
    for (std::size_t index = 0; index < entries.size(); ++index) {
      if (!take(index)) break;
    }
  }

  /// Empty for what is left out.
  const std::vector<std::string>& shown() const noexcept { return shown_; }

 private:
  /// False when there is no more room.
  bool take(std::size_t index) {
    if (index >= entries_.size() || !shown_[index].empty()) return true;
    const bool is_judged = std::find(judged_.begin(), judged_.end(), index) != judged_.end();
    std::string html = entry_html(entries_[index], is_judged);
    if (html.size() > room_) return false;
    room_ -= html.size();
    shown_[index] = std::move(html);
    return true;
  }

  const std::vector<TranscriptEntry>& entries_;
  const std::vector<std::size_t>& judged_;
  std::vector<std::string> shown_;
  std::size_t room_;
};

void gap(Page page, std::size_t count) {
  if (count == 0) return;
  leaf(page, "p",
       both([count](const Phrases& phrases) { return fmt::format("… {} {}", count, phrases.left_out); }),
       {{"class", "quiet"}});
}

/// What was said at the first check that failed, from the last thing that the suite said on that connection,
/// so that nobody has to unfold the dialogue for it. Paper has the dialogue itself.
void excerpt(Page page, const std::vector<TranscriptEntry>& entries, const std::vector<std::size_t>& judged) {
  constexpr std::size_t most_before = 5;
  constexpr std::size_t longest_text = 600;
  /// Where very many scenarios failed, the page would become too large.
  constexpr std::size_t room_needed = 16'000;
  if (page.transcript_limit < room_needed || judged.empty() || judged.front() >= entries.size()) return;
  const std::size_t last = judged.front();
  std::vector<std::size_t> shown{last};
  for (std::size_t i = last; i > 0 && shown.size() <= most_before; --i) {
    if (entries[shown.back()].direction == Direction::sent) break;
    if (entries[i - 1].channel == entries[last].channel) shown.push_back(i - 1);
  }
  leaf(page, "p", both(&Phrases::seen_here), {{"class", "quiet excerpt"}});
  const Element box(page.out, "div", {{"class", "transcript excerpt"}});
  // Made by entry_html(): escaped.
  for (auto index = shown.rbegin(); index != shown.rend(); ++index)
    page.out.raw(entry_html(entries[*index], *index == last, longest_text));
}

}  // namespace

void transcript(Page page, const std::vector<TranscriptEntry>& entries,
                const std::vector<std::size_t>& judged) {
  if (entries.empty()) return;
  excerpt(page, entries, judged);
  const Element details(page.out, "details");
  leaf(page, "summary", both([&entries](const Phrases& phrases) {
         return fmt::format("{} ({})", phrases.transcript, entries.size());
       }));
  const Element box(page.out, "div", {{"class", "transcript"}, {"tabindex", "0"}});
  const Selection selection(entries, judged, page.transcript_limit);
  std::size_t missing = 0;
  for (const std::string& html : selection.shown()) {
    if (html.empty()) {
      ++missing;
      continue;
    }
    gap(page, missing);
    missing = 0;
    // Made by entry_html(): escaped.
    page.out.raw(html);
  }
  gap(page, missing);
}

}  // namespace reports::html
