#include "ftp/ftp_session.h"

#include <sys/mman.h>
#include <unistd.h>

#include <map>
#include <vector>

#include <gmock/gmock.h>

#include "ftp/ftp_commands.h"
#include "policy/changing_policies.h"

namespace refd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A tree in memory: enough of it for a session's decisions.
class MemoryTree final : public FileTree {
 public:
  std::map<std::string, FileFacts> entries = {
      {"/", directory()},
      {"/web", directory()},
      {"/users", directory()},
      {"/users/ab-cdftp", directory()},
      {"/web/f", {.kind = FileKind::regular, .size = 3, .mode = 0644}}};
  std::map<std::string, std::string> received;
  std::uint64_t last_offset = 0;
  int commit_error = 0;

  static FileFacts directory() { return {.kind = FileKind::directory, .mode = 0755}; }

  Result<UniqueFd> open_for_reading(const TreePath& path, Reader) override {
    if (!entries.contains(path.text())) return system_error(ENOENT);
    UniqueFd file(::memfd_create("content", MFD_CLOEXEC));
    if (::pwrite(file.get(), "a\nb", 3, 0) != 3) return last_system_error();
    return file;
  }
  Result<FileFacts> facts(const TreePath& path, Reader) override {
    const auto found = entries.find(path.text());
    if (found == entries.end()) return system_error(ENOENT);
    return found->second;
  }
  Result<std::vector<DirectoryEntry>> list(const TreePath& path, Reader reader) override {
    const auto facts_of_it = facts(path, reader);
    if (!facts_of_it) return facts_of_it.error();
    if (facts_of_it->kind != FileKind::directory) return system_error(ENOTDIR);
    std::vector<DirectoryEntry> found;
    for (const auto& [text, facts_of_child] : entries) {
      const auto child = TreePath::resolve({}, text).value();
      if (!child.is_root() && child.parent() == path) {
        found.push_back({.name = std::string(child.name()), .facts = facts_of_child});
      }
    }
    return found;
  }
  Result<std::unique_ptr<Upload>> begin_upload(const TreePath& path, UploadMode,
                                               std::uint64_t offset) override {
    if (path == TreePath().child("full")) return system_error(ENOSPC);
    if (offset > 100) return system_error(EINVAL);
    last_offset = offset;
    return std::unique_ptr<Upload>(std::make_unique<MemoryUpload>(*this, path.text()));
  }
  Result<void> make_directory(const TreePath& path) override {
    if (!entries.emplace(path.text(), directory()).second) return system_error(EEXIST);
    return {};
  }
  Result<void> remove_directory(const TreePath& path) override { return erase(path); }
  Result<void> remove_file(const TreePath& path) override { return erase(path); }
  Result<void> rename(const TreePath& from, const TreePath& to) override {
    const auto moved = facts(from, Reader::owner);
    if (!moved) return moved.error();
    entries[to.text()] = *moved;
    return erase(from);
  }
  Result<void> change_mode(const TreePath& path, unsigned mode) override {
    entries.at(path.text()).mode = mode;
    return {};
  }
  Result<void> set_modified(const TreePath& path, std::chrono::system_clock::time_point time) override {
    if (!entries.contains(path.text())) return system_error(ENOENT);
    entries.at(path.text()).modified = time;
    return {};
  }

 private:
  struct MemoryUpload final : Upload {
    MemoryUpload(MemoryTree& owner, std::string place) : tree(owner), path(std::move(place)) {}
    Result<void> write(std::span<const char> octets) override {
      text.append(octets.data(), octets.size());
      return {};
    }
    Result<void> commit() override {
      if (tree.commit_error != 0) return system_error(tree.commit_error);
      tree.received[path] = text;
      return {};
    }
    MemoryTree& tree;
    std::string path;
    std::string text;
  };
  Result<void> erase(const TreePath& path) {
    if (entries.erase(path.text()) == 0) return system_error(ENOENT);
    return {};
  }
};

class OneAccount final : public AccountDirectory {
 public:
  std::optional<std::string> ftp_login(std::string_view name, std::string_view password,
                                       const LoginRules& rules) const override {
    if (name != "ab-cdftp" || (password != "secret" && !rules.any_password_is_accepted)) return std::nullopt;
    return "ab-cdftp";
  }
};

