#include <map>

#include <gmock/gmock.h>

#include "files/memory_tree.h"
#include "ftp/ftp_session.h"
#include "policy/changing_policies.h"

namespace refd {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string deny_all = "<Limit ALL>\nDenyAll\n</Limit>\n";

class AnybodyIsKnown final : public AccountDirectory {
 public:
  std::optional<std::string> ftp_login(std::string_view name, std::string_view,
                                       const LoginRules&) const override {
    return std::string(name);
  }
};

class ReadyPort final : public DataPort {
 public:
  Result<std::uint16_t> listen() override { return std::uint16_t{1025}; }
  void connect_to(std::uint16_t) override {}
  bool is_prepared() const override { return true; }
  void forget() override {}
  std::uint64_t progress() const override { return 0; }
};

// A session from 127.0.0.2 that is open before any access file is there.
class SessionAccessTest : public ::testing::Test {
 protected:
  SessionAccessTest() {
    tree_.put("/web/sub/f", "x");
    tree_.put("/web/sub/deep/f", "x");
    tree_.put("/web/f", "x");
    tree_.put_directory("/users/ab-cdftp");
    EXPECT_EQ(code("USER ab-cdftp"), 331);
    EXPECT_EQ(code("PASS secret"), 230);
    EXPECT_EQ(code("TYPE I"), 200);
  }

  FtpStep step(std::string_view line) { return session_.on_line(line); }
  int code(std::string_view line) { return step(line).reply.code; }
  // What the command sends over the data connection, or its refusal.
  std::string sent(std::string_view line) {
    auto taken = step(line);
    if (!taken.transfer) return taken.reply.wire();
    std::string text;
    while (taken.transfer->source) {
      const auto piece = taken.transfer->source->next();
      if (!piece || piece->empty()) break;
      text += *piece;
    }
    EXPECT_EQ(session_.on_transfer_end({}).code, 226);
    return text;
  }

  MemoryTree tree_;
  AnybodyIsKnown accounts_;
  ChangingPolicies policies_;
  ManualClock clock_{parse_time_value("20261123123400").value()};
  ReadyPort data_;
  FtpSession session_{{tree_, accounts_, policies_, clock_, silent_log(), {}, "www.example.jp"},
                      {HostAddress::parse("127.0.0.1").value(),
                       HostAddress::parse("127.0.0.2").value(),
                       {"h1.tokyo.isp.example.jp"}},
                      data_};
};

const std::string jp_only = "<Limit ALL>\nAllow from .jp\nDeny from all\n</Limit>\n";

// A session whose client's names nobody was asked for yet.
class NamelessSessionTest : public SessionAccessTest {
 protected:
  NamelessSessionTest() { nameless("USER ab-cdftp"), nameless("PASS secret"), nameless("TYPE I"); }

  FtpStep nameless(std::string_view line) { return nameless_.on_line(line); }
  void answer_names() {
    nameless_.take_client_names({"h1.tokyo.isp.example.jp"}, AccessSource::Names::all_known);
  }

