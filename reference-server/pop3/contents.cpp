#include "pop3/contents.h"

#include <utility>

namespace refd {
namespace {

class Text final : public ByteSource {
 public:
  explicit Text(std::string text) : text_(std::move(text)) {}
  Result<std::string_view> next() override {
    if (std::exchange(given_, true)) return std::string_view();
    return std::string_view(text_);
  }

 private:
  const std::string text_;
  bool given_ = false;
};

class Lines final : public ByteSource {
 public:
  Lines(std::size_t count, std::function<void(std::size_t, std::string&)> line)
      : count_(count), line_(std::move(line)) {}
  Result<std::string_view> next() override {
    constexpr std::size_t piece = 16'384;
    piece_.clear();
    while (next_ < count_ && piece_.size() < piece) line_(next_++, piece_);
    return std::string_view(piece_);
  }

 private:
  const std::size_t count_;
  const std::function<void(std::size_t, std::string&)> line_;
  std::size_t next_ = 0;
  std::string piece_;
};

class Top final : public ByteSource {
 public:
  Top(std::unique_ptr<ByteSource> message, std::uint64_t lines)
      : message_(std::move(message)), left_(lines) {}

  Result<std::string_view> next() override {
    if (ended_) return std::string_view();
    const auto piece = message_->next();
    if (!piece) return piece;
    return piece->substr(0, kept_of(*piece));
  }

 private:
  // How many octets of `piece` belong to it.
  std::size_t kept_of(std::string_view piece) {
    std::size_t line = 0;
    for (auto end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n', line)) {
      const auto text = piece.substr(line, end - line);
      line = end + 1;
      if (in_body_) {
        --left_;
      } else {
        in_body_ = begun_.empty() ? text == "\r" : text.empty() && begun_ == "\r";
      }
      begun_.clear();
      ended_ = in_body_ && left_ == 0;
      if (ended_) return line;
    }
    // Only whether it is an empty line matters.
    if (!in_body_ && begun_.size() < 2) begun_.append(piece.substr(line, 2));
    return piece.size();
  }

  std::unique_ptr<ByteSource> message_;
  std::uint64_t left_;
  std::string begun_;  // of a header line that the last piece began
  bool in_body_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> content_of(std::string text) {
  return std::make_unique<Text>(std::move(text));
}

std::unique_ptr<ByteSource> content_of_lines(std::size_t count,
                                             std::function<void(std::size_t, std::string&)> line) {
  return std::make_unique<Lines>(count, std::move(line));
}

std::unique_ptr<ByteSource> top_of(std::unique_ptr<ByteSource> message, std::uint64_t lines) {
  return std::make_unique<Top>(std::move(message), lines);
}

}  // namespace refd
