#include "config/strict_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cts {
namespace {

constexpr std::uint64_t most_octets = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t longest_text = 65'536;
const toml::table empty_table;

struct Unit {
  std::string_view name;
  std::uint64_t octets;
};
constexpr std::array units{
    Unit{"B", 1},
    Unit{"kB", 1'000},
    Unit{"MB", 1'000'000},
    Unit{"GB", 1'000'000'000},
    Unit{"KiB", 1ull << 10},
    Unit{"MiB", 1ull << 20},
    Unit{"GiB", 1ull << 30},
};

bool is_plain_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7f;
  });
}

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "a truth value";
    default:
      return "a date or time";
  }
}

/// Levenshtein distance, for "did you mean".
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, substituted}));
    }
  }
  return row[b.size()];
}

template <class Names>
std::string suggestion(std::string_view wrong, const Names& names) {
  std::size_t best = 3;
  std::string found;
  for (const std::string& name : names) {
    if (const std::size_t d = distance(wrong, name); d < best) {
      best = d;
      found = name;
    }
  }
  return found.empty() ? "" : fmt::format("; did you mean \"{}\"?", found);
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.starts_with(' ')) unit.remove_prefix(1);
  const auto row = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == unit; });
  if (row == units.end() || number > most_octets / row->octets) return std::nullopt;
  return number * row->octets;
}

void Mistakes::add(const toml::source_region& where, std::string message) {
  errors_.push_back({file_, where.begin.line, where.begin.column, std::move(message)});
}

void Mistakes::add(std::string message) {
  errors_.push_back({file_, 0, 0, std::move(message)});
}

