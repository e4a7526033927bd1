#include "smtp/command_line.h"

#include <algorithm>

namespace refd::smtp {
namespace {

constexpr std::size_t verb_limit = 16;

bool is_key(std::string_view key) {
  return !key.empty() && key.front() != '-' && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_value(std::string_view value) {
  return !value.empty() &&
         std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c <= '~' && c != '='; });
}

}  // namespace

CommandLine parse_command(std::string_view line) {
  const auto end = std::min(line.find(' '), line.size());
  return {.verb = capitals(line.substr(0, std::min(end, verb_limit))), .argument = trimmed(line.substr(end))};
}

bool is_plain_text(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// esmtp-param = esmtp-keyword ["=" esmtp-value], separated by spaces
std::optional<std::vector<Parameter>> parse_parameters(std::string_view text) {
  std::vector<Parameter> parameters;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    const auto equals = word.find('=');
    Parameter parameter{.key = capitals(word.substr(0, equals))};
    if (!is_key(parameter.key)) return std::nullopt;
    if (equals != std::string_view::npos) {
      parameter.value = word.substr(equals + 1);
      if (!is_value(*parameter.value)) return std::nullopt;
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

std::optional<std::string_view> after_word(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size() || capitals(text.substr(0, prefix.size())) != capitals(prefix))
    return std::nullopt;
  return text.substr(prefix.size());
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string capitals(std::string_view text) {
  std::string upper(text);
  for (auto& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

std::string small_letters(std::string_view text) {
  std::string lower(text);
  for (auto& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace refd::smtp
