#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace refd::members {

/// The fields of a form, as a browser has sent them. A value.
class FormData {
 public:
  /// application/x-www-form-urlencoded; nullopt for what no browser sends: more than 50 fields, one twice, a
  /// broken escape, text that is no UTF-8 or has a control character other than a line end or tab in it.
  static std::optional<FormData> parse(std::string_view encoded);

  /// Empty when there is no such field.
  const std::string& operator[](std::string_view name) const;
  bool has(std::string_view name) const { return fields_.find(name) != fields_.end(); }

 private:
  std::map<std::string, std::string, std::less<>> fields_;
};

/// Whether `text` is well-formed UTF-8.
bool is_utf8(std::string_view text);

/// The value of a cookie in the value of a Cookie field; empty when there is none.
std::string cookie_value(std::string_view field, std::string_view name);

}  // namespace refd::members
