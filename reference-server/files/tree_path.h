#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace refd {

/// A path in the customer's tree as the customer names it: absolute, "/" is the site's root, no ".", "..",
/// empty component, NUL, or trailing slash. A value; two equal paths name the same place.
class TreePath {
 public:
  /// The root.
  TreePath() : text_("/") {}

  /// `text` seen from `from`: absolute if it begins with "/", else relative. ".." at the root stays there
  /// (FTP-DIR-1). Fails with EINVAL on a NUL, ENAMETOOLONG above 4,095 octets or a component above 255.
  static Result<TreePath> resolve(const TreePath& from, std::string_view text);

  /// "/a/b": begins with "/", ends in one only when it is the root.
  const std::string& text() const noexcept { return text_; }
  /// The same without the leading slash, "." for the root: the form for *at() calls.
  std::string relative() const;
  bool is_root() const noexcept { return text_.size() == 1; }
  /// Last component; empty for the root.
  std::string_view name() const noexcept;
  /// The directory that holds it; the root is its own parent.
  TreePath parent() const;
  /// This directory's entry `name`, which must be one valid component.
  TreePath child(std::string_view name) const;
  /// Whether it is `ancestor` or lies below it.
  bool is_within(const TreePath& ancestor) const noexcept;

  friend bool operator==(const TreePath&, const TreePath&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the default's comparison with 0 for ours
  friend auto operator<=>(const TreePath&, const TreePath&) = default;

 private:
  explicit TreePath(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace refd
