#include <gmock/gmock.h>
#include <pugixml.hpp>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/badge/badge_writer.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using testing::HasSubstr;

std::string title_of(const RunRecord& record) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(write_badge(record).c_str()));
  return document.child("svg").child("title").text().get();
}

TEST(Badge, IsAsApproved) {
  expect_approved("mixed.approved.svg", write_badge(mixed_record()));
  expect_approved("passing.approved.svg", write_badge(passing_record()));
}

TEST(Badge, SaysInItsTitleWhatItShows) {
  RunRecord record = passing_record();
  EXPECT_EQ(title_of(record), "Hosting conformance, shop.example.test: Conforms · 8 pass");
  record.scenarios[0].verdict = Verdict::fail;
  record.scenarios[1].verdict = Verdict::not_run;
  complete_record(record);
  EXPECT_THAT(title_of(record), HasSubstr("Does not conform · 1 fail, 6 pass"));
}

TEST(Badge, IsValidWhateverTheTargetIsCalled) {
  RunRecord record = passing_record();
  record.target.name = "</text><script>\x1b\xFF & \"" + std::string(500, 'x');
  EXPECT_THAT(title_of(record), HasSubstr("</text><script>\\x1b\xEF\xBF\xBD & \"xx"));
  EXPECT_THAT(write_badge(record), testing::Not(HasSubstr("<script")));
  EXPECT_LT(write_badge(record).size(), 2'000U);
}

}  // namespace
}  // namespace reports
