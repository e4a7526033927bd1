#include "smtp/queue_table.h"

namespace refd::smtp {
namespace {

using Step = SqliteStatement::Step;

std::int64_t seconds_of(Clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

Clock::time_point time_of(std::int64_t seconds) {
  return Clock::time_point(std::chrono::seconds(seconds));
}

}  // namespace

QueueTable::QueueTable(const std::string& file)
    : file_(file, "mail that waits", SqliteFile::Keeps::everything) {
  // A damaged file is the operator's to mend: what was in it was promised to be delivered.
  file_.check();
  file_.execute(
      "CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, sender TEXT NOT NULL,"
      " arrived INTEGER NOT NULL, octets INTEGER NOT NULL, content BLOB) STRICT");
  file_.execute(
      "CREATE TABLE IF NOT EXISTS recipient (message TEXT NOT NULL, address TEXT NOT NULL,"
      " attempts INTEGER NOT NULL, next_try INTEGER NOT NULL, PRIMARY KEY (message, address))"
      " STRICT, WITHOUT ROWID");
  add_what_earlier_versions_lack();
  begin_ = file_.prepared("BEGIN IMMEDIATE");
  commit_ = file_.prepared("COMMIT");
  rollback_ = file_.prepared("ROLLBACK");
  insert_message_ = file_.prepared("INSERT INTO message VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  insert_recipient_ = file_.prepared("INSERT INTO recipient VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  defer_ = file_.prepared(
      "UPDATE recipient SET attempts = ?3, next_try = ?4, warned = ?5 WHERE message = ?1 AND address = ?2");
  forget_recipient_ = file_.prepared("DELETE FROM recipient WHERE message = ?1 AND address = ?2");
  forget_message_ = file_.prepared("DELETE FROM message WHERE id = ?1");
  content_ = file_.prepared("SELECT content FROM message WHERE id = ?1");
}

// What is to be told to senders came later than the queue itself: columns in the order of their making.
void QueueTable::add_what_earlier_versions_lack() {
  auto count = file_.prepared("SELECT COUNT(*) FROM pragma_table_info('recipient') WHERE name = 'warned'");
  if (count.step() != Step::row) file_.refuse();
  const bool is_there = count.number(0) > 0;
  count.reset();
  if (is_there) return;
  file_.execute(
      "BEGIN IMMEDIATE;"
      "ALTER TABLE message ADD COLUMN returns TEXT NOT NULL DEFAULT '';"
      "ALTER TABLE message ADD COLUMN envelope_id TEXT NOT NULL DEFAULT '';"
      "ALTER TABLE recipient ADD COLUMN notify TEXT NOT NULL DEFAULT '';"
      "ALTER TABLE recipient ADD COLUMN original TEXT NOT NULL DEFAULT '';"
      "ALTER TABLE recipient ADD COLUMN warned INTEGER NOT NULL DEFAULT 0;"
      "COMMIT");
}

std::vector<QueuedMessage> QueueTable::all() {
  std::vector<QueuedMessage> messages;
  auto each = file_.prepared(
      "SELECT id, sender, arrived, octets, content IS NULL, returns, envelope_id FROM message"
      " ORDER BY arrived, rowid");
  auto of_message = file_.prepared(
      "SELECT address, attempts, next_try, notify, original, warned FROM recipient WHERE message = ?1"
      " ORDER BY address");
  auto step = Step::row;
  while ((step = each.step()) == Step::row) {
    QueuedMessage message{.id = each.text(0),
                          .sender = each.text(1),
                          .arrived = time_of(each.number(2)),
                          .octets = static_cast<std::uint64_t>(each.number(3)),
                          .in_file = each.number(4) != 0,
                          .recipients = {},
                          .wishes = {.returns = each.text(5), .envelope_id = each.text(6)}};
    of_message.bind(1, message.id);
    while (of_message.step() == Step::row) {
      message.recipients.push_back({.address = of_message.text(0),
                                    .attempts = static_cast<unsigned>(of_message.number(1)),
                                    .next_try = time_of(of_message.number(2)),
                                    .wishes = {.notify = of_message.text(3), .original = of_message.text(4)},
                                    .warned = of_message.number(5) != 0});
    }
    messages.push_back(std::move(message));
  }
  if (step != Step::done) file_.refuse();
  return messages;
}

std::optional<std::string> QueueTable::content(const std::string& id) {
  content_.bind(1, id);
  if (content_.step() != Step::row) return std::nullopt;
  std::optional<std::string> octets;
  if (!content_.is_nothing(0)) octets = content_.octets(0);
  content_.reset();
  return octets;
}

void QueueTable::roll_back() {
  if (file_.in_transaction()) rollback_.run();
}

bool QueueTable::insert(const QueuedMessage& message, const std::string& content) {
  insert_message_.bind(1, message.id);
  insert_message_.bind(2, message.sender);
  insert_message_.bind(3, seconds_of(message.arrived));
  insert_message_.bind(4, static_cast<std::int64_t>(message.octets));
  if (message.in_file) {
    insert_message_.bind_nothing(5);
  } else {
    insert_message_.bind_octets(5, content);
  }
  insert_message_.bind(6, message.wishes.returns);
  insert_message_.bind(7, message.wishes.envelope_id);
  if (!insert_message_.run()) return false;
  for (const auto& recipient : message.recipients) {
    insert_recipient_.bind(1, message.id);
    insert_recipient_.bind(2, recipient.address);
    insert_recipient_.bind(3, std::int64_t{recipient.attempts});
    insert_recipient_.bind(4, seconds_of(recipient.next_try));
    insert_recipient_.bind(5, recipient.wishes.notify);
    insert_recipient_.bind(6, recipient.wishes.original);
    insert_recipient_.bind(7, std::int64_t{recipient.warned});
    if (!insert_recipient_.run()) return false;
  }
  return true;
}

bool QueueTable::defer(const std::string& id, const QueuedRecipient& recipient) {
  defer_.bind(1, id);
  defer_.bind(2, recipient.address);
  defer_.bind(3, std::int64_t{recipient.attempts});
  defer_.bind(4, seconds_of(recipient.next_try));
  defer_.bind(5, std::int64_t{recipient.warned});
  return defer_.run();
}

bool QueueTable::forget(const std::string& id, const std::string& recipient) {
  forget_recipient_.bind(1, id);
  forget_recipient_.bind(2, recipient);
  return forget_recipient_.run();
}

bool QueueTable::forget(const std::string& id) {
  forget_message_.bind(1, id);
  return forget_message_.run();
}

}  // namespace refd::smtp
