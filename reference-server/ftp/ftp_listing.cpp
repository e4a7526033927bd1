#include "ftp/ftp_listing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include <fmt/format.h>

#include "ftp/command_line.h"

namespace refd {
namespace {

constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::tm in_utc(std::chrono::system_clock::time_point time) {
  const auto seconds = std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
  std::tm fields{};
  ::gmtime_r(&seconds, &fields);
  return fields;
}

void apply_letter(ListOptions& options, char letter) {
  switch (letter) {
    case 'a':
      options.hidden = options.dot_entries = true;
      break;
    case 'A':
      options.hidden = true;
      break;
    case 'l':
      options.long_form = true;
      break;
    case 'R':
      options.recursive = true;
      break;
    case 'F':
      options.classify = options.programs_too = true;
      break;
    case 'p':
      options.classify = true;
      break;
    case 'd':
      options.directory_itself = true;
      break;
    case 't':
      options.by_time = true;
      break;
    case 'S':
      options.by_size = true;
      break;
    case 'r':
      options.reversed = true;
      break;
    default:
      break;
  }
}

// A directory can have very many lines, and fmt would read the same form anew for each.

// `number` in decimal, `filler` before it where it has fewer than `width` digits.
void append_number(std::string& text, std::uint64_t number, std::size_t width, char filler) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const auto size = static_cast<std::size_t>(end - digits.data());
  text.append(width > size ? width - size : 0, filler).append(digits.data(), size);
}

// And blanks behind it, up to `width`: the names of accounts are of ASCII.
void append_word(std::string& text, std::string_view word, std::size_t width) {
  text.append(word).append(width > word.size() ? width - word.size() : 0, ' ');
}

void append_permissions(std::string& text, const FileFacts& facts) {
  constexpr std::string_view all = "rwxrwxrwx";
  text += facts.kind == FileKind::directory ? 'd' : facts.kind == FileKind::symlink ? 'l' : '-';
  for (unsigned bit = 0; bit < 9; ++bit) text += (facts.mode & (0400U >> bit)) != 0 ? all[bit] : '-';
  if ((facts.mode & 01000U) != 0) text.back() = text.back() == 'x' ? 't' : 'T';
}

// ls's rule: half a year back, and hardly anything ahead, counts as recent.
void append_list_time(std::string& text, std::chrono::system_clock::time_point time,
                      std::chrono::system_clock::time_point now) {
  const auto fields = in_utc(time);
  const auto number = [](int field) {
    return static_cast<std::uint64_t>(field);
  };
  text.append(months.at(static_cast<std::size_t>(fields.tm_mon))) += ' ';
  append_number(text, number(fields.tm_mday), 2, ' ');
  text += ' ';
  const bool recent = now - time < std::chrono::hours(24 * 180) && time - now < std::chrono::hours(24);
  if (recent) {
    append_number(text, number(fields.tm_hour), 2, '0');
    text += ':';
    append_number(text, number(fields.tm_min), 2, '0');
  } else {
    append_number(text, number(fields.tm_year + 1900), 5, ' ');
  }
}

std::string ms_dos_line(const DirectoryEntry& entry) {
  const auto fields = in_utc(entry.facts.modified);
  const int hour = fields.tm_hour % 12 == 0 ? 12 : fields.tm_hour % 12;
  const auto size = entry.facts.kind == FileKind::directory ? fmt::format("{:<20}", "      <DIR>")
                                                            : fmt::format("{:>20}", entry.facts.size);
  return fmt::format("{:02d}-{:02d}-{:02d}  {:02d}:{:02d}{} {} {}\r\n", fields.tm_mon + 1, fields.tm_mday,
                     fields.tm_year % 100, hour, fields.tm_min, fields.tm_hour < 12 ? "AM" : "PM", size,
                     printable_name(entry.name));
}

struct FactName {
  MlstFact fact;
  std::string_view name;
};
constexpr std::array<FactName, 6> fact_names = {{{MlstFact::type, "type"},
                                                 {MlstFact::size, "size"},
                                                 {MlstFact::modify, "modify"},
                                                 {MlstFact::perm, "perm"},
                                                 {MlstFact::unique, "unique"},
                                                 {MlstFact::unix_mode, "UNIX.mode"}}};

// RFC 3659 section 7.5.5: what the customer may do with it, as far as the bits tell.
std::string mlst_permissions(const FileFacts& facts) {
  const bool reads = (facts.mode & 0400U) != 0;
  const bool writes = (facts.mode & 0200U) != 0;
  if (facts.kind != FileKind::directory) {
    return std::string("d") + "f" + (reads ? "r" : "") + (writes ? "aw" : "");
  }
  const bool enters = (facts.mode & 0100U) != 0;
  return std::string(writes ? "c" : "") + "d" + (enters ? "e" : "") + "f" + (reads ? "l" : "") +
         (writes ? "mp" : "");
}

std::string in_base(int base, std::uint64_t number, std::size_t width) {
  std::array<char, 64> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  const auto size = static_cast<std::size_t>(end - digits.data());
  return std::string(width > size ? width - size : 0, '0').append(digits.data(), size);
}

std::string fact_value(MlstFact fact, std::string_view type, const FileFacts& facts) {
  switch (fact) {
    case MlstFact::type:
      return std::string(type);
    case MlstFact::size:
      return std::to_string(facts.size);
    case MlstFact::modify:
      return time_value(facts.modified);
    case MlstFact::perm:
      return mlst_permissions(facts);
    case MlstFact::unique:
      return in_base(16, facts.inode, 1);
    case MlstFact::unix_mode:
      return in_base(8, facts.mode, 4);
  }
  return {};
}

}  // namespace