class FakePort final : public DataPort {
 public:
  Result<std::uint16_t> listen() override {
    prepared = true;
    return std::uint16_t{1025};
  }
  void connect_to(std::uint16_t port) override {
    active = port;
    prepared = true;
  }
  bool is_prepared() const override { return prepared; }
  void forget() override { prepared = false; }
  std::uint64_t progress() const override { return 42; }
  bool prepared = false;
  std::uint16_t active = 0;
};

class FtpSessionTest : public ::testing::Test {
 protected:
  explicit FtpSessionTest(const char* address = "127.0.0.1")
      : session_({tree_, accounts_, policies_, clock_, silent_log(), {}, "www.example.jp"},
                 {HostAddress::parse(address).value(), HostAddress::parse(address).value()}, data_) {}

  FtpStep step(std::string_view line) { return session_.on_line(line); }
  std::string say(std::string_view line) { return step(line).reply.wire(); }
  int code(std::string_view line) { return step(line).reply.code; }
  void log_in() {
    ASSERT_EQ(code("USER ab-cdftp"), 331);
    ASSERT_EQ(code("PASS secret"), 230);
  }
  // The text that a command would send over the data connection.
  std::string sent(std::string_view line) {
    data_.prepared = true;
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
  OneAccount accounts_;
  ChangingPolicies policies_;
  ManualClock clock_{parse_time_value("20261123123400").value()};
  FakePort data_;
  FtpSession session_;
};

TEST_F(FtpSessionTest, GreetsOrIsClosed) {
  EXPECT_EQ(session_.greet().reply.wire(), "220 www.example.jp FTP server ready.\r\n");
  policies_.policies.ftp.accepts_connections = false;
  EXPECT_EQ(session_.greet().reply.code, 421);
  EXPECT_TRUE(session_.greet().ends);
}

TEST_F(FtpSessionTest, EveryCommandThatNeedsALoginIsRefusedBefore) {
  for (const auto& row : FtpCommandTable::rows()) {
    if (row.login == FtpCommand::Login::needed) {
      EXPECT_EQ(code(std::string(row.verb) + " x"), 530) << row.verb;
    }
  }
}

TEST_F(FtpSessionTest, EveryCommandAnswersWithAndWithoutArgument) {
  for (const auto& row : FtpCommandTable::rows()) {
    for (const auto* argument : {"", " ", " x", " /web/f", " ../..", " -al", " A", " |1|127.0.0.1|2000|"}) {
      FtpSession fresh({tree_, accounts_, policies_, clock_, silent_log(), {}, "h"},
                       {HostAddress::parse("127.0.0.1").value(), HostAddress::parse("127.0.0.1").value()},
                       data_);
      fresh.on_line("USER ab-cdftp");
      fresh.on_line("PASS secret");
      const auto reply = fresh.on_line(std::string(row.verb) + argument).reply;
      EXPECT_GE(reply.code, 100) << row.verb << argument;
      EXPECT_LE(reply.code, 559) << row.verb << argument;
      EXPECT_FALSE(row.clause.empty()) << row.verb;
    }
  }
}

TEST_F(FtpSessionTest, MissingArgumentsAndBadOctets) {
  log_in();
  for (const auto* line : {"RETR", "CWD", "TYPE ", "DELE", "SITE", "REST"})
    EXPECT_EQ(code(line), 501) << line;
  EXPECT_EQ(code("CWD a\rb"), 501);
  EXPECT_EQ(code(std::string_view("RETR a\0b", 8)), 501);
  EXPECT_EQ(session_.on_overlong_line().reply.code, 500);
}

TEST_F(FtpSessionTest, OnlyTheRightPairLogsIn) {
  EXPECT_EQ(code("PASS secret"), 503);
  EXPECT_EQ(code("USER nobody"), 331);
  EXPECT_EQ(code("PASS secret"), 530);
  EXPECT_EQ(code("PASS secret"), 503) << "a name is good for one password";
  log_in();
  EXPECT_TRUE(session_.is_logged_in());
  EXPECT_EQ(say("PWD"), "257 \"/users/ab-cdftp\" is the current directory.\r\n");
  EXPECT_EQ(code("REIN"), 220);
  EXPECT_EQ(code("PWD"), 530);
}

TEST_F(FtpSessionTest, TooManyFailuresEndTheSession) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    EXPECT_EQ(code("USER ab-cdftp"), 331);
    EXPECT_EQ(code("PASS wrong"), 530);
  }
  const auto after = step("USER ab-cdftp");
  EXPECT_EQ(after.reply.code, 421);
  EXPECT_TRUE(after.ends);
}

