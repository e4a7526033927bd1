#include "counter/gif_writer.h"

#include <array>

namespace refd {
namespace {

constexpr unsigned most_bits = 12;
constexpr unsigned most_codes = 1U << most_bits;
constexpr std::size_t longest_block = 255;

// Codes of growing width, the low bits first, in blocks that are preceded by their size.
class BlockWriter {
 public:
  explicit BlockWriter(std::string& out) : out_(out) { begin_block(); }

  void put(unsigned code, unsigned bits) {
    waiting_ |= code << count_;
    count_ += bits;
    for (; count_ >= 8; count_ -= 8, waiting_ >>= 8U) put_octet();
  }
  void end() {
    if (count_ > 0) put_octet();
    out_[block_] = static_cast<char>(size());
    if (size() > 0) out_ += '\0';
  }

 private:
  std::size_t size() const { return out_.size() - block_ - 1; }
  void begin_block() {
    block_ = out_.size();
    out_ += '\0';
  }
  void put_octet() {
    if (size() == longest_block) {
      out_[block_] = static_cast<char>(longest_block);
      begin_block();
    }
    out_ += static_cast<char>(waiting_ & 0xffU);
  }

  std::string& out_;
  std::size_t block_ = 0;  // where the size of the one being written stands
  std::uint32_t waiting_ = 0;
  unsigned count_ = 0;
};

// The sequences that have a code: of each, the codes of those that are longer by one pixel.
class CodeTree {
 public:
  explicit CodeTree(unsigned colour_bits) : colour_bits_(colour_bits) { clear(); }

  void clear() {
    next_ = end_code() + 1;
    for (unsigned colour = 0; colour < clear_code(); ++colour) children_[colour] = {};
  }
  unsigned clear_code() const { return 1U << colour_bits_; }
  unsigned end_code() const { return clear_code() + 1; }
  /// The code that the next sequence gets.
  unsigned next() const { return next_; }
  /// 0: it has none.
  unsigned longer(unsigned code, unsigned colour) const { return children_[code][colour]; }
  void add(unsigned code, unsigned colour) {
    children_[code][colour] = static_cast<std::uint16_t>(next_);
    children_[next_++] = {};
  }

 private:
  const unsigned colour_bits_;
  unsigned next_ = 0;
  // Only what belongs to a code in use is ever looked at, so that nothing has to be wiped before.
  using Children = std::array<std::uint16_t, most_gif_colours>;
  std::array<Children, most_codes> children_;  // NOLINT
};

void compress(std::span<const std::uint8_t> pixels, unsigned colour_bits, std::string& out) {
  CodeTree tree(colour_bits);
  BlockWriter writer(out);
  unsigned bits = colour_bits + 1;
  // Who reads learns of a code a step later than we, and knows then that codes have become longer.
  const auto give = [&](unsigned code) {
    writer.put(code, bits);
    if (tree.next() == 1U << bits && bits < most_bits) ++bits;
  };
  writer.put(tree.clear_code(), bits);
  unsigned code = pixels.front();
  for (const unsigned colour : pixels.subspan(1)) {
    if (const auto longer = tree.longer(code, colour); longer != 0) {
      code = longer;
      continue;
    }
    give(code);
    if (tree.next() < most_codes) {
      tree.add(code, colour);
    } else {
      writer.put(tree.clear_code(), bits);
      tree.clear();
      bits = colour_bits + 1;
    }
    code = colour;
  }
  give(code);
  writer.put(tree.end_code(), bits);
  writer.end();
}

void put_number(unsigned number, std::string& out) {
  out += static_cast<char>(number & 0xffU);
  out += static_cast<char>(number >> 8U & 0xffU);
}

}  // namespace

std::string write_gif(std::span<const Colour> palette, unsigned width, std::span<const std::uint8_t> pixels) {
  unsigned colour_bits = 2;  // the format knows no fewer
  while (1U << colour_bits < palette.size()) ++colour_bits;
  const auto height = static_cast<unsigned>(pixels.size() / width);

  std::string out;
  out.reserve(1024 + pixels.size() / 2);
  out += "GIF87a";
  put_number(width, out);
  put_number(height, out);
  out += static_cast<char>(0x80U | (colour_bits - 1) << 4U | (colour_bits - 1));  // with a palette
  out.append(2, '\0');  // the background's colour, and the pixels' shape
  for (std::size_t i = 0; i < 1U << colour_bits; ++i) {
    const auto colour = i < palette.size() ? palette[i] : Colour{0};
    out += static_cast<char>(colour >> 16U & 0xffU);
    out += static_cast<char>(colour >> 8U & 0xffU);
    out += static_cast<char>(colour & 0xffU);
  }
  out += ',';
  put_number(0, out);
  put_number(0, out);
  put_number(width, out);
  put_number(height, out);
  out += '\0';
  out += static_cast<char>(colour_bits);
  compress(pixels, colour_bits, out);
  out += ';';
  return out;
}

}  // namespace refd
