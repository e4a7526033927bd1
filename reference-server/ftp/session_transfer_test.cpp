// What a session does with files: transfers, listings, changes.
#include "ftp/ftp_session_fixture.h"

namespace refd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(FtpSessionTest, TransfersNeedAPreparedConnection) {
  log_in();
  for (const auto* line : {"RETR /web/f", "STOR x", "APPE x", "STOU", "LIST", "NLST", "MLSD"}) {
    EXPECT_EQ(code(line), 425) << line;
  }
}

TEST_F(FtpSessionTest, DownloadsByTypeAndRestart) {
  log_in();
  EXPECT_EQ(sent("RETR /web/f"), "a\r\nb");
  EXPECT_EQ(code("REST 2"), 501) << "TYPE A";
  EXPECT_EQ(code("TYPE I"), 200);
  EXPECT_EQ(code("REST 2"), 350);
  const auto resumed = step("RETR /web/f");
  ASSERT_TRUE(resumed.transfer);
  EXPECT_TRUE(resumed.transfer->file);
  EXPECT_EQ(resumed.transfer->offset, 2U);
  EXPECT_EQ(step("RETR /web/f").transfer->offset, 0U) << "good for one transfer";
  EXPECT_EQ(code("REST 4"), 350);
  EXPECT_EQ(code("RETR /web/f"), 554);
  policies_.policies.ftp.restart_is_honoured = false;
  EXPECT_EQ(code("REST 2"), 350);
  EXPECT_EQ(step("RETR /web/f").transfer->offset, 0U);
  EXPECT_EQ(code("RETR /web/absent"), 550);
  for (const auto* line : {"REST -1", "REST x", "REST 99999999999999999999"})
    EXPECT_EQ(code(line), 501) << line;
}

TEST_F(FtpSessionTest, UploadsAppearAtTheirEnd) {
  log_in();
  code("TYPE I");
  data_.prepared = true;
  const auto upload = step("STOR /web/new name");
  EXPECT_EQ(upload.reply.code, 150);
  ASSERT_TRUE(upload.transfer && upload.transfer->sink != nullptr);
  ASSERT_TRUE(upload.transfer->sink->write(std::string_view("a\r\nb")));
  EXPECT_TRUE(tree_.received.empty());
  EXPECT_EQ(session_.on_transfer_end({}).code, 226);
  EXPECT_EQ(tree_.received["/web/new name"], "a\r\nb");
}

TEST_F(FtpSessionTest, EveryOtherEndLeavesNothing) {
  log_in();
  const std::map<TransferEnd::How, int> codes = {{TransferEnd::How::not_connected, 425},
                                                 {TransferEnd::How::aborted, 426},
                                                 {TransferEnd::How::broken, 426},
                                                 {TransferEnd::How::stalled, 426}};
  for (const auto& [how, expected] : codes) {
    data_.prepared = true;
    ASSERT_TRUE(step("STOR /web/x").transfer);
    EXPECT_EQ(session_.on_transfer_end({.how = how}).code, expected);
  }
  const std::map<int, int> errors = {{ENOSPC, 452}, {EDQUOT, 552}, {EIO, 451}};
  for (const auto& [error, expected] : errors) {
    ASSERT_TRUE(step("STOR /web/x").transfer);
    EXPECT_EQ(session_.on_transfer_end({.how = TransferEnd::How::failed, .error = system_error(error)}).code,
              expected);
    ASSERT_TRUE(step("STOR /web/x").transfer);
    tree_.commit_error = error;
    EXPECT_EQ(session_.on_transfer_end({}).code, expected);
    tree_.commit_error = 0;
  }
  EXPECT_TRUE(tree_.received.empty());
  EXPECT_EQ(code("STOR /full"), 452);
}

