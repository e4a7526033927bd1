#include "pop3/pop_session.h"

#include <gmock/gmock.h>

#include "mail/memory_mail_store.h"
#include "policy/changing_policies.h"
#include "pop3/pop_commands.h"

namespace refd {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const Mailbox taro{.name = "taro", .quota_octets = 1'000'000};
const Mailbox hanako{.name = "hanako", .quota_octets = 1'000'000};

// Two accounts; a wrong password is one that does not end in the right letters, whatever their case by the
// rules.
class TwoAccounts final : public MailAccounts {
 public:
  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules& rules) const override {
    last_rules = rules;
    const auto account = of(name);
    if (!account || (password != "Geheim 7" && !rules.any_password_is_accepted)) return std::nullopt;
    return account;
  }
  std::optional<MailAccount> at(std::string_view) const override { return std::nullopt; }
  bool owns_domain(std::string_view) const override { return false; }
  std::vector<MailAccount> all() const override { return {}; }

  mutable LoginRules last_rules;

 private:
  static std::optional<MailAccount> of(std::string_view name) {
    if (name != "taro" && name != "hanako") return std::nullopt;
    return MailAccount{.name = std::string(name), .address = "", .quota_octets = 1'000'000};
  }
};

class KeptLogins final : public PopLogins {
 public:
  void record(std::string_view address, Clock::time_point) override { addresses.emplace_back(address); }
  bool recent(std::string_view, Clock::time_point, std::chrono::seconds) const override { return false; }
  bool any_recent(Clock::time_point, std::chrono::seconds) const override { return false; }
  std::vector<std::string> addresses;
};

class PopSessionTest : public testing::Test {
 protected:
  PopSessionTest() { begin(); }

  void deliver(std::string_view text, const Mailbox& mailbox = taro) {
    const auto delivery = *store_.begin_delivery(mailbox, 0);
    EXPECT_TRUE(delivery->write(text).has_value());
    EXPECT_TRUE(delivery->commit().has_value());
  }
  std::unique_ptr<PopSession> another(bool over_tls = false) {
    return std::make_unique<PopSession>(around_, PopSession::Client{"192.0.2.1", over_tls});
  }
  void begin() { session_ = another(); }
  void cut() { session_.reset(); }

  // What is answered, all lines, as they are before dot-stuffing.
  static std::string said(PopStep step) {
    auto text = std::move(step.reply);
    if (!step.content) return text;
    for (auto piece = step.content->next(); !piece->empty(); piece = step.content->next()) text += *piece;
    return text;
  }
  std::string say(std::string_view line) { return said(session_->on_line(line)); }
  void log_in(const std::string& name = "taro") {
    begin();
    say("USER " + name);
    EXPECT_THAT(say("PASS Geheim 7"), StartsWith("+OK"));
  }
  std::vector<std::string> kept() const { return store_.texts("taro"); }

  ChangingPolicies policies_;
  PopPolicy& policy_ = policies_.policies.mail.pop;
  MemoryMailStore store_{policies_};
  MaildropDesk desk_{store_, policies_};
  TwoAccounts accounts_;
  KeptLogins logins_;
  ManualClock clock_{Clock::time_point()};
  PopSurroundings around_{accounts_, desk_, logins_, policies_, clock_, silent_log(), {}, "pop3.example.jp"};
  std::unique_ptr<PopSession> session_;
};

TEST_F(PopSessionTest, GreetsUnlessThePolicyForbids) {
  EXPECT_EQ(said(session_->greet()), "+OK pop3.example.jp POP3 server ready.\r\n");
  policy_.accepts_connections = false;
  EXPECT_THAT(session_->greet().reply, StartsWith("-ERR"));
  EXPECT_TRUE(session_->greet().ends);
  EXPECT_FALSE(another(true)->greet().ends);
  policy_.accepts_tls_connections = false;
  EXPECT_TRUE(another(true)->greet().ends);
}

