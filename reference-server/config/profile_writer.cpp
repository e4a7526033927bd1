#include "config/profile_writer.h"

#include <sstream>

#include <toml++/toml.h>

namespace refd {
namespace {

toml::table log_table(const Site& site) {
  const LogPolicy promised;
  toml::table table;
  const auto differs = [&table](const char* key, std::uint64_t octets, std::uint64_t by_plan) {
    if (octets != by_plan) table.insert(key, static_cast<std::int64_t>(octets));
  };
  differs("rotated_from", site.log.rotated_from_octets, promised.rotated_from_octets);
  differs("largest", site.log.never_above_octets, promised.never_above_octets);
  return table;
}

}  // namespace

std::string profile_file(const Site& site) {
  toml::table profile;
  if (auto log = log_table(site); !log.empty()) profile.insert("log", std::move(log));
  if (profile.empty()) return {};
  profile.insert("version", 1);
  profile.insert("base", site.plan);
  profile.insert("name", site.plan + ", scaled down");
  std::ostringstream text;
  text << profile << "\n";
  return text.str();
}

}  // namespace refd
