#include "config/source_places.h"

#include <gtest/gtest.h>

namespace cts {
namespace {

constexpr std::string_view text = R"(version = 1
base = "pro"

[mail]
  mailbox = "50 MB"

[[vantage_point]]
name = "here"

[[vantage_point]]
name = "there"
bind = "127.0.0.2"
)";

TEST(SourcePlaces, FindsAValue) {
  const SourcePlaces places("p.toml", text);
  EXPECT_EQ(places.of("mail.mailbox").text(), "p.toml:5:13");
  EXPECT_EQ(places.of("vantage_point[1].bind").text(), "p.toml:12:8");
}

TEST(SourcePlaces, ElseTheTableAroundIt) {
  const SourcePlaces places("p.toml", text);
  EXPECT_EQ(places.of("mail.largest_message").text(), "p.toml:4:1");
  EXPECT_EQ(places.of("vantage_point[0].bind").text(), "p.toml:7:1");
  EXPECT_EQ(places.of("vantage_point[7].bind").text(), "p.toml:7:1");
}

TEST(SourcePlaces, ElseWhereItIsInheritedFrom) {
  const SourcePlaces places("p.toml", text);
  EXPECT_EQ(places.of("offers.pops", "base").text(), "p.toml:2:8");
  EXPECT_EQ(places.of("offers.pops").text(), "p.toml:1:11");
  EXPECT_EQ(places.of("offers.pops", "plan").text(), "p.toml");
}

TEST(SourcePlaces, OfWhatIsNoTomlKnowOnlyTheFile) {
  EXPECT_EQ(SourcePlaces("p.toml", "[[").of("mail.mailbox").text(), "p.toml");
  EXPECT_EQ(SourcePlaces("(built in) pro", "").of("mail.mailbox").text(), "(built in) pro");
}

}  // namespace
}  // namespace cts
