#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace reports {

/// HTML under construction. Whatever is given as text or attribute value is made printable and escaped; only
/// tags, attribute names and raw() are taken as they are, and must be literals of ours.
class Markup {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  void open(std::string_view tag, Attributes attributes = {});
  /// Ends the element opened last.
  void close();
  void text(std::string_view untrusted);
  /// An element with nothing but text.
  void leaf(std::string_view tag, std::string_view untrusted, Attributes attributes = {});
  /// An element without content and end tag.
  void empty(std::string_view tag, Attributes attributes);
  void raw(std::string_view trusted) { html_ += trusted; }

  const std::string& html() const noexcept { return html_; }

 private:
  void start_tag(std::string_view tag, Attributes attributes);

  std::string html_;
  std::vector<std::string> open_tags_;
};

/// An element that lasts as long as this object.
class Element {
 public:
  Element(Markup& page, std::string_view tag, Markup::Attributes attributes = {}) : page_(page) {
    page_.open(tag, attributes);
  }
  ~Element() { page_.close(); }
  Element(const Element&) = delete;
  Element& operator=(const Element&) = delete;
  Element(Element&&) = delete;
  Element& operator=(Element&&) = delete;

 private:
  Markup& page_;
};

}  // namespace reports
