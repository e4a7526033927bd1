#include "check/listing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ostream>

#include "client/small_letters.h"
#include "client/transcript.h"

namespace cts {
namespace {

constexpr std::size_t most_strange = 20;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
  }
  return lines;
}

struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Word> words_of(std::string_view line) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t begin = line.find_first_not_of(' ', at);
    if (begin == std::string_view::npos) break;
    at = std::min(line.find(' ', begin), line.size());
    words.push_back({begin, at});
  }
  return words;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_month(std::string_view text) {
  constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                    "jul", "aug", "sep", "oct", "nov", "dec"};
  return std::find(months.begin(), months.end(), in_small_letters(text)) != months.end();
}

bool is_day(std::string_view text) {
  const auto value = number(text);
  return value && *value >= 1 && *value <= 31;
}

bool is_year_or_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return text.size() == 4 && number(text);
  return colon >= 1 && colon <= 2 && number(text.substr(0, colon)) && number(text.substr(colon + 1)) &&
         text.size() == colon + 3;
}

// "2026-11-23 04:05", as some systems write.
bool is_iso_date(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && number(text.substr(0, 4));
}

// Index of the word after the date, and where the date begins. The date is the first that has a size before
// it.
struct Date {
  std::size_t first = 0;  // index of its first word
  std::size_t words = 0;
};
std::optional<Date> find_date(std::string_view line, const std::vector<Word>& words) {
  const auto word = [&](std::size_t i) {
    return line.substr(words[i].begin, words[i].end - words[i].begin);
  };
  for (std::size_t i = 2; i + 2 < words.size(); ++i) {
    if (!number(word(i - 1))) continue;
    const bool english = is_month(word(i)) && is_day(word(i + 1));
    const bool day_first = is_day(word(i)) && is_month(word(i + 1));
    if ((english || day_first) && i + 3 < words.size() && is_year_or_time(word(i + 2))) return Date{i, 3};
    if (is_iso_date(word(i)) && is_year_or_time(word(i + 1))) return Date{i, 2};
  }
  return std::nullopt;
}

ListEntry::Kind kind_of(char letter) {
  switch (letter) {
    case '-':
      return ListEntry::Kind::file;
    case 'd':
      return ListEntry::Kind::directory;
    case 'l':
      return ListEntry::Kind::link;
    default:
      return ListEntry::Kind::other;
  }
}

bool has_type_and_permissions(std::string_view word) {
  return word.size() >= 10 && std::string_view("-dlbcps").find(word[0]) != std::string_view::npos &&
         word.substr(1, 9).find_first_not_of("rwxsStTlL-") == std::string_view::npos;
}

std::optional<ListEntry> unix_entry(std::string_view line) {
  const std::vector<Word> words = words_of(line);
  if (words.size() < 5 || words[0].begin != 0) return std::nullopt;
  const std::string_view mode = line.substr(0, words[0].end);
  if (!has_type_and_permissions(mode)) return std::nullopt;
  const auto date = find_date(line, words);
  if (!date) return std::nullopt;
  const Word& size = words[date->first - 1];
  const Word& last = words[date->first + date->words - 1];
  if (last.end + 1 >= line.size()) return std::nullopt;
  ListEntry entry;
  entry.kind = kind_of(mode[0]);
  entry.permissions = mode.substr(1, 9);
  entry.size = number(line.substr(size.begin, size.end - size.begin)).value_or(0);
  entry.time = line.substr(words[date->first].begin, last.end - words[date->first].begin);
  entry.name = line.substr(last.end + 1);
  const std::size_t arrow = entry.kind == ListEntry::Kind::link ? entry.name.find(" -> ") : std::string::npos;
  if (arrow != std::string::npos) {
    entry.link_target = entry.name.substr(arrow + 4);
    entry.name.resize(arrow);
  }
  return entry;
}

bool take_fact(ListEntry& entry, const std::string& name, std::string_view value) {
  if (name == "type") {
    const std::string type = in_small_letters(value);
    if (type == "cdir" || type == "pdir") return false;
    entry.kind = type == "dir"    ? ListEntry::Kind::directory
                 : type == "file" ? ListEntry::Kind::file
                 : type.starts_with("os.unix=slink") || type.starts_with("os.unix=symlink")
                     ? ListEntry::Kind::link
                     : ListEntry::Kind::other;
  }
  if (name == "size") entry.size = number(value).value_or(0);
  if (name == "modify") entry.time = value;
  if (name == "unix.mode" || (name == "perm" && entry.permissions.empty())) entry.permissions = value;
  return true;
}

// nullopt: no entry at all. An entry without a name: one to be left out.
std::optional<ListEntry> mlsd_entry(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || space + 1 >= line.size()) return std::nullopt;
  std::string_view facts = line.substr(0, space);
  ListEntry entry;
  while (!facts.empty()) {
    const std::size_t end = facts.find(';');
    const std::size_t equals = facts.find('=');
    if (end == std::string_view::npos || equals == std::string_view::npos || equals > end)
      return std::nullopt;
    if (!take_fact(entry, in_small_letters(facts.substr(0, equals)),
                   facts.substr(equals + 1, end - equals - 1)))
      return ListEntry{};
    facts.remove_prefix(end + 1);
  }
  entry.name = line.substr(space + 1);
  return entry;
}

bool is_self_or_parent(std::string_view name) {
  return name == "." || name == "..";
}

void put_strange(Listing& listing, std::string_view line) {
  if (listing.strange.size() < most_strange) listing.strange.emplace_back(line.substr(0, 500));
}

}  // namespace

void PrintTo(const ListEntry& entry, std::ostream* out) {
  constexpr std::array<std::string_view, 4> kinds{"file", "directory", "link", "other"};
  *out << kinds[static_cast<std::size_t>(entry.kind)] << " \"" << readable(entry.name) << "\" " << entry.size
       << " octets " << readable(entry.permissions);
}

const ListEntry* Listing::find(std::string_view name) const {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

Listing parse_unix_list(std::string_view text) {
  Listing listing;
  for (const std::string_view line : lines_of(text)) {
    if (line.empty() || in_small_letters(line.substr(0, 5)) == "total") continue;
    auto entry = unix_entry(line);
    if (!entry)
      put_strange(listing, line);
    else if (!is_self_or_parent(entry->name))
      listing.entries.push_back(std::move(*entry));
  }
  return listing;
}

Listing parse_mlsd(std::string_view text) {
  Listing listing;
  for (const std::string_view line : lines_of(text)) {
    auto entry = mlsd_entry(line);
    if (!entry)
      put_strange(listing, line);
    else if (!entry->name.empty() && !is_self_or_parent(entry->name))
      listing.entries.push_back(std::move(*entry));
  }
  return listing;
}

std::vector<std::string> parse_nlst(std::string_view text) {
  std::vector<std::string> names;
  for (std::string_view line : lines_of(text)) {
    while (line.ends_with('/')) line.remove_suffix(1);
    if (const std::size_t slash = line.rfind('/'); slash != std::string_view::npos && slash + 1 < line.size())
      line.remove_prefix(slash + 1);
    if (!line.empty() && !is_self_or_parent(line)) names.emplace_back(line);
  }
  return names;
}

}  // namespace cts
