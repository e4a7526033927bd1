#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cts {

/// One tag of a page of HTML.
struct HtmlTag {
  std::string name;  ///< in small letters; "/form" ends one
  /// In order, names in small letters, entities in values resolved.
  std::vector<std::pair<std::string, std::string>> attributes;

  /// The first of that name; nullopt when there is none.
  std::optional<std::string> attribute(std::string_view wanted) const;
  /// The same; empty when there is none.
  std::string value_of(std::string_view wanted) const { return attribute(wanted).value_or(""); }
  bool has(std::string_view wanted) const { return attribute(wanted).has_value(); }
};

/// Goes through a page, tag by tag, as browsers read it: any octets are a page. The page must outlive it.
class HtmlTags {
 public:
  explicit HtmlTags(std::string_view page) : rest_(page) {}

  /// The next tag; text() is what stood before it. nullopt at the end, and text() is what was left. Comments
  /// and declarations are passed over.
  std::optional<HtmlTag> next();
  /// As it is written, with its entities.
  const std::string& text() const noexcept { return text_; }

  /// What stands up to the end tag of that name, which goes too: of elements that hold no tags.
  std::string raw_up_to(std::string_view name);
  /// Behind the tag of a textarea: what is in it, as a browser shows it.
  std::string textarea();

 private:
  void skip_behind(std::string_view mark);
  void skip_blanks();
  std::string word(std::string_view ends);
  std::string value();
  HtmlTag tag();

  std::string_view rest_;
  std::string text_;
};

/// "&amp;" and its like, "&#64;", "&#x40;" in UTF-8; what is none stays as it is.
std::string without_entities(std::string_view text);

bool is_html_blank(char c);
/// Without the blanks around it.
std::string without_blanks_around(std::string_view text);

}  // namespace cts
