#include "survey/readings.h"

#include <gtest/gtest.h>

namespace cts {
namespace {

TEST(MomentOfHttpDate, TakesTheFormThatIsSentToday) {
  using namespace std::chrono;
  EXPECT_EQ(moment_of_http_date("Sun, 06 Nov 1994 08:49:37 GMT"),
            sys_days(1994y / 11 / 6) + 8h + 49min + 37s);
  for (const char* text : {"", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 JST",
                           "Sun, 06 Nov 1994 08:49:3x GMT", "Sun, 99 Nov 1994 08:49:37 GMT"})
    EXPECT_EQ(moment_of_http_date(text), std::nullopt) << text;
}

TEST(SizeOfParameter, IsANumberOrNothing) {
  EXPECT_EQ(size_of_parameter("10240000"), 10'240'000U);
  for (const char* text : {"", "0", "-1", "10 MB", "99999999999999999999999", "9000000000000000000"})
    EXPECT_EQ(size_of_parameter(text), 0U) << text;
}

TEST(IsPhpmyadmin, KnowsItsPageItsCookieAndItsGate) {
  EXPECT_TRUE(is_phpmyadmin({.status = 200, .body = "<title>phpMyAdmin</title>"}));
  EXPECT_TRUE(is_phpmyadmin({.status = 302, .headers = {{"Set-Cookie", "phpMyAdmin=x; path=/"}}}));
  EXPECT_TRUE(
      is_phpmyadmin({.status = 401, .headers = {{"WWW-Authenticate", "Basic realm=\"phpMyAdmin\""}}}));
  EXPECT_FALSE(is_phpmyadmin({.status = 404, .body = "/phpMyAdmin/ was not found"}));
  EXPECT_FALSE(is_phpmyadmin({.status = 200, .body = "<title>Welcome</title>"}));
  EXPECT_FALSE(is_phpmyadmin({.problem = "connection refused"}));
}

TEST(IsPrivateAddress, KnowsWhatNobodyElseReaches) {
  for (const char* address : {"10.1.2.3", "172.16.0.1", "172.31.255.1", "192.168.1.1", "100.64.0.1",
                              "127.0.0.2", "169.254.1.1", "::1", "fe80::1", "fd00::1"})
    EXPECT_TRUE(is_private_address(address)) << address;
  for (const char* address : {"192.0.2.1", "172.32.0.1", "100.128.0.1", "2001:db8::1", "", "host"})
    EXPECT_FALSE(is_private_address(address)) << address;
}

}  // namespace
}  // namespace cts
