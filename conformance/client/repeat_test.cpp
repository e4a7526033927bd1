#include "client/repeat.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

const Dial dial{"www.example.test", "127.0.0.1", 2121, "127.0.0.2", ""};

TEST(ShellQuoted, LeavesPlainWordsAlone) {
  EXPECT_EQ(shell_quoted("www.example.test:80"), "www.example.test:80");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("a b;c"), "'a b;c'");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
}

TEST(FtpUrlPath, KeepsTheLeadingSlashOfAnAbsolutePath) {
  EXPECT_EQ(ftp_url_path("/web/a b"), "%2Fweb/a%20b");
  EXPECT_EQ(ftp_url_path("../x#"), "../x%23");
}

TEST(RepeatDialogue, LeavesThePasswordToThePerson) {
  EXPECT_EQ(repeat_ftp_dialogue(dial, {"USER x", "pass word", "CWD /50%'\\"}),
            "{ printf 'USER x\\r\\n'; sleep 1; printf 'PASS %s\\r\\n' \"$PASSWORD\"; sleep 1; "
            "printf 'CWD /50%%'\\''\\\\\\r\\n'; sleep 1; } | nc -s 127.0.0.2 127.0.0.1 2121");
}

TEST(RepeatDialogue, LeavesNameAndPasswordOfAuthToThePerson) {
  EXPECT_EQ(repeat_smtp_dialogue(dial, {"AUTH PLAIN ****", "AUTH PLAIN", "AUTH-RESPONSE", "a\r\n."}),
            "{ printf 'AUTH PLAIN %s\\r\\n' \"$(printf '\\0%s\\0%s' \"$NAME\" \"$PASSWORD\" | base64 -w0)\"; "
            "sleep 1; printf 'AUTH PLAIN\\r\\n'; sleep 1; printf '%s\\r\\n' \"$(printf '\\0%s\\0%s' "
            "\"$NAME\" \"$PASSWORD\" | base64 -w0)\"; sleep 1; printf 'a\\0015\\0012.\\r\\n'; sleep 1; } "
            "| nc -s 127.0.0.2 127.0.0.1 2121");
}

TEST(RepeatTransfer, SaysItInCurlsWords) {
  EXPECT_EQ(repeat_ftp_transfer(dial, "user", "RETR /web/x", {}),
            "curl -v --path-as-is --user user --disable-epsv --interface 127.0.0.2 --output - "
            "'ftp://127.0.0.1:2121/%2Fweb/x'");
}

TEST(RepeatTransfer, KeepsModeTypeAndRestart) {
  const std::string command = repeat_ftp_transfer(dial, "user", "LIST -a /web",
                                                  {.mode = DataMode::port, .type = 'A', .restart_at = 5});
  EXPECT_THAT(command, testing::HasSubstr("--disable-eprt --ftp-port -"));
  EXPECT_THAT(command, testing::HasSubstr("--use-ascii --continue-at 5 --request 'LIST -a /web'"));
}

}  // namespace
}  // namespace cts
