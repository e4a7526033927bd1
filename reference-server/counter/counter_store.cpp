#include "counter/counter_store.h"

#include <sqlite3.h>

#include <future>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace refd {
namespace {

constexpr auto between_complaints = std::chrono::seconds(10);

[[noreturn]] void refuse(const std::string& file, sqlite3* database, int number) {
  const std::string why = database == nullptr ? "out of memory" : sqlite3_errmsg(database);
  throw std::system_error(number, std::generic_category(), file + " (the access counters): " + why);
}

std::string text_of(sqlite3_stmt* statement, int column) {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return text == nullptr
             ? std::string()
             : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

void bind_text(sqlite3_stmt* statement, int position, const std::string& text) {
  sqlite3_bind_text(statement, position, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

// Runs a statement that gives no rows; ready for its next use afterwards.
bool run(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  return sqlite3_reset(statement) == SQLITE_OK && code == SQLITE_DONE;
}

}  // namespace

void CounterStore::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

void CounterStore::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

CounterStore::CounterStore(const std::string& file, Log log) : file_(file), log_(std::move(log)) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &database,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(database);
  if (code != SQLITE_OK) refuse(file_, database, EIO);
  // Nobody else uses the file, so no index in shared memory is needed.
  execute("PRAGMA locking_mode = EXCLUSIVE");
  execute("PRAGMA journal_mode = WAL");
  execute("PRAGMA synchronous = FULL");
  check();
  execute(
      "CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL CHECK (value > 0),"
      " last_address TEXT NOT NULL) STRICT, WITHOUT ROWID");
  begin_ = prepared("BEGIN IMMEDIATE");
  commit_ = prepared("COMMIT");
  rollback_ = prepared("ROLLBACK");
  keep_ = prepared(
      "INSERT INTO counter VALUES (?1, ?2, ?3)"
      " ON CONFLICT (name) DO UPDATE SET value = ?2, last_address = ?3");
  forget_ = prepared("DELETE FROM counter WHERE name = ?1");
  load();
  writer_ = std::thread([this] { work(); });
}

CounterStore::~CounterStore() {
  stop();
}

void CounterStore::execute(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    refuse(file_, database_.get(), EIO);
}

CounterStore::Statement CounterStore::prepared(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
      SQLITE_OK)
    refuse(file_, database_.get(), EIO);
  return Statement(statement);
}

// A damaged file is the operator's to mend: counting on in a new one would silently begin at 1.
void CounterStore::check() {
  const auto statement = prepared("PRAGMA quick_check(1)");
  const bool answered = sqlite3_step(statement.get()) == SQLITE_ROW;
  if (!answered) refuse(file_, database_.get(), EIO);
  const auto said = text_of(statement.get(), 0);
  if (said != "ok")
    throw std::system_error(EIO, std::generic_category(),
                            file_ + " (the access counters) is damaged: " + said);
}

void CounterStore::load() {
  const auto statement = prepared("SELECT name, value, last_address FROM counter");
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    states_[text_of(statement.get(), 0)] = {
        static_cast<std::uint64_t>(sqlite3_column_int64(statement.get(), 1)), text_of(statement.get(), 2)};
  }
  if (code != SQLITE_DONE) refuse(file_, database_.get(), EIO);
}

void CounterStore::enqueue(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      waiting_.push_back(std::move(job));
      arrived_.notify_one();
      return;
    }
  }
  job.done(system_error(ECANCELED));
}

void CounterStore::visit(CounterVisit visit, Done done) {
  enqueue({Kind::visit, std::move(visit), {}, std::move(done)});
}

void CounterStore::look(std::string name, Done done) {
  enqueue({Kind::look, {.name = std::move(name)}, {}, std::move(done)});
}

void CounterStore::put(std::string name, CounterState state, Done done) {
  enqueue({Kind::put, {.name = std::move(name)}, std::move(state), std::move(done)});
}

