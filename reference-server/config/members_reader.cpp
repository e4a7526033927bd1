#include "config/members_reader.h"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "config/password_reader.h"
#include "config/smtp_reader.h"

namespace refd {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_file = 1 << 20;

void read_decrees(TableReader& table, const fs::path& folder, std::string& decrees) {
  const auto name = table.text("holidays");
  if (!name) return;
  std::error_code error;
  const auto size = fs::file_size(folder / *name, error);
  std::ifstream in(folder / *name, std::ios::binary);
  if (error || !in || size > largest_file) {
    table.error("holidays", fmt::format("'{}' cannot be read, or is larger than 1 MiB", *name));
    return;
  }
  decrees.assign(std::istreambuf_iterator<char>(in), {});
}

void read_support(TableReader& table, Site& site) {
  auto& address = site.members.support_address;
  address = table.text("support_address").value_or("");
  if (address.empty()) return;
  const auto at = address.find('@');
  const auto domain = at == std::string::npos ? std::string() : address.substr(at + 1);
  if (at == 0 || !is_host_name(domain)) {
    table.error("support_address", fmt::format("'{}' is no mail address", address));
  } else if (domain == site.domain) {
    table.error("support_address", "the support's address is not in the customer's domain");
  }
}

}  // namespace

void read_contract(TableReader table, Site::Contract& contract) {
  contract.number = table.text("number").value_or("");
  contract.holder = table.text("holder").value_or("");
  contract.postal_address = table.texts("postal_address");
  table.finish();
}

void read_members(TableReader& top, const fs::path& folder, const SecretSources& secrets, Site& site) {
  const bool is_given = top.is_read("members");
  auto table = top.table("members");
  if (!is_given) return;
  auto& members = site.members;
  members.host_name = table.required_text("host_name");
  if (!members.host_name.empty() && !is_host_name(members.host_name))
    table.error("host_name", fmt::format("'{}' is no host name in lower case", members.host_name));
  members.login = read_login_name(table, "login");
  members.password = read_password(table, folder, secrets);
  read_support(table, site);
  read_decrees(table, folder, members.holiday_decrees);
  table.number("max_sessions", members.max_sessions, 1, 1'000'000);
  table.number("max_sessions_per_source", members.max_sessions_per_source, 1, 1'000'000);
  table.number("form_octets", members.form_octets, 1024, 1 << 20);
  table.seconds("idle", members.idle, 1, day_in_seconds);
  table.seconds("longest", members.longest, 1, 7 * day_in_seconds);
  table.number("login_attempts", members.login_attempts, 1, 1000);
  table.seconds("locked_out", members.locked_out, 1, day_in_seconds);
  table.finish();
}

}  // namespace refd
