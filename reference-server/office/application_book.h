#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "base/sqlite.h"
#include "office/application.h"

namespace refd::office {

/// All applications, in a SQLite file that nobody else uses. Of two that want the same address at once one is
/// recorded. Thread-safe; what has been recorded survives a loss of power.
class ApplicationBook {
 public:
  /// Opens or makes `file`; an empty name keeps them in memory. Throws std::system_error when it cannot be
  /// used.
  ApplicationBook(const std::string& file, Log log);

  /// Records a waiting application under a new number. With a form that was sent before: the number of the
  /// application that it made, and nothing else happens. EEXIST when another one that waits is about one of
  /// its addresses, or about its account.
  Result<std::int64_t> record(const Application& application);

  /// Settles one that waits: its state, the account's name and the note. ENOENT when none of that number
  /// waits.
  Result<void> settle(std::int64_t number, ApplicationState state, const std::string& account,
                      const JapanTime& when, const std::string& note);

  /// Notes which account an addition that waits is going to make. ENOENT as above.
  Result<void> assign(std::int64_t number, const std::string& account);

  std::optional<Application> find(std::int64_t number) const;
  /// The latest first; at most `most`.
  std::vector<Application> latest(std::size_t most) const;
  /// Those that wait and are due on `day` or earlier, in the order in which they came.
  std::vector<Application> due(Day day) const;
  /// Whether one that waits is about this address.
  bool is_spoken_for(std::string_view address) const;

 private:
  Result<std::int64_t> record_in_transaction(const Application& application);
  bool claim(std::string_view address, std::int64_t number);

  const Log log_;
  mutable std::mutex mutex_;
  SqliteFile file_;
  SqliteStatement begin_, commit_, rollback_, insert_, claim_, settle_, release_, assign_;
  mutable SqliteStatement of_form_, find_, latest_, due_, claimed_;
};

}  // namespace refd::office
