#include "smtp/incoming_message.h"

#include <gmock/gmock.h>

#include "smtp/memory_spool.h"

namespace refd::smtp {
namespace {

using Flaw = IncomingMessage::Flaw;

class IncomingMessageTest : public testing::Test {
 protected:
  // What is stored of it; empty when nothing is.
  std::string stored(IncomingMessage& message) {
    auto spooled = message.release();
    if (!spooled) return {};
    spooled->commit({}, [](boost::system::error_code) {});
    return spool_.taken.back().text;
  }
  IncomingMessage message(const IncomingMessage::Rules& rules = {}) {
    return {spool_.begin().value(), rules};
  }

  MemorySpool spool_;
};

TEST_F(IncomingMessageTest, GoesIntoTheSpoolBehindItsTrace) {
  auto incoming = message();
  incoming.put_before("Received: from x\r\n");
  EXPECT_EQ(incoming.take("Subject: y\r\n\r\n..\r\n.\r\nQUIT"), 21U);
  EXPECT_TRUE(incoming.ended());
  EXPECT_EQ(incoming.octets(), 17U);
  EXPECT_EQ(incoming.flaw(), Flaw::none);
  EXPECT_EQ(stored(incoming), "Received: from x\r\nSubject: y\r\n\r\n.\r\n");
}

TEST_F(IncomingMessageTest, TheLimitCountsItsOctetsWithoutStuffing) {
  const std::string eleven_octets = "12345\r\n..\r\n.\r\n";
  auto exact = message({.most_octets = 10});
  exact.put_before("Received: from x\r\n");
  exact.take(eleven_octets);
  EXPECT_EQ(exact.octets(), 10U);
  EXPECT_EQ(exact.flaw(), Flaw::none);

  auto above = message({.most_octets = 9});
  EXPECT_EQ(above.take(eleven_octets), eleven_octets.size()) << "the rest is read all the same";
  EXPECT_TRUE(above.ended());
  EXPECT_EQ(above.flaw(), Flaw::too_large);
  EXPECT_EQ(above.release(), nullptr);
  EXPECT_EQ(spool_.open, 1) << "its space is free at once; the other one is still there";
}

TEST_F(IncomingMessageTest, HopsAreCountedInTheHeaderOnly) {
  const auto with_hops = [](int count, const std::string& field) {
    std::string text;
    for (int i = 0; i < count; ++i) text += field + " from x\r\n\tby y\r\n";
    return text + "\r\nReceived: in the body\r\n.\r\n";
  };
  auto many = message();
  many.take(with_hops(100, "RECEIVED:"));
  EXPECT_EQ(many.flaw(), Flaw::none);
  auto too_many = message();
  too_many.take(with_hops(101, "Received:"));
  EXPECT_EQ(too_many.flaw(), Flaw::too_many_hops);
  auto other_fields = message();
  other_fields.take(with_hops(200, "X-Received:"));
  EXPECT_EQ(other_fields.flaw(), Flaw::none);
}

TEST_F(IncomingMessageTest, HopsAreFoundAcrossPieces) {
  HopCount hops;
  for (const char c : std::string("Received: a\r\nreceived: b\nReceive: c\r\n\r\nReceived: d\r\n"))
    hops.add({&c, 1});
  EXPECT_EQ(hops.hops(), 2U);
}

TEST_F(IncomingMessageTest, AFailureIsTold) {
  spool_.fails_to_write = system_error(ENOSPC);
  auto incoming = message();
  incoming.take("a\r\n.\r\n");
  EXPECT_TRUE(incoming.ended());
  EXPECT_EQ(incoming.flaw(), Flaw::not_stored);
  EXPECT_EQ(incoming.error(), system_error(ENOSPC));
  EXPECT_EQ(spool_.open, 0);
}

TEST_F(IncomingMessageTest, EveryOctetIsKeptUnlessADeviationAltersIt) {
  const std::string line(1500, '\xE3');
  auto kept = message();
  kept.take(line + "\r\n.\r\n");
  EXPECT_EQ(stored(kept), line + "\r\n");
  auto altered = message({.keeps_long_lines = false, .keeps_eight_bits = false});
  altered.take(line.substr(0, 700));
  altered.take(line.substr(700) + "\r\nx\r\n.\r\n");
  EXPECT_EQ(stored(altered), std::string(1000, '\x63') + "\r\nx\r\n");
}

}  // namespace
}  // namespace refd::smtp
