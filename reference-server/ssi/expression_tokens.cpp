#include "ssi/expression_tokens.h"

#include "ssi/characters.h"

namespace refd::ssi {

namespace {

constexpr std::size_t most_tokens = 1'000;

struct Operator {
  std::string_view written;
  TokenKind kind;
};

// Longer ones before those that they begin with.
constexpr Operator operators[] = {
    {"==", TokenKind::equal},
    {"=", TokenKind::equal},
    {"!=", TokenKind::unequal},
    {"!", TokenKind::negation},
    {"<=", TokenKind::less_or_equal},
    {"<", TokenKind::less},
    {">=", TokenKind::greater_or_equal},
    {">", TokenKind::greater},
    {"&&", TokenKind::both},
    {"||", TokenKind::either},
    {"(", TokenKind::opening},
    {")", TokenKind::closing},
    {"-A", TokenKind::access},
};

const Operator* operator_at(std::string_view text) {
  for (const auto& known : operators) {
    if (text.starts_with(known.written)) return &known;
  }
  return nullptr;
}

// What ends a word that is not quoted.
bool ends_word(std::string_view text) {
  if (is_blank(text.front())) return true;
  return std::string_view("()=!<>").find(text.front()) != std::string_view::npos || text.starts_with("&&") ||
         text.starts_with("||");
}

// Takes a word off the front; up to `closing` if that is not 0. A backslash hides the character after it.
std::string take_word(std::string_view& text, char closing) {
  std::string word;
  bool is_open = closing != '\0';
  while (!text.empty()) {
    if (is_open ? text.front() == closing : ends_word(text)) break;
    if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
    word.push_back(text.front());
    text.remove_prefix(1);
  }
  if (!is_open) return word;
  if (text.empty()) return {};
  text.remove_prefix(1);
  return word;
}

Token take_token(std::string_view& text, TokenKind previous) {
  // After -A comes a URL, whose slash begins no pattern.
  const bool begins_pattern = text.front() == '/' && previous != TokenKind::access;
  if (text.front() == '\'' || begins_pattern) {
    const char quote = text.front();
    text.remove_prefix(1);
    return {begins_pattern ? TokenKind::pattern : TokenKind::string, take_word(text, quote)};
  }
  if (const auto* known = operator_at(text)) {
    text.remove_prefix(known->written.size());
    return {known->kind, {}};
  }
  return {TokenKind::string, take_word(text, '\0')};
}

}  // namespace

std::optional<std::vector<Token>> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  while (true) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    if (tokens.size() == most_tokens) return std::nullopt;
    if (text.empty()) break;
    const auto previous = tokens.empty() ? TokenKind::end : tokens.back().kind;
    tokens.push_back(take_token(text, previous));
  }
  tokens.emplace_back();
  return tokens;
}

}  // namespace refd::ssi
