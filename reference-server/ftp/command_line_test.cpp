#include "ftp/command_line.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

TEST(CommandLine, VerbInAnyCaseArgumentAsItIs) {
  const auto command = parse_command("reTR  two  spaces ");
  EXPECT_EQ(command.verb, "RETR");
  EXPECT_EQ(command.argument, " two  spaces ");
  EXPECT_EQ(parse_command("NOOP").argument, "");
  EXPECT_EQ(parse_command("NOOP").verb, "NOOP");
  EXPECT_EQ(parse_command("").verb, "");
  EXPECT_EQ(parse_command(" NOOP").verb, "");
}

TEST(CommandLine, EightBitNamesPassOctetByOctet) {
  EXPECT_EQ(parse_command("RETR \xE6\x97\xA5.txt").argument, "\xE6\x97\xA5.txt");
  EXPECT_EQ(parse_command("RETR \x93\xFA\x96\x7B\x5C").argument, "\x93\xFA\x96\x7B\x5C");
  EXPECT_EQ(parse_command("RETR a\xFF"
                          "b")
                .argument,
            "a\xFF"
            "b")
      << "a name in Latin-1 holds a single 0xFF";
}

TEST(CommandLine, TelnetCommandsGo) {
  EXPECT_EQ(parse_command("\xFF\xF4\xFF\xF2"
                          "ABOR")
                .verb,
            "ABOR");
  EXPECT_EQ(parse_command("\xFF\xFB\x01NOOP").verb, "NOOP");
  EXPECT_EQ(parse_command("RETR a\xFF\xFF"
                          "b")
                .argument,
            "a\xFF"
            "b");
  EXPECT_EQ(without_telnet("\xFF\xF4\xFF"), "");
  EXPECT_EQ(without_telnet("\xFF\xFB"), "");
}

TEST(CommandLine, GarbageIsAnUnknownVerb) {
  EXPECT_EQ(parse_command(std::string(8000, 'x')).verb, std::string(16, 'X'));
  EXPECT_EQ(parse_command(std::string_view("\0\x01\x02", 3)).verb, std::string("\0\x01\x02", 3));
}

TEST(CommandLine, Trims) {
  EXPECT_EQ(trimmed("  a b\t"), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
}

}  // namespace
}  // namespace refd
