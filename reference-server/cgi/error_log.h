#pragma once

#include <string_view>

namespace refd::cgi {

/// The site's error log, which the customer reads: what programs of theirs write to standard error, and why
/// one of them was no success. Safe from every thread.
class ErrorLog {
 public:
  ErrorLog() = default;
  ErrorLog(const ErrorLog&) = delete;
  ErrorLog& operator=(const ErrorLog&) = delete;
  virtual ~ErrorLog() = default;

  /// One entry for each line of `text`, which may hold any octet. `document`: the program, as a path of the
  /// tree. How much is kept is bounded.
  virtual void record(std::string_view visitor, std::string_view document, std::string_view text) = 0;
};

}  // namespace refd::cgi
