#include "mail/maildir_names.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <random>

#include <fmt/format.h>

namespace refd {
namespace {

constexpr std::size_t longest_name = 255;      // NAME_MAX
constexpr std::size_t longest_unique_id = 70;  // RFC 1939 section 7

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

bool is_unique_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_unique_id &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7E; });
}

// FNV-1a: the same in every build and for ever, which std::hash is not.
std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string random_word() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

}  // namespace

std::string maildir_folder(std::string_view mailbox) {
  std::string folder;
  for (const char c : mailbox) {
    const bool leading_dot = folder.empty() && c == '.';
    if (is_plain(c) && !leading_dot)
      folder += c;
    else
      folder += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    if (folder.size() > longest_name) return {};
  }
  return folder;
}

std::string MaildirFile::name() const {
  auto name = unique_id;
  if (octets) name += fmt::format(",S={}", *octets);
  if (wire_octets) name += fmt::format(",W={}", *wire_octets);
  return name;
}

MaildirFile MaildirFile::parse(std::string_view name) {
  name = name.substr(0, name.find(':'));
  const auto base = name.substr(0, name.find(','));
  MaildirFile file;
  file.unique_id = is_unique_id(base) ? std::string(base) : fmt::format("h{:016x}", stable_hash(base));
  for (auto rest = name.substr(base.size()); !rest.empty();) {
    rest.remove_prefix(1);  // the comma
    const auto field = rest.substr(0, rest.find(','));
    if (field.starts_with("S=")) file.octets = number_in(field.substr(2));
    if (field.starts_with("W=")) file.wire_octets = number_in(field.substr(2));
    rest.remove_prefix(field.size());
  }
  return file;
}

UniqueIds::UniqueIds() : life_(random_word()) {}

std::string UniqueIds::next() {
  constexpr std::uint64_t second = 1'000'000;
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  const std::lock_guard guard(mutex_);
  last_ = std::max(last_ + 1, static_cast<std::uint64_t>(now));
  // Of fixed width, so that the order of names is the order of time.
  return fmt::format("{:010}.M{:06}R{}", last_ / second, last_ % second, life_);
}

}  // namespace refd
