#include "sendmail/address_list.h"

#include <algorithm>
#include <utility>

namespace refd::sendmail {

namespace {

constexpr std::string_view blanks = " \t\r\n";

// Every octet of a stretch in JIS X 0208 becomes one that means nothing in an address list.
std::string without_jis(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const bool begins =
        text.size() >= 3 && text[0] == '\x1b' && text[1] == '$' && (text[2] == '@' || text[2] == 'B');
    if (!begins) {
      plain.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    auto end = text.find("\x1b(", 3);
    end = end == std::string_view::npos ? text.size() : std::min(end + 3, text.size());
    plain.append(end, 'j');
    text.remove_prefix(end);
  }
  return plain;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

// Whether nothing in it parts it from others, but in quotes and in an address literal.
bool is_one_mailbox(std::string_view text) {
  bool in_quotes = false;
  bool in_literal = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && in_quotes) {
      ++i;
    } else if (c == '"') {
      in_quotes = !in_quotes;
    } else if (!in_quotes) {
      in_literal = c == '[' ? i > 0 && text[i - 1] == '@' : in_literal && c != ']';
      if (c == ',' || c == ';' || (c == ':' && !in_literal)) return false;
    }
  }
  return !in_quotes;
}

// A list is read octet by octet; what a mailbox is becomes clear only at its end.
class ListReader {
 public:
  explicit ListReader(std::string_view text) : text_(text) {}

  Result<std::vector<std::string>> run();

 private:
  bool comment();
  bool quoted(std::string& into);
  bool angle();
  bool mailbox_ends();

  std::string_view text_;
  std::vector<std::string> found_;
  std::string words_;          // of the mailbox, without blanks around "." and "@"
  bool blank_before_ = false;  // since the last of them
  bool is_broken_ = false;     // two words that nothing joins: a name, if an angle follows
  bool has_angle_ = false;
  std::string angle_;
};

// "(a (nested) \) one)". False when it does not end.
bool ListReader::comment() {
  int depth = 0;
  while (!text_.empty()) {
    const char c = text_.front();
    text_.remove_prefix(1);
    if (c == '\\' && !text_.empty()) text_.remove_prefix(1);
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) return true;
  }
  return false;
}

bool ListReader::quoted(std::string& into) {
  into.push_back('"');
  text_.remove_prefix(1);
  while (!text_.empty()) {
    const char c = text_.front();
    text_.remove_prefix(1);
    into.push_back(c);
    if (c == '"') return true;
    if (c == '\\' && !text_.empty()) {
      into.push_back(text_.front());
      text_.remove_prefix(1);
    }
  }
  return false;
}

// Of "@route,@route:local@domain" only the mailbox.
std::string without_route(std::string path) {
  const auto end = path.starts_with('@') ? path.find(':') : std::string::npos;
  if (end != std::string::npos) path.erase(0, end + 1);
  return path;
}

// "<@route,@route:local@domain>"; "<>" is no mailbox.
bool ListReader::angle() {
  if (has_angle_) return false;
  has_angle_ = true;
  text_.remove_prefix(1);
  while (!text_.empty() && text_.front() != '>') {
    const char c = text_.front();
    const bool in_route = angle_.starts_with('@') && angle_.find(':') == std::string::npos;
    if (c == '"') {
      if (in_route || !quoted(angle_)) return false;
    } else if (c == '(') {
      if (!comment()) return false;
    } else {
      if (c == '<') return false;
      if (blanks.find(c) == std::string_view::npos) angle_.push_back(c);
      text_.remove_prefix(1);
    }
  }
  if (text_.empty()) return false;
  text_.remove_prefix(1);
  angle_ = without_route(std::move(angle_));
  return !angle_.empty() && !angle_.starts_with('@') && !angle_.ends_with('@') && is_one_mailbox(angle_);
}

bool ListReader::mailbox_ends() {
  const auto& mailbox = has_angle_ ? angle_ : words_;
  if (std::any_of(mailbox.begin(), mailbox.end(), is_control)) return false;
  if (has_angle_) {
    found_.push_back(angle_);
  } else if (!words_.empty()) {
    if (is_broken_ || words_.starts_with('@') || words_.ends_with('@')) return false;
    found_.push_back(words_);
  }
  words_.clear();
  angle_.clear();
  blank_before_ = is_broken_ = has_angle_ = false;
  return true;
}

Result<std::vector<std::string>> ListReader::run() {
  bool is_valid = true;
  while (is_valid && !text_.empty()) {
    const char c = text_.front();
    if (blanks.find(c) != std::string_view::npos) {
      blank_before_ = true;
      text_.remove_prefix(1);
    } else if (c == '(') {
      is_valid = comment();
      blank_before_ = true;
    } else if (c == '<') {
      is_valid = angle();
    } else if (c == '>') {
      is_valid = false;
    } else if (c == ',' || c == ';') {
      is_valid = mailbox_ends();
      text_.remove_prefix(1);
    } else if (c == ':') {
      // What stood before it is the name of a group.
      words_.clear();
      blank_before_ = is_broken_ = false;
      text_.remove_prefix(1);
    } else {
      const bool joins =
          words_.empty() || c == '.' || c == '@' || words_.back() == '.' || words_.back() == '@';
      is_broken_ = is_broken_ || (blank_before_ && !joins);
      blank_before_ = false;
      if (c == '"') {
        is_valid = quoted(words_);
      } else {
        words_.push_back(c);
        text_.remove_prefix(1);
      }
    }
  }
  if (!is_valid || !mailbox_ends()) return system_error(EINVAL);
  return std::move(found_);
}

}  // namespace

Result<std::vector<std::string>> addresses_in(std::string_view list) {
  const auto plain = without_jis(list);
  return ListReader(plain).run();
}

}  // namespace refd::sendmail
