#include "runner/traits.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::vector<std::string>& values(const std::vector<reports::Trait>& traits, std::string_view name) {
  for (const reports::Trait& trait : traits)
    if (trait.name == name) return trait.values;
  static const std::vector<std::string> none;
  return none;
}

TEST(Traits, AreSortedAndWithoutWhatIsVolatile) {
  Traits traits("pop");
  traits.one("greeting", "+OK ready <12.345@mx1.example.jp>");
  traits.set("CAPA", {"UIDL", "TOP", "UIDL"});
  traits.code("USER", "+OK");
  traits.code("(greeting)", "");
  const auto taken = traits.take();
  ASSERT_THAT(taken, SizeIs(3));
  EXPECT_EQ(taken[0], (reports::Trait{"pop", "CAPA", {"TOP", "UIDL"}}));
  EXPECT_EQ(taken[1], (reports::Trait{"pop", "greeting", {"+OK ready <#@#>"}}));
  EXPECT_EQ(taken[2], (reports::Trait{"pop", "reply codes", {"(greeting) no reply", "USER +OK"}}));
}

TEST(Traits, AreLimited) {
  Traits traits("ftp");
  traits.one("greeting", std::string(100'000, 'x') + "\x1b");
  std::vector<std::string> many;
  for (int i = 0; i < 5000; ++i) many.push_back(std::to_string(i));
  traits.set("FEAT", many);
  const auto taken = traits.take();
  EXPECT_THAT(taken[0].values, SizeIs(Traits::most_values));
  EXPECT_LE(taken[1].values.front().size(), 600U);
}

TEST(Traits, HoldNoSecretThatTheTargetTells) {
  Traits traits("ftp", {"geheim-1234"});
  traits.one("SYST", "UNIX for geheim-1234");
  traits.set("HELP", {std::string(590, ' ') + "geheim-1234", "Z2VoZWltLTEyMzQ="});
  const auto taken = traits.take();
  for (const reports::Trait& trait : taken)
    for (const std::string& value : trait.values) {
      EXPECT_EQ(value.find("geheim"), std::string::npos) << value;
      EXPECT_EQ(value.find("Z2VoZWlt"), std::string::npos) << value;
    }
}

TEST(Traits, AreEmptyWhereTheTargetHasNone) {
  Traits traits("ftp");
  traits.one("greeting", "");
  EXPECT_THAT(traits.take().front().values, IsEmpty());
}

TEST(Features, AreTheLinesBetween) {
  EXPECT_THAT(features({.code = 211, .lines = {"211-Features:", " MDTM", " MLST type*;size*;", "211 End"}}),
              ElementsAre("MDTM", "MLST type*;size*;"));
  EXPECT_THAT(features({.code = 211, .lines = {"211 none"}}), IsEmpty());
  EXPECT_THAT(features({.code = 500, .lines = {"500-No", " MDTM", "500 No"}}), IsEmpty());
  EXPECT_THAT(features({}), IsEmpty());
}

TEST(ListedCommands, AreThoseThatAreOffered) {
  EXPECT_THAT(listed_commands({.code = 214,
                               .lines = {"214-The following (* =>'s unimplemented):",
                                         " CWD     XCWD    SMNT*   Help", " HELP, NOOP", "214 Direct"}}),
              ElementsAre("CWD", "XCWD", "HELP", "NOOP"));
}

TEST(Extensions, AreAllLinesButTheFirst) {
  EXPECT_THAT(
      extensions({.code = 250, .lines = {"250-mx.example.jp", "250-SIZE 100 ", "250 AUTH PLAIN", "250"}}),
      ElementsAre("SIZE 100", "AUTH PLAIN"));
  EXPECT_THAT(extensions({.code = 502, .lines = {"502-No", "502 AUTH PLAIN"}}), IsEmpty());
}

TEST(Apop, IsOfferedByATimeInTheGreeting) {
  EXPECT_TRUE(offers_apop({.positive = true, .line = "+OK <1.2@host> ready"}));
  EXPECT_FALSE(offers_apop({.positive = true, .line = "+OK mail@host < ready >"}));
  EXPECT_FALSE(offers_apop({}));
}

TEST(WebTraits, AreHeadersAndCodesWithoutWhatChangesByItself) {
  const HttpReply page{.status = 200,
                       .headers = {{"Date", "Fri, 27 Nov 2026 03:45:21 GMT"},
                                   {"Server", "Apache/2.4.66 (Debian)"},
                                   {"ETag", "\"5a-6298\""},
                                   {"Content-Type", "text/html"}}};
  const HttpReply missing{.status = 404, .headers = {{"Server", "Apache/2.4.66 (Debian)"}}};
  const HttpReply options{.status = 200, .headers = {{"Allow", "GET,POST, HEAD"}}};
  Traits traits("web");
  add_web_traits(traits, page, missing, options);
  const auto taken = traits.take();
  EXPECT_THAT(values(taken, "Server"), ElementsAre("Apache/2.4.66 (Debian)"));
  EXPECT_THAT(values(taken, "headers of /"), ElementsAre("content-type", "date", "etag", "server"));
  EXPECT_THAT(values(taken, "Allow"), ElementsAre("GET", "HEAD", "POST"));
  EXPECT_THAT(values(taken, "reply codes"), Contains("GET of nothing 404"));
  EXPECT_THAT(values(taken, "Date"), IsEmpty());
}

}  // namespace
}  // namespace cts
