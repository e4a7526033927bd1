#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/context.h"
#include "scenario/mail/arrival.h"

namespace cts {

/// The mailbox of an account that the scenario has for itself, as its owner sees it by POP3 from the default
/// vantage point. What has come in meanwhile is removed at the end. To look into it is no promise of the
/// scenario's: when that fails, it is inconclusive.
class Mailbox {
 public:
  /// Which of the scenario's accounts.
  explicit Mailbox(Context& context, std::size_t account = 0);

  const Target::MailAccount& account() const;
  const std::string& address() const { return account().address; }

  /// Messages in which `mark` occurs, as soon as there are `count`; what is there when the patience ends: the
  /// profile's wait for error mails, which is how long mail may take at all. They are whole but for those of
  /// more than ArrivalReader::kept_octets.
  std::vector<std::string> await(std::string_view mark, std::size_t count = 1);
  /// Those that are there now.
  std::vector<std::string> holding(std::string_view mark);
  /// The same for a letter that may be large: what comes is compared with it as it is fetched.
  std::vector<Arrival> await(const LargeLetter& letter);
  std::vector<Arrival> holding(const LargeLetter& letter);
  /// How many messages there are, and their octets, as STAT tells.
  struct Use {
    std::size_t messages = 0;
    std::uint64_t octets = 0;
  };
  Use use();
  /// Deletes the messages in which `mark` occurs.
  void remove(std::string_view mark);
  /// Deletes what an earlier run has left: messages that letters of this suite are, or are about.
  void remove_what_earlier_runs_left();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace cts
