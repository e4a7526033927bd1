#include "check/html_page.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "check/html_tags.h"
#include "client/small_letters.h"

namespace cts {
namespace {

/// Takes the page apart, tag by tag.
class Reader {
 public:
  explicit Reader(std::string_view html) : tags_(html) {}

  HtmlPage read() {
    while (const auto tag = tags_.next()) {
      take_text(tags_.text());
      take_tag(*tag);
    }
    take_text(tags_.text());
    end_select();
    for (auto& form : page_.forms) give_labels(form);
    return std::move(page_);
  }

 private:
  void take_text(std::string_view raw) {
    if (raw.empty()) return;
    const std::string text = without_entities(raw);
    page_.text += text;
    if (in_label_) label_text_ += text;
    if (in_option_) option_label_ += text;
  }

  void take_tag(const HtmlTag& tag) {
    if (tag.name == "script" || tag.name == "style") {
      tags_.raw_up_to(tag.name);
    } else if (tag.name == "form") {
      end_select();
      page_.forms.push_back({tag.value_of("action"), in_small_letters(tag.value_of("method")) == "post", {}});
      ids_.emplace_back();
      in_form_ = true;
    } else if (tag.name == "/form") {
      end_select();
      in_form_ = false;
    } else if (tag.name == "label") {
      in_label_ = true;
      label_for_ = tag.value_of("for");
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

  void take_field(const HtmlTag& tag) {
    auto& fields = page_.forms.back().fields;
    const auto field = [&](std::string kind) -> ShownField& {
      fields.push_back({.kind = std::move(kind),
                        .name = tag.value_of("name"),
                        .value = tag.value_of("value"),
                        .label = "",
                        .is_chosen = true,
                        .is_required = tag.has("required"),
                        .options = {}});
      ids_.back().push_back(tag.value_of("id"));
      return fields.back();
    };
    if (tag.name == "input" || tag.name == "button" || tag.name == "textarea" || tag.name == "select")
      end_select();
    if (tag.name == "input") {
      const auto type = in_small_letters(tag.value_of("type"));
      auto& made = field(type.empty() ? "text" : type);
      if (made.kind == "checkbox" || made.kind == "radio") {
        made.is_chosen = tag.has("checked");
        if (!tag.has("value")) made.value = "on";
      }
    } else if (tag.name == "button") {
      const auto type = in_small_letters(tag.value_of("type"));
      field(type.empty() ? "submit" : type);
    } else if (tag.name == "textarea") {
      auto& made = field("textarea");
      made.value = tags_.textarea();
      page_.text += ' ' + made.value;
    } else if (tag.name == "select") {
      field("select").value.clear();
      in_select_ = true;
      has_chosen_ = false;
    } else if (tag.name == "/select") {
      end_select();
    } else if (tag.name == "option" && in_select_) {
      close_option();
      in_option_ = true;
      option_label_.clear();
      option_ = tag;
    } else if (tag.name == "/option") {
      close_option();
    }
  }

  // A field or form that begins inside a select ends it, as in a browser: options belong to no other.
  void end_select() {
    close_option();
    in_select_ = false;
  }

  void close_option() {
    if (!in_option_) return;
    in_option_ = false;
    auto& select = page_.forms.back().fields.back();
    const std::string label = without_blanks_around(option_label_);
    select.options.push_back({option_.has("value") ? option_.value_of("value") : label, label});
    const bool is_first = select.options.size() == 1;
    if (option_.has("selected") || (is_first && !has_chosen_)) select.value = select.options.back().value;
    has_chosen_ = has_chosen_ || option_.has("selected");
  }

  void close_label() {
    if (!in_label_) return;
    in_label_ = false;
    const std::string text = without_blanks_around(label_text_);
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

  HtmlTags tags_;
  HtmlPage page_;
  std::vector<std::vector<std::string>> ids_;  // of each form's fields
  std::map<std::string, std::string> labels_;
  bool in_form_ = false;
  bool in_label_ = false;
  bool in_select_ = false;
  bool in_option_ = false;
  bool has_chosen_ = false;
  std::size_t first_in_label_ = 0;
  std::string label_for_;
  std::string label_text_;
  std::string option_label_;
  HtmlTag option_;
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

}  // namespace cts
