#include "scenario/db/admin_pages.h"

#include <gmock/gmock.h>

#include "scenario/db/room.h"

namespace cts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

HttpReply page(std::string body) {
  HttpReply reply;
  reply.status = 200;
  reply.body = std::move(body);
  return reply;
}

TEST(AdminPages, FindsErrorsByTheirNumbers) {
  EXPECT_THAT(errors_in(page("<p>MySQL said: <b>#1050</b> - Table 't' already exists</p>")),
              ElementsAre("#1050"));
  EXPECT_THAT(errors_in(page("<style>a { color: #1234 }</style><p style='#1050'>#12 #12345 #abcd</p>")),
              IsEmpty());
}

TEST(Dumps, AreTheSameButForWhatTheyTellOfThemselves) {
  EXPECT_EQ(statements_of("-- at 10:00\r\n\r\nCREATE TABLE a;\r\n# more\nINSERT;"),
            "CREATE TABLE a;\nINSERT;\n");
}

TEST(Dumps, AreFiles) {
  HttpReply reply = page("-- phpMyAdmin SQL Dump\nCREATE TABLE a;");
  EXPECT_FALSE(is_dump(reply));
  reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"a.sql\"");
  EXPECT_TRUE(is_dump(reply));
}

}  // namespace
}  // namespace cts
