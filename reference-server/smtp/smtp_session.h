#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/mail_accounts.h"
#include "accounts/pop_logins.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/site.h"
#include "mail/mail_store.h"
#include "policy/policies.h"
#include "smtp/address.h"
#include "smtp/incoming_message.h"
#include "smtp/message_spool.h"
#include "smtp/reply.h"

namespace refd::smtp {

struct Command;
struct Parameter;

/// What a session needs to know of the server. Everything referred to outlives the session.
struct Surroundings {
  const MailAccounts& accounts;
  const PopLogins& pop_logins;
  MailStore& store;
  MessageSpool& spool;
  const PolicySource& policies;
  const Clock& clock;
  Log log;
  Site::SmtpLimits limits;
  std::string host_name;
  std::string own_domain;
};

/// SMTP-1: by which port the client came in.
enum class Door {
  relay,      ///< 25: anyone, for the contract's own addresses
  submission  ///< 587: whoever may send (RFC 6409)
};

/// What is to be done about a line: send the reply, after the delay, and go on as `next` says.
struct Step {
  enum class Next {
    line,     ///< the next line is a command
    message,  ///< a message comes: on_octets() until message_ended(), then on_message_end()
    tls,      ///< negotiate TLS, then on_tls()
    end       ///< close the connection
  };
  Reply reply;
  Next next = Next::line;
  std::chrono::seconds delay{0};
};

/// One SMTP session: its state, and what each command does to it (RFC 5321, 1870, 2034, 2920, 3207, 3461,
/// 4954, 6152). Holds no socket and waits for nothing, except that the password hash and the disk may take
/// their time. Used by one thread at a time. The policy is read anew at every decision.
class Session {
 public:
  struct Ends {
    Door door = Door::relay;
    std::string client;        ///< its IP address
    bool tls_offered = false;  ///< whether there is a certificate for STARTTLS
  };

  Session(const Surroundings& surroundings, Ends ends);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() = default;

  Step greet();
  /// Whether on_line() takes its time over this line: a password is hashed.
  bool is_slow(std::string_view line) const;
  /// `line` without its line end.
  Step on_line(std::string_view line);
  /// A line above line_limit() was thrown away.
  Step on_overlong_line();
  std::size_t line_limit() const;
  /// SMTP-10: whether what came with a command is to be thrown away.
  bool drops_what_follows() const { return !policy().pipelining_works; }

  /// After Next::message: takes the front of what the client sent; returns how many octets it took, all of
  /// them unless the message has ended.
  std::size_t on_octets(std::string_view octets) { return incoming_->take(octets); }
  bool message_ended() const { return incoming_->ended(); }
  /// How many octets of a message were read in vain, for it is refused at its end.
  std::uint64_t wasted_octets() const;
  /// `done` hears what is to be answered, perhaps before this returns, perhaps on another thread. The session
  /// may be gone by then.
  void on_message_end(const std::function<void(Step)>& done);

  /// After Next::tls: the client has to greet again (RFC 3207 section 4.2).
  void on_tls();

 private:
  friend struct CommandTable;
  using Argument = std::string_view;
  struct Recipient {
    std::string address;
    std::optional<Mailbox> mailbox;  ///< here
    bool dropped = false;
    ReportWishes wishes = {};
  };
  struct Transaction {
    Path sender;
    std::uint64_t size = 0;  ///< as the client declared it; 0: not at all
    std::vector<Recipient> recipients = {};
    MessageWishes wishes = {};
    std::string text_of_sender() const { return sender.is_null ? "" : sender.address.text(); }
  };

  const SmtpPolicy& policy() const { return around_.policies.mail().smtp; }
  Step mistake(int code, std::string_view status, std::string text);
  Step unknown(std::string_view verb);
  bool may_send() const;

  // smtp_session.cpp
  Step helo(Argument argument);
  Step ehlo(Argument argument);
  Step starttls(Argument argument);
  Step rset(Argument argument);
  Step noop(Argument);
  Step vrfy(Argument argument);
  Step help(Argument);
  Step quit(Argument argument);
  Step not_offered(Argument);

  // session_login.cpp
  Step auth(Argument argument);
  Step take_credentials(Argument base64);
  Step wrong_credentials(std::string_view name);

  // session_envelope.cpp
  Step mail(Argument argument);
  Step rcpt(Argument argument);
  Step take_sender_parameters(const std::vector<Parameter>& parameters, Transaction& transaction);
  std::optional<Step> take_sender_parameter(const Parameter& parameter, Transaction& transaction);
  std::optional<Step> take_size(const Parameter& parameter, Transaction& transaction);
  std::optional<Step> take_message_wish(const Parameter& parameter, MessageWishes& wishes);
  std::optional<Step> take_report_wish(const Parameter& parameter, ReportWishes& wishes);
  Step take_recipient(Recipient recipient);

  // session_message.cpp
  Step data(Argument argument);
  IncomingMessage::Rules message_rules() const;
  std::string trace(const std::string& id) const;
  std::optional<Reply> refusal_of(const IncomingMessage& message) const;
  bool all_mailboxes_are_full(const Transaction& transaction, std::uint64_t octets) const;

  const Surroundings& around_;
  const Ends ends_;

  // Who.
  std::string greeted_as_;
  bool extended_ = false;  // by EHLO
  bool encrypted_ = false;
  std::optional<MailAccount> account_;
  bool awaits_credentials_ = false;
  unsigned failed_logins_ = 0;
  unsigned mistakes_ = 0;
  unsigned messages_ = 0;  // that were taken

  // What.
  std::optional<Transaction> transaction_;
  std::unique_ptr<IncomingMessage> incoming_;
};

}  // namespace refd::smtp
