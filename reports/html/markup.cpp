#include "reports/html/markup.h"

#include "reports/text/safe_text.h"

namespace reports {
namespace {

std::string escaped(std::string_view untrusted) {
  std::string result;
  for (const char c : printable(untrusted, Lines::keep)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

/// Elements after which a line break changes nothing for the reader of the page, but much for that of its
/// source.
bool ends_line(std::string_view tag) {
  for (const std::string_view block :
       {"p",  "h1",  "h2",      "h3",      "li",    "tr",    "dd",      "section", "table",  "ul",
        "dl", "div", "details", "summary", "thead", "tbody", "article", "nav",     "header", "footer"}) {
    if (tag == block) return true;
  }
  return false;
}

}  // namespace

void Markup::start_tag(std::string_view tag, Attributes attributes) {
  html_ += '<';
  html_ += tag;
  for (const auto& [name, value] : attributes) {
    html_ += ' ';
    html_ += name;
    html_ += "=\"";
    html_ += escaped(value);
    html_ += '"';
  }
  html_ += '>';
}

void Markup::open(std::string_view tag, Attributes attributes) {
  start_tag(tag, attributes);
  open_tags_.emplace_back(tag);
}

void Markup::close() {
  const std::string tag = std::move(open_tags_.back());
  open_tags_.pop_back();
  html_ += "</" + tag + ">";
  if (ends_line(tag)) html_ += '\n';
}

void Markup::text(std::string_view untrusted) {
  html_ += escaped(untrusted);
}

void Markup::leaf(std::string_view tag, std::string_view untrusted, Attributes attributes) {
  open(tag, attributes);
  text(untrusted);
  close();
}

void Markup::empty(std::string_view tag, Attributes attributes) {
  start_tag(tag, attributes);
}

}  // namespace reports
