#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "config/asked_key.h"
#include "config/config_error.h"

namespace cts {

/// Collects the mistakes of one TOML file. A resource: tables hold a reference to it.
class Mistakes {
 public:
  explicit Mistakes(std::string file) : file_(std::move(file)) {}
  Mistakes(const Mistakes&) = delete;
  Mistakes& operator=(const Mistakes&) = delete;
  ~Mistakes() = default;

  void add(const toml::source_region& where, std::string message);
  /// About the file as a whole.
  void add(std::string message);
  bool none() const noexcept { return errors_.empty(); }
  /// From now on every key that a table is asked for is noted there, and a table that is absent is read as an
  /// empty one, so that an empty file shows what a full one may hold.
  void note_keys(AskedKeys& asked) noexcept { asked_ = &asked; }
  AskedKeys* asked() const noexcept { return asked_; }
  const std::string& file() const noexcept { return file_; }
  /// All of them, in the order of the file. Leaves none behind.
  ConfigErrors take();

 private:
  std::string file_;
  ConfigErrors errors_;
  AskedKeys* asked_ = nullptr;
};

/// Parses `text`; a mistake of grammar is collected and nullopt returned.
std::optional<toml::table> parse_toml(std::string_view text, Mistakes& mistakes);

enum class Presence { optional, required };

/// One TOML table, read key by key. Wrong types, values out of range, missing required keys and, at finish(),
/// keys that nobody asked for are collected as mistakes. The readers leave `out` as it was when the key is
/// absent or wrong, so that a default stands. The table must outlive it.
class StrictTable {
 public:
  /// The top of a file.
  StrictTable(const toml::table& table, Mistakes& mistakes);

  bool has(std::string_view key) const { return table_.contains(key); }

  /// A text that is not empty, at most 64 KiB, without control characters but line feeds.
  bool read(std::string_view key, std::string& out, Presence presence = Presence::optional);
  bool read(std::string_view key, bool& out, Presence presence = Presence::optional);
  /// An integer from `least` to `most`.
  bool read(std::string_view key, std::uint64_t& out, std::uint64_t least, std::uint64_t most,
            Presence presence = Presence::optional);
  bool read(std::string_view key, unsigned& out, unsigned least, unsigned most,
            Presence presence = Presence::optional);
  /// A TCP port, 1…65535.
  bool read_port(std::string_view key, std::uint16_t& out, Presence presence = Presence::optional);
  /// A number of octets: an integer, or a text such as "20 MB" (kB, MB, GB: powers of 1000; KiB, MiB, GiB: of
  /// 1024).
  bool read_size(std::string_view key, std::uint64_t& out, Presence presence = Presence::optional);
  /// Seconds, whole or with a fraction, more than 0 and at most `most`.
  bool read_seconds(std::string_view key, std::chrono::milliseconds& out, std::chrono::milliseconds most,
                    Presence presence = Presence::optional);
  /// A time of the day without seconds, written as TOML's local time (14:00:00).
  bool read_time_of_day(std::string_view key, std::chrono::minutes& out,
                        Presence presence = Presence::optional);
  /// A date, written as TOML's local date (2027-03-31).
  bool read_date(std::string_view key, std::chrono::year_month_day& out,
                 Presence presence = Presence::optional);
  /// One text, or an array of them; required.
  bool read_texts(std::string_view key, std::vector<std::string>& out);
  /// Texts, none of them empty or given twice. The array itself may be empty only when `may_be_empty`.
  bool read(std::string_view key, std::vector<std::string>& out, Presence presence = Presence::optional,
            bool may_be_empty = false);
  /// A program and its arguments: at least one text, the first not empty; each may come again.
  bool read_command(std::string_view key, std::vector<std::string>& out,
                    Presence presence = Presence::optional);
  bool read_ports(std::string_view key, std::vector<std::uint16_t>& out,
                  Presence presence = Presence::optional);
  /// The top's `version`: required, and the only one known is 1.
  void read_version();

  /// A table below this one; nullopt when absent (a mistake when required) or no table.
  std::optional<StrictTable> table(std::string_view key, Presence presence = Presence::optional);
  /// An array of tables; empty when absent (a mistake when required) or none.
  std::vector<StrictTable> tables(std::string_view key, Presence presence = Presence::optional);
  /// Every key of it, in the order of the file; all count as asked for.
  std::vector<std::string> keys();

  /// Where it begins in the file.
  std::uint32_t line() const { return static_cast<std::uint32_t>(table_.source().begin.line); }

  /// A mistake at the value of `key` (at the table when there is none), at the key itself, at the table.
  void mistake(std::string_view key, std::string message);
  void mistake_at_key(std::string_view key, std::string message);
  void mistake_here(std::string message);
  /// Counts `key` as asked for, although another place reads it.
  void know(std::string_view key) { known_.emplace(key); }

  /// Tells every key that nobody asked for. Call it last.
  void finish();

 private:
  /// `path` is "ftp", "cgi.programs"; `shown` how mistakes call it: "[ftp]", "[[cgi.programs]]".
  StrictTable(const toml::table& table, std::string path, std::string shown, Mistakes& mistakes);
  std::string path_of(std::string_view key) const;
  void note(std::string_view key, std::string_view kind, Presence presence, std::string standard = "",
            std::string range = "");
  const toml::node* find(std::string_view key, Presence presence);
  bool wrong_type(std::string_view key, const toml::node& node, std::string_view wanted);
  std::string in_table() const;

  const toml::table& table_;
  std::string path_;
  std::string shown_;
  Mistakes& mistakes_;
  std::set<std::string, std::less<>> known_;
};

/// Every key that `read` asks for, with what the tables know of it: `read` gets an empty file, and reads it
/// as if it were whole. Its mistakes are nobody's.
AskedKeys keys_asked_by(const std::function<void(const toml::table& nothing, Mistakes& ignored)>& read);

/// Octets of "20 MB"; nullopt when it is no size or does not fit in 63 bits.
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace cts
