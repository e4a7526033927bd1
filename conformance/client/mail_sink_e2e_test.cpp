#include <gmock/gmock.h>

#include "client/mail_sink.h"
#include "client/smtp_client.h"

namespace cts {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::SizeIs;

const Deadlines patient{milliseconds(2000), milliseconds(5000), milliseconds(10000)};

std::unique_ptr<MailSink> opened(std::uint16_t port = 0, SinkManners manners = {}) {
  std::string problem;
  auto sink = MailSink::open("127.0.0.1", port, std::move(manners), problem);
  EXPECT_EQ(problem, "");
  return sink;
}

SmtpClient connected(const MailSink& sink, Transcript& transcript) {
  return SmtpClient::connect({"sink.test", "127.0.0.1", sink.port()}, patient, transcript);
}

TEST(MailSinkTest, KeepsWhatItWasHanded) {
  const auto sink = opened();
  Transcript transcript({});
  SmtpClient client = connected(*sink, transcript);
  client.hello();
  EXPECT_EQ(client.send("a@x.test", "one@y.test", ".x\r\n").code, 250);
  EXPECT_EQ(client.send("", "two@y.test", std::string(3'000'000, 'x')).code, 250);
  EXPECT_THAT(sink->wait_for_messages("@y.test", 2, milliseconds(2000)), SizeIs(2));
  const auto found = sink->messages_for("one@");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].octets, ".x\r\n");
  EXPECT_THAT(sink->wait_for_messages("three@", 1, milliseconds(20)), SizeIs(0));
}

TEST(MailSinkTest, TellsWhomItRefused) {
  const auto sink = opened(0, {.refuses_recipient = [](const std::string&) {
                             return "550 5.1.1 no";
                           }});
  Transcript transcript({});
  SmtpClient client = connected(*sink, transcript);
  client.hello();
  EXPECT_EQ(client.send("a@x.test", "one@y.test", "x\r\n").code, 550);
  EXPECT_THAT(sink->refused_recipients(), testing::ElementsAre("one@y.test"));
}

TEST(MailSinkTest, ItsPortIsFreeAgainAtOnce) {
  auto sink = opened();
  const std::uint16_t port = sink->port();
  Transcript transcript({});
  SmtpClient client = connected(*sink, transcript);
  sink.reset();
  EXPECT_EQ(client.command("NOOP").code, 0);
  EXPECT_NE(opened(port), nullptr);
}

TEST(MailSinkTest, SaysWhyItCannotListen) {
  const auto sink = opened();
  std::string problem;
  EXPECT_EQ(MailSink::open("127.0.0.1", sink->port(), {}, problem), nullptr);
  EXPECT_THAT(problem, HasSubstr("cannot listen on 127.0.0.1:"));
}

}  // namespace
}  // namespace cts
