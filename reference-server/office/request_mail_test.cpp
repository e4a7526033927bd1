#include "office/request_mail.h"

#include <gtest/gtest.h>

#include "office/mail_text.h"

namespace refd::office {
namespace {

const std::string form =
    "顧客(お客様)番号：####C-1####\r\n\r\nご契約ドメイン名：example.jp\r\n連絡先電話番号： 03-1234-5678\r\n"
    "「.ftpaccess」を設置したサーバ名：www.example.jp\r\n「.ftpaccess」を設置したディレクトリ：/web/members/"
    "\r\n\r\n"
    "上記ディレクトリ設置「.ftpaccess」のファイル名変更を依頼します。\r\n";

void expect_understood(const RequestMail& mail) {
  EXPECT_EQ(mail.customer_number, "C-1");
  EXPECT_EQ(mail.domain, "example.jp");
  EXPECT_EQ(mail.phone, "03-1234-5678");
  EXPECT_EQ(mail.server, "www.example.jp");
  EXPECT_EQ(mail.directory, "/web/members");
  EXPECT_TRUE(mail.is_release());
}

TEST(RequestMailTest, ReadsTheManualsForm) {
  const auto mail = understand_request(
      "From: a@example.jp\r\nSubject: =?UTF-8?B?44CMLmZ0cGFjY2Vzc+OAjeODleOCoeOCpOODqw==?=\r\n"
      " =?UTF-8?Q?=E5=90=8D=E5=A4=89=E6=9B=B4?=\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n" +
      form);
  EXPECT_EQ(mail.subject, "「.ftpaccess」ファイル名変更");
  expect_understood(mail);
}

TEST(RequestMailTest, ReadsItInBase64AndAmongParts) {
  const std::string base64 =
      "6aGn5a6iKOOBiuWuouanmCnnlarlj7fvvJpDLTEK44GU5aWR57SE44OJ44Oh44Kk44Oz5ZCN77yaZXhhbXBsZS5qcAo=\r\n";
  const auto mail = understand_request(
      "Content-Type: multipart/alternative; boundary=\"b 1\"\r\n\r\nnothing\r\n--b 1\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
      base64 + "\r\n--b 1\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b 1--\r\n");
  EXPECT_EQ(mail.customer_number, "C-1");
  EXPECT_EQ(mail.domain, "example.jp");
  EXPECT_FALSE(mail.is_release());
}

TEST(RequestMailTest, ReadsWhatJapaneseProgramsSend) {
  // "番号：C-1" in ISO-2022-JP, and in Shift_JIS.
  EXPECT_EQ(
      understand_request("Content-Type: text/plain; charset=ISO-2022-JP\r\n\r\n\x1b$BHV9f!'\x1b(BC-1\r\n")
          .customer_number,
      "C-1");
  EXPECT_EQ(understand_request("Content-Type: text/plain; charset=Shift_JIS\r\n\r\n\x94\xd4\x8d\x86\x81\x46"
                               "C-1\r\n")
                .customer_number,
            "C-1");
}

TEST(RequestMailTest, SurvivesWhatIsNoRequest) {
  for (const std::string& text :
       {std::string(), std::string("no header"), std::string("\r\n\r\n"), std::string(1 << 20, ':'),
        std::string("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x"),
        std::string("Content-Type: multipart/mixed; boundary=\r\n\r\n--\n--\n"),
        std::string("Content-Type: text/plain; charset=nonsense\r\n\r\n\xff\xfe"),
        std::string("Subject: =?x?B?=?=?=?\r\n\r\n"), std::string("Subject: =?utf-8?Q?=E5=\r\n\r\n")})
    EXPECT_FALSE(understand_request(text).is_release());
  std::string nested;
  for (int i = 0; i < 50; ++i) nested += "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n";
  EXPECT_FALSE(understand_request(nested).is_release());
}

TEST(MailText, UnfoldsFields) {
  EXPECT_EQ(mail_field("A: 1\r\nSubject: a\r\n b\r\n\tc\r\nB: 2\r\n\r\nSubject: no\r\n", "subject"),
            "a b\tc");
  EXPECT_EQ(mail_field("A: 1\r\n\r\nSubject: no\r\n", "subject"), "");
  EXPECT_EQ(decoded_words("a =?utf-8?B?44GC?= =?utf-8?Q?_b?= c"), "a あ b c");
}

}  // namespace
}  // namespace refd::office