ListArguments parse_list_arguments(std::string_view argument) {
  ListArguments parsed;
  while (argument.starts_with('-')) {
    const auto space = argument.find(' ');
    const auto word = argument.substr(1, space == std::string_view::npos ? space : space - 1);
    argument.remove_prefix(space == std::string_view::npos ? argument.size() : space + 1);
    if (word == "-") break;
    parsed.options.any = true;
    for (const char letter : word) apply_letter(parsed.options, letter);
  }
  parsed.path = argument;
  return parsed;
}

void arrange(std::vector<DirectoryEntry>& entries, const ListOptions& options) {
  if (!options.hidden) std::erase_if(entries, [](const auto& entry) { return entry.name.starts_with('.'); });
  if (options.by_time) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) { return a.facts.modified > b.facts.modified; });
  } else if (options.by_size) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) { return a.facts.size > b.facts.size; });
  }
  if (options.reversed) std::reverse(entries.begin(), entries.end());
}

std::string printable_name(std::string_view name) {
  std::string text(name);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; }, '?');
  return text;
}

std::string list_line(const DirectoryEntry& entry, const LineStyle& style, const ListOptions& options) {
  if (!style.unix_style) return ms_dos_line(entry);
  auto name = printable_name(entry.name);
  if (options.classify && entry.facts.kind == FileKind::directory) name += '/';
  if (options.programs_too && entry.facts.kind == FileKind::regular && (entry.facts.mode & 0111U) != 0)
    name += '*';
  std::string line;
  line.reserve(64 + 2 * style.owner.size() + name.size());
  append_permissions(line, entry.facts);
  line += ' ';
  append_number(line, entry.facts.links, 3, ' ');
  for (int i = 0; i < 2; ++i) {
    line += ' ';
    append_word(line, style.owner, 8);
  }
  line += ' ';
  append_number(line, entry.facts.size, 8, ' ');
  line += ' ';
  append_list_time(line, entry.facts.modified, style.now);
  return line.append(" ").append(name).append("\r\n");
}

MlstFacts all_mlst_facts() {
  MlstFacts facts;
  for (const auto& row : fact_names) facts.insert(row.fact);
  return facts;
}

std::string mlst_feature(const MlstFacts& chosen) {
  std::string text = "MLST ";
  for (const auto& row : fact_names) {
    text.append(row.name).append(chosen.contains(row.fact) ? "*;" : ";");
  }
  return text;
}

MlstFacts parse_mlst_facts(std::string_view argument) {
  MlstFacts facts;
  while (!argument.empty()) {
    const auto end = argument.find(';');
    const auto name = capitals(trimmed(argument.substr(0, end)));
    argument.remove_prefix(end == std::string_view::npos ? argument.size() : end + 1);
    for (const auto& row : fact_names) {
      if (capitals(row.name) == name) facts.insert(row.fact);
    }
  }
  return facts;
}

std::string mlst_names(const MlstFacts& facts) {
  std::string text;
  for (const auto& row : fact_names) {
    if (facts.contains(row.fact)) text.append(row.name).append(";");
  }
  return text;
}

std::string mlst_line(std::string_view name, std::string_view type, const FileFacts& facts,
                      const MlstFacts& chosen) {
  std::string line;
  for (const auto& row : fact_names) {
    // A directory's size means nothing to a client.
    if (!chosen.contains(row.fact) || (row.fact == MlstFact::size && facts.kind == FileKind::directory))
      continue;
    line.append(row.name).append("=").append(fact_value(row.fact, type, facts)).append(";");
  }
  return line.append(" ").append(printable_name(name));
}

std::string_view mlst_type(FileKind kind) {
  switch (kind) {
    case FileKind::directory:
      return "dir";
    case FileKind::symlink:
      return "OS.unix=symlink";
    default:
      return "file";
  }
}

std::string time_value(std::chrono::system_clock::time_point time) {
  const auto fields = in_utc(time);
  std::string text;
  append_number(text, static_cast<std::uint64_t>(fields.tm_year) + 1900, 4, '0');
  for (const int field : {fields.tm_mon + 1, fields.tm_mday, fields.tm_hour, fields.tm_min, fields.tm_sec})
    append_number(text, static_cast<std::uint64_t>(field), 2, '0');
  return text;
}

Result<std::chrono::system_clock::time_point> parse_time_value(std::string_view text) {
  constexpr std::size_t digits = 14;
  const auto is_digit = [](char c) {
    return c >= '0' && c <= '9';
  };
  if (text.size() < digits || !std::all_of(text.begin(), text.begin() + digits, is_digit))
    return system_error(EINVAL);
  const auto fraction = text.substr(digits);
  if (!fraction.empty() && (fraction.front() != '.' || fraction.size() == 1 ||
                            !std::all_of(fraction.begin() + 1, fraction.end(), is_digit))) {
    return system_error(EINVAL);
  }
  const auto number = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(from, count)) value = value * 10 + (c - '0');
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(4, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(6, 2)))};
  const int hour = number(8, 2);
  const int minute = number(10, 2);
  const int second = number(12, 2);
  // The clock counts nanoseconds: it reaches from 1678 to 2262.
  if (number(0, 4) < 1900 || number(0, 4) > 2200) return system_error(EINVAL);
  if (!day.ok() || hour > 23 || minute > 59 || second > 60) return system_error(EINVAL);
  return std::chrono::sys_days(day) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

}  // namespace refd
