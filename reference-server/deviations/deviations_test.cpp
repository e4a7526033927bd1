#include "deviations/deviations.h"

#include <set>

#include <gmock/gmock.h>

namespace refd {
namespace {

TEST(DeviationCatalogue, IdsAreUniqueAndEveryRowNamesAClause) {
  std::set<std::string_view> ids;
  for (const auto& row : deviation_catalogue()) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
    EXPECT_FALSE(row.clauses.empty()) << row.id;
    EXPECT_FALSE(row.summary.empty()) << row.id;
  }
  EXPECT_FALSE(ids.empty());
}

TEST(DeviationCatalogue, EveryRowAltersExactlyOneThing) {
  for (const auto& row : deviation_catalogue()) {
    const int altered = int(row.http != nullptr) + int(row.ftp != nullptr) + int(row.log != nullptr) +
                        int(row.mail != nullptr) + int(row.quota != nullptr) + int(row.ssi != nullptr) +
                        int(row.cgi != nullptr) + int(row.counter != nullptr) + int(row.office != nullptr) +
                        int(row.database != nullptr) + int(row.effects != nullptr);
    EXPECT_EQ(altered, 1) << row.id;
  }
}

TEST(Deviations, KeepsTheManualUntilOneIsOn) {
  Deviations deviations;
  EXPECT_EQ(deviations.http().forbidden_status, 403u);
  EXPECT_FALSE(deviations.active());
  EXPECT_EQ(deviations.acted(), 0u);
}

TEST(Deviations, OneReplacesTheOther) {
  Deviations deviations;
  ASSERT_TRUE(deviations.switch_on("web.err.forbidden_is_401"));
  EXPECT_EQ(deviations.http().forbidden_status, 401u);
  ASSERT_TRUE(deviations.switch_on("ftp.login.any_password"));
  EXPECT_EQ(deviations.http().forbidden_status, 403u);
  EXPECT_TRUE(deviations.ftp().any_password_is_accepted);
  EXPECT_EQ(deviations.active(), "ftp.login.any_password");
  deviations.switch_off();
  EXPECT_FALSE(deviations.ftp().any_password_is_accepted);
}

TEST(Deviations, AnUnknownNameChangesNothing) {
  Deviations deviations;
  ASSERT_TRUE(deviations.switch_on("ftp.login.any_password"));
  EXPECT_FALSE(deviations.switch_on("ftp.login.any_passwords"));
  EXPECT_EQ(deviations.active(), "ftp.login.any_password");
}

TEST(Deviations, CountsOnlyLooksAtTheAlteredPolicy) {
  Deviations deviations;
  ASSERT_TRUE(deviations.switch_on("ftp.login.any_password"));
  (void)deviations.http();
  EXPECT_EQ(deviations.acted(), 0u);
  (void)deviations.ftp();
  EXPECT_EQ(deviations.acted(), 1u);
  ASSERT_TRUE(deviations.switch_on("ftp.login.any_password"));
  EXPECT_EQ(deviations.acted(), 0u);
}

TEST(Deviations, FormerSnapshotsStayReadable) {
  Deviations deviations;
  const auto& before = deviations.http();
  ASSERT_TRUE(deviations.switch_on("web.index.no_default"));
  EXPECT_EQ(before.index_names.size(), 6u);
  EXPECT_EQ(deviations.http().index_names.size(), 5u);
}

}  // namespace
}  // namespace refd
