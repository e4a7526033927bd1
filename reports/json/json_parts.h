#pragma once

#include <nlohmann/json.hpp>

#include "reports/record/comparison.h"
#include "reports/record/fingerprint.h"

/// What the writers of JSON share.
namespace reports {

/// Rounded to microseconds; never something that JSON has no number for.
double number_of(Seconds duration);

template <class Values, class Convert>
nlohmann::ordered_json array_of(const Values& values, Convert convert) {
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  for (const auto& value : values) array.push_back(convert(value));
  return array;
}

nlohmann::ordered_json json_of(const Fingerprint& fingerprint);
nlohmann::ordered_json json_of(const Comparison& comparison);
/// Indented, ending in a line feed; what is not UTF-8 is replaced by U+FFFD.
std::string text_of(const nlohmann::ordered_json& json);

}  // namespace reports
