#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace cts::selftest {

/// In what a mail service may differ from others and keep its promises all the same: what Postfix, Sendmail
/// and other servers were seen to do.
struct MailManners {
  enum class At { mail, rcpt, data };
  enum class WhenFull {
    refuses_recipient,
    refuses_message,
    sends_error_mail,
    sends_warning  ///< that it goes on trying
  };
  const char* name = "";
  // SMTP
  int relay_code = 554;
  At relay_is_refused = At::rcpt;  ///< at RCPT or DATA
  int submission_code = 530;
  At submission_is_refused = At::mail;  ///< at MAIL or RCPT
  bool unknown_is_taken = false;        ///< and its sender told by mail
  int too_large_code = 552;
  bool too_large_is_cut = false;  ///< in the middle of the message
  int malformed_response_code = 501;
  int unknown_mechanism_code = 504;
  int unknown_command_code = 500;
  unsigned refusals_until_end = 1'000;  ///< in one session; what is asked next ends it
  int vrfy_code = 252;
  int vrfy_unknown_code = 252;
  /// After so many wrong passwords the next one is not looked at for the moment.
  unsigned guesses_until_trouble = 1'000'000;
  unsigned most_mistakes = 0;  ///< in one session, before it is ended; 0: any number
  WhenFull when_full = WhenFull::refuses_recipient;
  int full_code = 552;
  bool crossing_message_is_stored = true;
  bool reports_are_old = false;  ///< error mails without a part for machines
  // POP3
  std::string locked = "-ERR [IN-USE] Mailbox is locked";
  bool locked_ends_session = false;
  unsigned locked_after_end =
      0;  ///< so many logins are refused so after a session, as if it had not ended yet
  bool knows_capa = true;
};

/// A small mail service on free ports of 127.0.0.1 for the accounts "one" to "four" of example.jp, in memory.
/// Mail for other domains is taken from whom it should be, and dropped. One password each: password_of().
class MailHost {
 public:
  static constexpr std::uint64_t largest_message = 105'000;
  static constexpr std::uint64_t mailbox = 305'000;
  static std::string password_of(const std::string& account);

  explicit MailHost(const MailManners& manners);
  MailHost(const MailHost&) = delete;
  MailHost& operator=(const MailHost&) = delete;
  ~MailHost();

  std::uint16_t smtp_port() const;
  std::uint16_t submission_port() const;
  std::uint16_t pop_port() const;
  /// How many messages lie in all mailboxes.
  std::size_t messages() const;
  /// Puts in what is not the suite's.
  void put(const std::string& account, const std::string& text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cts::selftest
