#include "check/html_form.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <utility>

namespace cts {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

void append_utf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0U | (point >> 6U)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xE0U | (point >> 12U)));
    out.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  } else if (point < 0x110000) {
    out.push_back(static_cast<char>(0xF0U | (point >> 18U)));
    out.push_back(static_cast<char>(0x80U | ((point >> 12U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  }
}

// "#39", "#x27"; nullopt for what is no number.
std::optional<std::uint32_t> number_of(std::string_view entity) {
  const bool is_hexadecimal = entity.size() > 1 && lower(entity[1]) == 'x';
  std::uint32_t number = 0;
  const auto digits = entity.substr(is_hexadecimal ? 2 : 1);
  if (digits.empty() || digits.size() > 7) return std::nullopt;
  for (const char c : digits) {
    const auto at = std::string_view("0123456789abcdef").find(lower(c));
    if (at == std::string_view::npos || (!is_hexadecimal && at > 9)) return std::nullopt;
    number = number * (is_hexadecimal ? 16 : 10) + static_cast<std::uint32_t>(at);
  }
  return number;
}

bool append_entity(std::string& out, std::string_view entity) {
  constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};
  if (entity.starts_with('#')) {
    const auto number = number_of(entity);
    if (number) append_utf8(out, *number);
    return number.has_value();
  }
  for (const auto& [name, text] : known) {
    if (entity != name) continue;
    out += text;
    return true;
  }
  return false;
}

std::string without_entities(std::string_view text) {
  constexpr std::size_t longest = 10;
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '&') {
      out.push_back(text[at]);
      continue;
    }
    const auto end = text.find(';', at);
    if (end != std::string_view::npos && end - at <= longest &&
        append_entity(out, text.substr(at + 1, end - at - 1))) {
      at = end;
    } else {
      out.push_back('&');
    }
  }
  return out;
}

struct Tag {
  std::string name;  // in small letters; "/form" ends one
  std::vector<std::pair<std::string, std::string>> attributes;

  std::optional<std::string> attribute(std::string_view wanted) const {
    for (const auto& [attribute_name, value] : attributes) {
      if (attribute_name == wanted) return value;
    }
    return std::nullopt;
  }
  bool has(std::string_view wanted) const { return attribute(wanted).has_value(); }
};

/// Goes through a page, tag by tag.
class Tags {
 public:
  explicit Tags(std::string_view page) : rest_(page) {}

  /// The next tag; text() is what stood before it. nullopt at the end, and text() is what was left.
  std::optional<Tag> next() {
    text_.clear();
    for (;;) {
      const auto open = rest_.find('<');
      text_ += rest_.substr(0, open);
      rest_.remove_prefix(std::min(open, rest_.size()));
      if (rest_.empty()) return std::nullopt;
      if (rest_.starts_with("<!--")) {
        skip_behind("-->");
      } else if (rest_.starts_with("<!") || rest_.starts_with("<?")) {
        skip_behind(">");
      } else if (rest_.size() > 1 &&
                 (rest_[1] == '/' || std::isalpha(static_cast<unsigned char>(rest_[1])) != 0)) {
        return tag();
      } else {
        text_.push_back('<');
        rest_.remove_prefix(1);
      }
    }
  }
  const std::string& text() const noexcept { return text_; }

  /// What stands up to the end tag of that name, which goes too: of elements that hold no tags.
  std::string raw_up_to(std::string_view name) {
    for (std::size_t at = 0; at < rest_.size(); ++at) {
      if (rest_[at] != '<' || rest_.size() < at + 2 + name.size() || rest_[at + 1] != '/' ||
          lower_case(rest_.substr(at + 2, name.size())) != name)
        continue;
      std::string inner(rest_.substr(0, at));
      rest_.remove_prefix(at);
      skip_behind(">");
      return inner;
    }
    std::string inner(rest_);
    rest_ = {};
    return inner;
  }

 private:
  void skip_behind(std::string_view mark) {
    const auto at = rest_.find(mark);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + mark.size());
  }
  void skip_blanks() {
    while (!rest_.empty() && (is_blank(rest_.front()) || rest_.front() == '/')) rest_.remove_prefix(1);
  }
  std::string word(std::string_view ends) {
    std::size_t size = 0;
    while (size < rest_.size() && !is_blank(rest_[size]) && ends.find(rest_[size]) == std::string_view::npos)
      ++size;
    std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return out;
  }
  std::string value() {
    if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\'')) return word(">");
    const auto end = rest_.find(rest_.front(), 1);
    std::string out(rest_.substr(1, end == std::string_view::npos ? end : end - 1));
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return out;
  }
  Tag tag() {
    Tag found;
    rest_.remove_prefix(1);
    if (rest_.front() == '/') {
      found.name = "/";
      rest_.remove_prefix(1);
    }
    found.name += lower_case(word("/>"));
    for (;;) {
      skip_blanks();
      if (rest_.empty()) break;
      if (rest_.front() == '>') {
        rest_.remove_prefix(1);
        break;
      }
      const std::size_t before = rest_.size();
      auto name = lower_case(word("=>/"));
      std::string given;
      while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
      if (rest_.starts_with('=')) {
        rest_.remove_prefix(1);
        while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
        given = without_entities(value());
      }
      found.attributes.emplace_back(std::move(name), std::move(given));
      if (rest_.size() == before) rest_.remove_prefix(1);
    }
    return found;
  }

  std::string_view rest_;
  std::string text_;
};

