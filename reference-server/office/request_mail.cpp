#include "office/request_mail.h"

#include <algorithm>
#include <array>

#include "office/mail_text.h"

namespace refd::office {

namespace {

constexpr std::size_t longest_message = 262'144;
constexpr std::size_t longest_value = 500;

struct Label {
  std::string_view word;  // that the line's label holds
  std::string RequestMail::*value;
};

// The first that fits counts: the telephone's label holds the word for a number too.
constexpr std::array labels = {
    Label{"電話", &RequestMail::phone},           Label{"ディレクトリ", &RequestMail::directory},
    Label{"サーバ名", &RequestMail::server},      Label{"ドメイン", &RequestMail::domain},
    Label{"番号", &RequestMail::customer_number},
};

// Without blanks, Japanese ones too, and without the form's marks of a place to fill in.
std::string_view tidied(std::string_view text) {
  constexpr std::array<std::string_view, 5> dropped = {" ", "\t", "\r", "#", "　"};
  for (bool again = true; again;) {
    again = false;
    for (const auto drop : dropped) {
      if (text.starts_with(drop)) {
        text.remove_prefix(drop.size());
        again = true;
      } else if (text.ends_with(drop)) {
        text.remove_suffix(drop.size());
        again = true;
      }
    }
  }
  return text;
}

void read_line(std::string_view line, RequestMail& request) {
  const auto wide = line.find("：");
  const auto narrow = line.find(':');
  const auto at = std::min(wide, narrow);
  if (at == std::string_view::npos) return;
  const auto label = line.substr(0, at);
  const auto value = tidied(line.substr(at + (at == wide ? std::string_view("：").size() : 1)));
  for (const auto& row : labels) {
    if (label.find(row.word) == std::string_view::npos) continue;
    auto& field = request.*row.value;
    if (field.empty()) field = value.substr(0, longest_value);
    return;
  }
}

std::string as_directory(std::string path) {
  if (path.empty()) return path;
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path.starts_with('/') ? path : "/" + path;
}

}  // namespace

RequestMail understand_request(std::string_view message) {
  message = message.substr(0, longest_message);
  RequestMail request;
  request.subject = decoded_words(mail_field(message, "Subject")).substr(0, longest_value);
  const auto text = mail_text(message);
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    read_line(line, request);
  }
  request.directory = as_directory(std::move(request.directory));
  // No directory is called so; whoever handles the request reads it at a terminal.
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
  };
  if (std::any_of(request.directory.begin(), request.directory.end(), is_control)) request.directory.clear();
  return request;
}

}  // namespace refd::office
