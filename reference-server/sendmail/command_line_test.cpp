#include "sendmail/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refd::sendmail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Command understood(std::vector<std::string_view> words) {
  const auto command = understand_command(words);
  if (const auto* mistake = std::get_if<std::string>(&command)) throw std::runtime_error(*mistake);
  return std::get<Command>(command);
}

std::string mistake_of(std::vector<std::string_view> words) {
  const auto command = understand_command(words);
  const auto* mistake = std::get_if<std::string>(&command);
  return mistake == nullptr ? "" : *mistake;
}

TEST(SendmailCommandTest, RecipientsAreArguments) {
  const auto command = understood({"a@example.jp", "b@example.jp"});
  EXPECT_THAT(command.recipients, ElementsAre("a@example.jp", "b@example.jp"));
  EXPECT_FALSE(command.header_names_recipients);
  EXPECT_TRUE(command.dot_ends);
  EXPECT_FALSE(command.has_sender);
  EXPECT_EQ(command.mode, Command::Mode::deliver);
}

TEST(SendmailCommandTest, WhatScriptsCommonlySay) {
  const auto php = understood({"-t", "-i"});
  EXPECT_TRUE(php.header_names_recipients);
  EXPECT_FALSE(php.dot_ends);
  EXPECT_THAT(php.recipients, IsEmpty());

  const auto perl = understood({"-oi", "-t", "-odq"});
  EXPECT_TRUE(perl.header_names_recipients);
  EXPECT_FALSE(perl.dot_ends);

  const auto joined = understood({"-ti", "-fa@example.jp"});
  EXPECT_TRUE(joined.header_names_recipients);
  EXPECT_FALSE(joined.dot_ends);
  EXPECT_TRUE(joined.has_sender);
  EXPECT_EQ(joined.sender, "a@example.jp");

  const auto mailer =
      understood({"-i", "-f", "a@example.jp", "-F", "Taro Yamada", "-bm", "--", "-b@example.jp"});
  EXPECT_EQ(mailer.sender, "a@example.jp");
  EXPECT_EQ(mailer.full_name, "Taro Yamada");
  EXPECT_THAT(mailer.recipients, ElementsAre("-b@example.jp"));
}

TEST(SendmailCommandTest, OptionsAboutDeliveryAreTakenWithTheirValues) {
  const auto command =
      understood({"-v",          "-n", "-m",     "-em", "-om",  "-oem", "-odb", "-Am", "-B",
                  "8BITMIME",    "-N", "never",  "-R",  "hdrs", "-V",   "id",   "-O",  "DeliveryMode=b",
                  "-h5",         "-p", "SMTP:x", "-L",  "tag",  "-G",   "-U",   "-C",  "/etc/x.cf",
                  "a@example.jp"});
  EXPECT_THAT(command.recipients, ElementsAre("a@example.jp"));
  EXPECT_TRUE(command.dot_ends);
}

TEST(SendmailCommandTest, OtherModes) {
  EXPECT_EQ(understood({"-bp"}).mode, Command::Mode::show_queue);
  EXPECT_EQ(understood({"-bi"}).mode, Command::Mode::run_queue);
  EXPECT_EQ(understood({"-q"}).mode, Command::Mode::run_queue);
  EXPECT_EQ(understood({"-q30m"}).mode, Command::Mode::run_queue);
  EXPECT_EQ(understood({"-d0.1"}).mode, Command::Mode::show_version);
  EXPECT_EQ(understood({"-d0.1", "-bt"}).mode, Command::Mode::show_version);
  EXPECT_EQ(understood({"-d8.2", "a@example.jp"}).mode, Command::Mode::deliver);
}

TEST(SendmailCommandTest, TheNullSender) {
  const auto command = understood({"-f", "", "a@example.jp"});
  EXPECT_TRUE(command.has_sender);
  EXPECT_EQ(command.sender, "");
}

TEST(SendmailCommandTest, OurOwn) {
  const auto command =
      understood({"--drop", "/state/drop", "--host", "sv1.example", "--user", "ab-cdftp", "-t"});
  EXPECT_EQ(command.drop, "/state/drop");
  EXPECT_EQ(command.host, "sv1.example");
  EXPECT_EQ(command.user, "ab-cdftp");
  EXPECT_TRUE(command.header_names_recipients);
}

TEST(SendmailCommandTest, Mistakes) {
  EXPECT_THAT(mistake_of({"-bs"}), HasSubstr("-bs is not supported"));
  EXPECT_THAT(mistake_of({"-bd"}), HasSubstr("-bd"));
  EXPECT_THAT(mistake_of({"-b"}), HasSubstr("-b"));
  EXPECT_THAT(mistake_of({"-Z"}), HasSubstr("unknown option -Z"));
  EXPECT_THAT(mistake_of({"--help"}), HasSubstr("--help"));
  EXPECT_THAT(mistake_of({"-f"}), HasSubstr("takes an argument"));
  EXPECT_THAT(mistake_of({"--drop"}), HasSubstr("takes an argument"));
}

}  // namespace
}  // namespace refd::sendmail
