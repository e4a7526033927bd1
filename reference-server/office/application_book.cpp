#include "office/application_book.h"

#include <cerrno>

#include "accounts/password_hashes.h"

namespace refd::office {

namespace {

using Step = SqliteStatement::Step;

boost::system::error_code failure(int code) {
  return {code, boost::system::system_category()};
}

// Moments of the office's clock are kept as seconds since 1970 of that clock.
std::int64_t number_of(const JapanTime& time) {
  return (time.day.time_since_epoch() + time.since_midnight) / std::chrono::seconds(1);
}

JapanTime time_of(std::int64_t number) {
  const std::chrono::sys_seconds local{std::chrono::seconds(number)};
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return {Day(day), local - day};
}

#define REFD_APPLICATION_COLUMNS \
  "number, kind, address, new_address, new_password, account, applied, due, state, settled, note, form"

Application read(const SqliteStatement& row) {
  Application found;
  found.number = row.number(0);
  found.kind = application_kind(row.text(1)).value_or(ApplicationKind::add);
  found.address = row.text(2);
  found.new_address = row.text(3);
  found.new_password = row.number(4) != 0;
  found.account = row.text(5);
  found.applied = time_of(row.number(6));
  found.due = time_of(row.number(7)).day;
  found.state = application_state(row.text(8)).value_or(ApplicationState::refused);
  if (!row.is_nothing(9)) found.settled = time_of(row.number(9));
  found.note = row.text(10);
  found.form = row.text(11);
  return found;
}

std::vector<Application> all_of(SqliteStatement& rows) {
  std::vector<Application> found;
  while (rows.step() == Step::row) found.push_back(read(rows));
  return found;
}

}  // namespace

ApplicationBook::ApplicationBook(const std::string& file, Log log)
    : log_(std::move(log)), file_(file, "the applications", SqliteFile::Keeps::everything) {
  file_.check();
  file_.execute(
      "CREATE TABLE IF NOT EXISTS application (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,"
      " address TEXT NOT NULL, new_address TEXT NOT NULL, new_password INTEGER NOT NULL, account TEXT NOT "
      "NULL,"
      " applied INTEGER NOT NULL, due INTEGER NOT NULL, state TEXT NOT NULL, settled INTEGER,"
      " note TEXT NOT NULL, form TEXT UNIQUE) STRICT");
  file_.execute("CREATE INDEX IF NOT EXISTS application_waits ON application (due) WHERE state = 'waiting'");
  // An address belongs to the one waiting application that is about it.
  file_.execute(
      "CREATE TABLE IF NOT EXISTS claim (address TEXT PRIMARY KEY, application INTEGER NOT NULL)"
      " STRICT, WITHOUT ROWID");
  begin_ = file_.prepared("BEGIN IMMEDIATE");
  commit_ = file_.prepared("COMMIT");
  rollback_ = file_.prepared("ROLLBACK");
  insert_ = file_.prepared(
      "INSERT INTO application (kind, address, new_address, new_password, account, applied, due, state, note,"
      " form) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', ?8, ?9) RETURNING number");
  claim_ = file_.prepared("INSERT INTO claim VALUES (?1, ?2)");
  settle_ = file_.prepared(
      "UPDATE application SET state = ?2, account = ?3, settled = ?4, note = ?5"
      " WHERE number = ?1 AND state = 'waiting' RETURNING number");
  release_ = file_.prepared("DELETE FROM claim WHERE application = ?1");
  assign_ = file_.prepared(
      "UPDATE application SET account = ?2 WHERE number = ?1 AND state = 'waiting' RETURNING number");
  of_form_ = file_.prepared("SELECT number FROM application WHERE form = ?1");
  find_ = file_.prepared("SELECT " REFD_APPLICATION_COLUMNS " FROM application WHERE number = ?1");
  latest_ =
      file_.prepared("SELECT " REFD_APPLICATION_COLUMNS " FROM application ORDER BY number DESC LIMIT ?1");
  due_ = file_.prepared("SELECT " REFD_APPLICATION_COLUMNS
                        " FROM application WHERE state = 'waiting' AND due <= ?1 ORDER BY number");
  claimed_ = file_.prepared("SELECT 1 FROM claim WHERE address = ?1");
}

bool ApplicationBook::claim(std::string_view address, std::int64_t number) {
  if (address.empty()) return true;
  claim_.bind(1, without_case(address));
  claim_.bind(2, number);
  return claim_.run();
}

Result<std::int64_t> ApplicationBook::record_in_transaction(const Application& application) {
  if (!application.form.empty()) {
    of_form_.bind(1, application.form);
    if (of_form_.step() == Step::row) {
      const auto number = of_form_.number(0);
      of_form_.reset();
      return number;
    }
  }
  insert_.bind(1, word_of(application.kind));
  insert_.bind(2, application.address);
  insert_.bind(3, application.new_address);
  insert_.bind(4, application.new_password ? std::int64_t{1} : std::int64_t{0});
  insert_.bind(5, application.account);
  insert_.bind(6, number_of(application.applied));
  insert_.bind(7, number_of({application.due}));
  insert_.bind(8, application.note);
  if (application.form.empty()) {
    insert_.bind_nothing(9);
  } else {
    insert_.bind(9, application.form);
  }
  if (insert_.step() != Step::row) return failure(EIO);
  const auto number = insert_.number(0);
  if (insert_.step() != Step::done) return failure(EIO);
  const bool is_new_address = without_case(application.new_address) != without_case(application.address);
  if (!claim(application.address, number) || (is_new_address && !claim(application.new_address, number)))
    return failure(EEXIST);
  return number;
}

Result<std::int64_t> ApplicationBook::record(const Application& application) {
  const std::lock_guard lock(mutex_);
  if (!begin_.run()) return failure(EIO);
  const auto number = record_in_transaction(application);
  if (number && commit_.run()) return number;
  const auto said = file_.last_error();
  if (file_.in_transaction()) rollback_.run();
  if (!number && number.error().value() == EEXIST) return number;
  log_->error("{}: an application could not be recorded: {}", file_.name(), said);
  return failure(EIO);
}

Result<void> ApplicationBook::settle(std::int64_t number, ApplicationState state, const std::string& account,
                                     const JapanTime& when, const std::string& note) {
  const std::lock_guard lock(mutex_);
  if (!begin_.run()) return failure(EIO);
  settle_.bind(1, number);
  settle_.bind(2, word_of(state));
  settle_.bind(3, account);
  settle_.bind(4, number_of(when));
  settle_.bind(5, note);
  const auto found = settle_.step();
  const bool is_settled = found == Step::row && settle_.step() == Step::done;
  release_.bind(1, number);
  if (is_settled && release_.run() && commit_.run()) return {};
  const auto said = file_.last_error();
  if (file_.in_transaction()) rollback_.run();
  if (found == Step::done) return failure(ENOENT);
  log_->error("{}: application {} could not be settled: {}", file_.name(), number, said);
  return failure(EIO);
}

Result<void> ApplicationBook::assign(std::int64_t number, const std::string& account) {
  const std::lock_guard lock(mutex_);
  assign_.bind(1, number);
  assign_.bind(2, account);
  const auto found = assign_.step();
  // To the end: a row is given before the change is committed.
  if (found == Step::row && assign_.step() == Step::done) return {};
  if (found == Step::done) return failure(ENOENT);
  log_->error("{}: application {} could not be kept: {}", file_.name(), number, file_.last_error());
  return failure(EIO);
}

std::optional<Application> ApplicationBook::find(std::int64_t number) const {
  const std::lock_guard lock(mutex_);
  find_.bind(1, number);
  auto found = all_of(find_);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Application> ApplicationBook::latest(std::size_t most) const {
  const std::lock_guard lock(mutex_);
  latest_.bind(1, static_cast<std::int64_t>(most));
  return all_of(latest_);
}

std::vector<Application> ApplicationBook::due(Day day) const {
  const std::lock_guard lock(mutex_);
  due_.bind(1, number_of({day}));
  return all_of(due_);
}

bool ApplicationBook::is_spoken_for(std::string_view address) const {
  const std::lock_guard lock(mutex_);
  claimed_.bind(1, without_case(address));
  const bool found = claimed_.step() == Step::row;
  claimed_.reset();
  return found;
}

}  // namespace refd::office
