#include "config/profile_writer.h"

#include <algorithm>
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

// The margin is for what can be in use beside the content.
toml::table web_table(const Site& site) {
  toml::table table;
  if (site.disk.octets == QuotaPolicy().limit_octets) return table;
  const auto octets = static_cast<std::int64_t>(site.disk.octets);
  table.insert("quota", octets);
  table.insert("quota_refused_from", octets + octets / 10);
  return table;
}

// The manual names no time after which a script is stopped; this server has one.
toml::table cgi_table(const Site& site) {
  toml::table table;
  if (site.cgi.wall_time != Site::CgiLimits().wall_time)
    table.insert("longest_run", static_cast<std::int64_t>(site.cgi.wall_time.count()));
  return table;
}

// As the plan's 20 MB are taken up to 20 MiB: what is promised is a little less than what is taken, and what
// is refused is a little more.
std::int64_t promised_of(std::uint64_t octets) {
  return static_cast<std::int64_t>(octets / 1'048'576 * 1'000'000 +
                                   octets % 1'048'576 * 1'000'000 / 1'048'576);
}

// The attachments are in the proportion of the manual, 13 and 18 MB to 20 MB. A server that is scaled down is
// on the tester's machine: what it is going to do about mail it does soon.
toml::table mail_table(const Site& site) {
  constexpr std::int64_t soon = 6;
  constexpr std::int64_t at_once = 5;
  toml::table table;
  if (site.smtp.message_octets != SmtpPolicy().message_octets) {
    const auto largest = promised_of(site.smtp.message_octets);
    table.insert("largest_message", largest);
    table.insert("message_refused_from", largest + largest / 10);
    table.insert("largest_attachment", largest / 20 * 13);
    table.insert("attachment_refused_from", largest / 20 * 18);
  }
  const auto by_plan = std::uint64_t{site.plan == "basic" ? 20U : 50U} << 20;
  auto smallest = by_plan;
  for (const auto& account : site.mail_accounts) smallest = std::min(smallest, account.quota_octets);
  if (smallest != by_plan) table.insert("mailbox", promised_of(smallest));
  if (table.empty()) return table;
  table.insert("bounce_wait", soon);
  table.insert("second_session_wait", at_once);
  return table;
}

// The mail manual, whose plans those without web are, says nothing about web services; this site has them.
toml::table offers_table(const Site& site) {
  toml::table table;
  if (site.plan == "dedicated") return table;
  for (const char* offer : {"web", "ftp", "log", "access_files", "cgi", "php", "ssi", "counter", "database"})
    table.insert(offer, true);
  return table;
}

}  // namespace

std::string profile_file(const Site& site) {
  toml::table profile;
  if (auto log = log_table(site); !log.empty()) profile.insert("log", std::move(log));
  if (auto web = web_table(site); !web.empty()) profile.insert("web", std::move(web));
  if (auto cgi = cgi_table(site); !cgi.empty()) profile.insert("cgi", std::move(cgi));
  if (auto mail = mail_table(site); !mail.empty()) profile.insert("mail", std::move(mail));
  const bool scaled_down = !profile.empty();
  if (auto offers = offers_table(site); !offers.empty()) profile.insert("offers", std::move(offers));
  if (profile.empty()) return {};
  profile.insert("version", 1);
  profile.insert("base", site.plan);
  profile.insert("name", site.plan + (scaled_down ? ", scaled down" : ", with web"));
  std::ostringstream text;
  text << profile << "\n";
  return text.str();
}

}  // namespace refd
