#include "command/command_line.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/args.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command/speech.h"
#include "reports/text/safe_text.h"
#include "runner/selection.h"

namespace cts {
namespace {

/// With the headings that the parser's library would write in English.
class TranslatedHelp final : public CLI::Formatter {
 public:
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    return CLI::Formatter::make_group(std::string(in_words(group)), is_positional, std::move(options));
  }
  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override {
    constexpr std::string_view heading = "\nSubcommands:\n";
    std::string text = CLI::Formatter::make_subcommands(app, mode);
    if (const std::size_t at = text.find(heading); at != std::string::npos)
      text.replace(at, heading.size(), fmt::format("\n{}:\n", in_words("Subcommands")));
    return text;
  }
};

/// The parts of `text` that stand where `pattern` has "{}"; nullopt when it is another sentence.
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

/// Sentences of the parser's library, with what it puts into them.
constexpr std::string_view library_sentences[] = {
    "A subcommand is required",           "{} is required",   "{}: {} required {} missing",
    "{}: Value {} not in range {} to {}", "{}: {} not in {}", "{} requires {}",
    "Could not convert: {} = {}",
};

std::string in_our_words(const std::string& sentence) {
  for (const std::string_view pattern : library_sentences) {
    const auto parts = parts_of(pattern, sentence);
    if (!parts) continue;
    fmt::dynamic_format_arg_store<fmt::format_context> given;
    for (const std::string& part : *parts) given.push_back(part);
    return fmt::vformat(in_words(pattern), given);
  }
  return sentence;
}

const CLI::App& command_of(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : *chosen.front();
}

/// A word that no command and no option of the command is called.
std::string unknown_word(const CLI::App& app) {
  const CLI::App& command = command_of(app);
  std::vector<std::string> left = command.remaining();
  if (left.empty()) left = app.remaining();
  return left.empty() ? "" : left.front();
}

std::vector<std::string> names_in(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* one : command.get_subcommands([](const CLI::App*) { return true; }))
    if (!one->get_group().empty()) names.push_back(one->get_name());
  for (const CLI::Option* option : command.get_options())
    if (!option->get_positional()) names.push_back(option->get_name());
  return names;
}

}  // namespace

std::string asked_language(int argc, const char* const* argv) {
  constexpr std::string_view name = "--language";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") break;
    if (word == name) return i + 1 < argc ? argv[i + 1] : "";
    if (word.starts_with("--language=")) return std::string(word.substr(name.size() + 1));
  }
  return "";
}

void translate(CLI::App& app) {
  if (spoken() == Language::english) return;
  if (!app.get_description().empty()) app.description(std::string(in_words(app.get_description())));
  if (!app.get_footer().empty()) app.footer(std::string(in_words(app.get_footer())));
  for (CLI::Option* option : app.get_options())
    option->description(std::string(in_words(option->get_description())));
  const auto formatter = std::make_shared<TranslatedHelp>();
  for (const char* label : {"Usage", "OPTIONS", "SUBCOMMAND", "Positionals", "REQUIRED", "Needs"})
    formatter->label(label, std::string(in_words(label)));
  app.formatter(formatter);
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) translate(*command);
}

std::string usage_mistake(const CLI::App& app, const CLI::ParseError& mistake) {
  std::string told;
  if (const std::string word = unknown_word(app); !word.empty()) {
    const std::string shown = reports::printable(reports::beginning(word, 100), reports::Lines::join);
    told =
        word.starts_with('-') ? words("there is no option {}", shown) : words("'{}' was not expected", shown);
    if (!word.starts_with('-') && command_of(app).get_parent() == nullptr)
      told = words("there is no command '{}'", shown);
    if (const std::string meant = nearest(word, names_in(command_of(app))); !meant.empty())
      told += words("; did you mean {}?", meant);
  } else {
    told = in_our_words(mistake.what());
  }
  return fmt::format("hosting-cts: {}\n{}\n", told, in_words("Run with --help for more information."));
}

}  // namespace cts
