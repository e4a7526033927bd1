#include "ftp/ftp_session.h"

#include "ftp/ftp_commands.h"
#include "ftp/ftp_session_fixture.h"

namespace refd {
namespace {

using ::testing::HasSubstr;

TEST_F(FtpSessionTest, GreetsOrIsClosed) {
  EXPECT_EQ(session_.greet().reply.wire(), "220 www.example.jp FTP server ready.\r\n");
  policies_.policies.ftp.accepts_connections = false;
  EXPECT_EQ(session_.greet().reply.code, 421);
  EXPECT_TRUE(session_.greet().ends);
}

TEST_F(FtpSessionTest, EveryCommandThatNeedsALoginIsRefusedBefore) {
  for (const auto& row : FtpCommandTable::rows()) {
    if (row.login == FtpCommand::Login::needed) {
      EXPECT_EQ(code(std::string(row.verb) + " x"), 530) << row.verb;
    }
  }
}

TEST_F(FtpSessionTest, EveryCommandAnswersWithAndWithoutArgument) {
  for (const auto& row : FtpCommandTable::rows()) {
    for (const auto* argument : {"", " ", " x", " /web/f", " ../..", " -al", " A", " |1|127.0.0.1|2000|"}) {
      FtpSession fresh({tree_, accounts_, policies_, clock_, silent_log(), {}, "h"},
                       {HostAddress::parse("127.0.0.1").value(), HostAddress::parse("127.0.0.1").value()},
                       data_);
      fresh.on_line("USER ab-cdftp");
      fresh.on_line("PASS secret");
      const auto reply = fresh.on_line(std::string(row.verb) + argument).reply;
      EXPECT_GE(reply.code, 100) << row.verb << argument;
      EXPECT_LE(reply.code, 559) << row.verb << argument;
      EXPECT_FALSE(row.clause.empty()) << row.verb;
    }
  }
}

TEST_F(FtpSessionTest, MissingArgumentsAndBadOctets) {
  log_in();
  for (const auto* line : {"RETR", "CWD", "TYPE ", "DELE", "SITE", "REST"})
    EXPECT_EQ(code(line), 501) << line;
  EXPECT_EQ(code("CWD a\rb"), 501);
  EXPECT_EQ(code(std::string_view("RETR a\0b", 8)), 501);
  EXPECT_EQ(session_.on_overlong_line().reply.code, 500);
}

TEST_F(FtpSessionTest, OnlyTheRightPairLogsIn) {
  EXPECT_EQ(code("PASS secret"), 503);
  EXPECT_EQ(code("USER nobody"), 331);
  EXPECT_EQ(code("PASS secret"), 530);
  EXPECT_EQ(code("PASS secret"), 503) << "a name is good for one password";
  log_in();
  EXPECT_TRUE(session_.is_logged_in());
  EXPECT_EQ(say("PWD"), "257 \"/users/ab-cdftp\" is the current directory.\r\n");
  EXPECT_EQ(code("REIN"), 220);
  EXPECT_EQ(code("PWD"), 530);
}

TEST_F(FtpSessionTest, TooManyFailuresEndTheSession) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    EXPECT_EQ(code("USER ab-cdftp"), 331);
    EXPECT_EQ(code("PASS wrong"), 530);
  }
  const auto after = step("USER ab-cdftp");
  EXPECT_EQ(after.reply.code, 421);
  EXPECT_TRUE(after.ends);
}

TEST_F(FtpSessionTest, ClimbingEndsAtTheRoot) {
  log_in();
  EXPECT_EQ(code("CWD ../../web"), 250);
  EXPECT_THAT(say("XPWD"), HasSubstr("\"/web\""));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(code("CDUP"), 250);
  EXPECT_THAT(say("PWD"), HasSubstr("\"/\""));
  EXPECT_EQ(code("CWD /web/f"), 550);
  EXPECT_EQ(code("CWD nowhere"), 550);
  tree_.entries["/web"].mode = 0644;
  EXPECT_EQ(code("CWD /web"), 550);
}

