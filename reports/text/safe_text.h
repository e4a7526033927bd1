#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Making text from the wire fit for a report. Everything here accepts arbitrary bytes.
namespace reports {

enum class Lines {
  keep,  ///< line feeds and tabs stay; a carriage return before a line feed is dropped
  join,  ///< they are shown as \n, \t and \r: the result is one line
};

/// `bytes` with every sequence that is not UTF-8 replaced by U+FFFD.
std::string valid_utf8(std::string_view bytes);

/// Valid UTF-8 that neither steers a terminal, nor is forbidden in XML, nor reorders the text around it:
/// control characters, bidirectional overrides and non-characters are shown as \x1b or \u{202e}.
std::string printable(std::string_view bytes, Lines lines);

/// `text` without the line feeds and carriage returns at its end.
std::string_view without_line_end(std::string_view text);

/// `text` if it is at most `limit` bytes long, otherwise its beginning and its end with a note of how many
/// bytes are left out between them. Never cuts a UTF-8 character in two.
std::string shortened(std::string_view text, std::size_t limit);

/// `text` on one line, blanks drawn together, with "…" in place of what exceeds `limit` bytes.
std::string beginning(std::string_view text, std::size_t limit);

/// Columns that valid UTF-8 takes on a terminal, East Asian wide characters counting two.
std::size_t display_width(std::string_view text);

/// As much of `text` as `width` columns hold, whole characters only.
std::string fitted(std::string_view text, std::size_t width);

/// `text` filled up with blanks to `width` columns.
std::string padded(std::string_view text, std::size_t width);

}  // namespace reports
