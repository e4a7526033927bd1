#pragma once

#include <mutex>
#include <set>
#include <string>

#include "counter/counter.h"
#include "deviations/deviations.h"

namespace refd {

/// The counter, miscounting while such a deviation is on. The references must outlive it.
class DeviantCounter final : public Counter {
 public:
  DeviantCounter(Counter& kept, const Deviations& deviations) : kept_(kept), deviations_(deviations) {}
  void visit(CounterVisit visit, Done done) override;
  void look(std::string name, Done done) override { kept_.look(std::move(name), std::move(done)); }
  void put(std::string name, CounterState state, Done done) override {
    kept_.put(std::move(name), std::move(state), std::move(done));
  }

 private:
  bool is_known(const std::string& address);

  Counter& kept_;
  const Deviations& deviations_;
  std::mutex mutex_;
  std::set<std::string> known_;  // who came while the deviation was on
};

}  // namespace refd
