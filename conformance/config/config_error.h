#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// One mistake in a file that a person wrote.
struct ConfigError {
  std::string file;
  std::uint32_t line = 0;  ///< 1 is the first; 0: the file as a whole
  std::uint32_t column = 0;
  std::string message;

  /// "file:line:column: message"; "file: message" when it concerns the whole file.
  std::string text() const;
  friend bool operator==(const ConfigError&, const ConfigError&) = default;
};
using ConfigErrors = std::vector<ConfigError>;

/// What was read from a file, or every mistake in it, in the order of the file. Exactly one of both.
template <class T>
struct Checked {
  std::optional<T> value;
  ConfigErrors errors;

  bool ok() const noexcept { return value.has_value(); }
  explicit operator bool() const noexcept { return ok(); }
  const T& operator*() const { return *value; }
  const T* operator->() const { return &*value; }
};

/// All of `errors`, one line each.
std::string text_of(const ConfigErrors& errors);

/// The text of a file that a person names, at most `most` octets; or one error that says why not.
Checked<std::string> read_text_file(const std::string& file, std::size_t most = 4u << 20);

}  // namespace cts
