#include "cgi/error_log_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>

#include <fmt/format.h>

#include "cgi/text.h"

namespace refd::cgi {

namespace {

constexpr std::size_t longest_line = 1024;

// "[Thu Nov 26 09:30:00 2026]", as Apache writes it, in the machine's time zone.
std::string stamp(Clock::time_point now) {
  const auto seconds = Clock::time_point::clock::to_time_t(now);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  char text[64];
  const auto size = std::strftime(text, sizeof text, "[%a %b %d %H:%M:%S %Y]", &parts);
  return {text, size};
}

void append_escaped(std::string_view text, std::string& out) {
  for (const char c : text.substr(0, longest_line)) {
    if (is_control(c) || c == '\\') {
      out += c == '\t' ? "\\t" : c == '\\' ? "\\\\" : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  if (text.size() > longest_line) out += "...";
}

}  // namespace

ErrorLogFile::ErrorLogFile(std::string path, Limits limits, const Clock& clock, Log log)
    : path_(std::move(path)), limits_(limits), clock_(clock), log_(std::move(log)) {}

bool ErrorLogFile::has_room_for_a_line(Clock::time_point now, std::string& out) {
  const auto second = static_cast<std::int64_t>(Clock::time_point::clock::to_time_t(now));
  if (second != second_) {
    second_ = second;
    lines_ = 0;
    if (left_out_ > 0)
      out += fmt::format("{} [warn] {} lines came too fast and were left out\n", stamp(now), left_out_);
    left_out_ = 0;
  }
  if (lines_ < limits_.lines_per_second) {
    ++lines_;
    return true;
  }
  ++left_out_;
  return false;
}

void ErrorLogFile::record(std::string_view visitor, std::string_view document, std::string_view text) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  std::string lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || !has_room_for_a_line(now, lines)) continue;
    lines += fmt::format("{} [error] [client {}] ", stamp(now), visitor);
    append_escaped(line, lines);
    lines += ": ";
    append_escaped(document, lines);
    lines.push_back('\n');
  }
  if (!lines.empty()) append(lines);
}

// Opens it, anew when somebody has taken it away; makes way when it is full.
bool ErrorLogFile::is_ready(std::size_t more) {
  struct stat ours {};
  struct stat there {};
  if (file_ &&
      (::fstat(file_.get(), &ours) != 0 || ::stat(path_.c_str(), &there) != 0 || ours.st_ino != there.st_ino))
    file_.reset();
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (!file_)
      file_ = UniqueFd(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!file_ || ::fstat(file_.get(), &ours) != 0) return false;
    if (ours.st_size == 0 || static_cast<std::uint64_t>(ours.st_size) + more <= limits_.octets) return true;
    if (::rename(path_.c_str(), (path_ + ".1").c_str()) != 0) return false;
    file_.reset();
  }
  return true;
}

void ErrorLogFile::append(std::string_view lines) {
  if (!is_ready(lines.size()) || ::write(file_.get(), lines.data(), lines.size()) < 0)
    log_->error("error log: {} octets lost: {}", lines.size(), last_system_error().message());
}

}  // namespace refd::cgi
