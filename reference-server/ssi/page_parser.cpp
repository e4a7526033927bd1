#include "ssi/page_parser.h"

#include <algorithm>
#include <utility>

#include "ssi/characters.h"

namespace refd::ssi {

namespace {

constexpr std::string_view start_mark = "<!--#";
constexpr std::string_view end_mark = "-->";

bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

void append_text(std::string_view text, Page& page) {
  if (text.empty()) return;
  if (!page.empty()) {
    if (auto* last = std::get_if<std::string>(&page.back())) {
      last->append(text);
      return;
    }
  }
  page.emplace_back(std::string(text));
}

void to_lower(std::string& text) {
  std::transform(text.begin(), text.end(), text.begin(), lower);
}

}  // namespace

void PageParser::feed(std::string_view octets, Page& page) {
  while (!octets.empty()) {
    if (state_ == State::text) {
      take_text(octets, page);
    } else if (step(octets.front(), page)) {
      octets.remove_prefix(1);
    }
  }
}

void PageParser::finish(Page& page) {
  if (state_ == State::text) {
    append_text(start_mark.substr(0, matched_), page);
    matched_ = 0;
    return;
  }
  directive_.is_malformed = true;
  end_directive(page);
}

void PageParser::take_text(std::string_view& octets, Page& page) {
  if (matched_ > 0) {
    // "<" stands at the mark's start only, so that a mismatch leaves nothing to try again.
    if (octets.front() != start_mark[matched_]) {
      append_text(start_mark.substr(0, matched_), page);
      matched_ = 0;
      return;
    }
    octets.remove_prefix(1);
    if (++matched_ == start_mark.size()) begin_directive();
    return;
  }
  const auto found = octets.find(start_mark);
  if (found != std::string_view::npos) {
    append_text(octets.substr(0, found), page);
    octets.remove_prefix(found + start_mark.size());
    begin_directive();
    return;
  }
  matched_ = std::min(start_mark.size() - 1, octets.size());
  while (!octets.ends_with(start_mark.substr(0, matched_))) --matched_;
  append_text(octets.substr(0, octets.size() - matched_), page);
  octets = {};
}

void PageParser::begin_directive() {
  directive_ = {};
  octets_ = 0;
  matched_ = 0;
  state_ = State::name;
}

void PageParser::end_directive(Page& page) {
  page.emplace_back(std::exchange(directive_, {}));
  matched_ = 0;
  escaped_ = false;
  state_ = State::text;
}

// No C string could hold a NUL, so none is understood here.
void PageParser::keep(std::string& text, char c) {
  if (c == '\0' || octets_ == most_directive_octets) {
    directive_.is_malformed = true;
    return;
  }
  ++octets_;
  text.push_back(c);
}

bool PageParser::step(char c, Page& page) {
  switch (state_) {
    case State::text:
      break;
    case State::name:
      return in_name(c);
    case State::name_tail:
      return in_name_tail(c, page);
    case State::before_argument:
      return before_argument(c);
    case State::tail:
      return in_tail(c, page);
    case State::argument_name:
      return in_argument_name(c);
    case State::after_argument_name:
      return after_argument_name(c);
    case State::before_value:
      return before_value(c);
    case State::value:
      return in_value(c);
  }
  return false;
}

void PageParser::end_name() {
  if (directive_.name.empty()) directive_.is_malformed = true;
  to_lower(directive_.name);
}

bool PageParser::in_name(char c) {
  if (is_blank(c)) {
    end_name();
    state_ = State::before_argument;
    return true;
  }
  if (c == end_mark.front()) {
    matched_ = 0;
    state_ = State::name_tail;
    return false;
  }
  keep(directive_.name, c);
  return true;
}

bool PageParser::in_name_tail(char c, Page& page) {
  if (c == end_mark[matched_]) {
    if (++matched_ < end_mark.size()) return true;
    end_name();
    end_directive(page);
    return true;
  }
  for (std::size_t i = 0; i < matched_; ++i) keep(directive_.name, end_mark[i]);
  state_ = State::name;
  return false;
}

bool PageParser::before_argument(char c) {
  if (is_blank(c)) return true;
  if (c == end_mark.front()) {
    matched_ = 0;
    state_ = State::tail;
    return false;
  }
  begin_argument();
  if (!is_quote(c)) {
    state_ = State::argument_name;
    return false;
  }
  // A value whose argument's name was forgotten.
  directive_.is_malformed = true;
  directive_.arguments.back().value.emplace();
  quote_ = c;
  state_ = State::value;
  return true;
}

bool PageParser::in_tail(char c, Page& page) {
  if (c == end_mark[matched_]) {
    if (++matched_ == end_mark.size()) end_directive(page);
    return true;
  }
  begin_argument();
  for (std::size_t i = 0; i < matched_; ++i) keep(directive_.arguments.back().name, end_mark[i]);
  state_ = State::argument_name;
  return false;
}

// An argument takes room even if it has no octets.
void PageParser::begin_argument() {
  constexpr std::size_t own_size = sizeof(Argument);
  if (octets_ + own_size > most_directive_octets) {
    directive_.is_malformed = true;
    directive_.arguments.resize(1);
    directive_.arguments.front() = {};
    return;
  }
  octets_ += own_size;
  directive_.arguments.emplace_back();
}

bool PageParser::in_argument_name(char c) {
  auto& name = directive_.arguments.back().name;
  if (!is_blank(c) && c != '=') {
    keep(name, c);
    return true;
  }
  if (name.empty()) directive_.is_malformed = true;
  to_lower(name);
  state_ = State::after_argument_name;
  return false;
}

bool PageParser::after_argument_name(char c) {
  if (is_blank(c)) return true;
  if (c == '=') {
    state_ = State::before_value;
    return true;
  }
  state_ = State::before_argument;
  return false;
}

bool PageParser::before_value(char c) {
  if (is_blank(c)) return true;
  directive_.arguments.back().value.emplace();
  state_ = State::value;
  quote_ = is_quote(c) ? c : '\0';
  return is_quote(c);
}

bool PageParser::in_value(char c) {
  auto& value = *directive_.arguments.back().value;
  if (escaped_) {
    escaped_ = false;
    if (c == quote_) {
      keep(value, c);
      return true;
    }
    keep(value, '\\');
    return false;
  }
  if (quote_ == '\0' ? is_blank(c) : c == quote_) {
    state_ = State::before_argument;
  } else if (quote_ != '\0' && c == '\\') {
    escaped_ = true;
  } else {
    keep(value, c);
  }
  return true;
}

}  // namespace refd::ssi
