#define PCRE2_CODE_UNIT_WIDTH 8

#include "ssi/pattern.h"

#include <memory>

#include <pcre2.h>

namespace refd::ssi {

namespace {

// A few hundred thousand steps take milliseconds; patterns that need more are built to.
constexpr std::uint32_t most_steps = 200'000;
constexpr std::uint32_t most_heap_kibibytes = 16'384;
constexpr std::size_t longest_pattern = 4'096;

template <auto release>
struct Releaser {
  template <class Object>
  void operator()(Object* object) const noexcept {
    release(object);
  }
};
using Code = std::unique_ptr<pcre2_code, Releaser<pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Releaser<pcre2_match_data_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Releaser<pcre2_match_context_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Releaser<pcre2_compile_context_free>>;

PCRE2_SPTR octets_of(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data());
}

// The options are Apache's.
Code compiled(std::string_view pattern) {
  const CompileContext limits(pcre2_compile_context_create(nullptr));
  if (!limits || pattern.size() > longest_pattern) return nullptr;
  pcre2_set_parens_nest_limit(limits.get(), 100);
  int error = 0;
  PCRE2_SIZE place = 0;
  return Code(pcre2_compile(octets_of(pattern), pattern.size(),
                            PCRE2_DUPNAMES | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY, &error, &place,
                            limits.get()));
}

Captures captures_of(pcre2_match_data* data, int count, std::string_view text) {
  const auto* bounds = pcre2_get_ovector_pointer(data);
  std::vector<std::optional<std::string>> groups;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count) && i < Captures::most_groups; ++i) {
    const auto first = bounds[2 * i];
    const auto end = bounds[2 * i + 1];
    if (first == PCRE2_UNSET || end < first) {
      groups.emplace_back();
    } else {
      groups.emplace_back(std::string(text.substr(first, end - first)));
    }
  }
  return Captures(std::move(groups));
}

}  // namespace

PatternMatch matched(std::string_view pattern, std::string_view text) {
  using Outcome = PatternMatch::Outcome;
  const auto code = compiled(pattern);
  if (!code) return {Outcome::failed, {}};
  const MatchData data(pcre2_match_data_create_from_pattern(code.get(), nullptr));
  const MatchContext limits(pcre2_match_context_create(nullptr));
  if (!data || !limits) return {Outcome::failed, {}};
  pcre2_set_match_limit(limits.get(), most_steps);
  pcre2_set_heap_limit(limits.get(), most_heap_kibibytes);
  const int count = pcre2_match(code.get(), octets_of(text), text.size(), 0, 0, data.get(), limits.get());
  if (count == PCRE2_ERROR_NOMATCH) return {Outcome::not_matched, {}};
  if (count <= 0) return {Outcome::failed, {}};
  return {Outcome::matched, captures_of(data.get(), count, text)};
}

}  // namespace refd::ssi
