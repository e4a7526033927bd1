#include "command/command_line.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/args.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command/meant.h"
#include "command/speech.h"
#include "reports/text/safe_text.h"

namespace cts {
namespace {

/// With the headings that the parser's library would write in English, and columns that count wide
/// characters.
class TranslatedHelp final : public CLI::Formatter {
 public:
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    return CLI::Formatter::make_group(std::string(in_words(group)), is_positional, std::move(options));
  }
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    const std::string left = "  " + make_option_name(option, is_positional) + make_option_opts(option);
    const std::size_t width = get_column_width();
    const std::string gap = reports::display_width(left) < width ? "" : "\n" + std::string(width, ' ');
    return fmt::format("{}{}{}\n", reports::padded(left, width), gap, make_option_desc(option));
  }
  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override {
    constexpr std::string_view heading = "\nSubcommands:\n";
    std::string text = CLI::Formatter::make_subcommands(app, mode);
    if (const std::size_t at = text.find(heading); at != std::string::npos)
      text.replace(at, heading.size(), fmt::format("\n{}:\n", in_words("Subcommands")));
    return text;
  }
};

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

std::string usage_mistake(const CLI::App& app, const std::vector<std::string>& typed,
                          const CLI::ParseError& mistake) {
  std::string told = unknown_word(app, typed);
  if (told.empty()) told = in_our_words(mistake.what());
  return fmt::format("hosting-cts: {}\n{}\n", reports::printable(told, reports::Lines::join),
                     in_words("Run with --help for more information."));
}

}  // namespace cts