TEST_F(PopSessionTest, NameAndPasswordOpenTheMailbox) {
  deliver("1\r\n");
  deliver("22\r\n");
  EXPECT_THAT(say("USER taro"), StartsWith("+OK"));
  EXPECT_EQ(say("PASS Geheim 7"), "+OK 2 messages (7 octets).\r\n");
  EXPECT_TRUE(session_->is_logged_in());
  EXPECT_THAT(logins_.addresses, ElementsAre("192.0.2.1"));
  EXPECT_THAT(say("USER taro"), StartsWith("-ERR"));
}

TEST_F(PopSessionTest, EverythingElseIsRefusedAndSlowedDown) {
  for (const auto* password : {"PASS geheim 7", "PASS Geheim 7 ", "PASS  Geheim 7", "PASS Geheim"}) {
    begin();
    EXPECT_THAT(say("USER taro"), StartsWith("+OK"));
    const auto step = session_->on_line(password);
    EXPECT_THAT(step.reply, StartsWith("-ERR [AUTH]"));
    EXPECT_EQ(step.delay, around_.limits.failed_login_delay);
    EXPECT_FALSE(session_->is_logged_in());
    EXPECT_THAT(say("PASS Geheim 7"), StartsWith("-ERR")) << "USER is due again";
  }
  begin();
  EXPECT_THAT(say("USER nobody"), StartsWith("+OK")) << "nothing tells which names exist";
  EXPECT_THAT(say("PASS Geheim 7"), StartsWith("-ERR [AUTH]"));
  EXPECT_THAT(logins_.addresses, IsEmpty());
}

TEST_F(PopSessionTest, AFewWrongPasswordsEndTheSession) {
  for (unsigned attempt = 1; attempt <= around_.limits.login_attempts; ++attempt) {
    say("USER taro");
    EXPECT_EQ(session_->on_line("PASS x").ends, attempt == around_.limits.login_attempts);
  }
}

TEST_F(PopSessionTest, LoginRulesAreThePolicys) {
  policy_.names_are_case_sensitive = false;
  policy_.passwords_are_case_sensitive = false;
  say("USER taro");
  say("PASS x");
  EXPECT_FALSE(accounts_.last_rules.names_are_case_sensitive);
  EXPECT_FALSE(accounts_.last_rules.passwords_are_case_sensitive);
  policy_.any_password_is_accepted = true;
  say("USER taro");
  EXPECT_THAT(say("PASS x"), StartsWith("+OK"));
}

TEST_F(PopSessionTest, AFailedLoginOpensNoDoorForSendingUnlessThePolicySaysSo) {
  policies_.policies.mail.smtp.failed_pop_login_lets_send = true;
  say("USER taro");
  say("PASS x");
  EXPECT_THAT(logins_.addresses, ElementsAre("192.0.2.1"));
}

TEST_F(PopSessionTest, CommandsHaveTheirStates) {
  for (const auto& row : PopCommandTable::rows()) {
    begin();
    const std::string line = std::string(row.verb) + " 1 1";
    if (row.state == PopCommand::State::transaction) {
      EXPECT_THAT(say(line), StartsWith("-ERR Log in first")) << row.verb;
    }
    log_in();
    if (row.state == PopCommand::State::authorization) {
      EXPECT_THAT(say(line), StartsWith("-ERR Already")) << row.verb;
    }
  }
}

TEST_F(PopSessionTest, WhatIsNoCommandIsAnErrorThatTheSessionSurvives) {
  log_in();
  for (const std::string line : {"", " ", "APOP taro c4c9", "AUTH PLAIN", "STLS", "XYZZY", " STAT", "STA",
                                 "STATS", "STAT\t", "\xFF\xFE", "RETR1"}) {
    const auto step = session_->on_line(line);
    EXPECT_THAT(step.reply, StartsWith("-ERR Unknown")) << line;
    EXPECT_FALSE(step.ends);
  }
  EXPECT_THAT(say(std::string_view("NO\0P", 4)), StartsWith("-ERR"));
  EXPECT_EQ(say("noop"), "+OK\r\n");
  EXPECT_THAT(session_->on_overlong_line().reply, StartsWith("-ERR"));
  policy_.session_survives_unknown_commands = false;
  EXPECT_TRUE(session_->on_line("XYZZY").ends);
}

