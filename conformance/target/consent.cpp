#include "target/consent.h"

#include <array>

namespace cts {
namespace {

struct Row {
  Consent consent;
  std::string_view name;
};
constexpr std::array rows{Row{Consent::observe, "observe"}, Row{Consent::reversible, "reversible"},
                          Row{Consent::destructive, "destructive"}};

}  // namespace

std::string_view name_of(Consent consent) {
  return rows.at(static_cast<std::size_t>(consent)).name;
}

std::optional<Consent> consent_named(std::string_view name) {
  for (const Row& row : rows) {
    if (row.name == name) return row.consent;
  }
  return std::nullopt;
}

}  // namespace cts