TEST_F(FtpSessionTest, APolicyMayHideAFullDiskOrEndTheSession) {
  log_in();
  data_.prepared = true;
  const auto end_without_room = [this] {
    EXPECT_TRUE(step("STOR /web/x").transfer);
    return session_.on_transfer_end({.how = TransferEnd::How::failed, .error = system_error(EDQUOT)}).code;
  };
  policies_.policies.ftp.session_survives_a_full_disk = false;
  EXPECT_EQ(end_without_room(), 421);
  const auto refused = step("STOR /full");
  EXPECT_EQ(refused.reply.code, 421);
  EXPECT_TRUE(refused.ends);
  policies_.policies.ftp.tells_when_the_disk_is_full = false;
  EXPECT_EQ(end_without_room(), 226);
  EXPECT_TRUE(tree_.received.empty());
}

TEST_F(FtpSessionTest, UploadsWithRestartAppendAndUniqueNames) {
  log_in();
  code("TYPE I");
  data_.prepared = true;
  EXPECT_EQ(code("REST 2"), 350);
  EXPECT_EQ(code("STOR /web/f"), 150);
  EXPECT_EQ(tree_.last_offset, 2U);
  EXPECT_EQ(code("REST 200"), 350);
  EXPECT_EQ(code("STOR /web/f"), 554);
  EXPECT_EQ(code("APPE /web/f"), 150);
  EXPECT_THAT(say("STOU"), StartsWith("150 FILE: ftp."));
  EXPECT_THAT(say("STOU photo"), StartsWith("150 FILE: photo."));
}

TEST_F(FtpSessionTest, ListingsInEveryForm) {
  log_in();
  const std::string line = "-rw-r--r--   1 ab-cdftp ab-cdftp        3 Jan  1  1970 f\r\n";
  EXPECT_EQ(sent("LIST /web"), line);
  EXPECT_EQ(sent("LIST -la ../../web/f"),
            "-rw-r--r--   1 ab-cdftp ab-cdftp        3 Jan  1  1970 ../../web/f\r\n");
  EXPECT_EQ(sent("NLST /web"), "/web/f\r\n");
  EXPECT_EQ(sent("NLST -CF /"), "users/\r\nweb/\r\n");
  EXPECT_EQ(sent("NLST -alL /web/"), sent("LIST -a /web"));
  EXPECT_THAT(sent("NLST -alLR /"), AllOf(HasSubstr("\r\nweb:\r\n"), HasSubstr("\r\nusers/ab-cdftp:\r\n")));
  EXPECT_EQ(code("CWD /web"), 250);
  EXPECT_EQ(sent("LIST"), line);
  EXPECT_EQ(sent("NLST *"), "f\r\n");
  EXPECT_EQ(sent("NLST ../w*"), "../web\r\n");
  EXPECT_EQ(code("NLST *.txt"), 450);
  EXPECT_EQ(code("LIST absent"), 450);
  EXPECT_THAT(sent("MLSD"), AllOf(StartsWith("type=file;size=3;"), HasSubstr("; f\r\n")));
  EXPECT_EQ(code("MLSD f"), 501);
  EXPECT_THAT(say("MLST f"), HasSubstr("; /web/f\r\n250 End"));
  EXPECT_EQ(code("OPTS MLST size;"), 200);
  EXPECT_THAT(say("MLST f"), HasSubstr(" size=3; /web/f\r\n"));
  EXPECT_THAT(say("STAT f"), HasSubstr("\r\n -rw-r--r--"));
  EXPECT_THAT(say("STAT"), HasSubstr("Logged in as ab-cdftp"));
  policies_.policies.ftp.list_takes_options = false;
  EXPECT_EQ(code("LIST -al"), 450);
  policies_.policies.ftp.list_honours_its_argument = false;
  EXPECT_EQ(sent("LIST /"), line);
}

TEST_F(FtpSessionTest, RenamesInTwoSteps) {
  log_in();
  EXPECT_EQ(code("RNTO /web/g"), 503);
  EXPECT_EQ(code("RNFR /web/absent"), 550);
  EXPECT_EQ(code("RNFR /web/f"), 350);
  EXPECT_EQ(code("NOOP"), 200);
  EXPECT_EQ(code("RNTO /web/g"), 503) << "a command came between";
  EXPECT_EQ(code("RNFR /web/f"), 350);
  EXPECT_EQ(code("RNTO /web/g"), 250);
  EXPECT_EQ(code("RNTO /web/h"), 503);
  EXPECT_TRUE(tree_.entries.contains("/web/g"));
}

