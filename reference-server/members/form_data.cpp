#include "members/form_data.h"

#include <algorithm>

#include "base/percent.h"

namespace refd::members {

namespace {

constexpr std::size_t most_fields = 50;

bool is_text(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           const auto octet = static_cast<unsigned char>(c);
           return (octet < 0x20 && c != '\n' && c != '\r' && c != '\t') || octet == 0x7F;
         });
}

std::optional<std::string> decoded(std::string_view encoded) {
  std::string with_blanks(encoded);
  std::replace(with_blanks.begin(), with_blanks.end(), '+', ' ');
  auto text = percent_decoded(with_blanks);
  if (text && !is_text(*text)) return std::nullopt;
  return text;
}

// RFC 3629 section 4: how many octets follow the first one of a character; none when it is no first one.
std::optional<std::size_t> octets_after(unsigned lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xC2 && lead < 0xE0) return 1;
  if (lead >= 0xE0 && lead < 0xF0) return 2;
  if (lead >= 0xF0 && lead < 0xF5) return 3;
  return std::nullopt;
}

// Not a longer form than is needed, no surrogate, nothing above U+10FFFF.
bool may_follow(unsigned lead, unsigned second) {
  switch (lead) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second <= 0x9F;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second <= 0x8F;
    default:
      return true;
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto octet = [&](std::size_t at) {
      return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const unsigned lead = octet(i);
    const auto more = octets_after(lead);
    if (!more || !may_follow(lead, octet(i + 1))) return false;
    for (std::size_t k = 1; k <= *more; ++k) {
      if ((octet(i + k) & 0xC0U) != 0x80U) return false;
    }
    i += *more + 1;
  }
  return true;
}

std::optional<FormData> FormData::parse(std::string_view encoded) {
  FormData form;
  while (!encoded.empty()) {
    const auto pair = encoded.substr(0, encoded.find('&'));
    encoded.remove_prefix(std::min(encoded.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decoded(pair.substr(0, equals));
    auto value = decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value || form.fields_.size() == most_fields) return std::nullopt;
    if (!form.fields_.emplace(std::move(*name), std::move(*value)).second) return std::nullopt;
  }
  return form;
}

const std::string& FormData::operator[](std::string_view name) const {
  static const std::string nothing;
  const auto found = fields_.find(name);
  return found == fields_.end() ? nothing : found->second;
}

std::string cookie_value(std::string_view field, std::string_view name) {
  while (!field.empty()) {
    auto pair = field.substr(0, field.find(';'));
    field.remove_prefix(std::min(field.size(), pair.size() + 1));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return std::string(pair.substr(name.size() + 1));
  }
  return {};
}

}  // namespace refd::members
