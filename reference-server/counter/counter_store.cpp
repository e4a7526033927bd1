#include "counter/counter_store.h"

#include <future>
#include <utility>

namespace refd {
namespace {

constexpr auto between_complaints = std::chrono::seconds(10);

}  // namespace

CounterStore::CounterStore(const std::string& file, Log log)
    : log_(std::move(log)), file_(file, "the access counters", SqliteFile::Keeps::everything) {
  // A damaged file is the operator's to mend: counting on in a new one would silently begin at 1.
  file_.check();
  file_.execute(
      "CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL CHECK (value > 0),"
      " last_address TEXT NOT NULL) STRICT, WITHOUT ROWID");
  begin_ = file_.prepared("BEGIN IMMEDIATE");
  commit_ = file_.prepared("COMMIT");
  rollback_ = file_.prepared("ROLLBACK");
  keep_ = file_.prepared(
      "INSERT INTO counter VALUES (?1, ?2, ?3)"
      " ON CONFLICT (name) DO UPDATE SET value = ?2, last_address = ?3");
  forget_ = file_.prepared("DELETE FROM counter WHERE name = ?1");
  load();
  writer_ = std::thread([this] { work(); });
}

CounterStore::~CounterStore() {
  stop();
}

void CounterStore::load() {
  using Step = SqliteStatement::Step;
  auto all = file_.prepared("SELECT name, value, last_address FROM counter");
  auto step = Step::row;
  while ((step = all.step()) == Step::row)
    states_[all.text(0)] = {static_cast<std::uint64_t>(all.number(1)), all.text(2)};
  if (step != Step::done) file_.refuse();
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
  if (!begin_.run()) failure = system_error(EIO);
  for (const auto& [name, state] : changed) {
    if (!failure) failure = write_one(name, state);
  }
  if (!failure && !commit_.run()) failure = system_error(EIO);
  if (!failure) return failure;
  say_failure();
  if (file_.in_transaction()) rollback_.run();
  return failure;
}

boost::system::error_code CounterStore::write_one(const std::string& name, const CounterState& state) {
  auto& statement = state.value == 0 ? forget_ : keep_;
  statement.bind(1, name);
  if (state.value != 0) {
    statement.bind(2, static_cast<std::int64_t>(state.value));
    statement.bind(3, state.last_address);
  }
  return statement.run() ? boost::system::error_code() : system_error(EIO);
}

// A full disk fails every visit; saying so a thousand times a second would fill the next one.
void CounterStore::say_failure() {
  const auto now = std::chrono::steady_clock::now();
  if (last_complaint_ && now - *last_complaint_ < between_complaints) return;
  last_complaint_ = now;
  log_->error("{}: a visit could not be counted: {}", file_.name(), file_.last_error());
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
