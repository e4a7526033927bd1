#include <algorithm>
#include <array>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "office/holidays.h"
#include "office/letter.h"
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

// A file of holidays that an operator wrote.
void check_decrees(std::string_view text) {
  std::vector<Holidays::Decree> decrees;
  try {
    decrees = Holidays::read_decrees(text);
  } catch (const std::invalid_argument& mistake) {
    const std::string told = mistake.what();
    require(told.starts_with("line "), "a mistake has its line", told);
    const auto line = std::stoul(told.substr(5));
    require(line >= 1 && line <= fuzzing::lines_of(text).size(), "a mistake is in the file", told);
    return;
  }
  require(decrees.size() <= fuzzing::lines_of(text).size(), "a line decrees one day at the most");
  const Holidays holidays(decrees);
  for (auto decree = decrees.rbegin(); decree != decrees.rend(); ++decree) {
    require(decree->is_holiday == !decree->name.empty(), "a holiday has a name", decree->name);
    require(decree->name.find('\n') == std::string::npos, "a name is one line", decree->name);
    const bool is_last_word =
        std::none_of(decrees.rbegin(), decree, [&](const auto& other) { return other.day == decree->day; });
    if (is_last_word && decree->is_holiday)
      require_same(holidays.name(decree->day), decree->name, "what is decreed is so");
  }
}

// What goes out by post, as a mail client takes it from the page: a line of the text for each part.
template <bool forgets_the_entities>
void check_letter(std::string_view text) {
  const auto lines = fuzzing::lines_of(text);
  const auto line = [&lines](std::size_t at) {
    return std::string(at < lines.size() ? lines[at] : std::string_view());
  };
  Letter letter;
  letter.account = forgets_the_entities ? html_text(line(0)) : line(0);
  letter.password = line(1);
  letter.contract = {line(2), line(3), {line(4), line(5)}, line(6)};
  letter.address = line(7);
  letter.date = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27);
  const auto page = letter_page(letter);
  const auto read = settings_in(page);
  require(read.has_value(), "a letter holds settings", page);
  require_same(read->account, line(0), "an account is read as it is");
  require_same(read->password, line(1), "a password is read as it is");
  for (const std::string_view mark : {"<x-", "<img", "</x-"})
    require(page.find(mark) == std::string::npos, "what somebody is called is no markup", page);
  const auto anybodys = settings_in(text);
  require(!anybodys || anybodys->account.size() <= text.size(), "settings are part of their page", text);
}

}  // namespace
}  // namespace refd::office

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::office;
  static const std::array table{
      Target{.name = "office.decrees", .check = check_decrees, .longest = 600},
      Target{.name = "office.letter",
             .check = check_letter<false>,
             .longest = 600,
             .with_a_mistake = check_letter<true>},
      Target{.name = "office.mail_text", .check = check_mail_text},
      Target{.name = "office.request", .check = check_request},
      Target{.name = "office.string",
             .check = check_string<false>,
             .longest = 100,
             .with_a_mistake = check_string<true>},
  };
  return table;
}
