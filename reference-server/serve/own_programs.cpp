#include "serve/own_programs.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include <fmt/format.h>

namespace refd {

namespace fs = std::filesystem;

namespace {

std::string for_shell(std::string_view word) {
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted.append("'\\''");
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "'";
}

// In one step, as an earlier server's programs may still run the old one.
void put(const fs::path& path, const std::function<void(const fs::path&)>& write) {
  const fs::path fresh = path.string() + ".new";
  write(fresh);
  fs::permissions(fresh, fs::perms(0755));
  fs::rename(fresh, path);
}

}  // namespace

std::string program_beside(const char* name) {
  return (fs::canonical("/proc/self/exe").parent_path() / name).string();
}

std::string make_owned_directory(const std::string& path, const std::optional<Owner>& owner) {
  fs::create_directories(path);
  fs::permissions(path, fs::perms::owner_all);
  if (owner && ::chown(path.c_str(), owner->user, owner->group) != 0)
    throw std::system_error(errno, std::system_category(), path);
  return path;
}

OwnPrograms lay_out_own_programs(const Site& site, const StateFolder& state,
                                 const std::optional<Owner>& owner, const Log& log) {
  OwnPrograms programs{(state / "programs").string(),
                       make_owned_directory((state / "mail-drop").string(), owner)};
  const fs::path directory = programs.directory;
  fs::create_directories(directory);
  fs::permissions(directory, fs::perms(0755));
  const auto sendmail = program_beside("hosting-sendmail");
  if (::access(sendmail.c_str(), X_OK) != 0) {
    log->error("scripts have no sendmail: {}: {}", sendmail, std::system_category().message(errno));
    return programs;
  }
  // A copy: where it was built the customer's programs may not come. It lies beside what calls it, wherever
  // that is found.
  put(directory / "hosting-sendmail",
      [&](const fs::path& fresh) { fs::copy_file(sendmail, fresh, fs::copy_options::overwrite_existing); });
  put(directory / "sendmail", [&](const fs::path& fresh) {
    std::ofstream(fresh, std::ios::trunc) << fmt::format(
        "#!/bin/sh\nexec \"${{0%/*}}/hosting-sendmail\" --drop {} --host {} --user {} \"$@\"\n",
        for_shell(programs.mail_drop), for_shell(site.server_name), for_shell(site.ftp_account.name));
  });
  return programs;
}

}  // namespace refd
