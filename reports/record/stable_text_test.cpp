#include "reports/record/stable_text.h"

#include <gtest/gtest.h>

namespace reports {
namespace {

struct Case {
  const char* before;
  const char* after;
};

class Volatile : public testing::TestWithParam<Case> {};

TEST_P(Volatile, IsReplaced) {
  EXPECT_EQ(stable_text(GetParam().before), GetParam().after);
}

INSTANTIATE_TEST_SUITE_P(
    Parts, Volatile,
    testing::Values(
        Case{"+OK POP3 ready <1896.697170952@dbc.mtview.ca.us>", "+OK POP3 ready <#@#>"},
        Case{"+OK Dovecot ready. <3f.5.6743c01a.Zk==@mx>", "+OK Dovecot ready. <#@#>"},
        Case{"220 mx1.example.jp ESMTP Fri, 27 Nov 2026 03:45:21 +0900",
             "220 mx#.example.jp ESMTP #date +0900"},
        Case{"220 mx12.example.jp ESMTP Sat, 5 Dec 2026 13:05:01 +0900",
             "220 mx#.example.jp ESMTP #date +0900"},
        Case{"ready at Fri Nov 27 03:45:21 2026", "ready at #date"},
        Case{"220-Local time is now 03:45. Server port: 21.",
             "220-Local time is now #time. Server port: 21."},
        Case{"220-You are user number 3 of 50 allowed.", "220-You are user number # of 50 allowed."},
        Case{"220 ProFTPD Server (Debian) [::ffff:192.0.2.7]", "220 ProFTPD Server (Debian) [#IP]"},
        Case{"220 hello [IPv6:2001:db8::7]", "220 hello [#IP]"},
        Case{"220 mx.google.com ESMTP d9443c01a7336-29f25b - gsmtp",
             "220 mx.google.com ESMTP #-29f25b - gsmtp"},
        Case{"11.27.2026", "##.##.####"}, Case{"2026/11/7", "####/##/##"},
        Case{"imapd[4711] ready", "imapd[#] ready"}, Case{"the number 00000057", "the number #"}));

class Lasting : public testing::TestWithParam<const char*> {};

TEST_P(Lasting, Stays) {
  EXPECT_EQ(stable_text(GetParam()), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Versions, Lasting,
                         testing::Values("Apache/2.4.66 (Debian) OpenSSL/3.0.15", "PHP/8.2.29",
                                         "220 (vsFTPd 3.0.3)", "SIZE 20971520", "220 ProFTPD 1.3.8b Server",
                                         "Postfix (Debian/GNU) 3.7.11-0+deb12u1", "TLS_AES_256_GCM_SHA384",
                                         "ECDHE-RSA-CHACHA20-POLY1305", "MariaDB 10.11.6",
                                         "text/html; charset=EUC-JP", "-ERR [IN-USE]",
                                         "no dates here: May I? 250 OK", ""));

TEST(StableText, ClipsWhatIsHostile) {
  EXPECT_LE(stable_text(std::string(100'000, '<')).size(), stable_text_limit);
  EXPECT_LE(stable_text(std::string(100'000, 'a')).size(), stable_text_limit);
  EXPECT_LE(stable_text(std::string(100'000, '.')).size(), stable_text_limit);
}

TEST(WithoutRunId, ReplacesEveryOccurrence) {
  EXPECT_EQ(without_run_id("/web/cts-ab12cd34-x, cts-ab12cd34", "ab12cd34"), "/web/cts-<run>-x, cts-<run>");
  EXPECT_EQ(without_run_id("nothing", ""), "nothing");
}

}  // namespace
}  // namespace reports
