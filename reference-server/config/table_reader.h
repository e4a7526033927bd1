#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "config/asked_key.h"
#include "config/config_error.h"

namespace refd {

/// For the ranges of TableReader::seconds().
inline constexpr std::int64_t day_in_seconds = 86'400;

/// Reads one TOML table strictly: a wrong type, a value out of range, and at finish() every key that nobody
/// asked for become errors with their line. Reading goes on after a mistake, so that all are told at once.
/// The table must outlive the reader.
class TableReader {
 public:
  /// `name` is how messages call the table ("limits.ftp"); empty for the root.
  /// With `asked` every key that is asked for is noted there, and of an array of tables there is one, so that
  /// an empty file shows what a full one may hold.
  TableReader(const toml::table& table, std::string name, std::string file, ConfigErrors& errors,
              AskedKeys* asked = nullptr);

  /// The subtable `key`; an empty one when absent or of another type (the latter is an error).
  TableReader table(std::string_view key);
  /// The tables of the array `key` ("[[key]]"), in order; none when absent or of another type (the latter is
  /// an error).
  std::vector<TableReader> tables(std::string_view key);
  bool has(std::string_view key) const { return table_.contains(key); }
  /// Whether it is to be read: it is there, or every key is being noted.
  bool is_read(std::string_view key) const { return has(key) || asked_ != nullptr; }
  /// The keys of a table whose keys are data, in byte order.
  std::vector<std::string> keys() const;

  std::optional<std::string> text(std::string_view key);
  /// As text(), but absence is an error.
  std::string required_text(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  std::optional<bool> flag(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  std::vector<std::int64_t> integers(std::string_view key, std::int64_t least, std::int64_t most);

  template <class Integer>
  void number(std::string_view key, Integer& value, std::int64_t least, std::int64_t most) {
    const auto given = integer(key, least, most);
    stands(static_cast<std::int64_t>(value), false);
    if (given) value = static_cast<Integer>(*given);
  }
  void seconds(std::string_view key, std::chrono::seconds& value, std::int64_t least, std::int64_t most) {
    const auto given = integer(key, least, most);
    stands(value.count(), true);
    if (given) value = std::chrono::seconds(*given);
  }

  /// An error at the line of `key`, or of the table when it has no such key.
  void error(std::string_view key, std::string message);
  /// How messages call `key` ("limits.ftp.idle").
  std::string full_name(std::string_view key) const;
  /// Reports the keys that were never asked for. Call once, last.
  void finish();

 private:
  const toml::node* find(std::string_view key, std::string_view kind, std::string range = "");
  /// Notes what stands when the key just asked for is absent.
  void stands(std::int64_t value, bool in_seconds);
  void error_at(const toml::source_region& where, std::string message);

  const toml::table& table_;
  std::string name_;
  std::string file_;
  ConfigErrors& errors_;
  AskedKeys* asked_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace refd
