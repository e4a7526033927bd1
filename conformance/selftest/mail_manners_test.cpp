// What other servers do differently, and rightly: no scenario of mail blames them for it. And mailboxes are
// left as they were found.

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "selftest/mail_host.h"
#include "selftest/suite.h"

namespace cts::selftest {

void PrintTo(const MailManners& manners, std::ostream* out) {
  *out << manners.name;
}

namespace {

using At = MailManners::At;
using WhenFull = MailManners::WhenFull;

// As Postfix with Dovecot answers, set to have little patience.
const MailManners like_postfix{.name = "Postfix",
                               .submission_code = 554,
                               .submission_is_refused = At::rcpt,
                               .malformed_response_code = 535,
                               .unknown_mechanism_code = 535,
                               .refusals_until_end = 5,
                               .vrfy_unknown_code = 550,
                               .guesses_until_trouble = 3,
                               .full_code = 452,
                               .locked_after_end = 2};
// As Sendmail with an old POP3 server does.
const MailManners like_sendmail{.name = "Sendmail",
                                .relay_code = 550,
                                .unknown_is_taken = true,
                                .when_full = WhenFull::sends_warning,
                                .reports_are_old = true,
                                .locked = "-ERR lock busy!  Is another session active? (11)",
                                .locked_ends_session = true,
                                .locked_after_end = 1,
                                .knows_capa = false};
// As others do, one thing or another.
const MailManners late_to_refuse{.name = "LateToRefuse",
                                 .relay_is_refused = At::data,
                                 .unknown_is_taken = true,
                                 .too_large_is_cut = true,
                                 .unknown_command_code = 502,
                                 .vrfy_code = 502,
                                 .vrfy_unknown_code = 502,
                                 .when_full = WhenFull::sends_error_mail,
                                 .crossing_message_is_stored = false};
const MailManners for_the_time_being{.name = "ForTheTimeBeing",
                                     .relay_code = 454,
                                     .too_large_code = 554,
                                     .refusals_until_end = 5,
                                     .vrfy_code = 550,
                                     .vrfy_unknown_code = 550,
                                     .when_full = WhenFull::refuses_message,
                                     .full_code = 452,
                                     .crossing_message_is_stored = false};
// As Exim with Cyrus behind it: hangs up at the fourth mistake, and finds a mailbox full when all is said.
const MailManners like_exim{.name = "Exim",
                            .relay_code = 550,
                            .most_mistakes = 3,
                            .when_full = WhenFull::sends_error_mail,
                            .locked = "-ERR Too many open connections (2 of 2 for one)",
                            .locked_ends_session = true,
                            .locked_after_end = 3};

std::string target_of(const MailHost& host) {
  std::string text =
      "version = 1\nname = \"host\"\nprofile = \"profile.toml\"\n[domain]\nname = \"example.jp\"\n"
      "[pop]\naddress = \"127.0.0.1\"\nport = " +
      std::to_string(host.pop_port()) +
      "\n[smtp]\naddress = \"127.0.0.1\"\nport = " + std::to_string(host.smtp_port()) +
      "\nsubmission_port = " + std::to_string(host.submission_port()) +
      "\n[elsewhere]\ndomain = \"elsewhere.example\"\n";
  for (const std::string name : {"one", "two", "three", "four"}) {
    const std::string variable = "CTS_SELFTEST_PASSWORD_OF_" + name;
    ::setenv(variable.c_str(), MailHost::password_of(name).c_str(), 1);
    text += "[[mail_account]]\nname = \"" + name + "\"\npassword_env = \"" + variable + "\"\n";
  }
  for (const std::string address : {"127.0.0.1", "127.0.0.2", "127.0.0.3"})
    text += "[[vantage_point]]\nname = \"" + address + "\"\nbind = \"" + address + "\"\n";
  return text +
         "[timeouts]\nconnect = 10\nreply = 20\ntransfer = 30\nscenario = 120\n"
         "[consent]\nallow = \"destructive\"\ndestructive_target = \"host\"\n";
}

ProgramResult judge(const MailHost& host, const TemporaryFolder& folder,
                    const std::vector<std::string>& more) {
  write_file(folder / "profile.toml", small_mail_profile(3));
  write_file(folder / "target.toml", target_of(host));
  std::vector<std::string> arguments{"run", "--target", folder / "target.toml", "--out", folder / "out"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_suite(arguments);
}

class LegitimateMail : public testing::TestWithParam<MailManners> {};

TEST_P(LegitimateMail, IsBlamedForNothing) {
  const MailHost host(GetParam());
  const TemporaryFolder folder;
  const ProgramResult run =
      judge(host, folder, {"--tier", "slow", "--consent", "destructive", "--jobs", "4"});
  EXPECT_EQ(run.end.exit_code, 0) << run.error_tail << run.output;
  const nlohmann::json result = read_result(folder / "out");
  EXPECT_GT(count_verdict(result, "pass"), 50u);
  for (const char* verdict : {"fail", "inconclusive", "error"})
    EXPECT_EQ(count_verdict(result, verdict), 0u) << verdict;
  EXPECT_EQ(host.messages(), 0u) << "mailboxes are left as they were found";
}

INSTANTIATE_TEST_SUITE_P(Manners, LegitimateMail,
                         testing::Values(like_postfix, like_sendmail, like_exim, late_to_refuse,
                                         for_the_time_being),
                         [](const auto& instance) { return instance.param.name; });

TEST(Mailboxes, AreLeftAsTheyWereFound) {
  MailHost host(like_postfix);
  for (const char* account : {"one", "two", "three", "four"})
    host.put(account, "From: somebody@else.example\r\nSubject: not yours\r\n\r\n.\r\nStays.\r\n");
  const TemporaryFolder folder;
  const ProgramResult run = judge(host, folder, {"--tier", "slow", "--consent", "reversible", "--jobs", "4"});
  EXPECT_EQ(run.end.exit_code, 0) << run.error_tail << run.output;
  EXPECT_GT(count_verdict(read_result(folder / "out"), "pass"), 50u);
  EXPECT_EQ(host.messages(), 4u);
}

}  // namespace
}  // namespace cts::selftest