  FtpSession nameless_{{tree_, accounts_, policies_, clock_, silent_log(), {}, "www.example.jp"},
                       {.server = HostAddress::parse("127.0.0.1").value(),
                        .client = HostAddress::parse("127.0.0.2").value(),
                        .client_names_known = AccessSource::Names::not_asked_yet},
                       data_};
};

TEST_F(SessionAccessTest, EveryCommandThatActsOnAPathIsRefused) {
  tree_.put("/web/sub/.ftpaccess", deny_all);
  for (const auto* line : {"CWD /web/sub",
                           "CWD /web/sub/deep",
                           "MLSD /web/sub",
                           "MLST /web/sub/f",
                           "MDTM /web/sub/f",
                           "SIZE /web/sub/f",
                           "RETR /web/sub/f",
                           "RETR /web/sub/deep/f",
                           "STOR /web/sub/new",
                           "APPE /web/sub/f",
                           "STOU /web/sub/new",
                           "DELE /web/sub/f",
                           "MKD /web/sub/new",
                           "XMKD /web/sub/new",
                           "RMD /web/sub/deep",
                           "RNFR /web/sub/f",
                           "SITE CHMOD 600 /web/sub/f",
                           "MFMT 20200102030405 /web/sub/f",
                           "MDTM 20200102030405 /web/sub/f",
                           "MFF UNIX.mode=0600; /web/sub/f"}) {
    EXPECT_EQ(code(line), 550) << line;
  }
  EXPECT_EQ(tree_.content("/web/sub/f"), "x");
  EXPECT_EQ(code("RNFR /web/f"), 350);
  EXPECT_EQ(code("RNTO /web/sub/g"), 550);
  EXPECT_FALSE(tree_.content("/web/sub/g"));
  EXPECT_EQ(code("RETR /web/f"), 150) << "beside it nothing changes";
}

TEST_F(SessionAccessTest, ListingsShowNothingOfIt) {
  tree_.put("/web/sub/.ftpaccess", deny_all);
  for (const auto* line :
       {"LIST /web/sub", "LIST -a /web/sub", "LIST /web/sub/f", "LIST /web/sub/*", "LIST /web/sub/deep"})
    EXPECT_EQ(sent(line), "") << line;
  for (const auto* line : {"NLST /web/sub", "NLST -alL /web/sub", "NLST /web/sub/*"})
    EXPECT_EQ(code(line), 450) << line;
  EXPECT_EQ(step("STAT /web/sub").reply.body.size(), 0U);
  EXPECT_EQ(sent("NLST /web"), "/web/f\r\n") << "nor does the directory above show it";
  EXPECT_THAT(sent("LIST -R /web"), Not(HasSubstr("sub")));
  EXPECT_THAT(sent("MLSD /web"), Not(HasSubstr("sub")));
}

TEST_F(SessionAccessTest, TheSessionGoesOnAndCanLeave) {
  EXPECT_EQ(code("CWD /web/sub"), 250);
  tree_.put("/web/sub/.ftpaccess", deny_all);
  EXPECT_EQ(code("PWD"), 550);
  EXPECT_EQ(code("RETR f"), 550);
  EXPECT_EQ(sent("LIST"), "");
  for (const auto* line : {"NOOP", "TYPE A", "PASV", "EPSV", "STAT", "SYST"})
    EXPECT_LT(code(line), 400) << line;
  EXPECT_EQ(code("CDUP"), 250);
  EXPECT_EQ(code("PWD"), 257);
}

TEST_F(SessionAccessTest, LoggingInIsNeverRefused) {
  tree_.put("/.ftpaccess", deny_all);
  EXPECT_EQ(code("USER ab-cdftp"), 331);
  EXPECT_EQ(code("PASS secret"), 230);
  EXPECT_EQ(code("PWD"), 550);
  EXPECT_EQ(code("CDUP"), 550);
  EXPECT_EQ(code("CWD /web"), 550);
  EXPECT_EQ(code("NOOP"), 200);
}

TEST_F(SessionAccessTest, RenamedItTakesEffectAndTheLockedOutCannotUndoIt) {
  tree_.put("/web/sub/ftppass.txt", deny_all);
  EXPECT_EQ(code("RNFR /web/sub/ftppass.txt"), 350);
  EXPECT_EQ(code("RNTO /web/sub/.ftpaccess"), 250);
  for (const auto* name : {"STOR", "APPE", "DELE", "RNFR", "RETR", "SITE CHMOD 000"})
    EXPECT_EQ(code(std::string(name) + " /web/sub/.ftpaccess"), 550) << name;
  EXPECT_EQ(code("RNFR /web/f"), 350);
  EXPECT_EQ(code("RNTO /web/sub/.ftpaccess"), 550);
  EXPECT_EQ(tree_.content("/web/sub/.ftpaccess"), deny_all);
  ASSERT_TRUE(tree_.rename(TreePath::resolve({}, "/web/sub/.ftpaccess").value(),
                           TreePath::resolve({}, "/web/sub/.ftpaccess.disabled").value()));
  EXPECT_EQ(code("CWD /web/sub"), 250);
}

TEST_F(SessionAccessTest, AddressesAndNamesOfTheSourceCount) {
  const std::map<std::string, int> codes = {{"127.0.0.2", 250}, {"127.0.0.1", 550},
                                            {"127.", 250},      {".jp", 250},
                                            {".net", 550},      {".osaka.isp.example.jp", 550},
                                            {"none", 550},      {"all", 250}};
  for (const auto& [item, expected] : codes) {
    tree_.put("/web/sub/.ftpaccess",
              "<Limit ALL>\nOrder Allow,Deny\nAllow from " + item + "\nDeny from all\n</Limit>\n");
    EXPECT_EQ(code("CWD /web/sub"), expected) << item;
  }
}

TEST_F(NamelessSessionTest, NobodyIsAskedWhileNoFileNamesAHost) {
  tree_.put("/web/sub/.ftpaccess", "<Limit ALL>\nAllow from 127.0.0.2\nDeny from all\n</Limit>\n");
  for (const auto* line : {"CWD /web/sub", "NLST /web", "RETR f", "STOR new", "MKD deep/er"})
    EXPECT_FALSE(nameless(line).awaits_names) << line;
}

TEST_F(NamelessSessionTest, ACommandAwaitsTheNamesAndIsDoneOnce) {
  tree_.put("/web/sub/.ftpaccess", jp_only);
  for (const auto* line : {"CWD /web/sub", "STOR /web/sub/new", "DELE /web/sub/f", "LIST /web", "NLST /web",
                           "MLSD /web", "STAT /web", "LIST /web/s*", "RNFR /web/sub/f"}) {
    const auto step = nameless(line);
    EXPECT_TRUE(step.awaits_names) << line;
    EXPECT_EQ(step.reply.wire(), "") << line;
    EXPECT_FALSE(step.transfer) << line;
  }
  EXPECT_EQ(tree_.content("/web/sub/f"), "x");
  answer_names();
  EXPECT_EQ(nameless("CWD /web/sub").reply.code, 250);
  EXPECT_EQ(nameless("DELE f").reply.code, 250);
}

TEST_F(NamelessSessionTest, WhatWasPreparedIsThereWhenTheNamesHaveCome) {
  tree_.put("/web/sub/.ftpaccess", jp_only);
  EXPECT_EQ(nameless("REST 1").reply.code, 350);
  EXPECT_TRUE(nameless("RETR /web/sub/f").awaits_names);
  answer_names();
  EXPECT_EQ(nameless("RETR /web/sub/f").transfer->offset, 1U);
}

TEST_F(NamelessSessionTest, ARenameIsStillOneWhenTheNamesHaveCome) {
  tree_.put("/web/sub/.ftpaccess", jp_only);
  EXPECT_EQ(nameless("RNFR /web/f").reply.code, 350);
  EXPECT_TRUE(nameless("RNTO /web/sub/g").awaits_names);
  answer_names();
  EXPECT_EQ(nameless("RNTO /web/sub/g").reply.code, 250);
  EXPECT_EQ(tree_.content("/web/sub/g"), "x");
}

TEST_F(NamelessSessionTest, ARecursiveListingGoesOnWhereItStopped) {
  tree_.put("/web/sub/deep/er/.ftpaccess", jp_only);
  tree_.put("/web/sub/deep/er/f", "x");
  auto step = nameless("NLST -R /web/sub");
  ASSERT_TRUE(step.transfer && step.transfer->source);
  auto& source = *step.transfer->source;
  std::string text(*source.next());
  const auto stopped = source.next();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().value(), EAGAIN);
  EXPECT_TRUE(nameless_.awaits_names());
  answer_names();
  for (auto piece = source.next(); piece && !piece->empty(); piece = source.next()) text += *piece;
  EXPECT_EQ(text, "deep\r\nf\r\ndeep/er\r\ndeep/f\r\ndeep/er/f\r\n");
}

