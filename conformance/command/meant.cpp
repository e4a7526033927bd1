#include "command/meant.h"

#include <algorithm>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "runner/selection.h"

namespace cts {
namespace {

std::string with_suggestion(const std::string& what, const std::string& meant) {
  return meant.empty() ? what : fmt::format("{}; did you mean {}?", what, meant);
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

std::string unknown_option(const CLI::App& app, const std::string& name, const std::string& where) {
  const std::vector<std::string> known = long_names(app);
  if (std::find(known.begin(), known.end(), name) != known.end()) return "";
  return with_suggestion(fmt::format("unknown option {}{}", name, where), nearest(name, known));
}

}  // namespace

std::string unknown_word(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* command = nullptr;
  for (const std::string& word : words) {
    if (word == "--") break;
    if (word.starts_with("--")) {
      const CLI::App& knows = command == nullptr ? app : *command;
      const std::string where = command == nullptr ? "" : " of " + command->get_name();
      const std::string found = unknown_option(knows, word.substr(0, word.find('=')), where);
      if (!found.empty()) return found;
    } else if (command == nullptr && !word.starts_with('-')) {
      std::vector<std::string> names;
      for (const CLI::App* one : commands_of(app)) {
        names.push_back(one->get_name());
        if (one->get_name() == word) command = one;
      }
      if (command == nullptr)
        return with_suggestion(fmt::format("unknown command {}", word), nearest(word, names));
    }
  }
  return "";
}

}  // namespace cts
