#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Writing TOML that a person goes on with. Everything here accepts arbitrary bytes: what a host said must
/// neither end a text or a comment nor steer the terminal on which the file is shown.
namespace cts {

/// A text of TOML with its quotes.
std::string toml_string(std::string_view bytes);

/// What a host said, for a comment or a line of output: quoted, printable, on one line, and not long.
std::string told(std::string_view bytes);

/// A size as people write it, "20 MB", else octets; a value of TOML.
std::string toml_size(std::uint64_t octets);

/// The lines of a file that is being written.
class TomlText {
 public:
  /// Broken into lines of at most 110 columns, each after "# ".
  TomlText& comment(std::string_view text);
  TomlText& line(std::string_view text = "");
  /// "key = value", the value as TOML has it.
  TomlText& key(std::string_view name, std::string_view value);
  TomlText& text(std::string_view name, std::string_view bytes) { return key(name, toml_string(bytes)); }
  /// The same as a comment, to be filled in.
  TomlText& key_to_fill_in(std::string_view name, std::string_view value);

  const std::string& content() const noexcept { return content_; }

 private:
  std::string content_;
};

}  // namespace cts
