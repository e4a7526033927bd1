#include "check/html_page.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>

namespace cts {
namespace {

std::string small(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

void append_utf8(std::string& out, unsigned long code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x110000) {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

/// "&amp;" and its like, "&#64;", "&#x40;"; what is none stays as it is.
std::string decoded(std::string_view text) {
  static const std::map<std::string_view, std::string_view> named = {
      {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}, {"commat", "@"}};
  std::string out;
  while (!text.empty()) {
    const auto at = std::min(text.find('&'), text.size());
    out += text.substr(0, at);
    text.remove_prefix(at);
    const auto end = text.find(';');
    if (text.empty()) break;
    const std::string_view name = end == std::string_view::npos || end > 10 ? "" : text.substr(1, end - 1);
    unsigned long code = 0;
    if (const auto found = named.find(name); found != named.end()) {
      out += found->second;
    } else if (name.starts_with("#")) {
      const bool is_hex = name.starts_with("#x") || name.starts_with("#X");
      const auto digits = name.substr(is_hex ? 2 : 1);
      std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
      append_utf8(out, code);
    } else {
      out += '&';
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string tidied(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return std::string(text);
}

struct Tag {
  std::string name;  // in small letters; "/form" for an end
  std::map<std::string, std::string> attributes;

  bool has(const char* attribute) const { return attributes.contains(attribute); }
  std::string get(const char* attribute) const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? "" : found->second;
  }
};

/// Takes the page apart, tag by tag.
class Reader {
 public:
  explicit Reader(std::string_view html) : rest_(html) {}

  HtmlPage read() {
    while (!rest_.empty()) {
      const auto at = std::min(rest_.find('<'), rest_.size());
      take_text(rest_.substr(0, at));
      rest_.remove_prefix(at);
      if (rest_.empty()) break;
      if (rest_.starts_with("<!--")) {
        skip_behind("-->");
      } else if (rest_.size() > 1 &&
                 (std::isalpha(static_cast<unsigned char>(rest_[1])) != 0 || rest_[1] == '/')) {
        take_tag(next_tag());
      } else if (rest_.starts_with("<!") || rest_.starts_with("<?")) {
        skip_behind(">");
      } else {
        take_text("<");
        rest_.remove_prefix(1);
      }
    }
    close_option();
    for (auto& form : page_.forms) give_labels(form);
    return std::move(page_);
  }

 private:
  void skip_behind(std::string_view end) {
    const auto at = rest_.find(end);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
  }

  void take_text(std::string_view raw) {
    if (raw.empty()) return;
    const std::string text = decoded(raw);
    page_.text += text;
    if (in_label_) label_text_ += text;
    if (in_option_) option_label_ += text;
    if (in_textarea_) page_.forms.back().fields.back().value += text;
  }

  std::string attribute_value() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    if (rest_.empty() || rest_.front() != '=') return "";
    rest_.remove_prefix(1);
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    if (rest_.starts_with('"') || rest_.starts_with('\'')) {
      const char quote = rest_.front();
      rest_.remove_prefix(1);
      const auto end = std::min(rest_.find(quote), rest_.size());
      const std::string value = decoded(rest_.substr(0, end));
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      return value;
    }
    const auto end = std::min(rest_.find_first_of(" \t\r\n>"), rest_.size());
    const std::string value = decoded(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return value;
  }

  Tag next_tag() {
    rest_.remove_prefix(1);
    const auto end = std::min(rest_.find_first_of(" \t\r\n>", rest_.starts_with('/') ? 1 : 0), rest_.size());
    Tag tag{small(rest_.substr(0, end)), {}};
    rest_.remove_prefix(end);
    for (;;) {
      while (!rest_.empty() && (is_blank(rest_.front()) || rest_.front() == '/')) rest_.remove_prefix(1);
      if (rest_.empty()) break;
      if (rest_.front() == '>') {
        rest_.remove_prefix(1);
        break;
      }
      auto name_end = std::min(rest_.find_first_of(" \t\r\n=>/"), rest_.size());
      name_end = std::max<std::size_t>(name_end, 1);
      const std::string name = small(rest_.substr(0, name_end));
      rest_.remove_prefix(name_end);
      tag.attributes.emplace(name, attribute_value());
    }
    if (!tag.name.empty() && tag.name.back() == '/') tag.name.pop_back();
    return tag;
  }

  void take_tag(const Tag& tag) {
    if (tag.name == "script" || tag.name == "style") {
      skip_behind("</" + tag.name);
      skip_behind(">");
    } else if (tag.name == "form") {
      page_.forms.push_back({tag.get("action"), small(tag.get("method")) == "post", {}});
      ids_.emplace_back();
      in_form_ = true;
    } else if (tag.name == "/form") {
      close_option();
      in_form_ = false;
    } else if (tag.name == "label") {
      in_label_ = true;
      label_for_ = tag.get("for");
      label_text_.clear();
      first_in_label_ = in_form_ ? page_.forms.back().fields.size() : 0;
    } else if (tag.name == "/label") {
      close_label();
    } else if (in_form_) {
      take_field(tag);
    }
    // Words on both sides of a tag are two, except where it only marks a part of one.
    static constexpr std::array<std::string_view, 6> inside_words = {"b",    "/b",    "wbr",
                                                                     "span", "/span", "strong"};
    if (std::find(inside_words.begin(), inside_words.end(), tag.name) == inside_words.end())
      page_.text += ' ';
  }

  void take_field(const Tag& tag) {
    auto& fields = page_.forms.back().fields;
    const auto field = [&](std::string kind) -> ShownField& {
      fields.push_back({.kind = std::move(kind),
                        .name = tag.get("name"),
                        .value = tag.get("value"),
                        .label = "",
                        .is_chosen = true,
                        .is_required = tag.has("required"),
                        .options = {}});
      ids_.back().push_back(tag.get("id"));
      return fields.back();
    };
    if (tag.name == "input") {
      auto& made = field(tag.has("type") ? small(tag.get("type")) : "text");
      if (made.kind == "checkbox" || made.kind == "radio") {
        made.is_chosen = tag.has("checked");
        if (!tag.has("value")) made.value = "on";
      }
    } else if (tag.name == "button") {
      const auto type = small(tag.get("type"));
      field(type.empty() ? "submit" : type);
    } else if (tag.name == "textarea") {
      field("textarea").value.clear();
      in_textarea_ = true;
    } else if (tag.name == "/textarea") {
      in_textarea_ = false;
    } else if (tag.name == "select") {
      field("select").value.clear();
      in_select_ = true;
      has_chosen_ = false;
    } else if (tag.name == "/select") {
      close_option();
      in_select_ = false;
    } else if (tag.name == "option" && in_select_) {
      close_option();
      in_option_ = true;
      option_label_.clear();
      option_ = tag;
    } else if (tag.name == "/option") {
      close_option();
    }
  }

  void close_option() {
    if (!in_option_) return;
    in_option_ = false;
    auto& select = page_.forms.back().fields.back();
    const std::string label = tidied(option_label_);
    select.options.push_back({option_.has("value") ? option_.get("value") : label, label});
    const bool is_first = select.options.size() == 1;
    if (option_.has("selected") || (is_first && !has_chosen_)) select.value = select.options.back().value;
    has_chosen_ = has_chosen_ || option_.has("selected");
  }

  void close_label() {
    if (!in_label_) return;
    in_label_ = false;
    const std::string text = tidied(label_text_);
    if (!label_for_.empty()) {
      labels_.emplace(label_for_, text);
    } else if (in_form_) {
      auto& fields = page_.forms.back().fields;
      for (std::size_t i = first_in_label_; i < fields.size(); ++i) fields[i].label = text;
    }
  }

  void give_labels(ShownForm& form) {
    const auto& ids = ids_[static_cast<std::size_t>(&form - page_.forms.data())];
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
      const auto found = labels_.find(ids[i]);
      if (!ids[i].empty() && found != labels_.end()) form.fields[i].label = found->second;
    }
  }

  std::string_view rest_;
  HtmlPage page_;
  std::vector<std::vector<std::string>> ids_;  // of each form's fields
  std::map<std::string, std::string> labels_;
  bool in_form_ = false;
  bool in_label_ = false;
  bool in_select_ = false;
  bool in_option_ = false;
  bool in_textarea_ = false;
  bool has_chosen_ = false;
  std::size_t first_in_label_ = 0;
  std::string label_for_;
  std::string label_text_;
  std::string option_label_;
  Tag option_;
};

}  // namespace

bool ShownField::is_typed() const {
  return kind == "text" || kind == "email" || kind == "textarea" || kind == "search" || kind == "tel";
}

ShownField* ShownForm::find(std::string_view name) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const ShownField& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

const ShownField* ShownForm::find(std::string_view name) const {
  return const_cast<ShownForm*>(this)->find(name);  // NOLINT: the same, and nothing is changed
}

const ShownField* ShownForm::of_kind(std::string_view kind) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const ShownField& field) { return field.kind == kind; });
  return found == fields.end() ? nullptr : &*found;
}

HtmlPage parse_html(std::string_view html) {
  return Reader(html).read();
}

std::string form_encoded(const std::vector<std::pair<std::string, std::string>>& pairs) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  const auto append = [&](std::string_view text) {
    for (const char c : text) {
      const auto octet = static_cast<unsigned char>(c);
      if (std::isalnum(octet) != 0 || c == '-' || c == '.' || c == '_' || c == '*') {
        out += c;
      } else if (c == ' ') {
        out += '+';
      } else {
        out += '%';
        out += digits[octet >> 4];
        out += digits[octet & 15U];
      }
    }
  };
  for (const auto& [name, value] : pairs) {
    if (!out.empty()) out += '&';
    append(name);
    out += '=';
    append(value);
  }
  return out;
}

}  // namespace cts