ConfigErrors Mistakes::take() {
  std::stable_sort(errors_.begin(), errors_.end(), [](const ConfigError& a, const ConfigError& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return std::exchange(errors_, {});
}

std::optional<toml::table> parse_toml(std::string_view text, Mistakes& mistakes) {
  try {
    return toml::parse(text, mistakes.file());
  } catch (const toml::parse_error& error) {
    mistakes.add(error.source(), fmt::format("not valid TOML: {}", error.description()));
    return std::nullopt;
  }
}

StrictTable::StrictTable(const toml::table& table, Mistakes& mistakes) : table_(table), mistakes_(mistakes) {}

StrictTable::StrictTable(const toml::table& table, std::string path, std::string shown, Mistakes& mistakes)
    : table_(table), path_(std::move(path)), shown_(std::move(shown)), mistakes_(mistakes) {}

std::string StrictTable::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

std::string StrictTable::in_table() const {
  return shown_.empty() ? "" : " in " + shown_;
}

void StrictTable::note(std::string_view key, std::string_view kind, Presence presence, std::string standard,
                       std::string range) {
  if (mistakes_.asked() == nullptr) return;
  mistakes_.asked()->push_back({path_, std::string(key), std::string(kind), std::move(range),
                                std::move(standard), presence == Presence::required});
}

const toml::node* StrictTable::find(std::string_view key, Presence presence) {
  know(key);
  const toml::node* node = table_.get(key);
  if (node == nullptr && presence == Presence::required) {
    mistake_here(fmt::format("\"{}\" is missing{}", key, in_table()));
  }
  return node;
}

bool StrictTable::wrong_type(std::string_view key, const toml::node& node, std::string_view wanted) {
  mistakes_.add(node.source(),
                fmt::format("\"{}\"{} must be {}, not {}", key, in_table(), wanted, type_name(node)));
  return false;
}

bool StrictTable::read(std::string_view key, std::string& out, Presence presence) {
  note(key, "text", presence, out);
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  const auto* text = node->as_string();
  if (text == nullptr) return wrong_type(key, *node, "a text");
  if (text->get().empty() || text->get().size() > longest_text || !is_plain_text(text->get())) {
    mistakes_.add(
        node->source(),
        fmt::format("\"{}\"{} must be a text that is not empty, at most {} octets long and without control "
                    "characters",
                    key, in_table(), longest_text));
    return false;
  }
  out = text->get();
  return true;
}

bool StrictTable::read(std::string_view key, bool& out, Presence presence) {
  note(key, "flag", presence, out ? "true" : "false");
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  const auto* truth = node->as_boolean();
  if (truth == nullptr) return wrong_type(key, *node, "true or false");
  out = truth->get();
  return true;
}

bool StrictTable::read(std::string_view key, std::uint64_t& out, std::uint64_t least, std::uint64_t most,
                       Presence presence) {
  note(key, "integer", presence, out == 0 ? "" : std::to_string(out), fmt::format("{}…{}", least, most));
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  const auto* number = node->as_integer();
  if (number == nullptr) return wrong_type(key, *node, "an integer");
  if (number->get() < 0 || static_cast<std::uint64_t>(number->get()) < least ||
      static_cast<std::uint64_t>(number->get()) > most) {
    mistakes_.add(node->source(), fmt::format("\"{}\"{} must be from {} to {}, not {}", key, in_table(),
                                              least, most, number->get()));
    return false;
  }
  out = static_cast<std::uint64_t>(number->get());
  return true;
}

bool StrictTable::read(std::string_view key, unsigned& out, unsigned least, unsigned most,
                       Presence presence) {
  std::uint64_t number = out;
  if (!read(key, number, least, most, presence)) return false;
  out = static_cast<unsigned>(number);
  return true;
}

bool StrictTable::read_port(std::string_view key, std::uint16_t& out, Presence presence) {
  std::uint64_t number = out;
  if (!read(key, number, 1, 65'535, presence)) return false;
  out = static_cast<std::uint16_t>(number);
  return true;
}

bool StrictTable::read_size(std::string_view key, std::uint64_t& out, Presence presence) {
  note(key, "size", presence, out == 0 ? "" : std::to_string(out));
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  if (node->is_integer()) return read(key, out, 1, most_octets, presence);
  const auto* text = node->as_string();
  if (text == nullptr) return wrong_type(key, *node, "a size, such as 20000000 or \"20 MB\"");
  const std::optional<std::uint64_t> octets = parse_size(text->get());
  if (!octets || *octets == 0) {
    mistakes_.add(
        node->source(),
        fmt::format("\"{}\"{} is no size: write octets as an integer, or a whole number with B, kB, MB, GB, "
                    "KiB, MiB or GiB, such as \"20 MB\"",
                    key, in_table()));
    return false;
  }
  out = *octets;
  return true;
}

bool StrictTable::read_seconds(std::string_view key, std::chrono::milliseconds& out,
                               std::chrono::milliseconds most, Presence presence) {
  note(key, "seconds", presence,
       out.count() == 0 ? "" : fmt::format("{}", std::chrono::duration<double>(out).count()),
       fmt::format("0.001…{}", std::chrono::duration<double>(most).count()));
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  const std::optional<double> seconds = node->is_number() ? node->value<double>() : std::nullopt;
  if (!seconds) return wrong_type(key, *node, "a number of seconds");
  const double limit = std::chrono::duration<double>(most).count();
  if (!std::isfinite(*seconds) || *seconds < 0.001 || *seconds > limit) {
    mistakes_.add(node->source(),
                  fmt::format("\"{}\"{} must be from 0.001 to {} seconds", key, in_table(), limit));
    return false;
  }
  out = std::chrono::milliseconds(std::llround(*seconds * 1000));
  return true;
}

bool StrictTable::read_time_of_day(std::string_view key, std::chrono::minutes& out, Presence presence) {
  note(key, "time", presence,
       out.count() == 0 ? "" : fmt::format("{:02}:{:02}:00", out.count() / 60, out.count() % 60));
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  const auto* time = node->as_time();
  if (time == nullptr) return wrong_type(key, *node, "a time of the day, such as 14:00:00");
  out = std::chrono::hours(time->get().hour) + std::chrono::minutes(time->get().minute);
  return true;
}

bool StrictTable::read_date(std::string_view key, std::chrono::year_month_day& out, Presence presence) {
  note(key, "date", presence);
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  const auto* date = node->as_date();
  if (date == nullptr) return wrong_type(key, *node, "a date, such as 2027-03-31");
  out = std::chrono::year(date->get().year) / date->get().month / date->get().day;
  return true;
}

bool StrictTable::read_texts(std::string_view key, std::vector<std::string>& out) {
  const toml::node* node = table_.get(key);
  if (node != nullptr && node->is_array()) return read(key, out, Presence::required);
  std::string text;
  const bool given = read(key, text, Presence::required);
  if (mistakes_.asked() != nullptr) mistakes_.asked()->back().kind = "text or texts";
  if (!given) return false;
  out = {std::move(text)};
  return true;
}

bool StrictTable::read(std::string_view key, std::vector<std::string>& out, Presence presence,
                       bool may_be_empty) {
  note(key, "texts", presence, fmt::format("{}", fmt::join(out, ", ")));
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  const toml::array* array = node->as_array();
  if (array == nullptr) return wrong_type(key, *node, "an array of texts");
  const auto failed = [&](const toml::node& where, std::string_view why) {
    mistakes_.add(where.source(), fmt::format("\"{}\"{} {}", key, in_table(), why));
    return false;
  };
  if (array->empty() && !may_be_empty) return failed(*node, "must not be empty");
  std::vector<std::string> texts;
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr) return wrong_type(key, element, "an array of texts; one of its elements is");
    if (text->get().empty() || !is_plain_text(text->get())) {
      return failed(element, "holds a text that is empty or has control characters");
    }
    if (std::find(texts.begin(), texts.end(), text->get()) != texts.end()) {
      return failed(element, fmt::format("holds \"{}\" twice", text->get()));
    }
    texts.push_back(text->get());
  }
  out = std::move(texts);
  return true;
}

bool StrictTable::read_command(std::string_view key, std::vector<std::string>& out, Presence presence) {
  note(key, "command", presence);
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  const toml::array* array = node->as_array();
  if (array == nullptr || array->empty()) {
    return wrong_type(key, *node, "an array with a program and its arguments");
  }
  std::vector<std::string> words;
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr || (words.empty() && text->get().empty()) ||
        text->get().find('\0') != std::string::npos) {
      mistakes_.add(element.source(), fmt::format("\"{}\"{} holds something that is no argument of a command",
                                                  key, in_table()));
      return false;
    }
    words.push_back(text->get());
  }
  out = std::move(words);
  return true;
}

