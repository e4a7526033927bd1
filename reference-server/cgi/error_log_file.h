#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "cgi/error_log.h"

namespace refd::cgi {

/// The error log in a file beside the access log, "error.log". Lines as Apache's, control characters escaped.
/// When it is full it becomes "error.log.1", in the place of the one before. Lines that come too fast are
/// counted instead of kept.
class ErrorLogFile final : public ErrorLog {
 public:
  struct Limits {
    std::uint64_t octets = 1 << 20;
    unsigned lines_per_second = 2000;
  };

  /// `path` is one of the machine. Made when there is something to write.
  ErrorLogFile(std::string path, Limits limits, const Clock& clock, Log log);

  void record(std::string_view visitor, std::string_view document, std::string_view text) override;

 private:
  bool has_room_for_a_line(Clock::time_point now, std::string& out);
  void append(std::string_view lines);
  bool is_ready(std::size_t more);

  const std::string path_;
  const Limits limits_;
  const Clock& clock_;
  const Log log_;

  std::mutex mutex_;
  UniqueFd file_;
  std::int64_t second_ = 0;  // that the lines are counted of
  unsigned lines_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace refd::cgi
