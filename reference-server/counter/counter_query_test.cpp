#include "counter/counter_query.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

UnderstoodQuery understood(std::string_view query) {
  return understand_counter_query(query, {});
}

struct Spelling {
  const char* query;
};

class SameSettings : public testing::TestWithParam<Spelling> {};

TEST_P(SameSettings, HoweverTheyAreWritten) {
  const auto [query, mistake] = understood(GetParam().query);
  EXPECT_FALSE(mistake);
  EXPECT_EQ(query.domain, "example.co.jp");
  EXPECT_EQ(query.digits, 7u);
  EXPECT_EQ(query.design, 'C');
  EXPECT_EQ(query.start, 1024u);
}

INSTANTIATE_TEST_SUITE_P(
    CounterQuery, SameSettings,
    testing::Values(Spelling{"df=example.co.jp&md=7&dd=C&st=1024"},
                    Spelling{"st=1024|dd=C&md=7|df=example.co.jp"},
                    Spelling{"df=example.co.jp%7Cmd=7%7cdd=C|st=1024"},
                    Spelling{"DF=example.co.jp&Md=7&dD=C&ST=1024"},
                    Spelling{"md=5&df=x&df=example.co.jp&md=7&dd=C&st=1024"},
                    Spelling{"&&df=example.co.jp||md=7&&dd=C&st=1024&"},
                    Spelling{"df=e%78ample%2eco%2Ejp&m%64=%37&dd=%43&st=1024"},
                    Spelling{"ft=0&tr&comma=T&df=example.co.jp&md=7&dd=C&st=1024&incr=%zz&%zz=1"}));

TEST(CounterQuery, HasDefaults) {
  const auto [query, mistake] = understood("");
  EXPECT_FALSE(mistake);
  EXPECT_FALSE(query.domain);
  EXPECT_EQ(query.display, CounterQuery::Display::counter);
  EXPECT_EQ(query.digits, 6u);
  EXPECT_EQ(query.design, 'A');
  EXPECT_FALSE(query.start);
}

class Mistaken : public testing::TestWithParam<Spelling> {};

TEST_P(Mistaken, IsTold) {
  const auto result = understood(std::string("df=example.co.jp&") + GetParam().query);
  ASSERT_TRUE(result.mistake) << GetParam().query;
  EXPECT_EQ(result.mistake->reason.find("example"), std::string_view::npos);
}

INSTANTIATE_TEST_SUITE_P(CounterQuery, Mistaken,
                         testing::Values(Spelling{"md=4"}, Spelling{"md=11"}, Spelling{"md=-7"},
                                         Spelling{"md=7abc"}, Spelling{"md=+7"}, Spelling{"md= 7"},
                                         Spelling{"md="}, Spelling{"md"},
                                         Spelling{"md=99999999999999999999999"}, Spelling{"md=7%00"},
                                         Spelling{"md=%zz"}, Spelling{"st=0"}, Spelling{"st=-1"},
                                         Spelling{"st=abc"}, Spelling{"st=10000000000"}, Spelling{"st="},
                                         Spelling{"dd=F"}, Spelling{"dd=a"}, Spelling{"dd="},
                                         Spelling{"dd=AA"}, Spelling{"dd=../A"}, Spelling{"display=image"},
                                         Spelling{"display="}, Spelling{"df=%2"}, Spelling{"df=a%"}));

TEST(CounterQuery, TheLargestNumbersAreTaken) {
  EXPECT_EQ(understood("st=9999999999").query.start, 9'999'999'999u);
  EXPECT_EQ(understood("md=10").query.digits, 10u);
  EXPECT_EQ(understood("md=05").query.digits, 5u);
}

TEST(CounterQuery, AClockTakesNothingButItsDesign) {
  const auto [query, mistake] = understood("display=Clock&md=99&st=x&df=%zz&dd=B");
  EXPECT_FALSE(mistake);
  EXPECT_EQ(query.display, CounterQuery::Display::clock);
  EXPECT_EQ(query.design, 'B');
  EXPECT_EQ(understood("dd=B|display=date").query.display, CounterQuery::Display::date);
  EXPECT_TRUE(understood("display=date&dd=b").mistake);
}

TEST(CounterQuery, IsBounded) {
  EXPECT_FALSE(understood("df=" + std::string(2044, 'a')).mistake);
  EXPECT_TRUE(understood("df=" + std::string(2045, 'a')).mistake);
  EXPECT_FALSE(understood(std::string(2047, '|')).mistake);
}

TEST(CounterQuery, DecodesOnce) {
  EXPECT_EQ(understood("df=%252e%2e/x").query.domain, "%2e./x");
  EXPECT_EQ(understood("df=a%00b").query.domain, std::string("a\0b", 3));
  EXPECT_EQ(understood("df=a+b;md=7").query.domain, "a+b;md=7");
}

}  // namespace
}  // namespace refd
