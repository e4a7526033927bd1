#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// What a form asks for, as a browser sees it. A value.
struct ShownField {
  std::string
      kind;  ///< "text", "password", "hidden", "checkbox", "radio", "select", "textarea", "submit", "date" …
  std::string name;
  std::string value;      ///< what is sent if nothing is changed; of a select: of the chosen option
  std::string label;      ///< the text beside it, where the page says which
  bool is_chosen = true;  ///< of a checkbox or radio button
  bool is_required = false;
  struct Option {
    std::string value;
    std::string label;
  };
  std::vector<Option> options;  ///< of a select

  bool is_typed() const;  ///< a text that everybody can see being typed
};

struct ShownForm {
  std::string action;  ///< as written; empty: the page itself
  bool is_post = false;
  std::vector<ShownField> fields;

  ShownField* find(std::string_view name);
  const ShownField* find(std::string_view name) const;
  /// The first field of that kind; null: there is none.
  const ShownField* of_kind(std::string_view kind) const;
};

/// A page as far as a suite that fills in forms needs it: read as browsers read it, whatever it is.
struct HtmlPage {
  std::string
      text;  ///< what a person reads, entities decoded, blanks as they stand; without scripts and styles
  std::vector<ShownForm> forms;
};
HtmlPage parse_html(std::string_view html);

}  // namespace cts
