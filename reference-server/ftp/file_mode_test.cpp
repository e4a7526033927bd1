#include "ftp/file_mode.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

TEST(FileMode, Octal) {
  EXPECT_EQ(parse_file_mode("755", 0, false).value(), 0755U);
  EXPECT_EQ(parse_file_mode("0644", 0777, false).value(), 0644U);
  EXPECT_EQ(parse_file_mode("000", 0777, false).value(), 0U);
}

TEST(FileMode, Symbols) {
  EXPECT_EQ(parse_file_mode("u+x", 0644, false).value(), 0744U);
  EXPECT_EQ(parse_file_mode("+x", 0644, false).value(), 0755U);
  EXPECT_EQ(parse_file_mode("go-rw", 0666, false).value(), 0600U);
  EXPECT_EQ(parse_file_mode("u=rwx,go=rx", 0, false).value(), 0755U);
  EXPECT_EQ(parse_file_mode("a+rX", 0600, true).value(), 0755U);
  EXPECT_EQ(parse_file_mode("a+X", 0644, false).value(), 0644U);
  EXPECT_EQ(parse_file_mode("a=", 0644, false).value(), 0U);
}

TEST(FileMode, RefusesTheRest) {
  for (const auto* wrong :
       {"", "7", "75", "75555", "888", "rwxr-xr-x", "u", "u+z", "u+x,", "x+u", "u~x", "+x go"}) {
    EXPECT_FALSE(parse_file_mode(wrong, 0644, false)) << wrong;
  }
}

}  // namespace
}  // namespace refd
