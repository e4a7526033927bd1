#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reports/text/phrases.h"

namespace cts {

/// In which the program speaks to people. What is for programs (JSON, reports, exit codes) never depends on
/// it.
enum class Language { english, japanese };

/// What --language says ("en", "ja"; empty: nothing), else the environment as POSIX has it: the first of
/// LC_ALL, LC_MESSAGES and LANG that is set and not empty. Whatever is not Japanese there is English.
Language language_for(std::string_view option, const std::function<std::string(const char*)>& variable);

/// Sets the language of this process, as setlocale() would; once, before any thread starts.
void speak(Language language);
Language spoken();

/// One sentence of ours in both languages.
struct Translation {
  std::string_view english;  ///< as it stands in the code
  std::string_view japanese;
};
/// Everything that the command line says in Japanese.
std::span<const Translation> translations();

/// What the doctor finds, and what the review of target and profile says: sentences with {} for what was put
/// into them before they came here.
std::span<const Translation> doctor_translations();
std::span<const Translation> review_translations();

/// The parts of `text` that stand where `pattern` has "{}"; nullopt when it is another sentence.
std::optional<std::vector<std::string>> parts_of(std::string_view pattern, std::string_view text);

/// A finding of the doctor or of the review in the language spoken, found by its pattern; as it is where
/// there is none.
std::string finding(const std::string& english);

/// The sentence in the language spoken; as it is where there is no translation.
std::string_view in_words(std::string_view english);

/// A sentence with what belongs into its braces; a translation may number them to have another order.
template <typename... Parts>
std::string words(fmt::format_string<Parts...> english, Parts&&... parts) {
  const fmt::string_view text = english;
  return fmt::vformat(in_words({text.data(), text.size()}), fmt::make_format_args(parts...));
}

/// What reports call things, in the language spoken.
const reports::Phrases& phrases();

}  // namespace cts
