#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/ftp_client.h"
#include "client/http_client.h"

namespace cts {

class Context;

namespace resource {
/// Held by whoever makes the log rotate, and by whoever must not meet that.
inline constexpr std::string_view access_log = "access-log";
}  // namespace resource

/// The access log as a customer reads it by FTP, with its generations, and visits of the scenario's own that
/// can be found again in it: they are numbered from 1. A row that rotates holds resource::access_log and
/// resource::clock, names the hook set_clock, and is destructive: an older generation of the customer's goes.
class LogBook {
 public:
  /// Makes the first visit; the scenario is inconclusive when it does not appear in the log (LOG-1).
  explicit LogBook(Context& context);

  /// One visit; inconclusive when the site does not answer. Its number.
  unsigned visit();
  /// Visits with long addresses until the log has `octets` or was rotated meanwhile, and once more with a
  /// short one; false when it does not grow by them.
  bool fill(std::uint64_t octets);
  /// The number of the last visit.
  unsigned last() const noexcept { return visits_; }
  /// Visits once with a long address.
  unsigned long_visit();
  /// So many visitors at once, each with the same long address: far away, one after the other takes long.
  void long_visits_together(unsigned visitors);
  /// Makes the server check its log, by putting the clock a further day ahead.
  void let_a_day_pass();
  /// The same, unless fill() has seen it rotated as soon as it was full, and waits until a visit made since
  /// the last rotation stands in generation 1; whether one does.
  bool rotate();
  /// The latest visit that rotate() found in generation 1.
  unsigned last_set_aside() const noexcept { return set_aside_; }
  /// How long rotate() waited the last time.
  std::chrono::steady_clock::duration last_rotation() const noexcept { return last_rotation_; }

  /// The size that FTP tells of the log; 0 while there is none.
  std::uint64_t size();
  /// The log as it is now; empty while there is none.
  std::string text();
  /// What generation `number` holds; nullopt when it is not there, or is no gzip file.
  std::optional<std::string> generation(unsigned number);
  std::string generation_name(unsigned number) const;
  /// The names that stand beside the log.
  std::vector<std::string> names();

  /// Whether visit `number` stands in `text`.
  bool holds(std::string_view text, unsigned number) const;
  /// The numbers of this scenario's visits that stand in `text`, in its order.
  std::vector<unsigned> visits_in(std::string_view text) const;
  /// Waits until visit `number` stands in the log; whether it does.
  bool await(unsigned number);

 private:
  unsigned visit_with(std::string_view padding);
  /// Looks whether generation 1 holds visits that it did not hold before.
  bool was_rotated();

  Context& context_;
  FtpClient ftp_;
  HttpClient web_;
  std::string mark_;
  unsigned visits_ = 0;
  unsigned set_aside_ = 0;
  bool rotated_by_size_ = false;
  unsigned days_ = 0;
  std::chrono::steady_clock::duration last_rotation_{};
};

}  // namespace cts