TEST_F(FtpSessionTest, ClimbingEndsAtTheRoot) {
  log_in();
  EXPECT_EQ(code("CWD ../../web"), 250);
  EXPECT_THAT(say("XPWD"), HasSubstr("\"/web\""));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(code("CDUP"), 250);
  EXPECT_THAT(say("PWD"), HasSubstr("\"/\""));
  EXPECT_EQ(code("CWD /web/f"), 550);
  EXPECT_EQ(code("CWD nowhere"), 550);
  tree_.entries["/web"].mode = 0644;
  EXPECT_EQ(code("CWD /web"), 550);
}

TEST_F(FtpSessionTest, PolicyIsReadAtEachDecision) {
  log_in();
  auto& ftp = policies_.policies.ftp;
  ftp.root_is_a_floor = false;
  EXPECT_EQ(code("CWD ../../.."), 550);
  ftp.root_is_a_floor = true;
  ftp.relative_paths_may_climb = false;
  EXPECT_EQ(code("CWD ../../web"), 550);
  EXPECT_EQ(code("CWD .."), 250);
  ftp.passive_mode_works = ftp.active_mode_works = false;
  EXPECT_EQ(code("PASV"), 425);
  EXPECT_EQ(code("EPSV"), 425);
  EXPECT_EQ(code("PORT 127,0,0,1,4,1"), 500);
  ftp.withheld_verbs = {"MDTM", "MLST"};
  EXPECT_EQ(code("MDTM /web/f"), 500);
  EXPECT_THAT(say("FEAT"), HasSubstr("MDTM"));
  EXPECT_THAT(say("HELP"), Not(HasSubstr("MLST")));
  ftp.chmod_takes_effect = false;
  EXPECT_EQ(code("SITE CHMOD 600 /web/f"), 200);
  EXPECT_EQ(tree_.entries["/web/f"].mode, 0644U);
  ftp.session_survives_unknown_commands = false;
  EXPECT_TRUE(step("XYZZY").ends);
  EXPECT_EQ(code("REIN"), 220);
  ftp.any_password_is_accepted = true;
  ftp.accepted_login_code = 232;
  EXPECT_EQ(code("USER ab-cdftp"), 331);
  EXPECT_EQ(code("PASS anything"), 232);
}

TEST_F(FtpSessionTest, UnknownCommandsLeaveTheSessionAlone) {
  EXPECT_EQ(say("XYZZY now"), "500 XYZZY: not understood.\r\n");
  EXPECT_FALSE(step("\x01\x02").ends);
  for (const auto* line : {"AUTH TLS", "PBSZ 0", "PROT P"}) EXPECT_EQ(code(line), 502) << line;
  EXPECT_EQ(code("NOOP"), 200);
}

TEST_F(FtpSessionTest, ActiveModeOnlyBackToTheClient) {
  log_in();
  EXPECT_EQ(code("PORT 127,0,0,1,4,0"), 200);
  EXPECT_EQ(data_.active, 1024);
  EXPECT_EQ(code("EPRT |1|127.0.0.1|2000|"), 200);
  EXPECT_EQ(data_.active, 2000);
  for (const auto* line : {"PORT 127,0,0,2,4,0", "PORT 127,0,0,1,3,255", "EPRT |1|192.0.2.1|2000|"}) {
    EXPECT_EQ(code(line), 500) << line;
  }
  EXPECT_EQ(code("EPRT |3|x|2000|"), 522);
  EXPECT_EQ(code("PORT 1,2,3"), 501);
  EXPECT_EQ(data_.active, 2000);
}

TEST_F(FtpSessionTest, PassiveModeAndEpsvAll) {
  log_in();
  EXPECT_EQ(say("PASV"), "227 Entering Passive Mode (127,0,0,1,4,1).\r\n");
  EXPECT_EQ(say("EPSV"), "229 Entering Extended Passive Mode (|||1025|)\r\n");
  EXPECT_EQ(code("EPSV 1"), 229);
  EXPECT_EQ(say("EPSV 2"), "522 Network protocol not supported, use (1)\r\n");
  EXPECT_EQ(code("EPSV ALL"), 200);
  for (const auto* line : {"PASV", "PORT 127,0,0,1,4,0", "EPRT |1|127.0.0.1|2000|"})
    EXPECT_EQ(code(line), 501) << line;
  EXPECT_EQ(code("EPSV"), 229);
}

