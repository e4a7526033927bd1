#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/dice.h"

namespace fuzzing {

/// What mutations are made of. Both in the order of their files' names and lines.
struct Material {
  std::vector<std::string> seeds;  ///< at least one
  std::vector<std::string> words;  ///< of the dictionary
};

/// A seed with some changes: octets altered, left out, doubled; words of the dictionary put in; the beginning
/// of one seed and the end of another. At most `longest` octets.
std::string mutated(const Material& material, Dice& dice, std::size_t longest);

/// The words of a dictionary in libFuzzer's form: one in quotes a line, perhaps name= before it, \\, \" and
/// \xNN in it; # begins a comment. Throws std::runtime_error that names the line.
std::vector<std::string> words_of_dictionary(std::string_view text);

}  // namespace fuzzing
