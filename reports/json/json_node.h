#pragma once

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "reports/json/json_words.h"
#include "reports/record/comparison.h"
#include "reports/record/fingerprint.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports {

/// One value of the text with the path to it, so that a mistake can be named. Throws std::runtime_error.
class JsonNode {
 public:
  JsonNode(const nlohmann::json& json, std::string path) : json_(json), path_(std::move(path)) {}

  JsonNode member(const char* name) const {
    if (!json_.is_object()) fail("is not an object");
    const auto found = json_.find(name);
    if (found == json_.end()) fail(std::string("has no member '") + name + "'");
    return {*found, path_.empty() ? name : path_ + "/" + name};
  }
  /// nullopt also for null.
  std::optional<JsonNode> optional_member(const char* name) const {
    if (!json_.is_object()) fail("is not an object");
    const auto found = json_.find(name);
    if (found == json_.end() || found->is_null()) return std::nullopt;
    return member(name);
  }

  std::string text() const {
    if (!json_.is_string()) fail("is not a text");
    return json_.get<std::string>();
  }
  bool boolean() const {
    if (!json_.is_boolean()) fail("is neither true nor false");
    return json_.get<bool>();
  }
  template <class Number>
  Number number() const {
    if (!json_.is_number()) fail("is not a number");
    const auto written = json_.get<double>();
    if (!(written >= static_cast<double>(std::numeric_limits<Number>::lowest()) &&
          written <= static_cast<double>(std::numeric_limits<Number>::max())))
      fail("is out of range");
    return json_.get<Number>();
  }
  std::size_t count() const {
    if (!json_.is_number_unsigned()) fail("is not a count");
    return json_.get<std::size_t>();
  }
  bool is_null() const { return json_.is_null(); }

  /// Not longer than some centuries, as clocks can count.
  Seconds seconds() const {
    constexpr double longest = 1e9;
    const auto written = number<double>();
    if (std::abs(written) > longest) fail("is out of range");
    return Seconds{written};
  }
  Moment moment() const { return parsed(parse_moment(text()), "a moment"); }
  Verdict verdict() const { return parsed(parse_verdict(text()), "a verdict"); }
  Direction direction() const { return parsed(parse_direction(text()), "a direction"); }
  Change change() const { return parsed(parse_change(text()), "a change"); }

  template <class Read>
  auto list(Read read) const {
    if (!json_.is_array()) fail("is not a list");
    std::vector<decltype(read(*this))> values;
    values.reserve(json_.size());
    for (std::size_t i = 0; i < json_.size(); ++i) {
      values.push_back(read(JsonNode{json_[i], path_ + "/" + std::to_string(i)}));
    }
    return values;
  }
  std::vector<std::string> texts() const {
    return list([](const JsonNode& node) { return node.text(); });
  }
  std::map<std::string, std::string> text_map() const {
    if (!json_.is_object()) fail("is not an object");
    std::map<std::string, std::string> values;
    for (const auto& [name, value] : json_.items()) values[name] = JsonNode{value, path_ + "/" + name}.text();
    return values;
  }
  template <class Use>
  void each_member(Use use) const {
    if (!json_.is_object()) fail("is not an object");
    for (const auto& [name, value] : json_.items()) use(name, JsonNode{value, path_ + "/" + name});
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error((path_.empty() ? "the record" : path_) + " " + what);
  }

 private:
  template <class T>
  T parsed(std::optional<T> value, const char* kind) const {
    constexpr std::size_t shown = 80;
    if (!value)
      fail("is not " + std::string(kind) + ": '" + printable(shortened(text(), shown), Lines::join) + "'");
    return *value;
  }

  const nlohmann::json& json_;
  std::string path_;
};

Fingerprint read_fingerprint(const JsonNode& node);
Comparison read_comparison(const JsonNode& node);

}  // namespace reports
