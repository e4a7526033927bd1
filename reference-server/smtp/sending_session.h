#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "smtp/delivery_outcome.h"
#include "smtp/remote_reply.h"
#include "smtp/report_wishes.h"

namespace refd::smtp {

/// Hands one message to another server: what to say next, and what each answer means for each recipient.
/// Holds no socket. Every recipient gets an outcome, whatever happens; the message counts as delivered only
/// after the other server has said so to its end (RFC 5321 section 6.1).
class SendingSession {
 public:
  struct Task {
    std::string host_name;  ///< who we say that we are
    std::string remote;     ///< who the other is, for reports
    std::string sender;
    std::vector<std::string> recipients;  ///< at least one
    std::uint64_t octets = 0;
    MessageWishes wishes = {};
    std::map<std::string, ReportWishes> wishes_about = {};  ///< recipients
  };
  enum class Next {
    reply,    ///< the next reply, to on_reply()
    content,  ///< send the message and its end, then on_reply() with the answer
    nothing   ///< close the connection
  };
  struct Step {
    std::string text;  ///< to be sent first; may be empty
    Next next = Next::reply;
  };

  explicit SendingSession(Task task) : task_(std::move(task)), outcomes_(task_.recipients.size()) {}

  /// The server's greeting, then its answer to what was sent last.
  Step on_reply(const RemoteReply& reply);
  /// The connection has not come about, or broke, or the other server took too long or said nonsense.
  void on_failure(const std::string& why);

  /// Whether every recipient has an outcome: what remains is a farewell.
  bool has_concluded() const { return state_ == State::quit; }

  /// One for each recipient, in their order; when nothing is left to be done.
  const std::vector<Outcome>& outcomes() const { return outcomes_; }

 private:
  enum class State { greeting, ehlo, helo, mail, rcpt, data, content, quit };

  Step after_greeting(const RemoteReply& reply);
  Step after_ehlo(const RemoteReply& reply);
  Step say_mail();
  Step after_mail(const RemoteReply& reply);
  Step after_rcpt(const RemoteReply& reply);
  Step after_data(const RemoteReply& reply);
  Step after_content(const RemoteReply& reply);
  Step say_rcpt();
  std::string wishes_of_message() const;
  std::string wishes_about(const std::string& recipient) const;
  Step say_quit();
  Step refused(const RemoteReply& reply);
  void conclude(Outcome::Kind kind, const std::string& status, const std::string& diagnostic);
  bool has_outcome(std::size_t index) const { return !outcomes_[index].address.empty(); }
  void conclude_one(std::size_t index, Outcome::Kind kind, const std::string& status,
                    const std::string& diagnostic);

  const Task task_;
  State state_ = State::greeting;
  bool says_sizes_ = false;
  bool takes_eight_bits_ = false;
  bool takes_wishes_ = false;  // RFC 3461
  std::size_t at_recipient_ = 0;
  std::vector<Outcome> outcomes_;  // without an address: none yet
};

}  // namespace refd::smtp
