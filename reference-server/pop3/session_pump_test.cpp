#include "pop3/session_pump.h"

#include <gmock/gmock.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "mail/memory_mail_store.h"
#include "net/scripted_line_stream.h"

namespace refd {
namespace {

namespace asio = boost::asio;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class AnybodysAccount final : public MailAccounts {
 public:
  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules&) const override {
    if (password != "secret") return std::nullopt;
    return MailAccount{.name = std::string(name), .address = "", .quota_octets = 100'000'000};
  }
  std::optional<MailAccount> at(std::string_view) const override { return std::nullopt; }
  bool owns_domain(std::string_view) const override { return false; }
  std::vector<MailAccount> all() const override { return {}; }
};

class NoLogins final : public PopLogins {
 public:
  void record(std::string_view, Clock::time_point) override {}
  bool recent(std::string_view, Clock::time_point, std::chrono::seconds) const override { return false; }
  bool any_recent(Clock::time_point, std::chrono::seconds) const override { return false; }
};

// A store whose messages cannot be read to their end.
class BrokenSource final : public ByteSource {
 public:
  Result<std::string_view> next() override {
    if (++pieces_ == 1) return std::string_view("half\r\n");
    return system_error(EIO);
  }

 private:
  int pieces_ = 0;
};

class BrokenDrop final : public Maildrop {
 public:
  const std::vector<StoredMessage>& messages() const override { return messages_; }
  Result<std::unique_ptr<ByteSource>> read(std::size_t) const override {
    return std::unique_ptr<ByteSource>(std::make_unique<BrokenSource>());
  }
  Result<void> remove(const std::vector<std::size_t>&) override { return system_error(EIO); }

 private:
  std::vector<StoredMessage> messages_{{.unique_id = "1", .octets = 100}};
};

class BrokenStore final : public MailStore {
 public:
  Result<void> room(const Mailbox&, std::uint64_t) override { return {}; }
  Result<std::unique_ptr<Delivery>> begin_delivery(const Mailbox&, std::uint64_t) override {
    return system_error(EIO);
  }
  Result<std::unique_ptr<Maildrop>> open(const Mailbox& mailbox) override {
    if (mailbox.name == "closed") return system_error(EACCES);
    return std::unique_ptr<Maildrop>(std::make_unique<BrokenDrop>());
  }
  Result<MailboxUse> use(const Mailbox&) override { return MailboxUse(); }
};

class PopPumpTest : public testing::Test {
 protected:
  PopPumpTest() { limits_.failed_login_delay = std::chrono::seconds(0); }

  // What the client reads when it says these pieces and then closes, or when its last read ends with `end`.
  std::string dialogue(std::deque<std::string> pieces, boost::system::error_code end = asio::error::eof) {
    asio::io_context io;
    net::BlockingPool pool(1);
    net::ScriptedLineStream stream(std::move(pieces));
    stream.end_with(end);
    MaildropDesk desk(*store_, policies_);
    const PopSurroundings around{accounts_, desk, logins_, policies_, clock_, silent_log(), limits_, "h"};
    PopSession session(around, {.address = "192.0.2.1"});
    PopPump pump(stream, session, pool, limits_);
    asio::co_spawn(io, pump.run(), asio::detached);
    io.run();
    EXPECT_TRUE(stream.closed());
    return stream.written();
  }
  void deliver(std::string_view text) {
    const auto delivery = *memory_.begin_delivery({.name = "taro", .quota_octets = 100'000'000}, 0);
    EXPECT_TRUE(delivery->write(text).has_value());
    EXPECT_TRUE(delivery->commit().has_value());
  }

  FixedPolicies policies_;
  MemoryMailStore memory_{policies_};
  MailStore* store_ = &memory_;
  AnybodysAccount accounts_;
  NoLogins logins_;
  ManualClock clock_{Clock::time_point()};
  Site::PopLimits limits_;
};

const std::string login = "USER taro\r\nPASS secret\r\n";

TEST_F(PopPumpTest, PipelinedCommandsAreAnsweredInOrderUpToQuit) {
  deliver("Subject: a\r\n\r\n.dot\r\n");
  EXPECT_EQ(dialogue({"USER taro\r\nPA", "SS secret\r\nSTAT\r\nRETR 1\r\nDELE 1\r\nQUIT\r\nNOOP\r\n"}),
            "+OK h POP3 server ready.\r\n+OK Password, please.\r\n+OK 1 messages (20 octets).\r\n+OK 1 20\r\n"
            "+OK 20 octets\r\nSubject: a\r\n\r\n..dot\r\n.\r\n+OK Message 1 deleted.\r\n+OK Goodbye.\r\n");
  EXPECT_EQ(memory_.texts("taro").size(), 0U);
}

TEST_F(PopPumpTest, OverlongLinesAreRefusedAndTheSessionGoesOn) {
  EXPECT_THAT(dialogue({login + std::string(100'000, 'x') + "\r\nNOOP\r\n"}),
              EndsWith("-ERR Command line too long.\r\n+OK\r\n"));
}

TEST_F(PopPumpTest, LargeMessagesArriveWhole) {
  std::string text;
  std::string wire;
  for (int i = 0; text.size() < 2'000'000; ++i) {
    const std::string line = std::string(i % 3, '.') + std::string(i % 200, 'x') + "\r\n";
    text += line;
    wire += (line.front() == '.' ? "." : "") + line;
  }
  deliver(text);
  EXPECT_TRUE(dialogue({login + "RETR 1\r\nQUIT\r\n"})
                  .ends_with(std::to_string(text.size()) + " octets\r\n" + wire + ".\r\n+OK Goodbye.\r\n"));
}

TEST_F(PopPumpTest, EndsWithoutAWordUnlessByQuit) {
  const std::string greeting = "+OK h POP3 server ready.\r\n";
  EXPECT_EQ(dialogue({}, asio::error::timed_out), greeting);
  EXPECT_EQ(dialogue({}, asio::error::operation_aborted), greeting);
  EXPECT_EQ(dialogue({"QUI"}), greeting);
}

TEST_F(PopPumpTest, TooManyWrongPasswordsEndIt) {
  const std::string attempt = "USER taro\r\nPASS wrong\r\n";
  const auto written = dialogue({attempt + attempt + attempt + login + "STAT\r\n"});
  EXPECT_THAT(written, EndsWith("-ERR [AUTH] Wrong name or password.\r\n"));
}

TEST_F(PopPumpTest, AMessageThatCannotBeReadWholeHasNoEnd) {
  BrokenStore broken;
  store_ = &broken;
  const auto written = dialogue({login + "RETR 1\r\nQUIT\r\n"});
  EXPECT_THAT(written,
              AllOf(EndsWith("\r\nhalf\r\n"), Not(HasSubstr("\r\n.\r\n")), Not(HasSubstr("Goodbye"))));
}

TEST_F(PopPumpTest, WhatCannotBeDoneIsTold) {
  BrokenStore broken;
  store_ = &broken;
  EXPECT_THAT(dialogue({"USER closed\r\nPASS secret\r\n"}), HasSubstr("-ERR [SYS/TEMP]"));
  EXPECT_THAT(dialogue({login + "DELE 1\r\nQUIT\r\n"}),
              EndsWith("-ERR Some deleted messages could not be removed.\r\n"));
}

}  // namespace
}  // namespace refd
