#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cts {

/// What is wrong with a command line that names a command or an option that there is not: "unknown option
/// --tagret of run; did you mean --target?". Empty where it is something else. `typed`: the words after
/// the program's name. In the language spoken.
std::string unknown_word(const CLI::App& app, const std::vector<std::string>& typed);

}  // namespace cts