TEST_F(PopSessionTest, ArgumentsAreCounted) {
  deliver("1\r\n");
  log_in();
  for (const auto* line : {"STAT 1", "NOOP 1", "RSET x", "LIST 1 1", "UIDL 1 x", "RETR", "RETR 1 1", "TOP 1",
                           "TOP", "TOP 1 2 3", "DELE", "DELE 1 2", "QUIT now", "CAPA x"})
    EXPECT_THAT(say(line), StartsWith("-ERR ")) << line;
  EXPECT_EQ(say("LIST  1 "), "+OK 1 3\r\n") << "blanks around it are forgiven";
  EXPECT_EQ(say("STAT "), "+OK 1 3\r\n");
  EXPECT_THAT(say("TOP  1   0"), StartsWith("+OK"));
}

TEST_F(PopSessionTest, MessagesAreNumberedFromOne) {
  deliver("1\r\n");
  log_in();
  for (const std::string number :
       {"0", "2", "-1", "+1", "x", "1x", "0x1", "1.0", "18446744073709551617", "99999999999999999999"}) {
    EXPECT_THAT(say("RETR " + number), StartsWith("-ERR No such message")) << number;
    EXPECT_THAT(say("DELE " + number), StartsWith("-ERR No such message")) << number;
    EXPECT_THAT(say("LIST " + number), StartsWith("-ERR No such message")) << number;
    EXPECT_THAT(say("UIDL " + number), StartsWith("-ERR No such message")) << number;
    EXPECT_THAT(say("TOP " + number + " 1"), StartsWith("-ERR No such message")) << number;
  }
  for (const auto* lines : {"x", "-1", "99999999999999999999"})
    EXPECT_THAT(say(std::string("TOP 1 ") + lines), StartsWith("-ERR That is no number"));
}

TEST_F(PopSessionTest, ListsFetchesAndDeletes) {
  deliver("Subject: a\r\n\r\n1\r\n2\r\n");
  deliver(".\r\n");
  deliver("33\n");
  log_in();
  EXPECT_EQ(say("STAT"), "+OK 3 27\r\n");
  EXPECT_EQ(say("LIST"), "+OK 3 messages (27 octets)\r\n1 20\r\n2 3\r\n3 4\r\n");
  EXPECT_EQ(say("LIST 2"), "+OK 2 3\r\n");
  EXPECT_EQ(say("UIDL 3"), "+OK 3 m3\r\n");
  EXPECT_EQ(say("RETR 3"), "+OK 4 octets\r\n33\r\n");
  EXPECT_EQ(say("TOP 1 1"), "+OK Top of the message follows.\r\nSubject: a\r\n\r\n1\r\n");
  EXPECT_THAT(say("DELE 2"), StartsWith("+OK"));
  EXPECT_THAT(say("DELE 2"), StartsWith("-ERR Message 2 is deleted"));
  EXPECT_THAT(say("RETR 2"), StartsWith("-ERR Message 2 is deleted"));
  EXPECT_EQ(say("STAT"), "+OK 2 24\r\n");
  EXPECT_EQ(say("LIST"), "+OK 2 messages (24 octets)\r\n1 20\r\n3 4\r\n");
  EXPECT_EQ(say("UIDL"), "+OK Unique ids follow.\r\n1 m1\r\n3 m3\r\n");
  EXPECT_EQ(store_.texts("taro").size(), 3U) << "nothing goes before QUIT";
  const auto goodbye = session_->on_line("QUIT");
  EXPECT_THAT(goodbye.reply, StartsWith("+OK"));
  EXPECT_TRUE(goodbye.ends);
  EXPECT_EQ(store_.texts("taro").size(), 2U);
}

TEST_F(PopSessionTest, AnEmptyMailboxIsListedToo) {
  log_in();
  EXPECT_EQ(say("STAT"), "+OK 0 0\r\n");
  EXPECT_EQ(say("LIST"), "+OK 0 messages (0 octets)\r\n");
  EXPECT_EQ(say("UIDL"), "+OK Unique ids follow.\r\n");
  EXPECT_THAT(say("RETR 1"), StartsWith("-ERR"));
}

