#include "http/byte_ranges.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "http/text.h"

namespace refd::http {

namespace {

// Digits only; a number that does not fit counts as the greatest one.
std::optional<std::uint64_t> number(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? value : UINT64_MAX;
}

enum class Verdict { fits, beyond, malformed };

// "first-", "first-last" or "-suffix length".
Verdict understand_one(std::string_view spec, std::uint64_t size, ByteRange& range) {
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos) return Verdict::malformed;
  const auto left = spec.substr(0, dash);
  const auto right = number(spec.substr(dash + 1));
  const bool is_open = dash + 1 == spec.size();
  if (left.empty()) {
    if (!right) return Verdict::malformed;
    range.length = std::min(*right, size);
    range.first = size - range.length;
    return range.length == 0 ? Verdict::beyond : Verdict::fits;
  }
  const auto first = number(left);
  if (!first || (!is_open && !right) || (right && *right < *first)) return Verdict::malformed;
  if (*first >= size) return Verdict::beyond;
  const auto last = right ? std::min(*right, size - 1) : size - 1;
  range = {*first, last - *first + 1};
  return Verdict::fits;
}

}  // namespace

RangeRequest understand_range(std::string_view field, std::uint64_t file_size) {
  constexpr std::string_view unit = "bytes=";
  RangeRequest request;
  if (!equals_ignoring_case(field.substr(0, unit.size()), unit)) return request;
  field.remove_prefix(unit.size());

  std::size_t asked = 0;
  std::uint64_t total = 0;
  for (std::size_t start = 0; start <= field.size();) {
    const auto comma = std::min(field.find(',', start), field.size());
    const auto spec = trimmed(field.substr(start, comma - start));
    start = comma + 1;
    if (spec.empty()) continue;  // an empty list element: RFC 9110 section 5.6.1
    ByteRange range;
    const auto verdict = understand_one(spec, file_size, range);
    if (verdict == Verdict::malformed || ++asked > most_ranges) return {};
    if (verdict == Verdict::beyond) continue;
    if (range.length > file_size - total) return {};
    total += range.length;
    request.ranges.push_back(range);
  }
  if (asked == 0) return {};
  if (request.ranges.empty()) {
    request.kind = RangeRequest::Kind::unsatisfiable;
  } else {
    request.kind = RangeRequest::Kind::parts;
  }
  return request;
}

}  // namespace refd::http
