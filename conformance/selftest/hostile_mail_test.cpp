// The vacuity floor of mail: against what is no mail service, nothing passes, and every run ends in its time.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "selftest/behaviours.h"
#include "selftest/mail_behaviours.h"
#include "selftest/suite.h"

namespace cts::selftest {
namespace {

struct HostileMail {
  const char* name;
  HostileServer::Session smtp;  ///< empty: closed
  HostileServer::Session pop;
};

void PrintTo(const HostileMail& hostile, std::ostream* out) {
  *out << hostile.name;
}

std::string mail_target(std::uint16_t smtp, std::uint16_t pop) {
  ::setenv("CTS_SELFTEST_PASSWORD", "Hush-4711-word", 1);
  const auto service = [](const std::string& name, const std::string& key, std::uint16_t port) {
    return "[" + name + "]\naddress = \"127.0.0.1\"\n" + key + " = " + std::to_string(port) + "\n";
  };
  std::string text =
      "version = 1\nname = \"hostile\"\nprofile = \"profile.toml\"\n[domain]\nname = \"example.jp\"\n" +
      service("pop", "port", pop) + service("smtp", "port", smtp) +
      "submission_port = " + std::to_string(smtp) + "\n" +
      service("elsewhere", "domain = \"elsewhere.example\"\nport", closed_port());
  for (const char* name : {"one", "two", "three", "four"})
    text +=
        std::string("[[mail_account]]\nname = \"") + name + "\"\npassword_env = \"CTS_SELFTEST_PASSWORD\"\n";
  for (const char* address : {"127.0.0.1", "127.0.0.2", "127.0.0.3"})
    text += std::string("[[vantage_point]]\nname = \"") + address + "\"\nbind = \"" + address + "\"\n";
  return text +
         "[timeouts]\nconnect = 1\nreply = 1\ntransfer = 2\nscenario = " + std::to_string(20 * slowness()) +
         "\n"
         "[consent]\nallow = \"destructive\"\ndestructive_target = \"hostile\"\n";
}

class HostileMailTarget : public testing::TestWithParam<HostileMail> {};

TEST_P(HostileMailTarget, MakesNothingPassAndTheRunEnds) {
  const HostileMail& hostile = GetParam();
  std::unique_ptr<HostileServer> smtp;
  std::unique_ptr<HostileServer> pop;
  if (hostile.smtp) smtp = std::make_unique<HostileServer>(hostile.smtp);
  if (hostile.pop) pop = std::make_unique<HostileServer>(hostile.pop);
  const TemporaryFolder folder;
  write_file(folder / "profile.toml", small_mail_profile(1));
  write_file(folder / "target.toml",
             mail_target(smtp ? smtp->port() : closed_port(), pop ? pop->port() : closed_port()));

  const nlohmann::json result = expect_nothing_passes(folder, "8");
  EXPECT_GT(count_verdict(result, "inconclusive") + count_verdict(result, "fail"), 20u);
}

INSTANTIATE_TEST_SUITE_P(
    VacuityFloor, HostileMailTarget,
    testing::Values(HostileMail{"Closed", {}, {}}, HostileMail{"Silent", silent, silent},
                    HostileMail{"BannerOnly", smtp_banner_only, pop_banner_only},
                    HostileMail{"BothSayYes", smtp_yes_to_everything, pop_yes_to_everything},
                    HostileMail{"SmtpSaysNo", smtp_no_to_everything, pop_yes_to_everything},
                    HostileMail{"EndlessLine", endless_line, endless_line},
                    HostileMail{"Garbage", garbage, garbage}, HostileMail{"Drip", smtp_drip, smtp_drip},
                    HostileMail{"ClosesInMidReply", smtp_closes_in_mid_reply, smtp_closes_in_mid_reply}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace cts::selftest
