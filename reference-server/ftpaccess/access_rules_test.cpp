#include "ftpaccess/access_rules.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto allow = AccessDecision::allow;
constexpr auto deny = AccessDecision::deny;
constexpr auto no_opinion = AccessDecision::no_opinion;

// Decision for `verb` from 127.0.0.1 in a directory whose file is the first, below those that follow.
AccessDecision decided(const std::vector<std::string>& texts, std::string_view verb = "RETR",
                       const AccessSource& source = {"127.0.0.1", {"h1.tokyo.isp.example.jp"}}) {
  std::vector<AccessFile> files;
  for (const auto& text : texts) files.push_back(parse_access_file(text));
  std::vector<const AccessFile*> nearest_first;
  for (const auto& file : files) nearest_first.push_back(&file);
  return decide(nearest_first, {verb, "ab-cdftp", source});
}

std::string manual_form(const std::string& source) {
  return "<Limit ALL>\n    Order Allow,Deny\n    Allow from " + source + "\n    Deny from all\n</Limit>\n";
}

TEST(AccessRules, TheManualsFormLetsTheListedSourceInAndNobodyElse) {
  EXPECT_EQ(decided({manual_form("127.0.0.1")}), allow);
  EXPECT_EQ(decided({manual_form("192.0.2.1")}), deny);
  EXPECT_EQ(decided({manual_form(".jp")}), allow);
  EXPECT_EQ(decided({manual_form(".net")}), deny);
  EXPECT_EQ(decided({manual_form("{ 127.0.0.1 }")}), allow);
  EXPECT_EQ(decided({manual_form("{127.0.0.1}")}), deny);
  EXPECT_EQ(decided({manual_form("all")}), allow);
  EXPECT_EQ(decided({manual_form("none")}), deny);
}

TEST(AccessRules, ANameServerThatFailsOpensNothing) {
  const AccessSource unsure{"127.0.0.1", {}, AccessSource::Names::not_all_known};
  EXPECT_EQ(decided({manual_form(".jp")}, "RETR", unsure), deny);
  EXPECT_EQ(decided({manual_form(".jp 127.0.0.1")}, "RETR", unsure), allow);
  EXPECT_EQ(decided({manual_form("all !.jp")}, "RETR", unsure), deny);
  const std::string shut_out = "<Limit ALL>\nDeny from .jp\n</Limit>\n";
  EXPECT_EQ(decided({shut_out}, "RETR", unsure), deny) << "it may be one of those";
  EXPECT_EQ(decided({shut_out}, "RETR", {"127.0.0.1", {}}), no_opinion) << "it is none of those";
}

TEST(AccessRules, ListsOfSources) {
  for (const char* list : {"10.0.0.0/8,127.0.0.1", "10.0.0.1, 127.0.0.1", "10.0.0.1 127.0.0.1",
                           "10.0.0.1\nAllow from 127.0.0.1"}) {
    EXPECT_EQ(decided({manual_form(list)}), allow) << list;
  }
}

TEST(AccessRules, TheOrderOfTheLinesDoesNotMatter) {
  EXPECT_EQ(decided({"<Limit ALL>\nDeny from all\nAllow from 127.0.0.1\n</Limit>\n"}), allow);
}

TEST(AccessRules, AnAllowAloneRestrictsNobody) {
  EXPECT_EQ(decided({"<Limit ALL>\nAllow from 192.0.2.1\n</Limit>\n"}), no_opinion);
}

TEST(AccessRules, OrderDenyAllowDeniesByDefault) {
  EXPECT_EQ(decided({"<Limit ALL>\nOrder Deny,Allow\n</Limit>"}), deny);
  EXPECT_EQ(decided({"<Limit ALL>\nOrder Deny, Allow\nAllow from 127.\n</Limit>"}), allow);
  EXPECT_EQ(decided({"<Limit ALL>\nOrder Deny,Allow\nAllow from 127.\nDeny from all\n</Limit>"}), deny);
}

TEST(AccessRules, NearerFilesOverrideWithinTheSameKind) {
  const std::string deny_all = "<Limit ALL>\nDenyAll\n</Limit>\n";
  const std::string allow_all = "<Limit ALL>\nAllowAll\n</Limit>\n";
  EXPECT_EQ(decided({allow_all, deny_all}), allow);
  EXPECT_EQ(decided({deny_all, allow_all}), deny);
  EXPECT_EQ(decided({allow_all, "<Limit STOR>\nDenyAll\n</Limit>\n"}, "STOR"), deny);
  EXPECT_EQ(decided({"<Limit STOR>\nAllowAll\n</Limit>\n", deny_all}, "STOR"), allow);
  EXPECT_EQ(decided({"<Limit STOR>\nAllowAll\n</Limit>\n", deny_all}, "RETR"), deny);
}

TEST(AccessRules, InOneFileTheLastSectionIsAskedFirst) {
  EXPECT_EQ(decided({"<Limit ALL>\nDenyAll\n</Limit>\n<Limit ALL>\nAllowAll\n</Limit>\n"}), allow);
}

