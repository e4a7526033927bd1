#include "office/out_tray.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/file_writing.h"
#include "base/unique_fd.h"

namespace refd::office {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_page = 1 << 20;

Result<void> write_file(const std::string& file, std::string_view text) {
  const UniqueFd out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!out) return last_system_error();
  if (const auto written = write_whole(out.get(), text); !written) return written;
  if (::fsync(out.get()) != 0) return last_system_error();
  return {};
}

}  // namespace

std::string OutTray::file_of(std::int64_t application) const {
  return fmt::format("{}/letter-{:06}.html", folder_, application);
}

Result<std::string> OutTray::put(const Letter& letter) {
  const std::lock_guard lock(mutex_);
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return last_system_error();
  auto file = file_of(letter.application);
  const auto unfinished = file + ".part";
  if (const auto done = write_file(unfinished, letter_page(letter)); !done) return done.error();
  if (::rename(unfinished.c_str(), file.c_str()) != 0) return last_system_error();
  if (const auto done = sync_folder(folder_); !done) return done.error();
  return file;
}

std::vector<std::string> OutTray::waiting() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (entry.path().extension() == ".html") names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<PostedSettings> OutTray::settings(std::int64_t application) const {
  const std::lock_guard lock(mutex_);
  std::ifstream in(file_of(application), std::ios::binary);
  if (!in) return std::nullopt;
  std::string page(longest_page, '\0');
  in.read(page.data(), static_cast<std::streamsize>(page.size()));
  page.resize(static_cast<std::size_t>(in.gcount()));
  return settings_in(page);
}

Result<void> OutTray::posted(std::int64_t application) {
  const std::lock_guard lock(mutex_);
  if (::unlink(file_of(application).c_str()) != 0) return last_system_error();
  return sync_folder(folder_);
}

}  // namespace refd::office