bool StrictTable::read_ports(std::string_view key, std::vector<std::uint16_t>& out, Presence presence) {
  note(key, "ports", presence, fmt::format("{}", fmt::join(out, ", ")));
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  const toml::array* array = node->as_array();
  if (array == nullptr || array->empty())
    return wrong_type(key, *node, "an array of ports that is not empty");
  std::vector<std::uint16_t> ports;
  for (const toml::node& element : *array) {
    const auto* number = element.as_integer();
    if (number == nullptr || number->get() < 1 || number->get() > 65'535) {
      mistakes_.add(element.source(),
                    fmt::format("\"{}\"{} holds something that is no port from 1 to 65535", key, in_table()));
      return false;
    }
    ports.push_back(static_cast<std::uint16_t>(number->get()));
  }
  out = std::move(ports);
  return true;
}

void StrictTable::read_version() {
  std::uint64_t version = 0;
  read("version", version, 1, 1, Presence::required);
}

std::optional<StrictTable> StrictTable::table(std::string_view key, Presence presence) {
  note(key, "table", presence);
  const toml::node* node = find(key, presence);
  if (node == nullptr && mistakes_.asked() != nullptr)
    return StrictTable(empty_table, path_of(key), fmt::format("[{}]", path_of(key)), mistakes_);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* inner = node->as_table()) {
    return StrictTable(*inner, path_of(key), fmt::format("[{}]", path_of(key)), mistakes_);
  }
  wrong_type(key, *node, "a table");
  return std::nullopt;
}

std::vector<StrictTable> StrictTable::tables(std::string_view key, Presence presence) {
  note(key, "tables", presence);
  std::vector<StrictTable> found;
  const toml::node* node = find(key, presence);
  const std::string shown = fmt::format("[[{}]]", path_of(key));
  if (node == nullptr && mistakes_.asked() != nullptr)
    found.push_back(StrictTable(empty_table, path_of(key), shown, mistakes_));
  if (node == nullptr) return found;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    wrong_type(key, *node, fmt::format("an array of tables ({})", shown));
    return found;
  }
  for (const toml::node& element : *array) {
    if (const toml::table* inner = element.as_table()) {
      found.push_back(StrictTable(*inner, path_of(key), shown, mistakes_));
    } else {
      wrong_type(key, element, fmt::format("an array of tables ({}); one of its elements is", shown));
    }
  }
  return found;
}

std::vector<std::string> StrictTable::keys() {
  std::vector<std::pair<std::pair<toml::source_index, toml::source_index>, std::string>> placed;
  for (const auto& [key, node] : table_) {
    know(key.str());
    placed.push_back({{key.source().begin.line, key.source().begin.column}, std::string(key.str())});
  }
  std::sort(placed.begin(), placed.end());
  std::vector<std::string> names;
  names.reserve(placed.size());
  for (auto& [place, name] : placed) names.push_back(std::move(name));
  return names;
}

void StrictTable::mistake(std::string_view key, std::string message) {
  const toml::node* node = table_.get(key);
  mistakes_.add(node != nullptr ? node->source() : table_.source(), std::move(message));
}

void StrictTable::mistake_at_key(std::string_view key, std::string message) {
  const auto found = table_.find(key);
  mistakes_.add(found != table_.end() ? found->first.source() : table_.source(), std::move(message));
}

void StrictTable::mistake_here(std::string message) {
  mistakes_.add(table_.source(), std::move(message));
}

void StrictTable::finish() {
  for (const auto& [key, node] : table_) {
    if (known_.contains(key.str())) continue;
    mistakes_.add(key.source(), fmt::format("unknown {} \"{}\"{}{}", node.is_table() ? "table" : "key",
                                            key.str(), in_table(), suggestion(key.str(), known_)));
  }
}

AskedKeys keys_asked_by(const std::function<void(const toml::table& nothing, Mistakes& ignored)>& read) {
  AskedKeys asked;
  Mistakes ignored("");
  ignored.note_keys(asked);
  read({}, ignored);
  return asked;
}

}  // namespace cts
