#include "command/speech.h"

#include <algorithm>

namespace cts {
namespace {

// Like the locale, the language belongs to the process.
Language language_of_process = Language::english;

/// "ja", "ja_JP.UTF-8", "ja@…"; not "jam".
bool is_japanese(std::string_view locale) {
  if (!locale.starts_with("ja")) return false;
  return locale.size() == 2 || locale[2] == '_' || locale[2] == '.' || locale[2] == '@';
}

}  // namespace

Language language_for(std::string_view option, const std::function<std::string(const char*)>& variable) {
  if (!option.empty()) return option == "ja" ? Language::japanese : Language::english;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const std::string locale = variable(name); !locale.empty())
      return is_japanese(locale) ? Language::japanese : Language::english;
  }
  return Language::english;
}

void speak(Language language) {
  language_of_process = language;
}

Language spoken() {
  return language_of_process;
}

std::optional<std::vector<std::string>> parts_of(std::string_view pattern, std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t brace = pattern.find("{}");
    const std::string_view fixed = pattern.substr(0, brace);
    if (!text.starts_with(fixed)) return std::nullopt;
    text.remove_prefix(fixed.size());
    if (brace == std::string_view::npos) break;
    pattern.remove_prefix(brace + 2);
    const std::string_view next = pattern.substr(0, pattern.find("{}"));
    const std::size_t end = next.empty() ? text.size() : text.find(next);
    if (end == std::string_view::npos) return std::nullopt;
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return text.empty() ? std::optional(parts) : std::nullopt;
}

namespace {

/// With the parts in the places of "{}", or "{0}" and so on; other braces stay.
std::string filled(std::string_view japanese, const std::vector<std::string>& parts) {
  std::string text;
  std::size_t next = 0;
  while (!japanese.empty()) {
    const bool numbered = japanese.size() > 2 && japanese[0] == '{' && japanese[1] >= '0' &&
                          japanese[1] <= '9' && japanese[2] == '}';
    if (!numbered && !japanese.starts_with("{}")) {
      text += japanese.front();
      japanese.remove_prefix(1);
      continue;
    }
    const std::size_t number = numbered ? static_cast<std::size_t>(japanese[1] - '0') : next++;
    if (number < parts.size()) text += parts[number];
    japanese.remove_prefix(numbered ? 3 : 2);
  }
  return text;
}

std::optional<std::string> whole_finding(const std::string& english) {
  std::optional<std::string> found;
  for (const auto& table : {doctor_translations(), review_translations()}) {
    for (const Translation& row : table) {
      if (row.english == english) return std::string(row.japanese);
      if (found || row.english.find("{}") == std::string_view::npos) continue;
      auto parts = parts_of(row.english, english);
      // Two sentences are not what was put into one.
      if (!parts || std::any_of(parts->begin(), parts->end(),
                                [](const std::string& part) { return part.find("; ") != std::string::npos; }))
        continue;
      for (std::string& part : *parts) part = finding(part);
      found = filled(row.japanese, *parts);
    }
  }
  return found;
}

}  // namespace

std::string finding(const std::string& english) {
  constexpr std::size_t longest = 4'000;
  if (spoken() == Language::english || english.empty() || english.size() > longest) return english;
  if (const auto whole = whole_finding(english)) return *whole;
  // Two sentences, or one and what a target said to it.
  for (const auto& [between, instead] : {std::pair("; ", "。"), std::pair(": ", ": ")}) {
    for (std::size_t at = english.find(between); at != std::string::npos;
         at = english.find(between, at + 1)) {
      if (const auto first = whole_finding(english.substr(0, at)))
        return *first + instead + finding(english.substr(at + 2));
    }
  }
  return english;
}

std::string_view in_words(std::string_view english) {
  if (spoken() == Language::english) return english;
  const auto all = translations();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Translation& row) { return row.english == english; });
  return found == all.end() ? english : found->japanese;
}

const reports::Phrases& phrases() {
  return spoken() == Language::japanese ? reports::japanese() : reports::english();
}

}  // namespace cts
