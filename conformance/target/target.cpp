#include "target/target.h"

#include <array>

namespace cts {
namespace {

constexpr std::array<HookName, 9> hooks_known{{
    {"set_clock", "moves the server's clock to {time}, such as 2026-11-23T05:00:00Z", "{time}"},
    {"fresh_counter", "makes the access counter as if it had never been called", ""},
    {"delete_log", "deletes the access log and its former generations", ""},
    {"disable_access_file", "renames the access file of {directory}, such as /web/members, which it locks",
     "{directory}"},
    {"remove_script", "takes the script {path}, such as /web/cgi/door.cgi, out of service", "{path}"},
    {"carry_out_applications", "sets up what was applied for and is due on the day of the server's clock",
     ""},
    {"posted_settings",
     "prints what was posted about {address} and how to log in with it: a line with the account's name, one "
     "with "
     "the password; nothing when no letter was written",
     "{address}"},
    {"handle_requests", "does what the customer has asked for by mail to the support address", ""},
    {"disk_use", "tells how much disk space the site uses: the first number that it prints, in octets", ""},
}};

}  // namespace

std::span<const HookName> hook_names() {
  return hooks_known;
}

const std::vector<std::string>* Target::hook(std::string_view hook_name) const {
  const auto found = hooks.find(hook_name);
  return found == hooks.end() ? nullptr : &found->second;
}

std::vector<std::string> Target::secrets() const {
  std::vector<std::string> all;
  if (!ftp.password.empty()) all.push_back(ftp.password.reveal());
  if (!members.password.empty()) all.push_back(members.password.reveal());
  for (const MailAccount& account : mail_accounts) {
    if (!account.password.empty()) all.push_back(account.password.reveal());
  }
  return all;
}

}  // namespace cts
