#include "fuzzing/mutation.h"

#include <stdexcept>

namespace fuzzing {
namespace {

// What breaks parsers more often than other octets do.
constexpr std::string_view telling_octets{"\r\n\0 \t\"'\\<>()[]{}%&=+-.,:;/!#$*?@^_`|~09AZaz\x7f\x80\xff",
                                          46};

std::size_t place_in(const std::string& text, Dice& dice) {
  return dice.roll(text.size() + 1);
}

std::size_t short_length(Dice& dice) {
  return 1 + dice.roll(std::size_t{1} << dice.roll(std::size_t{7}));
}

void alter_octet(std::string& text, Dice& dice) {
  if (text.empty()) return;
  auto& octet = text[dice.roll(text.size())];
  if (dice.roll(std::size_t{2}) == 0)
    octet = telling_octets[dice.roll(telling_octets.size())];
  else
    octet = static_cast<char>(static_cast<unsigned char>(octet) ^ (1U << dice.roll(std::size_t{8})));
}

void put_in_octet(std::string& text, Dice& dice) {
  text.insert(place_in(text, dice), 1, telling_octets[dice.roll(telling_octets.size())]);
}

void leave_out(std::string& text, Dice& dice) {
  text.erase(place_in(text, dice), short_length(dice));
}

void repeat(std::string& text, Dice& dice) {
  const auto from = place_in(text, dice);
  const auto part = text.substr(from, short_length(dice));
  const auto times = dice.roll(std::size_t{8}) == 0 ? 100 : 1 + dice.roll(std::size_t{3});
  std::string run;
  for (std::size_t i = 0; i < times; ++i) run += part;
  text.insert(from, run);
}

void put_in_word(std::string& text, const Material& material, Dice& dice) {
  if (material.words.empty()) return;
  const auto& word = material.words[dice.roll(material.words.size())];
  const auto at = place_in(text, dice);
  if (dice.roll(std::size_t{2}) == 0)
    text.insert(at, word);
  else
    text.replace(at, word.size(), word);
}

void splice(std::string& text, const Material& material, Dice& dice) {
  const auto& other = material.seeds[dice.roll(material.seeds.size())];
  text.resize(place_in(text, dice));
  text += other.substr(place_in(other, dice));
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Of what stands between the quotes; false when it is no word.
bool read_word(std::string_view text, std::string& word) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') return false;
    if (text[i] != '\\') {
      word += text[i];
    } else if (i + 1 < text.size() && (text[i + 1] == '\\' || text[i + 1] == '"')) {
      word += text[++i];
    } else if (i + 3 < text.size() && text[i + 1] == 'x' && hex(text[i + 2]) >= 0 && hex(text[i + 3]) >= 0) {
      word += static_cast<char>(hex(text[i + 2]) * 16 + hex(text[i + 3]));
      i += 3;
    } else {
      return false;
    }
  }
  return !word.empty();
}

}  // namespace

std::string mutated(const Material& material, Dice& dice, std::size_t longest) {
  auto text = material.seeds[dice.roll(material.seeds.size())];
  const auto changes = 1 + dice.roll(std::size_t{1} << dice.roll(std::size_t{5}));
  for (std::size_t i = 0; i < changes; ++i) {
    switch (dice.roll(std::size_t{8})) {
      case 0:
      case 1:
        alter_octet(text, dice);
        break;
      case 2:
        put_in_octet(text, dice);
        break;
      case 3:
        leave_out(text, dice);
        break;
      case 4:
        repeat(text, dice);
        break;
      case 5:
      case 6:
        put_in_word(text, material, dice);
        break;
      default:
        splice(text, material, dice);
        break;
    }
    if (text.size() > longest) text.resize(longest);
  }
  return text;
}

std::vector<std::string> words_of_dictionary(std::string_view text) {
  std::vector<std::string> words;
  for (const auto line : lines_of(text)) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto begin = line.find('"');
    std::string word;
    if (begin == std::string_view::npos || line.back() != '"' || line.size() - begin < 2 ||
        !read_word(line.substr(begin + 1, line.size() - begin - 2), word))
      throw std::runtime_error("no word of a dictionary: " + std::string(line));
    words.push_back(word);
  }
  return words;
}

}  // namespace fuzzing