TEST_F(SessionAccessTest, GroupsRestrictTheirCommandsOnly) {
  tree_.put("/web/sub/.ftpaccess", "<Limit WRITE>\nDenyAll\n</Limit>\n");
  EXPECT_EQ(code("CWD /web/sub"), 250);
  EXPECT_EQ(code("RETR f"), 150);
  EXPECT_EQ(code("STOR f"), 550);
  EXPECT_EQ(code("DELE .ftpaccess"), 550);
  tree_.put("/web/sub/.ftpaccess", "<Limit READ>\nDenyAll\n</Limit>\n");
  EXPECT_EQ(code("RETR f"), 550);
  EXPECT_EQ(code("STOR f"), 150);
}

TEST_F(SessionAccessTest, PolicyIsReadAtEachDecision) {
  tree_.put("/web/sub/.ftpaccess", deny_all);
  EXPECT_EQ(code("CWD /web/sub"), 550);
  policies_.policies.ftp.access_files_are_honoured = false;
  EXPECT_EQ(code("CWD /web/sub"), 250);
  policies_.policies.ftp.access_files_are_honoured = true;
  policies_.policies.ftp.locked_out_may_change_the_file = true;
  EXPECT_EQ(code("RETR f"), 550);
  EXPECT_EQ(code("RNFR .ftpaccess"), 350);
  EXPECT_EQ(code("RNTO mine"), 250);
  EXPECT_EQ(code("RETR f"), 150);
}

}  // namespace
}  // namespace refd
