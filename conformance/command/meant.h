#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cts {

/// What is wrong with a command line that names a command or an option that there is not: "unknown option
/// --tagret of run; did you mean --target?". Empty where it is something else. `words`: without the program's
/// name.
std::string unknown_word(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace cts
