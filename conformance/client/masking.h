#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// Finds secrets in text, in every form in which a customer's program or the suite itself may write them: as
/// they are, percent-encoded, with C escapes, and in base64, alone or inside something longer such as the
/// response of AUTH PLAIN. A value; pure.
class Masking {
 public:
  /// Empty secrets are ignored.
  explicit Masking(std::vector<std::string> secrets);

  struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const Span&, const Span&) = default;
  };
  /// Where secrets stand in `text`: sorted, not overlapping.
  std::vector<Span> find(std::string_view text) const;
  /// `text` with "****" in place of every secret.
  std::string masked(std::string_view text) const;
  /// No form of a secret is longer than this.
  std::size_t longest() const noexcept { return longest_; }

  static constexpr std::string_view mask = "****";

 private:
  std::vector<std::string> secrets_;
  std::vector<std::string> encoded_;  // parts of base64 that are the same whatever surrounds the secret
  std::size_t longest_ = 0;
};

/// RFC 4648 §4, with padding.
std::string base64(std::string_view bytes);

}  // namespace cts
