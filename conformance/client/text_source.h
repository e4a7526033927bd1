#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "client/octet_source.h"

namespace cts {

/// A text that is there already, as one piece or in several.
class TextSource : public OctetSource {
 public:
  explicit TextSource(std::string text, std::size_t octets_a_piece = std::string::npos)
      : text_(std::move(text)), octets_a_piece_(octets_a_piece) {}

  std::uint64_t size() const override { return text_.size(); }
  std::string_view next() override {
    const std::string_view piece = std::string_view(text_).substr(at_, octets_a_piece_);
    at_ += piece.size();
    return piece;
  }

 private:
  std::string text_;
  std::size_t octets_a_piece_;
  std::size_t at_ = 0;
};

}  // namespace cts
