#include "deviations/deviant_counter.h"

#include <chrono>
#include <thread>
#include <utility>

namespace refd {

namespace {

// Long enough for others to come in between, on a busy machine too.
constexpr auto between_reading_and_writing = std::chrono::milliseconds(30);

// What a counter without a lock does: reads, thinks, and writes what it thought.
void read_think_write(Counter& counter, const CounterVisit& visit, Counter::Done done) {
  counter.look(visit.name, [&counter, visit, done = std::move(done)](const Result<CounterState>& before) {
    if (!before) {
      done(before.error());
      return;
    }
    // In a thread of its own: the counter's must go on, or nobody could come in between.
    std::thread([&counter, visit, done, state = *before] {
      std::this_thread::sleep_for(between_reading_and_writing);
      counter.put(visit.name, after_visit(state, visit), done);
    }).detach();
  });
}

}  // namespace

bool DeviantCounter::is_known(const std::string& address) {
  const std::lock_guard lock(mutex_);
  return !known_.insert(address).second;
}

void DeviantCounter::visit(CounterVisit visit, Done done) {
  const auto& effects = deviations_.effects();
  if (effects.counter_loses_simultaneous_visits) {
    deviations_.note_acted();
    read_think_write(kept_, visit, std::move(done));
    return;
  }
  if (effects.counter_remembers_everybody && is_known(visit.address)) {
    deviations_.note_acted();
    kept_.look(std::move(visit.name), std::move(done));
    return;
  }
  kept_.visit(std::move(visit), std::move(done));
}

}  // namespace refd
