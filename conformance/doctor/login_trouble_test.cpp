#include "doctor/login_trouble.h"

#include <gtest/gtest.h>

namespace cts {
namespace {

struct Case {
  LoginService service;
  const char* said;
  const char* id;
};

TEST(LoginTrouble, TellsKindsApart) {
  const Case cases[] = {
      {LoginService::ftp, "530 Login incorrect.", "wrong-credentials"},
      {LoginService::ftp, "530 Non-anonymous sessions must use encryption.", "wants-tls"},
      {LoginService::ftp, "550 SSL/TLS required on the control channel", "wants-tls"},
      {LoginService::ftp, "421 Too many connections (2) from this IP", "busy"},
      {LoginService::ftp, "530 Sorry, the maximum number of clients are connected", "busy"},
      {LoginService::ftp, "332 Need account", "wants-account"},
      {LoginService::ftp, "451 Local error", "out-of-order"},
      {LoginService::ftp, "no reply within 10 s", "no-reply"},
      {LoginService::ftp, "closed by the target", "cut"},
      {LoginService::ftp, "200 anything", "not-understood"},
      {LoginService::ftp, "", "not-understood"},
      {LoginService::pop, "-ERR [AUTH] Authentication failed.", "wrong-credentials"},
      {LoginService::pop, "-ERR Authentication failed.", "wrong-credentials"},
      {LoginService::pop,
       "-ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.", "wants-tls"},
      {LoginService::pop, "-ERR [IN-USE] Do you have another POP session running?", "in-use"},
      {LoginService::pop, "-ERR Unable to lock maildrop", "in-use"},
      {LoginService::pop, "-ERR [LOGIN-DELAY] minimum time between logins", "busy"},
      {LoginService::pop, "-ERR [SYS/TEMP] try again", "out-of-order"},
      {LoginService::pop, "no line within 10 s", "no-reply"},
      {LoginService::pop, "connection reset by the target", "cut"},
  };
  for (const Case& one : cases) {
    const LoginTrouble trouble = login_trouble(one.service, one.said);
    EXPECT_EQ(trouble.id, one.id) << one.said;
    EXPECT_FALSE(trouble.why.empty() || trouble.remedy.empty()) << one.said;
  }
}

}  // namespace
}  // namespace cts
