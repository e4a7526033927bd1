#include "command/meant.h"

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>

#include "command/speech.h"
#include "runner/selection.h"

namespace cts {
namespace {

std::string with_suggestion(const std::string& what, const std::string& meant) {
  return meant.empty() ? what : what + words("; did you mean {}?", meant);
}

/// "--target" of each option.
std::vector<std::string> long_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

/// Those that people see.
std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  std::vector<const CLI::App*> commands;
  for (const CLI::App* command : app.get_subcommands(nullptr))
    if (!command->get_group().empty()) commands.push_back(command);
  return commands;
}

std::vector<std::string> names_of(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands) names.push_back(command->get_name());
  return names;
}

/// Of a command, or where that is nullptr, of the program; what the program takes, its commands take too.
std::string unknown_option(const CLI::App& app, const CLI::App* command, const std::string& name) {
  const std::vector<std::string> of_program = long_names(app);
  const std::vector<std::string> known = command == nullptr ? of_program : long_names(*command);
  for (const auto& names : {known, of_program})
    if (std::find(names.begin(), names.end(), name) != names.end()) return "";
  return with_suggestion(command == nullptr ? words("unknown option {}", name)
                                            : words("unknown option {} of {}", name, command->get_name()),
                         nearest(name, known));
}

}  // namespace

std::string unknown_word(const CLI::App& app, const std::vector<std::string>& typed) {
  const CLI::App* command = nullptr;
  bool is_value = false;  // of the program's own option before it, as "ja" of --language
  for (const std::string& word : typed) {
    if (word == "--") break;
    if (std::exchange(is_value, false)) continue;
    if (word.starts_with("--")) {
      std::string found = unknown_option(app, command, word.substr(0, word.find('=')));
      if (!found.empty()) return found;
      const CLI::Option* option = command == nullptr ? app.get_option_no_throw(word) : nullptr;
      is_value = option != nullptr && option->get_items_expected_max() > 0;
    } else if (command == nullptr && !word.starts_with('-')) {
      const std::vector<const CLI::App*> commands = commands_of(app);
      const auto named = std::ranges::find(commands, word, &CLI::App::get_name);
      if (named == commands.end())
        return with_suggestion(words("unknown command {}", word), nearest(word, names_of(commands)));
      command = *named;
    }
  }
  return "";
}

}  // namespace cts
