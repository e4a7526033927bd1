#include "smtp/session_pump.h"

#include <gmock/gmock.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "net/scripted_line_stream.h"
#include "smtp/bench_session.h"

namespace refd::smtp {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class SmtpPumpTest : public testing::Test {
 protected:
  // What the server writes to a client that sends these pieces, one after the other, and hangs up.
  std::string served(std::deque<std::string> pieces, bool tls_offered = false,
                     boost::system::error_code end = boost::asio::error::eof) {
    net::ScriptedLineStream stream(std::move(pieces));
    stream.end_with(end);
    boost::asio::io_context context;
    net::BlockingPool pool(1);
    Session session(bench_.surroundings,
                    {.door = Door::relay, .client = "192.0.2.7", .tls_offered = tls_offered});
    SessionPump pump(session, pool, bench_.surroundings.limits);
    auto ended = boost::asio::co_spawn(context, pump.run(stream), boost::asio::use_future);
    context.run();
    end_ = ended.get();
    EXPECT_EQ(stream.closed(), end_ == SessionPump::End::closed);
    return stream.written();
  }

  Bench bench_;
  SessionPump::End end_ = SessionPump::End::closed;
};

const std::string envelope = "EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<taro@example.jp>\r\nDATA\r\n";

TEST_F(SmtpPumpTest, CommandByCommand) {
  const auto written = served({"EHLO x\r\n", "MAIL FROM:<a@b.example>\r\n", "RCPT TO:<taro@example.jp>\r\n",
                               "DATA\r\n", "Subject: x\r\n\r\n", "body\r\n.", "\r\n", "QUIT\r\n"});
  EXPECT_THAT(written, testing::StartsWith("220 mail.example.jp ESMTP ready\r\n250-"));
  EXPECT_THAT(written, EndsWith("354 Send the message, then a line with a dot alone\r\n250 2.0.0 Ok: Q1\r\n"
                                "221 2.0.0 Goodbye\r\n"));
  ASSERT_THAT(bench_.spool.taken, SizeIs(1));
  EXPECT_THAT(bench_.spool.taken[0].text, EndsWith("\r\nSubject: x\r\n\r\nbody\r\n"));
}

// SMTP-10: also the message may come with what precedes and follows it.
TEST_F(SmtpPumpTest, EverythingAtOnce) {
  const auto message = "Subject: x\r\n\r\n" + std::string(200'000, 'x') + "\r\n.\r\n";
  const auto written = served({envelope + message + envelope + ".\r\nQUIT\r\n"});
  EXPECT_THAT(bench_.spool.taken, SizeIs(2));
  EXPECT_THAT(written, EndsWith("250 2.0.0 Ok: Q2\r\n221 2.0.0 Goodbye\r\n"));
}

TEST_F(SmtpPumpTest, OctetByOctet) {
  std::deque<std::string> octets;
  for (const char c : envelope + "..x\r\n.\r\nQUIT\r\n") octets.emplace_back(1, c);
  EXPECT_THAT(served(octets), EndsWith("221 2.0.0 Goodbye\r\n"));
  EXPECT_THAT(bench_.spool.taken.at(0).text, EndsWith("\r\n.x\r\n"));
}

TEST_F(SmtpPumpTest, ACutMessageIsNone) {
  served({envelope + "Subject: x\r\n\r\nhalf"});
  EXPECT_THAT(bench_.spool.taken, IsEmpty());
  EXPECT_EQ(bench_.spool.open, 0);
}

TEST_F(SmtpPumpTest, SaysWhyItEnds) {
  EXPECT_THAT(served({"NOOP\r\n"}, false, boost::asio::error::timed_out),
              EndsWith("421 4.4.2 Timed out, closing connection\r\n"));
  EXPECT_THAT(served({"NOOP\r\n"}, false, boost::asio::error::operation_aborted),
              EndsWith("421 4.3.2 The server is shutting down\r\n"));
  EXPECT_THAT(served({"NOOP\r\n"}), EndsWith("250 2.0.0 Ok\r\n"));
}

TEST_F(SmtpPumpTest, FarTooLargeMessagesAreNotReadToTheirEnd) {
  bench_.surroundings.limits.message_octets = 1000;
  bench_.policy().message_octets = 1000;
  std::deque<std::string> pieces = {envelope};
  for (int i = 0; i < 9; ++i) pieces.push_back(std::string(1000, 'x'));
  pieces.push_back("\r\n.\r\nNOOP\r\n");
  EXPECT_THAT(served(pieces), EndsWith("552 5.3.4 The message is far too large, closing connection\r\n"));
}

TEST_F(SmtpPumpTest, EndlessLinesAreOneMistake) {
  EXPECT_THAT(served({std::string(100'000, 'x'), std::string(100'000, 'x') + "\r\nQUIT\r\n"}),
              EndsWith("ready\r\n500 5.5.2 Line too long\r\n221 2.0.0 Goodbye\r\n"));
}

TEST_F(SmtpPumpTest, ADeviationDropsWhatCameAlong) {
  bench_.policy().pipelining_works = false;
  EXPECT_THAT(served({"EHLO x\r\nNOOP\r\n", "QUIT\r\n"}),
              EndsWith("ENHANCEDSTATUSCODES\r\n221 2.0.0 Goodbye\r\n"));
}

TEST_F(SmtpPumpTest, TlsIsTheServicesBusiness) {
  EXPECT_THAT(served({"EHLO x\r\n", "STARTTLS\r\nMAIL FROM:<evil@b.example>\r\n"}, true),
              EndsWith("220 2.0.0 Ready to start TLS\r\n"));
  EXPECT_EQ(end_, SessionPump::End::wants_tls);
}

TEST_F(SmtpPumpTest, PasswordsAreCheckedElsewhere) {
  EXPECT_THAT(served({"EHLO x\r\nAUTH PLAIN AHRhcm8AVGFyby1QYXNz\r\nAUTH PLAIN\r\nQUIT\r\n"}),
              HasSubstr("235 2.7.0 Authentication successful\r\n503 5.5.1"));
}

}  // namespace
}  // namespace refd::smtp
