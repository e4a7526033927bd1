#include <algorithm>
#include <array>

#include "fuzzing/target.h"
#include "office/mail_text.h"
#include "office/request_mail.h"
#include "office/requested_string.h"

namespace refd::office {
namespace {

using fuzzing::require;
using fuzzing::require_same;

void check_mail_text(std::string_view message) {
  const auto text = mail_text(message);
  // Three octets of UTF-8 for each character that has one octet in another set, at the most.
  require(text.size() <= 4 * message.size() + 16, "a text is not larger than its message");
  const auto subject = mail_field(message, "Subject");
  require(subject.find('\n') == std::string::npos && subject.size() <= message.size(), "a field is unfolded",
          subject);
  const auto decoded = decoded_words(subject);
  require(decoded.size() <= 4 * subject.size() + 16, "decoding words makes no text much larger", subject);
  if (subject.find("=?") == std::string::npos)
    require_same(decoded, subject, "a text without encoded words stays");
}

void check_request(std::string_view message) {
  const auto request = understand_request(message);
  const auto& directory = request.directory;
  require(request.is_release() == !directory.empty(), "a request names a directory, or is none");
  if (directory.empty()) return;
  require(directory.starts_with('/'), "a directory is named from the root", directory);
  require(directory.size() == 1 || !directory.ends_with('/'), "a directory has no slash at its end",
          directory);
  require(directory.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
          "a directory is one line", directory);
}

// ACCT-1: what becomes an address.
template <bool takes_all>
void check_string(std::string_view text) {
  const auto tidied = tidied_string(text);
  require_same(tidied_string(tidied), tidied, "what is tidy stays");
  if (mistake_in(tidied) && !takes_all) return;
  require(!tidied.empty() && tidied.size() <= 64, "a string has 1 to 64 octets", tidied);
  require(tidied.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") == std::string::npos,
          "a string is of plain characters", tidied);
  require(tidied.find("..") == std::string::npos && !tidied.starts_with('.') && !tidied.ends_with('.'),
          "a string can stand before an @", tidied);
}

}  // namespace
}  // namespace refd::office

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::office;
  static const std::array table{
      Target{.name = "office.mail_text", .check = check_mail_text},
      Target{.name = "office.request", .check = check_request},
      Target{.name = "office.string",
             .check = check_string<false>,
             .longest = 100,
             .with_a_mistake = check_string<true>},
  };
  return table;
}
