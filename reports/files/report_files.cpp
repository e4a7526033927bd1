#include "reports/files/report_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "reports/badge/badge_writer.h"
#include "reports/ctrf/ctrf_writer.h"
#include "reports/html/html_writer.h"
#include "reports/json/json_record.h"
#include "reports/markdown/markdown_writer.h"
#include "reports/tap/tap_writer.h"

namespace reports {
namespace {

std::string last_error() {
  return std::generic_category().message(errno);
}

/// The reason why not all of `text` went to `descriptor`, or empty.
std::string write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return last_error();
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace

std::string write_whole_file(const std::filesystem::path& file, std::string_view text) {
  const std::string temporary = file.string() + ".part";
  constexpr mode_t mode = 0644;
  // Left over from a run that was killed; a link in its place is removed, not followed.
  ::unlink(temporary.c_str());
  const int descriptor =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  if (descriptor < 0) return last_error();

  std::string reason = write_all(descriptor, text);
  // Some file systems tell only now that there is no room. One that cannot be asked has taken it all.
  if (reason.empty() && ::fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS) reason = last_error();
  if (::close(descriptor) != 0 && reason.empty()) reason = last_error();
  if (reason.empty() && ::rename(temporary.c_str(), file.c_str()) != 0) reason = last_error();
  if (!reason.empty()) ::unlink(temporary.c_str());
  return reason;
}

std::vector<FileFailure> write_reports(const RunRecord& record, const std::filesystem::path& directory,
                                       JunitDialect dialect) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (std::error_code unknown; error && !std::filesystem::is_directory(directory, unknown)) {
    return {{directory.string(), error.message()}};
  }

  std::vector<FileFailure> failures;
  const auto write = [&](std::string_view name, const std::string& text) {
    const std::filesystem::path file = directory / name;
    const std::string reason = write_whole_file(file, text);
    if (!reason.empty()) failures.push_back({file.string(), reason});
  };
  const auto& [json, junit, html, markdown, tap, ctrf, badge] = report_file_names;
  write(json, write_json(record));
  write(junit, write_junit(record, dialect, (directory / html).string()));
  write(html, write_html(record));
  write(markdown, write_markdown(record));
  write(tap, write_tap(record));
  write(ctrf, write_ctrf(record));
  write(badge, write_badge(record));
  return failures;
}

}  // namespace reports
