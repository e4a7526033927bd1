#pragma once

#include <algorithm>
#include <set>

#include "mail/memory_mail_store.h"
#include "policy/changing_policies.h"
#include "smtp/memory_spool.h"
#include "smtp/smtp_session.h"

namespace refd::smtp {

/// Two accounts for tests: taro and hanako of example.jp, whose passwords are Taro-Pass and Hanako-Pass.
class TwoMailAccounts final : public MailAccounts {
 public:
  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules& rules) const override {
    for (const auto& account : all()) {
      const auto right = account.name == "taro" ? "Taro-Pass" : "Hanako-Pass";
      if (name == account.name && (password == right || rules.any_password_is_accepted)) return account;
    }
    return std::nullopt;
  }
  std::optional<MailAccount> at(std::string_view address) const override {
    std::string small(address);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& account : all()) {
      if (account.address == small) return account;
    }
    return std::nullopt;
  }
  bool owns_domain(std::string_view domain) const override { return domain == "example.jp"; }
  std::vector<MailAccount> all() const override {
    return {{"taro", "taro@example.jp", 1000}, {"hanako", "hanako@example.jp", 1000}};
  }
};

/// Logins that a test has made, none of which grows old.
class TestedPopLogins final : public PopLogins {
 public:
  void record(std::string_view address, Clock::time_point) override {
    addresses_.insert(std::string(address));
  }
  bool recent(std::string_view address, Clock::time_point, std::chrono::seconds) const override {
    return addresses_.contains(std::string(address));
  }
  bool any_recent(Clock::time_point, std::chrono::seconds) const override { return !addresses_.empty(); }

 private:
  std::set<std::string> addresses_;
};

/// Everything that a session stands on, in memory.
struct Bench {
  TwoMailAccounts accounts;
  TestedPopLogins pop_logins;
  ChangingPolicies policies;
  MemoryMailStore store{policies};
  MemorySpool spool;
  ManualClock clock{Clock::time_point(std::chrono::hours(24 * 365))};
  Surroundings surroundings{accounts,          pop_logins,  store,        spool,
                            policies,          clock,       silent_log(), Site::SmtpLimits(),
                            "mail.example.jp", "example.jp"};

  SmtpPolicy& policy() { return policies.policies.mail.smtp; }
};

/// A session at that bench, spoken to line by line.
class BenchSession {
 public:
  explicit BenchSession(Bench& bench, Door door = Door::relay, bool tls_offered = false)
      : session_(bench.surroundings, {.door = door, .client = "192.0.2.7", .tls_offered = tls_offered}) {}

  Session& operator*() { return session_; }
  Session* operator->() { return &session_; }

  Step step(std::string_view line) { return session_.on_line(line); }
  std::string say(std::string_view line) { return step(line).reply.wire(); }
  int code(std::string_view line) { return step(line).reply.code; }

  /// From DATA to the answer behind the message's end; `octets` hold that end.
  Reply send(std::string_view octets) {
    auto begun = step("DATA");
    if (begun.next != Step::Next::message) return begun.reply;
    session_.on_octets(octets);
    Reply answer(0, "", "the message has not ended");
    if (!session_.message_ended()) return answer;
    session_.on_message_end([&answer](const Step& end) { answer = end.reply; });
    return answer;
  }

 private:
  Session session_;
};

}  // namespace refd::smtp
