#include "sendmail/submission.h"

#include <sysexits.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refd::sendmail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class SubmissionTest : public testing::Test {
 protected:
  SubmissionTest() {
    command_.host = "sv1.example";
    command_.user = "ab-cdftp";
  }

  std::variant<Submission, Refusal> prepared(std::string_view text) const {
    const auto head = read_message_head(text, true);
    return prepare(command_, *head, 1'000'000'000, "unique-1");
  }
  Submission good(std::string_view text) const {
    const auto outcome = prepared(text);
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) throw std::runtime_error(refusal->why);
    return std::get<Submission>(outcome);
  }
  int refused(std::string_view text) const {
    const auto outcome = prepared(text);
    const auto* refusal = std::get_if<Refusal>(&outcome);
    return refusal == nullptr ? EX_OK : refusal->exit_code;
  }

  Command command_;
};

TEST_F(SubmissionTest, AHeaderThatSaysAllStaysAsItIs) {
  command_.recipients = {"b@example.jp"};
  const std::string text =
      "From: A <a@example.jp>\nTo: x@example.jp\nDate: today\nMessage-Id: <1@x>\nSubject: =?x?=\n\tmore\n\n";
  const auto submission = good(text);
  EXPECT_EQ(submission.header, text);
  EXPECT_EQ(submission.envelope.sender, "ab-cdftp@sv1.example");
  EXPECT_THAT(submission.envelope.recipients, ElementsAre("b@example.jp"));
}

TEST_F(SubmissionTest, WhatIsMissingIsAdded) {
  command_.recipients = {"b@example.jp"};
  EXPECT_EQ(good("Subject: x\n").header,
            "Subject: x\nDate: Sun, 9 Sep 2001 01:46:40 +0000\nFrom: <ab-cdftp@sv1.example>\n"
            "Message-ID: <unique-1@sv1.example>\n\n");
  command_.full_name = "Yamada \"T\" Taro\n";
  command_.has_sender = true;
  command_.sender = "taro";
  const auto submission = good("");
  EXPECT_THAT(submission.header, HasSubstr("From: \"Yamada \\\"T\\\" Taro\" <taro@sv1.example>\n"));
  EXPECT_EQ(submission.envelope.sender, "taro@sv1.example");
}

TEST_F(SubmissionTest, TheHeaderNamesRecipientsWhenAskedTo) {
  command_.header_names_recipients = true;
  command_.recipients = {"z@example.jp"};
  const auto submission = good(
      "To: A <a@example.jp>,\n b@example.jp\ncc: root\nBCC: secret@example.jp,\n a@example.jp\nReturn-Path: "
      "<x@y>\n\n");
  EXPECT_THAT(submission.envelope.recipients, ElementsAre("z@example.jp", "a@example.jp", "b@example.jp",
                                                          "root@sv1.example", "secret@example.jp"));
  EXPECT_THAT(submission.header, Not(HasSubstr("secret")));
  EXPECT_THAT(submission.header, Not(HasSubstr("Return-Path")));
  EXPECT_THAT(submission.header, HasSubstr("To: A <a@example.jp>,\n b@example.jp\ncc: root\n"));
}

TEST_F(SubmissionTest, WhoSendsOnNamesOtherRecipients) {
  command_.header_names_recipients = true;
  EXPECT_THAT(
      good("To: a@example.jp\nResent-To: b@example.jp\nResent-Bcc: c@example.jp\n\n").envelope.recipients,
      ElementsAre("b@example.jp", "c@example.jp"));
}

TEST_F(SubmissionTest, WithoutBeingAskedTheHeaderNamesNobody) {
  EXPECT_EQ(refused("To: a@example.jp\n\n"), EX_USAGE);
  command_.recipients = {"b@example.jp"};
  EXPECT_THAT(good("To: no list of (anything\n\n").envelope.recipients, ElementsAre("b@example.jp"));
}

TEST_F(SubmissionTest, Senders) {
  command_.recipients = {"b@example.jp"};
  command_.has_sender = true;
  for (const char* null : {"", "<>"}) {
    command_.sender = null;
    EXPECT_EQ(good("").envelope.sender, "") << null;
  }
  command_.sender = "Taro <taro@example.jp>";
  EXPECT_EQ(good("").envelope.sender, "taro@example.jp");
  for (const char* bad : {"a b", "a@b, c@d", "\"a", "a@b\x01"}) {
    command_.sender = bad;
    EXPECT_EQ(refused(""), EX_DATAERR) << bad;
  }
}

TEST_F(SubmissionTest, BadRecipients) {
  for (const char* bad : {"a b", "<>", "\"open@example.jp", "a\x01@example.jp"}) {
    command_.recipients = {bad};
    EXPECT_EQ(refused(""), EX_DATAERR) << bad;
  }
  command_.recipients = {""};
  EXPECT_EQ(refused(""), EX_USAGE);
  command_.header_names_recipients = true;
  EXPECT_EQ(refused("To: undisclosed-recipients:;\n\n"), EX_USAGE);
  command_.recipients.clear();
  for (std::size_t i = 0; i <= most_recipients; ++i)
    command_.recipients.push_back(std::to_string(i) + "@example.jp");
  EXPECT_EQ(refused(""), EX_UNAVAILABLE);
}

TEST_F(SubmissionTest, ADomainIsNotLookedForInsideQuotes) {
  command_.recipients = {"\"a@b\""};
  EXPECT_THAT(good("").envelope.recipients, ElementsAre("\"a@b\"@sv1.example"));
}

}  // namespace
}  // namespace refd::sendmail
