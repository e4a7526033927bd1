#include "check/html_form.h"

#include <algorithm>
#include <utility>

#include "check/html_tags.h"
#include "client/small_letters.h"

namespace cts {

namespace {

/// Collects the controls of the forms that a page holds.
class FormCollector {
 public:
  std::vector<HtmlForm> collect(std::string_view page) {
    HtmlTags tags(page);
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
  void begin(const HtmlTag& tag) {
    HtmlForm form;
    form.action = tag.value_of("action");
    form.is_post = in_small_letters(tag.value_of("method")) == "post";
    form.is_multipart = in_small_letters(tag.value_of("enctype")) == "multipart/form-data";
    forms_.push_back(std::move(form));
    in_form_ = true;
  }

  void control(const HtmlTag& tag, HtmlTags& tags) {
    const auto name = tag.value_of("name");
    const bool is_off = name.empty() || tag.has("disabled");
    if (tag.name == "input") {
      input(tag, name, is_off);
    } else if (tag.name == "button") {
      add({name, tag.value_of("value"), "submit", false});
    } else if (tag.name == "textarea") {
      add({name, tags.textarea(), "textarea", !is_off});
    } else if (tag.name == "select") {
      select_ = name;
      is_multiple_ = tag.has("multiple");
      select_is_off_ = is_off;
      first_option_ = forms_.back().controls.size();
    } else if (tag.name == "/select") {
      end_select();
    } else if (tag.name == "option" && !select_.empty()) {
      add({select_, tag.value_of("value"), "option", tag.has("selected") && !select_is_off_});
      option_takes_text_ = !tag.has("value");
    }
  }

  void input(const HtmlTag& tag, const std::string& name, bool is_off) {
    auto type = in_small_letters(tag.attribute("type").value_or("text"));
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
    forms_.back().controls.back().value = without_blanks_around(without_entities(text));
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
  HtmlTags tags(page);
  std::string out;
  const auto take = [&out](const std::string& text) {
    for (const char c : without_entities(text)) {
      if (!is_html_blank(c)) {
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
