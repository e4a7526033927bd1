#include "scenario/context.h"

#include <gmock/gmock.h>

#include "check/checks.h"
#include "scenario/memory_footprint.h"
#include "scenario/memory_operator.h"
#include "scenario/small_ftp_server.h"

namespace cts {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class PlaceTest : public testing::Test {
 protected:
  PlaceTest() {
    const Dial dial = server_.dial();
    target_.name = "test";
    target_.domain.name = "example.test";
    target_.web.host = target_.ftp.host = dial.host;
    target_.ftp.address = dial.address;
    target_.ftp.port = dial.port;
    target_.ftp.login = "customer";
    target_.ftp.password = Secret("geheim");
    target_.vantage_points = {{.name = "here"}};
    target_.timeouts.reply = std::chrono::milliseconds(3000);
  }
  Context::Services services() {
    return {target_, built_in_profile("dedicated"), footprint_, operator_, "run12345"};
  }

  SmallFtpServer server_;
  Target target_;
  MemoryFootprint footprint_;
  MemoryOperator operator_;
  Scenario scenario_{.id = "web.index.falls_back_in_order", .clauses = {"WEB-INDEX-1"}, .purpose = "p"};
};

TEST_F(PlaceTest, IsAnnouncedMadeAndRemovedWithAllInIt) {
  std::string directory;
  {
    Context context(scenario_, services());
    Place& place = context.place();
    directory = place.directory();
    EXPECT_THAT(directory, testing::MatchesRegex("/web/cts-run12345-[0-9a-z]+-falls-back-in-order"));
    EXPECT_THAT(footprint_.present, ElementsAre(directory));
    EXPECT_EQ(&context.place(), &place);
    place.put("index.html", "hello");
    place.put(".hidden", "x");
    place.make_directory("a b");
    place.put("a b/deep", "y");
    place.rename("index.html", "home.html");
    place.change_mode("home.html", "600");
    EXPECT_EQ(server_.files().at(directory + "/home.html"), "hello");
    EXPECT_EQ(server_.modes().at(directory + "/home.html"), "600");
    EXPECT_EQ(place.path("x"), directory + "/x");
    EXPECT_EQ(place.url_path(), directory.substr(4) + "/");
    EXPECT_EQ(place.url_path("a b/\xE6\x97\xA5"), directory.substr(4) + "/a%20b/%E6%97%A5");
    place.remove("home.html");
    context.expect("it is true", true, true);
    context.clean_up();
    EXPECT_EQ(context.outcome().verdict, Verdict::pass);
    EXPECT_THAT(context.outcome().leftovers, IsEmpty());
  }
  EXPECT_THAT(server_.files(), IsEmpty());
  EXPECT_THAT(server_.directories(), ElementsAre("/", "/log", "/web"));
  EXPECT_THAT(footprint_.history, ElementsAre("+ " + directory, "- " + directory));
}

TEST_F(PlaceTest, IsRemovedByLISTWhereThereIsNoMLSD) {
  server_.offer_mlsd(false);
  {
    Context context(scenario_, services());
    context.place().put("x", "1");
    context.place().make_directory("d");
  }
  EXPECT_THAT(server_.directories(), SizeIs(3));
  EXPECT_THAT(footprint_.present, IsEmpty());
}

TEST_F(PlaceTest, LeavesEverythingElseAlone) {
  server_.put_file("/web/index.html", "the customer's");
  {
    Context context(scenario_, services());
    context.place().put("index.html", "ours");
    context.place_in("/log").put("y", "2");
    EXPECT_THAT(server_.files(), SizeIs(3));
  }
  EXPECT_THAT(server_.files(), ElementsAre(testing::Pair("/web/index.html", "the customer's")));
  EXPECT_THAT(server_.directories(), SizeIs(3));
}

TEST_F(PlaceTest, OutsideTheDocumentsHasNoUrl) {
  Context context(scenario_, services());
  EXPECT_THROW(context.place_in("/log").url_path(), std::logic_error);
}

TEST_F(PlaceTest, WhatCannotBeRemovedIsTold) {
  Context context(scenario_, services());
  context.place().put("stays", "1");
  context.expect("it is true", true, true);
  server_.refuse("DELE");
  context.clean_up();
  EXPECT_THAT(context.outcome().leftovers, ElementsAre("ftp " + context.place().path("stays")));
  EXPECT_EQ(context.outcome().verdict, Verdict::pass);
  EXPECT_THAT(footprint_.present, SizeIs(1));
}

TEST_F(PlaceTest, WhatCannotBeSeenToBeGoneIsTold) {
  Context context(scenario_, services());
  context.place();
  server_.refuse("MLSD");
  server_.refuse("LIST");
  context.clean_up();
  EXPECT_THAT(context.outcome().leftovers,
              ElementsAre(HasSubstr("could not be seen: /web cannot be listed")));
  EXPECT_THAT(footprint_.present, SizeIs(1));
}

TEST_F(PlaceTest, ALostSessionIsReplacedToCleanUp) {
  Context context(scenario_, services());
  context.place().put("x", "1");
  context.place().session().abandon();
  context.clean_up();
  EXPECT_THAT(context.outcome().leftovers, IsEmpty());
  EXPECT_THAT(server_.files(), IsEmpty());
}

TEST_F(PlaceTest, ADeadTargetLeavesAWordAboutWhatMayBeLeft) {
  Context context(scenario_, services());
  context.place();
  context.place().session().abandon();
  server_.refuse("USER");
  context.clean_up();
  EXPECT_THAT(context.outcome().leftovers, ElementsAre(StartsWith("ftp /web/cts-run12345-")));
  EXPECT_EQ(context.outcome().message, "the scenario asserted nothing");
}

TEST_F(PlaceTest, APlaceThatCannotBeMadeIsInconclusive) {
  server_.refuse("MKD");
  Context context(scenario_, services());
  EXPECT_THROW(context.place(), ScenarioStopped);
  EXPECT_EQ(context.outcome().verdict, Verdict::inconclusive);
  EXPECT_THAT(context.outcome().message,
              HasSubstr("can be made: expected a reply that says done (2xx), got 550 refused"));
  context.clean_up();
  EXPECT_THAT(footprint_.present, IsEmpty());
  EXPECT_THAT(context.outcome().leftovers, IsEmpty());
}

TEST_F(PlaceTest, AnUploadThatIsRefusedIsInconclusive) {
  Context context(scenario_, services());
  Place& place = context.place();
  server_.refuse("STOR");
  EXPECT_THROW(place.put("x", "1"), ScenarioStopped);
  EXPECT_EQ(context.outcome().verdict, Verdict::inconclusive);
}

TEST_F(PlaceTest, ALoginThatIsRefusedIsInconclusiveAndKeepsThePassword) {
  server_.refuse("PASS");
  Context context(scenario_, services());
  EXPECT_THROW(context.ftp(), ScenarioStopped);
  const auto outcome = context.outcome();
  EXPECT_EQ(outcome.verdict, Verdict::inconclusive);
  for (const auto& entry : outcome.transcript) EXPECT_THAT(entry.text, Not(HasSubstr("geheim")));
}

TEST_F(PlaceTest, ANameOutsideAPlaceIsRemovedButNeverTakenFromTheCustomer) {
  server_.put_file("/web/.ftpaccess", "the customer's");
  {
    Context context(scenario_, services());
    context.will_create("/web/index.html");
    FtpClient session = context.ftp();
    EXPECT_TRUE(session.upload("/web/index.html", "ours").succeeded());
    EXPECT_THROW(context.will_create("/web/.ftpaccess"), ScenarioStopped);
    EXPECT_EQ(context.outcome().message, "/web/.ftpaccess exists already, and is not the suite's to touch");
  }
  EXPECT_THAT(server_.files(), ElementsAre(testing::Pair("/web/.ftpaccess", "the customer's")));
  EXPECT_THAT(footprint_.history, ElementsAre("+ /web/index.html", "- /web/index.html"));
}

}  // namespace
}  // namespace cts
