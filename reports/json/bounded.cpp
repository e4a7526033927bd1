#include "reports/json/bounded.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/text/safe_text.h"

namespace reports {
namespace {

/// What the names of an entry's members, and the blanks before them, take.
constexpr std::size_t entry_overhead = 160;
constexpr std::size_t shortest_text = 96;
/// Of one text in a dialogue that has to be cut: a part of the whole.
constexpr std::size_t texts_in_a_dialogue = 6;

bool is_good(Verdict verdict) {
  return verdict == Verdict::pass || verdict == Verdict::not_run || verdict == Verdict::not_applicable;
}

/// Both ends of `text`, so that JSON takes about `limit` octets for it and never more than for the shortest.
std::string fitting(const std::string& text, std::size_t limit) {
  if (json_size(text) <= limit) return text;
  std::string result = shortened(text, limit);
  // Control characters and what is no UTF-8 take up to six times as much.
  for (std::size_t keep = limit / 2; json_size(result) > limit && keep >= 16; keep /= 2)
    result = shortened(text, keep);
  return result;
}

std::size_t cost(const TranscriptEntry& entry) {
  return entry_overhead + json_size(entry.channel) + json_size(entry.text);
}

/// Which entries of a dialogue stay.
class Kept {
 public:
  Kept(const std::vector<TranscriptEntry>& entries, std::size_t room)
      : entries_(entries), kept_(entries.size()), room_(room) {}

  bool operator[](std::size_t index) const { return kept_[index]; }

  /// False when there is no room for it, and enough to be left for others.
  bool keep(std::size_t index, std::size_t reserve) {
    if (kept_[index]) return true;
    const std::size_t size = cost(entries_[index]);
    if (size + reserve > room_) return false;
    room_ -= size;
    kept_[index] = true;
    return true;
  }

  /// What was judged, then the end, which is usually where a scenario failed, then the beginning.
  void choose(const std::vector<std::size_t>& judged) {
    for (const std::size_t index : judged) keep(index, 0);
    const std::size_t half = room_ / 2;
    for (std::size_t index = entries_.size(); index > 0 && keep(index - 1, half); --index) {
    }
    for (std::size_t index = 0; index < entries_.size() && keep(index, 0); ++index) {
    }
  }

 private:
  const std::vector<TranscriptEntry>& entries_;
  std::vector<bool> kept_;
  std::size_t room_;
};

/// Stands for what was left out since the last entry that was kept.
struct Gap {
  std::size_t entries = 0;
  std::size_t octets = 0;

  void add(const TranscriptEntry& entry) {
    ++entries;
    octets += entry.text.size();
  }
  void tell(std::vector<TranscriptEntry>& kept, Seconds at) {
    if (entries > 0)
      kept.push_back({at, "report", Direction::note,
                      fmt::format("… {} entries of {} octets left out …", entries, octets)});
    *this = {};
  }
};

/// Where each old entry is now; nullopt where it is not.
using Places = std::vector<std::optional<std::size_t>>;

struct CutDialogue {
  std::vector<TranscriptEntry> entries;
  Places places;
};

CutDialogue cut(std::vector<TranscriptEntry> entries, const std::vector<std::size_t>& judged,
                std::size_t room) {
  std::size_t size = 0;
  for (const TranscriptEntry& entry : entries) size += cost(entry);
  CutDialogue result;
  result.places.resize(entries.size());
  if (size <= room) {
    for (std::size_t i = 0; i < entries.size(); ++i) result.places[i] = i;
    result.entries = std::move(entries);
    return result;
  }
  const std::size_t longest = std::max(shortest_text, room / texts_in_a_dialogue);
  for (TranscriptEntry& entry : entries) entry.text = fitting(entry.text, longest);
  // The words about what is left out need room too: there are no more gaps than judged entries and one.
  const std::size_t for_gaps = std::min(room / 4, (judged.size() + 1) * 2 * entry_overhead);
  Kept kept(entries, room - for_gaps);
  kept.choose(judged);
  Gap gap;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!kept[i]) {
      gap.add(entries[i]);
      continue;
    }
    gap.tell(result.entries, entries[i].at);
    result.places[i] = result.entries.size();
    result.entries.push_back(std::move(entries[i]));
  }
  if (!entries.empty()) gap.tell(result.entries, entries.back().at);
  return result;
}

std::vector<std::size_t> judged_entries(const ScenarioResult& scenario) {
  std::vector<std::size_t> judged;
  for (const Finding& finding : scenario.findings) {
    if (!finding.passed && finding.transcript_entry && *finding.transcript_entry < scenario.transcript.size())
      judged.push_back(*finding.transcript_entry);
  }
  return judged;
}

std::size_t share(std::size_t most, std::size_t whole, std::size_t parts) {
  return std::min(most, whole / std::max<std::size_t>(parts, 1));
}

}  // namespace

std::size_t json_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x20) {
      size += c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
    } else if (octet >= 0x80) {
      size += 3;  // when it is not UTF-8 it becomes U+FFFD
    } else {
      size += c == '"' || c == '\\' ? 2 : 1;
    }
  }
  return size;
}

ScenarioBounds bounds_for(const RunRecord& record, const JsonBounds& bounds) {
  std::size_t passes = 0;
  std::size_t texts = 0;
  for (const ScenarioResult& scenario : record.scenarios) {
    passes += is_good(scenario.verdict) ? 1 : 0;
    texts += 2 * scenario.findings.size() + scenario.readings.size() + 1;
  }
  // Those that pass take a quarter at most, steps a sixteenth.
  const std::size_t for_passes = bounds.dialogues / 4;
  const std::size_t for_steps = bounds.dialogues / 16;
  return {.dialogue = share(bounds.longest_dialogue, bounds.dialogues - for_passes - for_steps,
                            record.scenarios.size() - passes),
          .dialogue_of_a_pass = share(bounds.longest_dialogue_of_a_pass, for_passes, passes),
          .step = share(bounds.longest_dialogue, for_steps, record.interconnection.size()),
          .text = share(bounds.longest_text, bounds.findings, texts)};
}

ScenarioResult bounded(const ScenarioResult& scenario, const ScenarioBounds& bounds) {
  ScenarioResult result = scenario;
  result.message = fitting(scenario.message, bounds.text);
  for (Reading& reading : result.readings) reading.value = fitting(reading.value, bounds.text);
  const std::size_t room = is_good(scenario.verdict) ? bounds.dialogue_of_a_pass : bounds.dialogue;
  CutDialogue dialogue = cut(std::move(result.transcript), judged_entries(scenario), room);
  result.transcript = std::move(dialogue.entries);
  for (Finding& finding : result.findings) {
    finding.expected = fitting(finding.expected, bounds.text);
    finding.actual = fitting(finding.actual, bounds.text);
    if (finding.transcript_entry && *finding.transcript_entry < dialogue.places.size())
      finding.transcript_entry = dialogue.places[*finding.transcript_entry];
  }
  return result;
}

InterconnectionStep bounded(const InterconnectionStep& step, const ScenarioBounds& bounds) {
  InterconnectionStep result = step;
  result.message = fitting(step.message, bounds.text);
  result.transcript = cut(std::move(result.transcript), {}, bounds.step).entries;
  return result;
}

}  // namespace reports
