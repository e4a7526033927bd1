#include "check/delivery_report.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

constexpr std::string_view whole =
    "Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example.jp\r\nSubject: Undelivered Mail Returned to "
    "Sender\r\n"
    "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"b\"\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Description: Delivery report\r\n"
    "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.jp\r\n"
    "Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0900\r\n\r\nFinal-Recipient: rfc822; "
    "nobody@elsewhere.example\r\n"
    "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n    no such user\r\n\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\n--b--\r\n";

TEST(DeliveryReport, IsReadWhole) {
  const DeliveryReport report = read_report(whole);
  EXPECT_TRUE(report.is_one);
  EXPECT_EQ(report.action, "failed");
  EXPECT_EQ(report.status, "5.1.1");
  EXPECT_EQ(report.recipient, "nobody@elsewhere.example");
  EXPECT_EQ(report.diagnostic, "550 5.1.1    no such user");
}

TEST(DeliveryReport, MayBeOfTheOldKind) {
  const DeliveryReport report = read_report(
      "From: Mail Delivery Subsystem <MAILER-DAEMON@sv1>\r\nSubject: Returned mail: see "
      "transcript\r\n\r\nx\r\n");
  EXPECT_TRUE(report.is_one);
  EXPECT_EQ(report.action, "");
}

TEST(DeliveryReport, IsNoOtherMessage) {
  EXPECT_FALSE(read_report("From: a@b\r\nSubject: Delivery of goods\r\n\r\n").is_one);
  EXPECT_FALSE(
      read_report("Content-Type: multipart/report; report-type=disposition-notification\r\n\r\n").is_one);
  EXPECT_FALSE(read_report("").is_one);
}

}  // namespace
}  // namespace cts
