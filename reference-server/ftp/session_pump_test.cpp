#include "ftp/session_pump.h"

#include <gmock/gmock.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "files/memory_tree.h"
#include "net/scripted_line_stream.h"

namespace refd {
namespace {

namespace asio = boost::asio;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

// A tree, an account list and a port that nobody asks for anything.
class NoTree final : public FileTree {
 public:
  Result<UniqueFd> open_for_reading(const TreePath&, Reader) override { return system_error(ENOENT); }
  Result<FileFacts> facts(const TreePath&, Reader) override { return system_error(ENOENT); }
  Result<std::vector<DirectoryEntry>> list(const TreePath&, Reader) override { return system_error(ENOENT); }
  Result<std::unique_ptr<Upload>> begin_upload(const TreePath&, UploadMode, std::uint64_t) override {
    return system_error(ENOENT);
  }
  Result<void> make_directory(const TreePath&) override { return system_error(EPERM); }
  Result<void> remove_directory(const TreePath&) override { return system_error(EPERM); }
  Result<void> remove_file(const TreePath&) override { return system_error(EPERM); }
  Result<void> rename(const TreePath&, const TreePath&) override { return system_error(EPERM); }
  Result<void> change_mode(const TreePath&, unsigned) override { return system_error(EPERM); }
  Result<void> set_modified(const TreePath&, std::chrono::system_clock::time_point) override {
    return system_error(EPERM);
  }
};

class NobodyKnown final : public AccountDirectory {
 public:
  std::optional<std::string> ftp_login(std::string_view, std::string_view, const LoginRules&) const override {
    return std::nullopt;
  }
};

class NoPort final : public DataPort {
 public:
  Result<std::uint16_t> listen() override { return system_error(EACCES); }
  void connect_to(std::uint16_t) override {}
  bool is_prepared() const override { return false; }
  void forget() override {}
  std::uint64_t progress() const override { return 0; }
};

// Counts how often it is asked.
class CountingNames final : public net::NameLookup {
 public:
  asio::awaitable<net::KnownNames> names_of(std::string address) override {
    ++asked;
    last = std::move(address);
    co_return net::KnownNames{{"h1.isp.example.jp"}, true};
  }
  unsigned asked = 0;
  std::string last;
};

class AnybodyKnown final : public AccountDirectory {
 public:
  std::optional<std::string> ftp_login(std::string_view name, std::string_view,
                                       const LoginRules&) const override {
    return std::string(name);
  }
};

class SessionPumpTest : public ::testing::Test {
 protected:
  // What the client reads when it says these pieces and then closes, or when its last read ends with `end`.
  std::string dialogue(std::deque<std::string> pieces, boost::system::error_code end = asio::error::eof) {
    asio::io_context io;
    net::ScriptedLineStream control(std::move(pieces));
    control.end_with(end);
    const auto loopback = asio::ip::make_address("127.0.0.1");
    net::DataChannel data(io.get_executor(), loopback, loopback, {});
    FtpSession session({*tree_, *accounts_, policies_, clock_, silent_log(), limits_, "h"},
                       {.server = HostAddress::parse("127.0.0.1").value(),
                        .client = HostAddress::parse("127.0.0.2").value(),
                        .client_names_known = AccessSource::Names::not_asked_yet},
                       port_);
    SessionPump pump(control, data, session, names_, limits_);
    asio::co_spawn(io, pump.run(), asio::detached);
    io.run();
    EXPECT_TRUE(control.closed());
    return control.written();
  }

  NoTree no_tree_;
  FileTree* tree_ = &no_tree_;
  NobodyKnown nobody_;
  AccountDirectory* accounts_ = &nobody_;
  CountingNames names_;
  FixedPolicies policies_;
  ManualClock clock_{Clock::time_point()};
  NoPort port_;
  Site::FtpLimits limits_;
};

TEST_F(SessionPumpTest, PipelinedCommandsAreAnsweredInOrder) {
  EXPECT_EQ(dialogue({"NOOP\r\nSY", "ST\r\nQUIT\r\nNOOP\r\n"}),
            "220 h FTP server ready.\r\n200 Nothing done.\r\n215 UNIX Type: L8\r\n221 Goodbye.\r\n");
}

TEST_F(SessionPumpTest, OverlongLinesAreRefusedAndTheSessionGoesOn) {
  limits_.line_octets = 100;
  EXPECT_THAT(dialogue({std::string(100'000, 'x') + "\r\nNOOP\r\n"}),
              EndsWith("500 Command line too long.\r\n200 Nothing done.\r\n"));
}

TEST_F(SessionPumpTest, TheClientsNameIsAskedForOnceAndWhenItIsNeeded) {
  AnybodyKnown anybody;
  accounts_ = &anybody;
  MemoryTree tree;
  tree_ = &tree;
  tree.put_directory("/users/ab");
  tree.put_directory("/web/sub");
  const std::string login = "USER ab\r\nPASS x\r\nCWD /web\r\n";
  dialogue({login});
  EXPECT_EQ(names_.asked, 0U);
  tree.put("/web/sub/.ftpaccess", "<Limit ALL>\nAllow from .jp\nDeny from all\n</Limit>\n");
  dialogue({login});
  EXPECT_EQ(names_.asked, 0U) << "nothing was done where that file has a say";
  EXPECT_THAT(dialogue({login + "CWD sub\r\nPWD\r\nCWD ..\r\nCWD sub\r\nPWD\r\n"}),
              AllOf(HasSubstr("257 \"/web/sub\""), Not(HasSubstr("550"))));
  EXPECT_EQ(names_.asked, 1U);
  EXPECT_EQ(names_.last, "127.0.0.2");
}

TEST_F(SessionPumpTest, SaysWhyItEnds) {
  EXPECT_THAT(dialogue({}, asio::error::timed_out), HasSubstr("421 Timed out"));
  EXPECT_THAT(dialogue({}, asio::error::operation_aborted), HasSubstr("421 The server is shutting down"));
  EXPECT_EQ(dialogue({"NOO"}), "220 h FTP server ready.\r\n") << "a client that left is told nothing";
}

}  // namespace
}  // namespace refd