class Ipv6SessionTest : public FtpSessionTest {
 protected:
  Ipv6SessionTest() : FtpSessionTest("::1") {}
};

TEST_F(Ipv6SessionTest, HasItsOwnCommands) {
  log_in();
  EXPECT_EQ(code("PASV"), 425);
  EXPECT_EQ(code("EPSV 2"), 229);
  EXPECT_EQ(code("EPRT |2|::1|2000|"), 200);
  EXPECT_EQ(code("EPRT |2|::2|2000|"), 500);
}

TEST_F(FtpSessionTest, TransfersNeedAPreparedConnection) {
  log_in();
  for (const auto* line : {"RETR /web/f", "STOR x", "APPE x", "STOU", "LIST", "NLST", "MLSD"}) {
    EXPECT_EQ(code(line), 425) << line;
  }
}

TEST_F(FtpSessionTest, DownloadsByTypeAndRestart) {
  log_in();
  EXPECT_EQ(sent("RETR /web/f"), "a\r\nb");
  EXPECT_EQ(code("REST 2"), 501) << "TYPE A";
  EXPECT_EQ(code("TYPE I"), 200);
  EXPECT_EQ(code("REST 2"), 350);
  const auto resumed = step("RETR /web/f");
  ASSERT_TRUE(resumed.transfer);
  EXPECT_TRUE(resumed.transfer->file);
  EXPECT_EQ(resumed.transfer->offset, 2U);
  EXPECT_EQ(step("RETR /web/f").transfer->offset, 0U) << "good for one transfer";
  EXPECT_EQ(code("REST 4"), 350);
  EXPECT_EQ(code("RETR /web/f"), 554);
  policies_.policies.ftp.restart_is_honoured = false;
  EXPECT_EQ(code("REST 2"), 350);
  EXPECT_EQ(step("RETR /web/f").transfer->offset, 0U);
  EXPECT_EQ(code("RETR /web/absent"), 550);
  for (const auto* line : {"REST -1", "REST x", "REST 99999999999999999999"})
    EXPECT_EQ(code(line), 501) << line;
}

TEST_F(FtpSessionTest, UploadsAppearAtTheirEnd) {
  log_in();
  code("TYPE I");
  data_.prepared = true;
  const auto upload = step("STOR /web/new name");
  EXPECT_EQ(upload.reply.code, 150);
  ASSERT_TRUE(upload.transfer && upload.transfer->sink != nullptr);
  ASSERT_TRUE(upload.transfer->sink->write(std::string_view("a\r\nb")));
  EXPECT_TRUE(tree_.received.empty());
  EXPECT_EQ(session_.on_transfer_end({}).code, 226);
  EXPECT_EQ(tree_.received["/web/new name"], "a\r\nb");
}

TEST_F(FtpSessionTest, EveryOtherEndLeavesNothing) {
  log_in();
  const std::map<TransferEnd::How, int> codes = {{TransferEnd::How::not_connected, 425},
                                                 {TransferEnd::How::aborted, 426},
                                                 {TransferEnd::How::broken, 426},
                                                 {TransferEnd::How::stalled, 426}};
  for (const auto& [how, expected] : codes) {
    data_.prepared = true;
    ASSERT_TRUE(step("STOR /web/x").transfer);
    EXPECT_EQ(session_.on_transfer_end({.how = how}).code, expected);
  }
  const std::map<int, int> errors = {{ENOSPC, 452}, {EDQUOT, 552}, {EIO, 451}};
  for (const auto& [error, expected] : errors) {
    ASSERT_TRUE(step("STOR /web/x").transfer);
    EXPECT_EQ(session_.on_transfer_end({.how = TransferEnd::How::failed, .error = system_error(error)}).code,
              expected);
    ASSERT_TRUE(step("STOR /web/x").transfer);
    tree_.commit_error = error;
    EXPECT_EQ(session_.on_transfer_end({}).code, expected);
    tree_.commit_error = 0;
  }
  EXPECT_TRUE(tree_.received.empty());
  EXPECT_EQ(code("STOR /full"), 452);
}

