#include <cerrno>

#include <fmt/format.h>

#include "pop3/pop_session.h"

namespace refd {
namespace {

// `text` as it may stand in a log line: what a client sends there can be anything.
std::string for_log(std::string_view text) {
  constexpr std::size_t longest = 64;
  std::string safe(text.substr(0, longest));
  for (auto& c : safe) {
    if (c < 0x20 || c > 0x7E || c == '\'') c = '?';
  }
  return safe;
}

}  // namespace

// POP-2: the answer to a name tells nothing about whether it exists.
PopStep PopSession::user(Argument name) {
  name_ = std::string(name);
  return {.reply = "+OK Password, please.\r\n"};
}

// POP-1: the account's name and plain password log in, everything else is refused.
PopStep PopSession::pass(Argument password) {
  if (!name_) return {.reply = "-ERR Send USER first.\r\n"};
  const auto name = std::move(*name_);
  name_.reset();
  const auto& rules = policy();
  const auto account =
      around_.accounts.login(name, password,
                             {.names_are_case_sensitive = rules.names_are_case_sensitive,
                              .passwords_are_case_sensitive = rules.passwords_are_case_sensitive,
                              .any_password_is_accepted = rules.any_password_is_accepted});
  return account ? open(*account) : refused(name);
}

PopStep PopSession::refused(std::string_view name) {
  ++failed_logins_;
  around_.log->warn("pop3: login of '{}' from {} refused", for_log(name), client_.address);
  // SMTP-3 reversed, for a moment: the address is not to keep, once the server is sound again, what it got
  // so.
  const auto& sending = around_.policies.mail().smtp;
  if (sending.failed_pop_login_lets_send)
    around_.logins.record(client_.address,
                          around_.clock.now() - sending.pop_before_smtp + std::chrono::seconds(10));
  PopStep step{.reply = "-ERR [AUTH] Wrong name or password.\r\n",
               .delay = around_.limits.failed_login_delay,
               .ends = failed_logins_ >= around_.limits.login_attempts};
  return step;
}

// POP-3: one session an account, whose next one gets an error until it has ended.
PopStep PopSession::open(const MailAccount& account) {
  auto drop = around_.maildrops.open({.name = account.name, .quota_octets = account.quota_octets});
  if (!drop) {
    if (drop.error() == system_error(EBUSY))
      return {.reply = "-ERR [IN-USE] Another session has this mailbox open.\r\n"};
    around_.log->error("pop3: mailbox of '{}': {}", account.name, drop.error().message());
    return {.reply = "-ERR [SYS/TEMP] The mailbox cannot be opened at the moment.\r\n"};
  }
  account_ = account.name;
  drop_ = std::move(*drop);
  deleted_.assign(drop_->messages().size(), false);
  fetched_.assign(drop_->messages().size(), false);
  // SMTP-3: whoever has just fetched mail may send some.
  around_.logins.record(client_.address, around_.clock.now());
  const auto all = totals();
  around_.log->info("pop3: '{}' logged in from {}{}, {} messages", account_, client_.address,
                    client_.over_tls ? " over TLS" : "", all.messages);
  return {.reply = fmt::format("+OK {} messages ({} octets).\r\n", all.messages, all.octets)};
}

}  // namespace refd