void CounterStore::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  if (writer_.joinable()) writer_.join();
}

void CounterStore::work() {
  std::vector<Job> jobs;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      jobs.swap(waiting_);
    }
    perform(jobs);
    jobs.clear();
  }
}

// All of the batch in the order in which it came, then one transaction, then the answers.
void CounterStore::perform(std::vector<Job>& jobs) {
  States changed;
  std::vector<CounterState> outcomes;
  outcomes.reserve(jobs.size());
  std::vector<bool> relies_on_writing;
  const auto current = [&](const std::string& name) -> CounterState {
    if (const auto found = changed.find(name); found != changed.end()) return found->second;
    const auto found = states_.find(name);
    return found == states_.end() ? CounterState() : found->second;
  };
  for (const auto& job : jobs) {
    const auto& name = job.visit.name;
    const auto before = current(name);
    auto after = job.kind == Kind::visit ? after_visit(before, job.visit)
                 : job.kind == Kind::put ? job.state
                                         : before;
    if (after != before) changed[name] = after;
    relies_on_writing.push_back(changed.contains(name));
    outcomes.push_back(std::move(after));
  }
  const auto failure = changed.empty() ? boost::system::error_code() : write(changed);
  if (!failure) {
    for (const auto& [name, state] : changed) states_[name] = state;
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (failure && relies_on_writing[i]) {
      jobs[i].done(failure);
    } else {
      jobs[i].done(std::move(outcomes[i]));
    }
  }
}

boost::system::error_code CounterStore::write(const States& changed) {
  auto failure = boost::system::error_code();
  if (!run(begin_.get())) failure = system_error(EIO);
  for (const auto& [name, state] : changed) {
    if (!failure) failure = write_one(name, state);
  }
  if (!failure && !run(commit_.get())) failure = system_error(EIO);
  if (!failure) return failure;
  say_failure(sqlite3_errmsg(database_.get()));
  // SQLite has rolled back by itself after some failures; then there is nothing to roll back.
  if (sqlite3_get_autocommit(database_.get()) == 0) run(rollback_.get());
  return failure;
}

boost::system::error_code CounterStore::write_one(const std::string& name, const CounterState& state) {
  auto* const statement = state.value == 0 ? forget_.get() : keep_.get();
  bind_text(statement, 1, name);
  if (state.value != 0) {
    sqlite3_bind_int64(statement, 2, static_cast<sqlite3_int64>(state.value));
    bind_text(statement, 3, state.last_address);
  }
  return run(statement) ? boost::system::error_code() : system_error(EIO);
}

// A full disk fails every visit; saying so a thousand times a second would fill the next one.
void CounterStore::say_failure(const char* what) {
  const auto now = std::chrono::steady_clock::now();
  if (last_complaint_ && now - *last_complaint_ < between_complaints) return;
  last_complaint_ = now;
  log_->error("{}: a visit could not be counted: {}", file_, what);
}

Result<std::vector<CounterKeeper::Entry>> CounterStore::counters() {
  // The writer alone looks at the states: it is asked for their names, then for each.
  std::vector<Entry> entries;
  std::promise<States> promise;
  auto told = promise.get_future();
  enqueue({Kind::look, {}, {}, [this, &promise](const Result<CounterState>& answer) {
             promise.set_value(answer ? states_ : States());
           }});
  for (auto& [name, state] : told.get()) {
    if (state.value != 0) entries.push_back({name, state.value, state.last_address});
  }
  return entries;
}

Result<void> CounterStore::reset() {
  const auto known = counters();
  if (!known) return known.error();
  for (const auto& entry : *known) {
    std::promise<boost::system::error_code> promise;
    auto told = promise.get_future();
    put(entry.name, {}, [&promise](const Result<CounterState>& answer) {
      promise.set_value(answer ? boost::system::error_code() : answer.error());
    });
    if (const auto failure = told.get()) return failure;
  }
  return {};
}

}  // namespace refd
