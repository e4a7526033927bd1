#include "database/data_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "database/child.h"

namespace refd::db {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t memory_needed = 64 << 20;

std::system_error failure(int error, const std::string& what) {
  return {error, std::system_category(), what};
}

void give_to(const fs::path& path, const std::optional<Owner>& user) {
  if (user && ::lchown(path.c_str(), user->user, user->group) != 0) throw failure(errno, path.string());
}

void give_all_to(const fs::path& directory, const std::optional<Owner>& user) {
  give_to(directory, user);
  for (const auto& entry : fs::recursive_directory_iterator(directory)) give_to(entry.path(), user);
}

void make_directory(const fs::path& path, const std::optional<Owner>& user) {
  fs::create_directory(path);
  fs::permissions(path, fs::perms::owner_all);
  give_to(path, user);
}

void write_bootstrap(const fs::path& file, const ServerSettings& settings) {
  std::ofstream out(file, std::ios::trunc | std::ios::binary);
  out << bootstrap_head();
  for (const auto& name : bootstrap_files()) {
    const std::ifstream in(fs::path(settings.share) / name, std::ios::binary);
    if (!in) throw failure(ENOENT, settings.share + "/" + name);
    out << in.rdbuf();
  }
  out.flush();
  if (!out) throw failure(EIO, file.string());
}

// A directory that goes, however that happens.
class Scratch {
 public:
  explicit Scratch(fs::path path) : path_(std::move(path)) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  const fs::path path_;
};

fs::path scratch_place(const DataDirectoryOptions& options) {
  std::error_code error;
  const auto space = options.memory.empty() ? fs::space_info{} : fs::space(options.memory, error);
  auto pattern = (options.memory / "hosting-refd-XXXXXX").string();
  if (!options.memory.empty() && !error && space.available >= memory_needed &&
      ::mkdtemp(pattern.data()) != nullptr) {
    return pattern;
  }
  return options.folder / "data.scratch";
}

void run_bootstrap(const DataDirectoryOptions& options, const fs::path& data) {
  const auto statements = options.folder / "bootstrap.sql";
  write_bootstrap(statements, options.settings);
  const UniqueFd input(::open(statements.c_str(), O_RDONLY | O_CLOEXEC));
  if (!input) throw failure(errno, statements.string());
  auto server = Child::start({.words = bootstrap_command(options.settings, data.string()),
                              .user = options.user,
                              .input = input.get(),
                              .output = options.output});
  if (!server) throw failure(server.error().value(), options.settings.program);
  if (!server->wait(options.limit)) throw failure(ETIMEDOUT, options.settings.program);
  fs::remove(statements);
  if (server->status() != 0)
    throw failure(EPROTO, fmt::format("{} ended with {}", options.settings.program, server->end_text()));
}

void sync_file_system(const fs::path& directory) {
  const UniqueFd opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::syncfs(opened.get()) != 0) throw failure(errno, directory.string());
}

void make(const DataDirectoryOptions& options) {
  const Scratch half(options.folder / "data.new");
  const Scratch scratch(scratch_place(options));
  fs::remove_all(half.path());
  fs::remove_all(options.folder / "data.scratch");
  make_directory(scratch.path(), options.user);
  run_bootstrap(options, scratch.path());
  fs::copy(scratch.path(), half.path(), fs::copy_options::recursive);
  fs::permissions(half.path(), fs::perms::owner_all);
  give_all_to(half.path(), options.user);
  if (options.settings.sync) sync_file_system(half.path());
  fs::rename(half.path(), options.settings.data);
}

}  // namespace

Result<void> provide_data_directory(const DataDirectoryOptions& options) {
  try {
    if (!fs::exists(options.settings.data)) make(options);
    return {};
  } catch (const std::system_error& error) {
    if (options.output >= 0) ::dprintf(options.output, "hosting-refd: %s\n", error.what());
    return system_error(error.code().value());
  }
}

}  // namespace refd::db
