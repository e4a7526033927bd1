#include "ssi/variables.h"

#include <algorithm>

namespace refd::ssi {

namespace {

// What an entry costs beside its texts.
constexpr std::size_t entry_octets = 128;

std::size_t cost_of(const Variables::Row& row) {
  return entry_octets + 2 * row.first.size() + (row.second ? row.second->size() : 0);
}

}  // namespace

bool Variables::IgnoringCase::operator()(std::string_view a, std::string_view b) const noexcept {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return lower(x) < lower(y); });
}

Variables::Row& Variables::row(std::string_view name) {
  const auto found = places_.find(name);
  if (found != places_.end()) return rows_[found->second];
  places_.emplace(name, rows_.size());
  rows_.emplace_back(name, std::nullopt);
  octets_ += cost_of(rows_.back());
  return rows_.back();
}

bool Variables::set(std::string_view name, std::string value) {
  const bool is_new = places_.find(name) == places_.end();
  const auto more = value.size() + (is_new ? entry_octets + 2 * name.size() : 0);
  if (octets_ + more > most_octets) return false;
  auto& entry = row(name);
  octets_ -= cost_of(entry);
  entry.second = std::move(value);
  octets_ += cost_of(entry);
  return true;
}

void Variables::set_later(std::string_view name) {
  auto& entry = row(name);
  octets_ -= cost_of(entry);
  entry.second.reset();
  octets_ += cost_of(entry);
}

Variables::Kind Variables::kind_of(std::string_view name) const {
  const auto found = places_.find(name);
  if (found == places_.end()) return Kind::none;
  return rows_[found->second].second ? Kind::known : Kind::pending;
}

const std::string* Variables::find(std::string_view name) const {
  const auto found = places_.find(name);
  if (found == places_.end()) return nullptr;
  const auto& value = rows_[found->second].second;
  return value ? &*value : nullptr;
}

}  // namespace refd::ssi
