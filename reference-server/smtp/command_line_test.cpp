#include "smtp/command_line.h"

#include <gmock/gmock.h>

#include "smtp/reply.h"

namespace refd::smtp {
namespace {

TEST(CommandLine, VerbAndArgumentWithoutTheSpacesAround) {
  const auto command = parse_command("mail  FROM:<a@b> SIZE=1  ");
  EXPECT_EQ(command.verb, "MAIL");
  EXPECT_EQ(command.argument, "FROM:<a@b> SIZE=1");
  EXPECT_EQ(parse_command("Quit").verb, "QUIT");
  EXPECT_EQ(parse_command("Quit").argument, "");
  EXPECT_EQ(parse_command("").verb, "");
  EXPECT_EQ(parse_command(std::string(5000, 'x')).verb, std::string(16, 'X'));
}

TEST(CommandLine, WhatIsNoPlainText) {
  EXPECT_TRUE(is_plain_text("RCPT TO:<a@b>"));
  for (const auto text :
       {std::string_view("NOOP\0", 5), std::string_view("NO\rOP"), std::string_view("NO\tOP"),
        std::string_view("\xE3\x81\x82"), std::string_view("\x7F")}) {
    EXPECT_FALSE(is_plain_text(text));
  }
}

TEST(CommandLine, Parameters) {
  const auto given = parse_parameters("  size=100 BODY=8BITMIME  Smtputf8 ");
  ASSERT_TRUE(given);
  ASSERT_EQ(given->size(), 3U);
  EXPECT_EQ((*given)[0].key, "SIZE");
  EXPECT_EQ((*given)[0].value, "100");
  EXPECT_EQ((*given)[1].value, "8BITMIME");
  EXPECT_EQ((*given)[2].key, "SMTPUTF8");
  EXPECT_EQ((*given)[2].value, std::nullopt);
  EXPECT_TRUE(parse_parameters("")->empty());
  for (const auto* const text : {"=1", "SIZE=", "SIZE==1", "-X=1", "SI*E=1", "<a@b>"})
    EXPECT_FALSE(parse_parameters(text)) << text;
}

TEST(CommandLine, AfterWord) {
  EXPECT_EQ(after_word("from:<a>", "FROM:"), "<a>");
  EXPECT_EQ(after_word("FROM", "FROM:"), std::nullopt);
  EXPECT_EQ(after_word("TO:<a>", "FROM:"), std::nullopt);
}

TEST(Reply, OneLineAndSeveral) {
  EXPECT_EQ(Reply(250, "2.0.0", "Ok").wire(), "250 2.0.0 Ok\r\n");
  EXPECT_EQ(Reply(354, "", "Go on").wire(), "354 Go on\r\n");
  Reply hello(250, "", "mail.example");
  hello.lines.insert(hello.lines.end(), {"PIPELINING", "SIZE 1000"});
  EXPECT_EQ(hello.wire(), "250-mail.example\r\n250-PIPELINING\r\n250 SIZE 1000\r\n");
  EXPECT_EQ(Reply().wire(), "");
}

TEST(Reply, ShownTextHoldsNoControls) {
  EXPECT_EQ(shown("a\r\nb\x80"), "a??b?");
  EXPECT_EQ(shown(std::string(100, 'x')), std::string(64, 'x'));
}

}  // namespace
}  // namespace refd::smtp
