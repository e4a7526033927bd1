#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refd::ssi {

// The codings of `echo` and `set`, as mod_include's manual lists them.

/// Named entities of Latin-1 and numeric ones become the octet they stand for; unknown ones stay.
std::string entities_decoded(std::string_view text);
/// <, >, & and " become entities.
std::string entities_encoded(std::string_view text);

/// %xx becomes its octet; a broken escape stays. With `plus_is_blank`, "+" becomes a blank.
std::string url_decoded(std::string_view text, bool plus_is_blank);
/// What cannot stand in a URL's path becomes %xx.
std::string url_encoded(std::string_view text);
/// The same for a form's fields: a blank becomes "+".
std::string form_encoded(std::string_view text);

std::string base64_encoded(std::string_view text);
/// Up to the first octet that is none of base64's.
std::string base64_decoded(std::string_view text);

/// `text` with a backslash before whatever means something to a shell.
std::string shell_escaped(std::string_view text);

/// `text` put through the codings that `names` lists, separated by commas and blanks: none, url, urlencoded,
/// entity, base64, in any case. None when it names another.
std::optional<std::string> decoded_by(std::string_view names, std::string text);
std::optional<std::string> encoded_by(std::string_view names, std::string text);

}  // namespace refd::ssi
