#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/access_keeper.h"
#include "base/clock.h"
#include "base/counter_keeper.h"
#include "base/disk_keeper.h"
#include "base/log_keeper.h"
#include "base/script_keeper.h"
#include "policy/deviation_switch.h"

namespace refd {

namespace office {
class AuditLog;
class Office;
class OutTray;
class SupportDesk;
}  // namespace office

/// What the operator's desk works on. The references outlive the desk.
struct DeskServices {
  AdjustableClock& clock;
  DeviationSwitch& deviations;
  LogKeeper& log;
  AccessKeeper& access_files;
  ScriptKeeper& scripts;
  DiskKeeper& disk;
  CounterKeeper& counters;
  /// Facts for `status`: listeners, sessions, version; called at each request.
  std::function<nlohmann::json()> status;
  /// Ends what runs of a script, as the customer names it; how many runs. Null: nothing can be ended.
  std::function<std::size_t(const std::string&)> stop_script;
  /// The office and what belongs to it; null where there is none.
  office::Office* office = nullptr;
  office::OutTray* letters = nullptr;
  office::SupportDesk* support = nullptr;
  office::AuditLog* audit = nullptr;
};

/// The operator's desk: words in, an answer out; no sockets. Commands are rows of a table, from which `help`
/// is printed. Thread-safe as far as its services are.
class Desk {
 public:
  explicit Desk(DeskServices services) : services_(std::move(services)) {}

  struct Answer {
    bool ok = false;
    std::string text;     ///< for a person, ends in a line end
    nlohmann::json data;  ///< the same for a program; null when there is nothing to say
  };

  /// Answers one command, {"clock", "set", "2026-11-23T14:00:00+09:00"}. An unknown one is an answer that is
  /// not ok.
  Answer answer(const std::vector<std::string>& words);

  /// The same over the wire: one JSON object {"words": [...]} in, {"ok":…, "text":…, "data":…} out, both
  /// without a line end. Never throws for what is in `request`.
  std::string answer_line(const std::string& request);

 private:
  DeskServices services_;
};

/// The request line for `words`.
std::string desk_request(const std::vector<std::string>& words);

}  // namespace refd
