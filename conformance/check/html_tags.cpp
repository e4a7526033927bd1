#include "check/html_tags.h"

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "client/small_letters.h"

namespace cts {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void append_utf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0U | (point >> 6U)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xE0U | (point >> 12U)));
    out.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  } else if (point < 0x110000) {
    out.push_back(static_cast<char>(0xF0U | (point >> 18U)));
    out.push_back(static_cast<char>(0x80U | ((point >> 12U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  }
}

// "#39", "#x27"; nullopt for what is no number.
std::optional<std::uint32_t> number_of(std::string_view entity) {
  const bool is_hexadecimal = entity.size() > 1 && lower(entity[1]) == 'x';
  std::uint32_t number = 0;
  const auto digits = entity.substr(is_hexadecimal ? 2 : 1);
  if (digits.empty() || digits.size() > 7) return std::nullopt;
  for (const char c : digits) {
    const auto at = std::string_view("0123456789abcdef").find(lower(c));
    if (at == std::string_view::npos || (!is_hexadecimal && at > 9)) return std::nullopt;
    number = number * (is_hexadecimal ? 16 : 10) + static_cast<std::uint32_t>(at);
  }
  return number;
}

bool append_entity(std::string& out, std::string_view entity) {
  constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}, {"commat", "@"}};
  if (entity.starts_with('#')) {
    const auto number = number_of(entity);
    if (number) append_utf8(out, *number);
    return number.has_value();
  }
  for (const auto& [name, text] : known) {
    if (entity != name) continue;
    out += text;
    return true;
  }
  return false;
}

}  // namespace

bool is_html_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string without_blanks_around(std::string_view text) {
  while (!text.empty() && is_html_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_html_blank(text.back())) text.remove_suffix(1);
  return std::string(text);
}

std::string without_entities(std::string_view text) {
  constexpr std::size_t longest = 10;
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '&') {
      out.push_back(text[at]);
      continue;
    }
    // No farther: a text of nothing but "&" would be searched once for each.
    const auto length = text.substr(at, longest + 1).find(';');
    if (length != std::string_view::npos && append_entity(out, text.substr(at + 1, length - 1))) {
      at += length;
    } else {
      out.push_back('&');
    }
  }
  return out;
}

std::optional<std::string> HtmlTag::attribute(std::string_view wanted) const {
  for (const auto& [attribute_name, value] : attributes) {
    if (attribute_name == wanted) return value;
  }
  return std::nullopt;
}

std::optional<HtmlTag> HtmlTags::next() {
  text_.clear();
  for (;;) {
    const auto open = rest_.find('<');
    text_ += rest_.substr(0, open);
    rest_.remove_prefix(std::min(open, rest_.size()));
    if (rest_.empty()) return std::nullopt;
    if (rest_.starts_with("<!--")) {
      skip_behind("-->");
    } else if (rest_.starts_with("<!") || rest_.starts_with("<?")) {
      skip_behind(">");
    } else if (rest_.size() > 1 &&
               (rest_[1] == '/' || std::isalpha(static_cast<unsigned char>(rest_[1])) != 0)) {
      return tag();
    } else {
      text_.push_back('<');
      rest_.remove_prefix(1);
    }
  }
}

std::string HtmlTags::raw_up_to(std::string_view name) {
  for (std::size_t at = 0; at < rest_.size(); ++at) {
    if (rest_[at] != '<' || rest_.size() < at + 2 + name.size() || rest_[at + 1] != '/' ||
        in_small_letters(rest_.substr(at + 2, name.size())) != name)
      continue;
    std::string inner(rest_.substr(0, at));
    rest_.remove_prefix(at);
    skip_behind(">");
    return inner;
  }
  std::string inner(rest_);
  rest_ = {};
  return inner;
}

std::string HtmlTags::textarea() {
  auto text = raw_up_to("textarea");
  // A line end at its beginning is there for whoever reads the source.
  if (text.starts_with("\r\n")) text.erase(0, 2);
  if (text.starts_with('\n')) text.erase(0, 1);
  return without_entities(text);
}

void HtmlTags::skip_behind(std::string_view mark) {
  const auto at = rest_.find(mark);
  rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + mark.size());
}

void HtmlTags::skip_blanks() {
  while (!rest_.empty() && (is_html_blank(rest_.front()) || rest_.front() == '/')) rest_.remove_prefix(1);
}

std::string HtmlTags::word(std::string_view ends) {
  std::size_t size = 0;
  while (size < rest_.size() && !is_html_blank(rest_[size]) &&
         ends.find(rest_[size]) == std::string_view::npos)
    ++size;
  std::string out(rest_.substr(0, size));
  rest_.remove_prefix(size);
  return out;
}

std::string HtmlTags::value() {
  if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\'')) return word(">");
  const auto end = rest_.find(rest_.front(), 1);
  std::string out(rest_.substr(1, end == std::string_view::npos ? end : end - 1));
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  return out;
}

HtmlTag HtmlTags::tag() {
  HtmlTag found;
  rest_.remove_prefix(1);
  if (rest_.front() == '/') {
    found.name.push_back('/');
    rest_.remove_prefix(1);
  }
  found.name += in_small_letters(word("/>"));
  for (;;) {
    skip_blanks();
    if (rest_.empty()) break;
    if (rest_.front() == '>') {
      rest_.remove_prefix(1);
      break;
    }
    const std::size_t before = rest_.size();
    auto name = in_small_letters(word("=>/"));
    std::string given;
    while (!rest_.empty() && is_html_blank(rest_.front())) rest_.remove_prefix(1);
    if (rest_.starts_with('=')) {
      rest_.remove_prefix(1);
      while (!rest_.empty() && is_html_blank(rest_.front())) rest_.remove_prefix(1);
      given = without_entities(value());
    }
    found.attributes.emplace_back(std::move(name), std::move(given));
    if (rest_.size() == before) rest_.remove_prefix(1);
  }
  return found;
}

}  // namespace cts
