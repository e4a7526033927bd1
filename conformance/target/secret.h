#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace cts {

/// A password. It cannot be streamed, formatted or converted by accident: whoever needs it says reveal().
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  const std::string& reveal() const noexcept { return value_; }
  bool empty() const noexcept { return value_.empty(); }

  friend bool operator==(const Secret&, const Secret&) = default;
  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;
  /// What GoogleTest shows instead of the object's bytes.
  friend void PrintTo(const Secret&, std::ostream* out) { *out << "(secret)"; }

 private:
  std::string value_;
};

}  // namespace cts
