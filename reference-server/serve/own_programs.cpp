#include "serve/own_programs.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include <fcntl.h>

#include <fmt/format.h>

#include "mail/mail_drop.h"

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

// Above the descriptors that a program gets by number.
constexpr int least_world = 16;

// Makes mounts for this thread alone, and shows the directory's programs in /usr/sbin: over it lies what is
// in the directory, and nothing is written to either. Relative, as the path may hold what separates options.
Result<UniqueFd> mounts_of_this_thread(const std::string& directory) {
  if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::chdir(directory.c_str()) != 0 ||
      ::mount("overlay", "/usr/sbin", "overlay", MS_RDONLY, "lowerdir=.:/usr/sbin") != 0) {
    return last_system_error();
  }
  const UniqueFd world(::open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC));
  if (!world) return last_system_error();
  UniqueFd moved(::fcntl(world.get(), F_DUPFD_CLOEXEC, least_world));
  if (!moved) return last_system_error();
  return moved;
}

// A thread can have mounts of its own; they last as long as somebody holds them.
UniqueFd make_world(const std::string& directory, const Log& log) {
  if (::geteuid() != 0) {
    log->info("scripts find sendmail by their PATH, but not as /usr/sbin/sendmail: that takes root");
    return UniqueFd();
  }
  Result<UniqueFd> made = UniqueFd();
  std::thread([&] { made = mounts_of_this_thread(directory); }).join();
  if (made) return std::move(*made);
  log->warn("scripts find sendmail by their PATH, but not as /usr/sbin/sendmail: {}", made.error().message());
  return UniqueFd();
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
                       make_owned_directory((state / "mail-drop").string(), owner), UniqueFd()};
  // What was on its way when its sender was killed. None is now.
  for (const auto& left : fs::directory_iterator(programs.mail_drop)) {
    if (left.path().filename().string().starts_with(MailDrop::unfinished)) ::unlink(left.path().c_str());
  }
  const fs::path directory = programs.directory;
  fs::create_directories(directory);
  fs::permissions(directory, fs::perms(0755));
  const auto sendmail = program_beside("hosting-sendmail");
  if (::access(sendmail.c_str(), X_OK) != 0) {
    log->error("scripts have no sendmail: {}: {}", sendmail, std::system_category().message(errno));
    return programs;
  }
  // A copy: where it was built the customer's programs may not come.
  put(directory / "hosting-sendmail",
      [&](const fs::path& fresh) { fs::copy_file(sendmail, fresh, fs::copy_options::overwrite_existing); });
  put(directory / "sendmail", [&](const fs::path& fresh) {
    std::ofstream(fresh, std::ios::trunc)
        << fmt::format("#!/bin/sh\nexec {} --drop {} --host {} --user {} \"$@\"\n",
                       for_shell(programs.directory + "/hosting-sendmail"), for_shell(programs.mail_drop),
                       for_shell(site.server_name), for_shell(site.ftp_account.name));
  });
  programs.world = make_world(programs.directory, log);
  return programs;
}

}  // namespace refd