TEST_F(PopSessionTest, RsetTakesDeletionsBack) {
  deliver("1\r\n");
  log_in();
  say("DELE 1");
  EXPECT_EQ(say("RSET"), "+OK 1 messages (3 octets)\r\n");
  say("QUIT");
  EXPECT_EQ(kept().size(), 1U);
  policy_.reset_is_honoured = false;
  log_in();
  say("DELE 1");
  EXPECT_EQ(say("RSET"), "+OK 0 messages (0 octets)\r\n");
  say("QUIT");
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(PopSessionTest, ACutConnectionDeletesNothing) {
  deliver("1\r\n");
  log_in();
  say("DELE 1");
  cut();
  EXPECT_EQ(kept().size(), 1U);
  policy_.cut_connection_deletes = true;
  log_in();
  say("DELE 1");
  cut();
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(PopSessionTest, DeviationsKeepWhatWasDeletedOrTakeWhatWasFetched) {
  deliver("1\r\n");
  policy_.quit_deletes = false;
  log_in();
  say("DELE 1");
  EXPECT_THAT(say("QUIT"), StartsWith("+OK"));
  EXPECT_EQ(kept().size(), 1U);
  policy_.quit_deletes = true;
  policy_.fetching_deletes = true;
  log_in();
  say("RETR 1");
  say("QUIT");
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(PopSessionTest, OneSessionAnAccount) {
  log_in();
  const auto second = another();
  second->on_line("USER taro");
  EXPECT_THAT(second->on_line("PASS Geheim 7").reply, StartsWith("-ERR [IN-USE]"));
  second->on_line("USER hanako");
  EXPECT_THAT(second->on_line("PASS Geheim 7").reply, StartsWith("+OK")) << "another account is not affected";
  say("QUIT");
  const auto third = another();
  third->on_line("USER taro");
  EXPECT_THAT(third->on_line("PASS Geheim 7").reply, StartsWith("+OK"));
}

TEST_F(PopSessionTest, ACutConnectionFreesTheMailbox) {
  log_in();
  cut();
  log_in();
}

TEST_F(PopSessionTest, DeviationsKeepTheMailboxUntilTheyEnd) {
  policy_.quit_frees_the_account = false;
  log_in();
  say("QUIT");
  log_in();
  say("RETR 9");
  say("QUIT");
  begin();
  say("USER taro");
  EXPECT_THAT(say("PASS Geheim 7"), StartsWith("-ERR [SYS/TEMP]"));
  policy_.quit_frees_the_account = true;
  policy_.cut_connection_frees_the_account = false;
  log_in();
  say("RETR 9");
  cut();
  begin();
  say("USER taro");
  EXPECT_THAT(say("PASS Geheim 7"), StartsWith("-ERR [SYS/TEMP]"));
  policy_.cut_connection_frees_the_account = true;
  log_in();
}

TEST_F(PopSessionTest, CapaTellsWhatThereIs) {
  EXPECT_THAT(say("CAPA"),
              AllOf(StartsWith("+OK"), HasSubstr("\r\nUSER\r\n"), HasSubstr("\r\nUIDL\r\n"),
                    HasSubstr("\r\nTOP\r\n"), HasSubstr("\r\nPIPELINING\r\n"), Not(HasSubstr("SASL"))));
  policy_.withheld_verbs = {"UIDL"};
  EXPECT_THAT(say("CAPA"), Not(HasSubstr("UIDL")));
  log_in();
  EXPECT_THAT(say("UIDL"), StartsWith("-ERR Unknown"));
  EXPECT_THAT(say("CAPA"), StartsWith("+OK"));
}

TEST_F(PopSessionTest, QuitBeforeTheLoginEndsTheSession) {
  EXPECT_TRUE(session_->on_line("quit").ends);
}

TEST_F(PopSessionTest, WhatTakesLongIsKnownBefore) {
  EXPECT_TRUE(session_->is_slow("pass x"));
  EXPECT_TRUE(session_->is_slow("QUIT"));
  EXPECT_FALSE(session_->is_slow("USER x"));
  EXPECT_FALSE(session_->is_slow("XYZZY"));
}

}  // namespace
}  // namespace refd
