// The expectations file as it should be after a run, line by line: a person's comments and order stay.

#include <algorithm>

#include <fmt/format.h>

#include "verdict/expectations.h"

namespace cts {
namespace {

using reports::Finding;
using reports::RunRecord;
using reports::ScenarioResult;
using reports::Verdict;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string_view trimmed(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t");
  return start == std::string_view::npos ? std::string_view() : line.substr(start);
}

bool is_comment(const std::string& line) {
  return trimmed(line).starts_with("#");
}

bool is_header(const std::string& line) {
  return trimmed(line).starts_with("[[");
}

// Octets of the UTF-8 character that stands at the beginning of `text`; 0: there is none (RFC 3629).
std::size_t character_octets(std::string_view text) {
  const auto octet = [&text](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : static_cast<unsigned char>(0);
  };
  const unsigned char first = octet(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first < 0xE0   ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  for (std::size_t at = 1; at < length; ++at)
    if ((octet(at) & 0xC0U) != 0x80U) return 0;
  const unsigned char second = octet(1);
  const bool is_overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool is_none = (first == 0xED && second >= 0xA0) || (first == 0xF4 && second >= 0x90);
  return is_overlong || is_none ? 0 : length;
}

/// `text` as TOML has it; what cannot stand there becomes an asterisk, which stands for anything.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const char c = text.front();
    const std::size_t octets = character_octets(text);
    if (c == '\n' || c == '\t') {
      out += ' ';
    } else if (octets == 0 || (static_cast<unsigned char>(c) < 0x20) || c == 0x7F) {
      if (!out.ends_with('*')) out += '*';
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += text.substr(0, octets);
    }
    text.remove_prefix(std::max<std::size_t>(octets, 1));
  }
  return out == "\"" ? "\"*\"" : out + "\"";
}

/// What a failed check says that will be the same the next time: names of this run become asterisks.
std::string lasting_message(const Finding& finding, const std::string& run_id) {
  constexpr std::string_view parts_of_names = "abcdefghijklmnopqrstuvwxyz0123456789-";
  const std::string_view text = finding.requirement;
  std::string lasting;
  for (std::size_t at = 0;;) {
    const std::size_t found = run_id.empty() ? std::string_view::npos : text.find(run_id, at);
    lasting += text.substr(at, found - at);
    if (found == std::string_view::npos) return lasting;
    lasting += '*';
    at = std::min(text.find_first_not_of(parts_of_names, found), text.size());
  }
}

std::string messages_of(const ScenarioResult& result, const std::string& run_id) {
  std::vector<std::string> messages;
  for (const Finding& finding : result.findings) {
    const std::string message = quoted(lasting_message(finding, run_id));
    if (!finding.passed && std::find(messages.begin(), messages.end(), message) == messages.end())
      messages.push_back(message);
  }
  if (messages.size() == 1) return "message = " + messages.front();
  return fmt::format("message = [\n  {},\n]", fmt::join(messages, ",\n  "));
}

/// The lines of the entry that begins at line `header`, up to what belongs to the next one.
std::size_t end_of_entry(const std::vector<std::string>& lines, std::size_t header) {
  std::size_t end = header + 1;
  while (end < lines.size() && !is_header(lines[end])) ++end;
  if (end == lines.size()) return end;
  while (end > header + 1 && is_comment(lines[end - 1])) --end;
  return end;
}

/// A comment that stands right above an entry is about it.
std::size_t start_with_comment(const std::vector<std::string>& lines, std::size_t header) {
  while (header > 0 && is_comment(lines[header - 1])) --header;
  return header;
}

void replace_message(std::vector<std::string>& lines, std::size_t begin, std::size_t end,
                     const std::string& message) {
  for (std::size_t at = begin; at < end; ++at) {
    const std::string_view line = trimmed(lines[at]);
    if (!line.starts_with("message")) continue;
    std::size_t last = at;
    const std::size_t bracket = line.find('[');
    if (bracket != std::string_view::npos && bracket < line.find('"'))
      while (last + 1 < end && lines[last].find(']') == std::string::npos) ++last;
    const auto first = lines.begin() + static_cast<std::ptrdiff_t>(at);
    lines.erase(first + 1, lines.begin() + static_cast<std::ptrdiff_t>(last + 1));
    lines[at] = message;
    return;
  }
}

/// What is to become of an entry.
struct Fate {
  bool dropped = false;
  const ScenarioResult* changed = nullptr;  ///< fails in another way
};

Fate fate_of(const Expectation& entry, const ExpectationBook& book, const RunRecord& record) {
  Fate fate;
  const std::string reason = book.reason_against(entry);
  if (reason.starts_with("it is about nothing")) return {.dropped = true};
  bool tried = false;
  bool all_pass = true;
  for (const ScenarioResult& result : record.scenarios) {
    if (!is_about(entry, result.id, result.clauses)) continue;
    if (result.verdict == Verdict::unexpected_pass) tried = true;
    if (result.verdict == Verdict::fail || result.verdict == Verdict::expected_failure) {
      tried = true;
      all_pass = false;
    }
    if (result.verdict == Verdict::fail && result.id == entry.scenario && reason.empty())
      fate.changed = &result;
  }
  fate.dropped = tried && all_pass;
  return fate;
}

}  // namespace

std::string rewritten(std::string_view text, const ExpectationBook& book, const RunRecord& judged,
                      std::chrono::year_month_day today) {
  std::vector<std::string> lines = lines_of(text);
  const std::vector<Expectation>& entries = book.expectations().entries;
  // From the end, so that the lines before keep their numbers.
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->line == 0 || entry->line > lines.size()) continue;
    const std::size_t header = entry->line - 1;
    const std::size_t end = end_of_entry(lines, header);
    const Fate fate = fate_of(*entry, book, judged);
    if (fate.dropped) {
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(start_with_comment(lines, header)),
                  lines.begin() + static_cast<std::ptrdiff_t>(end));
    } else if (fate.changed != nullptr) {
      replace_message(lines, header, end, messages_of(*fate.changed, judged.run_id));
    }
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  std::string out = fmt::format("{}\n", fmt::join(lines, "\n"));
  const auto soon = std::chrono::year_month_day(std::chrono::sys_days(today) + std::chrono::days(30));
  for (const ScenarioResult& result : judged.scenarios) {
    if (result.verdict != Verdict::fail) continue;
    if (std::any_of(entries.begin(), entries.end(),
                    [&](const Expectation& entry) { return is_about(entry, result.id, result.clauses); }))
      continue;
    out += fmt::format(
        "\n[[expectation]]\nscenario = {}\n{}\nwhy = \"not judged yet\"\nlink = \"none yet\"\nexpires = "
        "{:04}-{:02}-{:02}\n",
        quoted(result.id), messages_of(result, judged.run_id), static_cast<int>(soon.year()),
        static_cast<unsigned>(soon.month()), static_cast<unsigned>(soon.day()));
  }
  return out;
}

}  // namespace cts