TEST_F(FtpSessionTest, PolicyIsReadAtEachDecision) {
  log_in();
  auto& ftp = policies_.policies.ftp;
  ftp.root_is_a_floor = false;
  EXPECT_EQ(code("CWD ../../.."), 550);
  ftp.root_is_a_floor = true;
  ftp.relative_paths_may_climb = false;
  EXPECT_EQ(code("CWD ../../web"), 550);
  EXPECT_EQ(code("CWD .."), 250);
  ftp.passive_mode_works = ftp.active_mode_works = false;
  EXPECT_EQ(code("PASV"), 425);
  EXPECT_EQ(code("EPSV"), 425);
  EXPECT_EQ(code("PORT 127,0,0,1,4,1"), 500);
  ftp.withheld_verbs = {"MDTM", "MLST"};
  EXPECT_EQ(code("MDTM /web/f"), 500);
  EXPECT_THAT(say("FEAT"), HasSubstr("MDTM"));
  EXPECT_THAT(say("HELP"), Not(HasSubstr("MLST")));
  ftp.chmod_takes_effect = false;
  EXPECT_EQ(code("SITE CHMOD 600 /web/f"), 200);
  EXPECT_EQ(tree_.entries["/web/f"].mode, 0644U);
  ftp.session_survives_unknown_commands = false;
  EXPECT_TRUE(step("XYZZY").ends);
  EXPECT_EQ(code("REIN"), 220);
  ftp.any_password_is_accepted = true;
  ftp.accepted_login_code = 232;
  EXPECT_EQ(code("USER ab-cdftp"), 331);
  EXPECT_EQ(code("PASS anything"), 232);
}

TEST_F(FtpSessionTest, UnknownCommandsLeaveTheSessionAlone) {
  EXPECT_EQ(say("XYZZY now"), "500 XYZZY: not understood.\r\n");
  EXPECT_FALSE(step("\x01\x02").ends);
  for (const auto* line : {"AUTH TLS", "PBSZ 0", "PROT P"}) EXPECT_EQ(code(line), 502) << line;
  EXPECT_EQ(code("NOOP"), 200);
}

TEST_F(FtpSessionTest, ActiveModeOnlyBackToTheClient) {
  log_in();
  EXPECT_EQ(code("PORT 127,0,0,1,4,0"), 200);
  EXPECT_EQ(data_.active, 1024);
  EXPECT_EQ(code("EPRT |1|127.0.0.1|2000|"), 200);
  EXPECT_EQ(data_.active, 2000);
  for (const auto* line : {"PORT 127,0,0,2,4,0", "PORT 127,0,0,1,3,255", "EPRT |1|192.0.2.1|2000|"}) {
    EXPECT_EQ(code(line), 500) << line;
  }
  EXPECT_EQ(code("EPRT |3|x|2000|"), 522);
  EXPECT_EQ(code("PORT 1,2,3"), 501);
  EXPECT_EQ(data_.active, 2000);
}

TEST_F(FtpSessionTest, PassiveModeAndEpsvAll) {
  log_in();
  EXPECT_EQ(say("PASV"), "227 Entering Passive Mode (127,0,0,1,4,1).\r\n");
  EXPECT_EQ(say("EPSV"), "229 Entering Extended Passive Mode (|||1025|)\r\n");
  EXPECT_EQ(code("EPSV 1"), 229);
  EXPECT_EQ(say("EPSV 2"), "522 Network protocol not supported, use (1)\r\n");
  EXPECT_EQ(code("EPSV ALL"), 200);
  for (const auto* line : {"PASV", "PORT 127,0,0,1,4,0", "EPRT |1|127.0.0.1|2000|"})
    EXPECT_EQ(code(line), 501) << line;
  EXPECT_EQ(code("EPSV"), 229);
}

class Ipv6SessionTest : public FtpSessionTest {
 protected:
  Ipv6SessionTest() : FtpSessionTest("::1") {}
};

TEST_F(Ipv6SessionTest, HasItsOwnCommands) {
  log_in();
  EXPECT_EQ(code("PASV"), 425);
  EXPECT_EQ(code("EPSV 2"), 229);
  EXPECT_EQ(code("EPRT |2|::1|2000|"), 200);
  EXPECT_EQ(code("EPRT |2|::2|2000|"), 500);
}

}  // namespace
}  // namespace refd
