#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "policy/counter_policy.h"

namespace refd {

/// What a counter's URL asks for, understood and checked.
struct CounterQuery {
  enum class Display { counter, clock, date };
  Display display = Display::counter;
  std::optional<std::string> domain;   ///< df, decoded; none: not given
  unsigned digits = 0;                 ///< md
  char design = 'A';                   ///< dd
  std::optional<std::uint64_t> start;  ///< st
};

/// Why a query gets an error picture: a short sentence without anything of the query in it.
struct CounterMistake {
  std::string_view reason;
};

/// A value, or the mistake. Only what the display takes is looked at: clock and date take dd alone (CTR-8).
struct UnderstoodQuery {
  CounterQuery query;
  std::optional<CounterMistake> mistake;
};

/// Query grammar, as wwwcount's users write it:
///
///     query = *( pair | separator )      separator = "&" / "|" / "%7C"
///     pair  = key [ "=" value ]          keys in any case, in any order, the last of a name wins
///
/// Keys and values are percent-decoded once, then checked. Unknown keys are left alone: tags in the field
/// carry many (ft, tr, comma, …). `query` is without "?"; above 2,047 octets it is a mistake.
UnderstoodQuery understand_counter_query(std::string_view query, const CounterPolicy& policy);

}  // namespace refd
