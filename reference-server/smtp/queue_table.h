#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/sqlite.h"
#include "smtp/report_wishes.h"

namespace refd::smtp {

/// Somebody who has not got a message yet. A value.
struct QueuedRecipient {
  std::string address;
  unsigned attempts = 0;
  Clock::time_point next_try;
  ReportWishes wishes = {};
  bool warned = false;  ///< the sender knows that it takes long
};

/// A message that waits. A value.
struct QueuedMessage {
  std::string id;
  std::string sender;  ///< empty: nobody is to be told when it cannot be delivered
  Clock::time_point arrived;
  std::uint64_t octets = 0;
  bool in_file = false;  ///< its content is in the content folder, not in the table
  std::vector<QueuedRecipient> recipients;
  MessageWishes wishes = {};
};

/// The queue on the disk. What is changed between begin() and commit() survives when commit() returns true,
/// all of it or nothing. The changes say whether they succeeded. Used by one thread at a time.
class QueueTable {
 public:
  /// Opens or makes `file`. Throws std::system_error when it cannot be opened or is damaged.
  explicit QueueTable(const std::string& file);

  /// Everything that waits, oldest first.
  std::vector<QueuedMessage> all();
  /// A message's content; nothing when it is not in the table, or cannot be read.
  std::optional<std::string> content(const std::string& id);

  bool begin() { return begin_.run(); }
  bool commit() { return commit_.run(); }
  /// Takes back what was changed since begin().
  void roll_back();

  bool insert(const QueuedMessage& message, const std::string& content);
  bool defer(const std::string& id, const QueuedRecipient& recipient);
  bool forget(const std::string& id, const std::string& recipient);
  bool forget(const std::string& id);

  /// What SQLite says about the last failure.
  std::string last_error() const { return file_.last_error(); }
  const std::string& name() const { return file_.name(); }

 private:
  void add_what_earlier_versions_lack();

  SqliteFile file_;
  SqliteStatement begin_, commit_, rollback_;
  SqliteStatement insert_message_, insert_recipient_, defer_, forget_recipient_, forget_message_, content_;
};

}  // namespace refd::smtp