TEST_F(FtpSessionTest, APolicyMayHideAFullDiskOrEndTheSession) {
  log_in();
  data_.prepared = true;
  const auto end_without_room = [this] {
    EXPECT_TRUE(step("STOR /web/x").transfer);
    return session_.on_transfer_end({.how = TransferEnd::How::failed, .error = system_error(EDQUOT)}).code;
  };
  policies_.policies.ftp.session_survives_a_full_disk = false;
  EXPECT_EQ(end_without_room(), 421);
  const auto refused = step("STOR /full");
  EXPECT_EQ(refused.reply.code, 421);
  EXPECT_TRUE(refused.ends);
  policies_.policies.ftp.tells_when_the_disk_is_full = false;
  EXPECT_EQ(end_without_room(), 226);
  EXPECT_TRUE(tree_.received.empty());
}

TEST_F(FtpSessionTest, UploadsWithRestartAppendAndUniqueNames) {
  log_in();
  code("TYPE I");
  data_.prepared = true;
  EXPECT_EQ(code("REST 2"), 350);
  EXPECT_EQ(code("STOR /web/f"), 150);
  EXPECT_EQ(tree_.last_offset, 2U);
  EXPECT_EQ(code("REST 200"), 350);
  EXPECT_EQ(code("STOR /web/f"), 554);
  EXPECT_EQ(code("APPE /web/f"), 150);
  EXPECT_THAT(say("STOU"), StartsWith("150 FILE: ftp."));
  EXPECT_THAT(say("STOU photo"), StartsWith("150 FILE: photo."));
}

TEST_F(FtpSessionTest, ListingsInEveryForm) {
  log_in();
  const std::string line = "-rw-r--r--   1 ab-cdftp ab-cdftp        3 Jan  1  1970 f\r\n";
  EXPECT_EQ(sent("LIST /web"), line);
  EXPECT_EQ(sent("LIST -la ../../web/f"),
            "-rw-r--r--   1 ab-cdftp ab-cdftp        3 Jan  1  1970 ../../web/f\r\n");
  EXPECT_EQ(sent("NLST /web"), "/web/f\r\n");
  EXPECT_EQ(sent("NLST -CF /"), "users/\r\nweb/\r\n");
  EXPECT_EQ(sent("NLST -alL /web/"), sent("LIST -a /web"));
  EXPECT_THAT(sent("NLST -alLR /"), AllOf(HasSubstr("\r\nweb:\r\n"), HasSubstr("\r\nusers/ab-cdftp:\r\n")));
  EXPECT_EQ(code("CWD /web"), 250);
  EXPECT_EQ(sent("LIST"), line);
  EXPECT_EQ(sent("NLST *"), "f\r\n");
  EXPECT_EQ(sent("NLST ../w*"), "../web\r\n");
  EXPECT_EQ(code("NLST *.txt"), 450);
  EXPECT_EQ(code("LIST absent"), 450);
  EXPECT_THAT(sent("MLSD"), AllOf(StartsWith("type=file;size=3;"), HasSubstr("; f\r\n")));
  EXPECT_EQ(code("MLSD f"), 501);
  EXPECT_THAT(say("MLST f"), HasSubstr("; /web/f\r\n250 End"));
  EXPECT_EQ(code("OPTS MLST size;"), 200);
  EXPECT_THAT(say("MLST f"), HasSubstr(" size=3; /web/f\r\n"));
  EXPECT_THAT(say("STAT f"), HasSubstr("\r\n -rw-r--r--"));
  EXPECT_THAT(say("STAT"), HasSubstr("Logged in as ab-cdftp"));
  policies_.policies.ftp.list_takes_options = false;
  EXPECT_EQ(code("LIST -al"), 450);
  policies_.policies.ftp.list_honours_its_argument = false;
  EXPECT_EQ(sent("LIST /"), line);
}

TEST_F(FtpSessionTest, RenamesInTwoSteps) {
  log_in();
  EXPECT_EQ(code("RNTO /web/g"), 503);
  EXPECT_EQ(code("RNFR /web/absent"), 550);
  EXPECT_EQ(code("RNFR /web/f"), 350);
  EXPECT_EQ(code("NOOP"), 200);
  EXPECT_EQ(code("RNTO /web/g"), 503) << "a command came between";
  EXPECT_EQ(code("RNFR /web/f"), 350);
  EXPECT_EQ(code("RNTO /web/g"), 250);
  EXPECT_EQ(code("RNTO /web/h"), 503);
  EXPECT_TRUE(tree_.entries.contains("/web/g"));
}

