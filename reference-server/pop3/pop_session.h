#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/mail_accounts.h"
#include "accounts/pop_logins.h"
#include "base/byte_flow.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/site.h"
#include "policy/policies.h"
#include "pop3/maildrop_desk.h"

namespace refd {

struct PopCommand;

/// What a session needs to know of the server. Everything referred to outlives the session.
struct PopSurroundings {
  const MailAccounts& accounts;
  MaildropDesk& maildrops;
  PopLogins& logins;
  const PolicySource& policies;
  const Clock& clock;
  Log log;
  Site::PopLimits limits;
  std::string public_name;  ///< in the greeting
};

/// What the service answers to a line.
struct PopStep {
  std::string reply;  ///< one line, with its end
  /// The lines behind it, to be dot-stuffed and ended; null: none. Must not outlive the session.
  std::unique_ptr<ByteSource> content = nullptr;
  std::chrono::milliseconds delay{0};  ///< to wait before it is sent
  bool ends = false;                   ///< the connection is closed then
};

/// One POP3 session (RFC 1939), without sockets. Used by one thread at a time.
class PopSession {
 public:
  struct Client {
    std::string address;
    bool over_tls = false;
  };

  PopSession(const PopSurroundings& surroundings, Client client);
  PopSession(const PopSession&) = delete;
  PopSession& operator=(const PopSession&) = delete;
  /// Ends what QUIT has not ended, as when the connection was cut.
  ~PopSession();

  PopStep greet() const;
  /// `line` without its line end.
  PopStep on_line(std::string_view line);
  /// A line above the limit was thrown away.
  PopStep on_overlong_line() const;

  /// Whether on_line() may take long: it hashes a password or waits for the disk.
  bool is_slow(std::string_view line) const;
  bool is_logged_in() const { return drop_ != nullptr; }

 private:
  friend struct PopCommandTable;
  using Argument = std::string_view;

  const PopPolicy& policy() const { return around_.policies.mail().pop; }

  // pop_session.cpp
  PopStep answer_to(std::string_view line);
  PopStep capa(Argument);
  PopStep quit(Argument);
  Result<void> remove_deleted();

  // session_login.cpp
  PopStep user(Argument name);
  PopStep pass(Argument password);
  PopStep refused(std::string_view name);
  PopStep open(const MailAccount& account);

  // session_messages.cpp
  PopStep stat(Argument);
  PopStep list(Argument argument);
  PopStep uidl(Argument argument);
  PopStep retr(Argument argument);
  PopStep top(Argument argument);
  PopStep dele(Argument argument);
  PopStep rset(Argument);
  PopStep noop(Argument);
  struct Totals {
    std::size_t messages = 0;
    std::uint64_t octets = 0;
  };
  Totals totals() const;
  Result<std::size_t> index_of(Argument number) const;
  PopStep no_such_message(Argument number, const boost::system::error_code& error) const;
  PopStep content_failed(const boost::system::error_code& error) const;

  const PopSurroundings& around_;
  const Client client_;

  // AUTHORIZATION
  std::optional<std::string> name_;  // between USER and PASS
  unsigned failed_logins_ = 0;

  // TRANSACTION
  std::string account_;
  std::unique_ptr<Maildrop> drop_;
  std::vector<bool> deleted_;
  std::vector<bool> fetched_;
  bool had_error_ = false;
};

}  // namespace refd
