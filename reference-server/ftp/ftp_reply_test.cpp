#include "ftp/ftp_reply.h"

#include <gtest/gtest.h>

namespace refd {
namespace {

TEST(FtpReplyTest, OneLineAndSeveral) {
  EXPECT_EQ((FtpReply{200, "Done."}.wire()), "200 Done.\r\n");
  EXPECT_EQ((FtpReply{.code = 213, .text = "Status:", .body = {"a", "b"}, .foot = "End."}.wire()),
            "213-Status:\r\n a\r\n b\r\n213 End.\r\n");
}

TEST(FtpReplyTest, TextHoldsNothingThatATerminalObeys) {
  EXPECT_EQ((FtpReply{550, "/\x1B[2J\r\n226 forged\x7F: \xE3\x81\x82"}.wire()),
            "550 /?[2J??226 forged?: \xE3\x81\x82\r\n");
}

TEST(FtpReplyTest, ADirectorysNameIsTold) {
  EXPECT_EQ((FtpReply{257, quoted("/a\x1B\"b") + " created."}.wire()), "257 \"/a\x1B\"\"b\" created.\r\n");
}

}  // namespace
}  // namespace refd