TEST(AccessRules, GroupsAndSpellings) {
  EXPECT_EQ(decided({"<Limit WRITE>\nDenyAll\n</Limit>"}, "RNFR"), deny);
  EXPECT_EQ(decided({"<Limit WRITE>\nDenyAll\n</Limit>"}, "SITE_CHMOD"), deny);
  EXPECT_EQ(decided({"<Limit WRITE>\nDenyAll\n</Limit>"}, "LIST"), no_opinion);
  EXPECT_EQ(decided({"<Limit DIRS>\nDenyAll\n</Limit>"}, "MDTM"), deny);
  EXPECT_EQ(decided({"<limit stor,dele>\nDenyAll\n</limit>"}, "DELE"), deny);
  EXPECT_EQ(decided({"<Limit XMKD>\nDenyAll\n</Limit>"}, "MKD"), deny);
  EXPECT_EQ(decided({"<Limit ALL>\nDenyAll\n</Limit>"}, "PASV"), no_opinion);
  EXPECT_EQ(decided({"<Limit LOGIN>\nDenyAll\n</Limit>"}, "RETR"), no_opinion);
}

TEST(AccessRules, ApachesReadingTurnsTheManualsFormAround) {
  const auto file = parse_access_file(manual_form("127.0.0.1"));
  const AccessSource source{"127.0.0.1", {}};
  EXPECT_EQ(decide({&file}, {"RETR", "ab-cdftp", source}), allow);
  EXPECT_EQ(decide({&file}, {"RETR", "ab-cdftp", source, false}), deny);
}

TEST(AccessRules, UsersCanBeNamed) {
  EXPECT_EQ(decided({"<Limit ALL>\nAllowUser ab-cdftp\nDenyAll\n</Limit>"}), allow);
  EXPECT_EQ(decided({"<Limit ALL>\nAllowUser other\nDenyAll\n</Limit>"}), deny);
}

TEST(AccessFile, WhatWindowsEditorsWriteIsReadAsMeant) {
  EXPECT_EQ(decided({"\xef\xbb\xbf" + manual_form("192.0.2.1")}), deny);
  EXPECT_EQ(decided({"<Limit ALL>\r\nDeny from all\r\n</Limit>\r\n"}), deny);
  EXPECT_EQ(decided({"<Limit ALL>\rDeny from all\r</Limit>"}), deny);
  EXPECT_EQ(decided({"<Limit ALL>\n\xe3\x80\x80"
                     "Deny\xe3\x80\x80"
                     "from all\n</Limit>"}),
            deny);
}

TEST(AccessFile, LinesThatCannotBeUnderstoodAreSkippedWithTheirNumber) {
  const auto file =
      parse_access_file("<Limit ALL>\nAlow from 127.0.0.1\nDeny from all\nAllow from 127\n</Limit>\n");
  ASSERT_EQ(file.remarks.size(), 2u);
  EXPECT_EQ(file.remarks[0].line, 2u);
  EXPECT_THAT(file.remarks[0].text, HasSubstr("Alow"));
  EXPECT_EQ(file.remarks[1].line, 4u);
  EXPECT_FALSE(file.is_unusable);
  EXPECT_EQ(decided({"<Limit ALL>\nAlow from 127.0.0.1\nDeny from all\n</Limit>\n"}), deny);
  EXPECT_EQ(decided({"<Limit ALL>\nDeny frm all\n</Limit>"}), no_opinion);
}

TEST(AccessFile, AMissingEndIsMeantToBeThere) {
  EXPECT_EQ(decided({"<Limit ALL>\nDeny from all"}), deny);
}

TEST(AccessFile, LinesOutsideASectionRestrictNobody) {
  EXPECT_EQ(decided({"Order Allow,Deny\nDeny from all\n</Limit>\n"}), no_opinion);
  EXPECT_EQ(decided({"DenyAll\n"}), deny);
}

TEST(AccessFile, ALimitThatCannotBeUnderstoodDenies) {
  for (const char* text :
       {"<Limit>\n</Limit>", "<Limit FOO>\nAllowAll\n</Limit>", "<Limit ALL\nAllowAll\n</Limit>",
        "<Limit ALL>\n<Limit READ>\nAllowAll\n</Limit>\n</Limit>", "<Directory />\n</Directory>"}) {
    EXPECT_TRUE(parse_access_file(text).is_unusable) << text;
    EXPECT_EQ(decided({text}), deny) << text;
    EXPECT_EQ(decided({text}, "PASV"), no_opinion) << text;
  }
}

TEST(AccessFile, BinaryHugeAndDeeplyNestedOnesDeny) {
  EXPECT_TRUE(parse_access_file(std::string_view("a\0b", 3)).is_unusable);
  EXPECT_TRUE(parse_access_file(std::string(10 << 20, 'x')).is_unusable);
  std::string nested;
  for (int i = 0; i < 5000; ++i) nested += "<Limit ALL>\n";
  const auto file = parse_access_file(nested);
  EXPECT_TRUE(file.is_unusable);
  EXPECT_LE(file.sections.size(), 256u);
  EXPECT_LE(file.remarks.size(), 100u);
}

TEST(AccessFile, AnEmptyFileSaysNothing) {
  EXPECT_THAT(parse_access_file("").sections, IsEmpty());
  EXPECT_EQ(decided({""}), no_opinion);
  EXPECT_EQ(decided({"# only a remark\n\n"}), no_opinion);
}

}  // namespace
}  // namespace refd
