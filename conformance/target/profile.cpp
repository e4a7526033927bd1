#include "target/profile.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "embedded/profile_basic.h"
#include "embedded/profile_dedicated.h"
#include "embedded/profile_premium.h"
#include "embedded/profile_pro.h"
#include "embedded/profile_secure.h"
#include "target/profile_reader.h"

namespace cts {
namespace {

constexpr std::array<OfferName, 13> offer_table{{
    {"web", &Offers::web},
    {"ftp", &Offers::ftp},
    {"log", &Offers::log},
    {"access_files", &Offers::access_files},
    {"cgi", &Offers::cgi},
    {"php", &Offers::php},
    {"ssi", &Offers::ssi},
    {"counter", &Offers::counter},
    {"database", &Offers::database},
    {"pop", &Offers::pop},
    {"pops", &Offers::pops},
    {"smtp", &Offers::smtp},
    {"members_site", &Offers::members_site},
}};

constexpr std::array<std::string_view, 5> plans{"basic", "secure", "premium", "pro", "dedicated"};

std::string with_each_replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

/// A built-in text that does not read is a mistake of this program, hence the exception.
Profile read_built_in(const Profile& base, std::string_view text, std::string_view name) {
  Checked<Profile> read = read_profile_onto(base, text, fmt::format("(built in) {}.toml", name));
  if (!read) throw std::logic_error("built-in profile: " + text_of(read.errors));
  return *std::move(read.value);
}

/// The dedicated plan's file states every value; the others say in what they differ from it.
struct BuiltIn {
  Profile dedicated = read_built_in({}, embedded::profile_dedicated, "dedicated");
  Profile basic = read_built_in(dedicated, embedded::profile_basic, "basic");
  Profile secure = read_built_in(dedicated, embedded::profile_secure, "secure");
  Profile premium = read_built_in(dedicated, embedded::profile_premium, "premium");
  Profile pro = read_built_in(dedicated, embedded::profile_pro, "pro");
};

}  // namespace

std::span<const OfferName> offer_names() {
  return offer_table;
}

bool Profile::offers_named(std::string_view offer) const {
  for (const OfferName& row : offer_table) {
    if (row.name == offer) return offers.*row.member;
  }
  throw std::invalid_argument(fmt::format("no offer is called \"{}\"", offer));
}

std::string Profile::Ftp::login_directory_of(std::string_view login) const {
  return with_each_replaced(login_directory, "{login}", login);
}

std::string Profile::Database::user_of(std::string_view login) const {
  std::string user(login);
  std::erase_if(user, [this](char c) { return characters_dropped.find(c) != std::string::npos; });
  return user;
}

std::string Profile::Database::name_of(std::string_view login, unsigned number) const {
  return with_each_replaced(with_each_replaced(name_pattern, "{number}", fmt::format("{:02}", number)),
                            "{user}", user_of(login));
}

std::span<const std::string_view> built_in_profiles() {
  return plans;
}

const Profile& built_in_profile(std::string_view name) {
  static const BuiltIn all;
  for (const Profile* profile : {&all.basic, &all.secure, &all.premium, &all.pro, &all.dedicated}) {
    if (profile->name == name) return *profile;
  }
  throw std::invalid_argument(fmt::format("no profile is called \"{}\"", name));
}

Checked<Profile> load_profile(const std::string& name_or_file) {
  if (std::find(plans.begin(), plans.end(), name_or_file) != plans.end()) {
    return {built_in_profile(name_or_file), {}};
  }
  Checked<std::string> text = read_text_file(name_or_file);
  if (!text) {
    if (name_or_file.find('/') == std::string::npos) {
      text.errors.front().message +=
          fmt::format(" (and the built-in profiles are {})", fmt::join(plans, ", "));
    }
    return {std::nullopt, std::move(text.errors)};
  }
  return read_profile(*text, name_or_file);
}

}  // namespace cts
