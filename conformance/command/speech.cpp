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
