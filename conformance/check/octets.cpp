#include "check/octets.h"

#include <algorithm>

#include "client/transcript.h"

namespace cts {
namespace {

constexpr std::size_t shown_text = 60;
constexpr std::size_t shown_hex = 8;

std::string hex(std::string_view octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (octets.empty()) return "the end";
  std::string out;
  for (const char c : octets.substr(0, shown_hex)) {
    const auto octet = static_cast<unsigned char>(c);
    if (!out.empty()) out += ' ';
    out += digits[octet >> 4];
    out += digits[octet & 15u];
  }
  return out;
}

std::string octets_text(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " octet" : " octets");
}

struct Side {
  std::uint64_t octets;
  std::string_view from_there;  // from the first difference on
};
std::string difference_text(std::uint64_t offset, const Side& expected, const Side& actual) {
  std::string out;
  if (expected.octets != actual.octets)
    out = octets_text(actual.octets) + " instead of " + std::to_string(expected.octets) + "; ";
  return out + "the first difference at offset " + std::to_string(offset) + ": " + hex(actual.from_there) +
         " instead of " + hex(expected.from_there);
}

}  // namespace

std::string describe_octets(std::string_view octets) {
  return describe_octets(octets.size(), octets);
}

std::string describe_octets(std::uint64_t count, std::string_view head) {
  std::string out = octets_text(count);
  if (count == 0) return out;
  std::string shown = readable(head.substr(0, shown_text));
  std::replace(shown.begin(), shown.end(), '\n', ' ');
  return out + " \"" + shown + (count > shown_text ? "…\"" : "\"");
}

std::string describe_difference(std::string_view expected, std::string_view actual) {
  if (expected == actual) return {};
  const auto [e, a] = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
  const auto offset = static_cast<std::size_t>(e - expected.begin());
  return difference_text(offset, {expected.size(), expected.substr(offset)},
                         {actual.size(), actual.substr(offset)});
}

std::string_view DifferenceFinder::ahead() {
  if (ahead_.empty()) ahead_ = expected_.next();
  return ahead_;
}

void DifferenceFinder::add(std::string_view actual) {
  octets_ += actual.size();
  while (!differs_ && !actual.empty()) {
    const std::string_view expected = ahead().substr(0, actual.size());
    const auto [e, a] = std::mismatch(expected.begin(), expected.end(), actual.begin());
    const auto same = static_cast<std::size_t>(e - expected.begin());
    same_ += same;
    ahead_.remove_prefix(same);
    actual.remove_prefix(same);
    differs_ = expected.empty() || same < expected.size();
  }
  if (actual_.size() < shown_hex) actual_ += actual.substr(0, shown_hex - actual_.size());
}

std::string DifferenceFinder::describe() {
  if (!differs_ && ahead().empty()) return {};
  std::string expected;
  while (expected.size() < shown_hex && !ahead().empty()) {
    expected += ahead_.substr(0, shown_hex - expected.size());
    ahead_ = {};
  }
  return difference_text(same_, {expected_.size(), expected}, {octets_, actual_});
}

}  // namespace cts
