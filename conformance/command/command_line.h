#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace cts {

/// What --language says among the words of a command line, which is not parsed yet: help is made before that.
/// Empty: nothing.
std::string asked_language(int argc, const char* const* argv);

/// Puts descriptions, examples and headings of a command line into the language spoken.
void translate(CLI::App& app);

/// What is wrong with a command line, whose words after the program's name are `typed`, in the language
/// spoken; for a command or option that there is not, the one that was probably meant. Ends with a line feed.
std::string usage_mistake(const CLI::App& app, const std::vector<std::string>& typed,
                          const CLI::ParseError& mistake);

}  // namespace cts
