#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/form_data.h"

namespace cts {

/// One form of a page of HTML, as a browser without scripts understands it.
struct HtmlForm {
  struct Control {
    std::string name;
    std::string value;
    std::string type;    ///< of an input; "option" of a select, "textarea", "submit" of a button
    bool is_on = false;  ///< it is sent unless somebody does something
  };
  std::string action;  ///< as written; empty: the page itself
  bool is_post = false;
  bool is_multipart = false;
  std::vector<Control> controls;

  bool has(std::string_view name) const;
  /// Whether a control of that name offers this value: a choice, a box to tick.
  bool offers(std::string_view name, std::string_view value) const;
  /// The first of that type ("file", "password"); nullopt when there is none.
  std::optional<Control> of_type(std::string_view type) const;
  /// What a browser sends when nothing was touched, no button and no file.
  FormData data() const;
};

/// Every form of the page, in order. Any octets are a page.
std::vector<HtmlForm> html_forms(std::string_view page);

/// What a person reads of the page: no tags, scripts or styles, entities resolved, blanks run together.
std::string html_text(std::string_view page);

}  // namespace cts
