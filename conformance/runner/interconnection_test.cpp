#include "runner/interconnection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using reports::InterconnectionStep;
using testing::HasSubstr;

InterconnectionStep step(std::string id, bool ok, bool tried = true, std::string message = "") {
  return {.id = std::move(id), .ok = ok, .tried = tried, .message = std::move(message)};
}

TEST(DeadStep, IsTheOneThatTheNeedsDependOn) {
  const std::vector<InterconnectionStep> steps{step("web.connect", true), step("web.answer", true),
                                               step("ftp.connect", true), step("ftp.greet", true),
                                               step("ftp.login", false)};
  EXPECT_EQ(dead_step_for(Need::web, steps), "");
  EXPECT_EQ(dead_step_for(Need::ftp, steps), "") << "greeting does not depend on the login";
  EXPECT_EQ(dead_step_for(Need::ftp_login, steps), "ftp.login");
  EXPECT_EQ(dead_step_for(Need::web | Need::ftp_login, steps), "ftp.login");
  EXPECT_EQ(dead_step_for({}, steps), "");
}

TEST(DeadStep, OfMail) {
  const std::vector<InterconnectionStep> steps{step("pop.greet", true), step("pop.login", false),
                                               step("pops.connect", false), step("smtp.greet", true)};
  EXPECT_EQ(dead_step_for(Need::pop, steps), "");
  EXPECT_EQ(dead_step_for(Need::pop_login, steps), "pop.login");
  EXPECT_EQ(dead_step_for(Need::pop | Need::pops, steps), "pops.connect");
  EXPECT_EQ(dead_step_for(Need::smtp, steps), "");
}

TEST(DeadStep, IsTheFirstThatFailed) {
  const std::vector<InterconnectionStep> steps{step("web.answer", true), step("ftp.connect", false),
                                               step("ftp.greet", false, false),
                                               step("ftp.login", false, false)};
  EXPECT_EQ(dead_step_for(Need::ftp_login, steps), "ftp.connect");
  EXPECT_EQ(dead_step_for(Need::web, steps), "");
}

TEST(Unreachable, IsOneCauseForAll) {
  const auto steps = fold_unreachable(
      {step("web.connect", false, true, "connection refused"), step("web.answer", false, false),
       step("ftp.connect", false, true, "timed out"), step("ftp.greet", false, false)});
  ASSERT_EQ(steps.size(), 5u);
  EXPECT_EQ(steps.front().id, unreachable_step);
  EXPECT_THAT(steps.front().message, HasSubstr("web.connect: connection refused; ftp.connect: timed out"));
  EXPECT_EQ(std::count_if(steps.begin(), steps.end(), [](const auto& one) { return one.tried && !one.ok; }),
            1);
  for (const Needs needs : {Needs(Need::web), Needs(Need::ftp), Needs(Need::ftp_login)})
    EXPECT_EQ(dead_step_for(needs, steps), unreachable_step);
}

TEST(Unreachable, IsNotSaidWhenSomebodyAnswers) {
  const auto web_only = fold_unreachable({step("web.answer", true), step("ftp.connect", false)});
  EXPECT_EQ(web_only.front().id, "web.answer");
  InterconnectionStep busy = step("ftp.greet", false, true, "421 too many");
  busy.transcript.push_back({.direction = reports::Direction::received, .text = "421 too many"});
  EXPECT_EQ(fold_unreachable({step("web.connect", false), busy}).size(), 2u) << "a refusal is an answer";
  EXPECT_TRUE(fold_unreachable({}).empty());
}

}  // namespace
}  // namespace cts