TEST_F(FtpSessionTest, DirectoriesAndFiles) {
  log_in();
  EXPECT_EQ(say("MKD /web/a\"b"), "257 \"/web/a\"\"b\" created.\r\n");
  EXPECT_EQ(code("MKD /web"), 550);
  EXPECT_EQ(code("XRMD /web/a\"b"), 250);
  EXPECT_EQ(code("RMD /web/absent"), 550);
  EXPECT_EQ(code("DELE /web/f"), 250);
  EXPECT_EQ(code("DELE /web/f"), 550);
}

TEST_F(FtpSessionTest, SizesTimesAndModes) {
  log_in();
  EXPECT_EQ(code("SIZE /web/f"), 550) << "TYPE A";
  EXPECT_EQ(code("TYPE L 8"), 200);
  EXPECT_EQ(say("SIZE /web/f"), "213 3\r\n");
  EXPECT_EQ(code("SIZE /web"), 550);
  EXPECT_EQ(say("MFMT 20200102030405 /web/f"), "213 Modify=20200102030405; /web/f\r\n");
  EXPECT_EQ(say("MDTM /web/f"), "213 20200102030405\r\n");
  EXPECT_EQ(code("MDTM 20210102030405 /web/f"), 213);
  EXPECT_EQ(say("MDTM /web/f"), "213 20210102030405\r\n");
  EXPECT_EQ(code("MFMT yesterday /web/f"), 501);
  EXPECT_EQ(code("SITE CHMOD 0755 /web/f"), 200);
  EXPECT_EQ(tree_.entries["/web/f"].mode, 0755U);
  EXPECT_EQ(code("site chmod go-x /web/f"), 200);
  EXPECT_EQ(tree_.entries["/web/f"].mode, 0744U);
  EXPECT_EQ(code("MFF Modify=20220102030405;UNIX.mode=0600; /web/f"), 213);
  EXPECT_EQ(tree_.entries["/web/f"].mode, 0600U);
  EXPECT_EQ(code("MFF Create=20220102030405; /web/f"), 504);
  EXPECT_EQ(code("SITE CHMOD 999 /web/f"), 501);
  EXPECT_EQ(code("SITE CHMOD 644"), 501);
  EXPECT_EQ(code("SITE CHMOD 644 /absent"), 550);
  EXPECT_EQ(code("SITE UMASK"), 500);
  EXPECT_EQ(code("SITE HELP"), 214);
}

TEST_F(FtpSessionTest, Settings) {
  log_in();
  for (const auto* line :
       {"TYPE A", "type i", "TYPE A N", "MODE S", "STRU F", "OPTS UTF8 ON", "CLNT x", "LANG EN"}) {
    EXPECT_EQ(code(line), 200) << line;
  }
  for (const auto* line : {"TYPE E", "TYPE L 36", "MODE B", "STRU R", "LANG FR"})
    EXPECT_EQ(code(line), 504) << line;
  EXPECT_EQ(code("TYPE X"), 501);
  EXPECT_EQ(code("OPTS NOPE"), 501);
  EXPECT_EQ(code("ALLO 1000"), 202);
  EXPECT_EQ(say("SYST"), "215 UNIX Type: L8\r\n");
  EXPECT_EQ(code("HELP RETR"), 214);
  EXPECT_EQ(code("HELP NOPE"), 502);
  EXPECT_TRUE(step("QUIT").ends);
}

TEST_F(FtpSessionTest, WhatMayComeDuringATransfer) {
  EXPECT_EQ(FtpSession::interjection("\xFF\xF4\xFF\xF2"
                                     "abor"),
            Interjection::abort);
  EXPECT_EQ(FtpSession::interjection("STAT"), Interjection::status);
  EXPECT_EQ(FtpSession::interjection("STAT /web"), Interjection::later);
  EXPECT_EQ(FtpSession::interjection("QUIT"), Interjection::later);
  EXPECT_THAT(session_.transfer_status().text, HasSubstr("42 octets"));
  EXPECT_EQ(code("ABOR"), 226);
}

}  // namespace
}  // namespace refd