TEST_F(FtpSessionTest, DirectoriesAndFiles) {
  log_in();
  EXPECT_EQ(say("MKD /web/a\"b"), "257 \"/web/a\"\"b\" created.\r\n");
  EXPECT_EQ(code("MKD /web"), 550);
  EXPECT_EQ(code("XRMD /web/a\"b"), 250);
  EXPECT_EQ(code("RMD /web/absent"), 550);
  EXPECT_EQ(code("DELE /web/f"), 250);
  EXPECT_EQ(code("DELE /web/f"), 550);
}

TEST_F(FtpSessionTest, SizesTimesAndModes) {
  log_in();
  EXPECT_EQ(code("SIZE /web/f"), 550) << "TYPE A";
  EXPECT_EQ(code("TYPE L 8"), 200);
  EXPECT_EQ(say("SIZE /web/f"), "213 3\r\n");
  EXPECT_EQ(code("SIZE /web"), 550);
  EXPECT_EQ(say("MFMT 20200102030405 /web/f"), "213 Modify=20200102030405; /web/f\r\n");
  EXPECT_EQ(say("MDTM /web/f"), "213 20200102030405\r\n");
  EXPECT_EQ(code("MDTM 20210102030405 /web/f"), 213);
  EXPECT_EQ(say("MDTM /web/f"), "213 20210102030405\r\n");
  EXPECT_EQ(code("MFMT yesterday /web/f"), 501);
  EXPECT_EQ(code("SITE CHMOD 0755 /web/f"), 200);
  EXPECT_EQ(tree_.entries["/web/f"].mode, 0755U);
  EXPECT_EQ(code("site chmod go-x /web/f"), 200);
  EXPECT_EQ(tree_.entries["/web/f"].mode, 0744U);
  EXPECT_EQ(code("MFF Modify=20220102030405;UNIX.mode=0600; /web/f"), 213);
  EXPECT_EQ(tree_.entries["/web/f"].mode, 0600U);
  EXPECT_EQ(code("MFF Create=20220102030405; /web/f"), 504);
  EXPECT_EQ(code("SITE CHMOD 999 /web/f"), 501);
  EXPECT_EQ(code("SITE CHMOD 644"), 501);
  EXPECT_EQ(code("SITE CHMOD 644 /absent"), 550);
  EXPECT_EQ(code("SITE UMASK"), 500);
  EXPECT_EQ(code("SITE HELP"), 214);
}

TEST_F(FtpSessionTest, Settings) {
  log_in();
  for (const auto* line :
       {"TYPE A", "type i", "TYPE A N", "MODE S", "STRU F", "OPTS UTF8 ON", "CLNT x", "LANG EN"}) {
    EXPECT_EQ(code(line), 200) << line;
  }
  for (const auto* line : {"TYPE E", "TYPE L 36", "MODE B", "STRU R", "LANG FR"})
    EXPECT_EQ(code(line), 504) << line;
  EXPECT_EQ(code("TYPE X"), 501);
  EXPECT_EQ(code("OPTS NOPE"), 501);
  EXPECT_EQ(code("ALLO 1000"), 202);
  EXPECT_EQ(say("SYST"), "215 UNIX Type: L8\r\n");
  EXPECT_EQ(code("HELP RETR"), 214);
  EXPECT_EQ(code("HELP NOPE"), 502);
  EXPECT_TRUE(step("QUIT").ends);
}

TEST_F(FtpSessionTest, WhatMayComeDuringATransfer) {
  EXPECT_EQ(FtpSession::interjection("\xFF\xF4\xFF\xF2"
                                     "abor"),
            Interjection::abort);
  EXPECT_EQ(FtpSession::interjection("STAT"), Interjection::status);
  EXPECT_EQ(FtpSession::interjection("STAT /web"), Interjection::later);
  EXPECT_EQ(FtpSession::interjection("QUIT"), Interjection::later);
  EXPECT_THAT(session_.transfer_status().text, HasSubstr("42 octets"));
  EXPECT_EQ(code("ABOR"), 226);
}

}  // namespace
}  // namespace refd
