#include "phpmyadmin/rewriting.h"

#include <gtest/gtest.h>

namespace refd::phpmyadmin {
namespace {

const std::string dump =
    "CREATE TABLE `t` (\n  `id` int(11) NOT NULL\n);\n"
    "INSERT INTO `t` (`id`) VALUES\n(1),\n(2),\n(3);\n"
    "ALTER TABLE `t`\n  ADD PRIMARY KEY (`id`);\nCOMMIT;\n";

template <class Alter>
DatabasePolicy with(Alter alter) {
  DatabasePolicy policy;
  alter(policy);
  return policy;
}

TEST(Rewriting, NothingIsAlteredAsPromised) {
  EXPECT_FALSE(alters_uploads({}));
  EXPECT_FALSE(alters_answers({}));
  EXPECT_EQ(altered_upload(dump, {}), dump);
  EXPECT_EQ(altered_export(dump, {}), dump);
}

TEST(Rewriting, ALastRowIsLost) {
  const auto policy = with([](DatabasePolicy& p) { p.exports_are_whole = false; });
  EXPECT_TRUE(alters_answers(policy));
  EXPECT_EQ(altered_export(dump, policy),
            "CREATE TABLE `t` (\n  `id` int(11) NOT NULL\n);\n"
            "INSERT INTO `t` (`id`) VALUES\n(1),\n(2);\n"
            "ALTER TABLE `t`\n  ADD PRIMARY KEY (`id`);\nCOMMIT;\n");
}

TEST(Rewriting, KeysAreLost) {
  const auto policy = with([](DatabasePolicy& p) { p.imports_keep_keys = false; });
  EXPECT_TRUE(alters_uploads(policy));
  EXPECT_EQ(altered_upload(dump, policy),
            "CREATE TABLE `t` (\n  `id` int(11) NOT NULL\n);\n"
            "INSERT INTO `t` (`id`) VALUES\n(1),\n(2),\n(3);\nCOMMIT;\n");
}

TEST(Rewriting, TablesAreReplaced) {
  const auto policy = with([](DatabasePolicy& p) { p.imports_leave_what_is_there = false; });
  EXPECT_EQ(altered_upload("CREATE TABLE `t` (a INT);", policy), "CREATE OR REPLACE TABLE `t` (a INT);");
}

TEST(Rewriting, AnErrorLooksLikeSuccess) {
  const auto policy = with([](DatabasePolicy& p) { p.failures_are_shown = false; });
  EXPECT_EQ(altered_page("<p class=\"alert-danger\">#1050 - exists #12 #12345</p>", policy),
            "<p class=\"alert-success\">OK - exists #12 #12345</p>");
}

TEST(Rewriting, OneCharacterBecomesAnother) {
  const auto policy = with([](DatabasePolicy& p) { p.exports_keep_octets = false; });
  EXPECT_EQ(altered_export("'10\xE3\x80\x9C"
                           "12'",
                           policy),
            "'10\xEF\xBD\x9E"
            "12'");
}

}  // namespace
}  // namespace refd::phpmyadmin