/// Collects the controls of the forms that a page holds.
class FormCollector {
 public:
  std::vector<HtmlForm> collect(std::string_view page) {
    Tags tags(page);
    while (const auto tag = tags.next()) {
      end_option(tags.text());
      if (tag->name == "script" || tag->name == "style" || tag->name == "title") {
        tags.raw_up_to(tag->name);
      } else if (tag->name == "form") {
        begin(*tag);
      } else if (tag->name == "/form") {
        in_form_ = false;
      } else if (in_form_) {
        control(*tag, tags);
      }
    }
    return std::move(forms_);
  }

 private:
  void begin(const Tag& tag) {
    HtmlForm form;
    form.action = tag.attribute("action").value_or("");
    form.is_post = lower_case(tag.attribute("method").value_or("")) == "post";
    form.is_multipart = lower_case(tag.attribute("enctype").value_or("")) == "multipart/form-data";
    forms_.push_back(std::move(form));
    in_form_ = true;
  }

  void control(const Tag& tag, Tags& tags) {
    const auto name = tag.attribute("name").value_or("");
    const bool is_off = name.empty() || tag.has("disabled");
    if (tag.name == "input") {
      input(tag, name, is_off);
    } else if (tag.name == "button") {
      add({name, tag.attribute("value").value_or(""), "submit", false});
    } else if (tag.name == "textarea") {
      auto text = tags.raw_up_to("textarea");
      if (text.starts_with("\r\n")) text.erase(0, 2);
      if (text.starts_with('\n')) text.erase(0, 1);
      add({name, without_entities(text), "textarea", !is_off});
    } else if (tag.name == "select") {
      select_ = name;
      is_multiple_ = tag.has("multiple");
      select_is_off_ = is_off;
      first_option_ = forms_.back().controls.size();
    } else if (tag.name == "/select") {
      end_select();
    } else if (tag.name == "option" && !select_.empty()) {
      add({select_, tag.attribute("value").value_or(""), "option", tag.has("selected") && !select_is_off_});
      option_takes_text_ = !tag.has("value");
    }
  }

  void input(const Tag& tag, const std::string& name, bool is_off) {
    auto type = lower_case(tag.attribute("type").value_or("text"));
    const bool is_ticked = type == "checkbox" || type == "radio";
    const bool is_button = type == "submit" || type == "image" || type == "button" || type == "reset";
    auto value = tag.attribute("value").value_or(is_ticked ? "on" : "");
    const bool is_on = !is_off && !is_button && type != "file" && (!is_ticked || tag.has("checked"));
    add({name, std::move(value), std::move(type), is_on});
  }

  void add(HtmlForm::Control control) { forms_.back().controls.push_back(std::move(control)); }

  // An option without a value is called as it reads.
  void end_option(const std::string& text) {
    if (!std::exchange(option_takes_text_, false)) return;
    std::string value = without_entities(text);
    while (!value.empty() && is_blank(value.back())) value.pop_back();
    while (!value.empty() && is_blank(value.front())) value.erase(0, 1);
    forms_.back().controls.back().value = std::move(value);
  }

  // A list of which one can be chosen begins with the first.
  void end_select() {
    auto& controls = forms_.back().controls;
    const auto begin = controls.begin() + static_cast<std::ptrdiff_t>(first_option_);
    const bool is_chosen =
        std::any_of(begin, controls.end(), [](const HtmlForm::Control& c) { return c.is_on; });
    if (!is_chosen && !is_multiple_ && !select_is_off_ && begin != controls.end()) begin->is_on = true;
    select_.clear();
  }

  std::vector<HtmlForm> forms_;
  bool in_form_ = false;
  std::string select_;
  bool is_multiple_ = false;
  bool select_is_off_ = false;
  bool option_takes_text_ = false;
  std::size_t first_option_ = 0;
};

}  // namespace

bool HtmlForm::has(std::string_view name) const {
  return std::any_of(controls.begin(), controls.end(), [name](const Control& c) { return c.name == name; });
}

bool HtmlForm::offers(std::string_view name, std::string_view value) const {
  return std::any_of(controls.begin(), controls.end(),
                     [&](const Control& c) { return c.name == name && c.value == value; });
}

std::optional<HtmlForm::Control> HtmlForm::of_type(std::string_view type) const {
  for (const Control& control : controls) {
    if (control.type == type) return control;
  }
  return std::nullopt;
}

FormData HtmlForm::data() const {
  FormData data;
  for (const Control& control : controls) {
    if (control.is_on) data.add(control.name, control.value);
  }
  return data;
}

std::vector<HtmlForm> html_forms(std::string_view page) {
  return FormCollector().collect(page);
}

std::string html_text(std::string_view page) {
  Tags tags(page);
  std::string out;
  const auto take = [&out](const std::string& text) {
    for (const char c : without_entities(text)) {
      if (!is_blank(c)) {
        out.push_back(c);
      } else if (!out.empty() && out.back() != ' ') {
        out.push_back(' ');
      }
    }
    if (!out.empty() && out.back() != ' ') out.push_back(' ');
  };
  while (const auto tag = tags.next()) {
    take(tags.text());
    if (tag->name == "script" || tag->name == "style") tags.raw_up_to(tag->name);
  }
  take(tags.text());
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace cts
