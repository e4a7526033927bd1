#include "doctor/examine.h"

#include <gmock/gmock.h>

#include "client/scripted_server.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::Not;
using State = Diagnosis::State;

const Scenario fetches{.id = "web.a.fetches", .clauses = {"WEB-INDEX-1"}, .needs = Need::web};
const Scenario uploads{
    .id = "web.a.uploads", .clauses = {"WEB-INDEX-1"}, .needs = Need::web | Need::ftp_login};

class Examine : public testing::Test {
 protected:
  Examine() {
    profile_.name = "x";
    profile_.offers = {.web = true, .ftp = true};
    target_.name = "box";
    target_.web = {.host = "www.example.jp", .address = "127.0.0.1", .port = closed_port()};
    target_.ftp = {.host = "www.example.jp", .address = "127.0.0.1", .port = closed_port()};
    target_.ftp.login = "shop";
    target_.ftp.password = Secret("Hush-4711");
    target_.vantage_points = {{.name = "here"}};
    target_.timeouts = {.connect = std::chrono::seconds(20), .reply = std::chrono::seconds(20)};
  }
  Examination examined() const {
    return examine({.profile = profile_,
                    .profile_file = "pro",
                    .target = target_,
                    .scenarios = {&fetches, &uploads},
                    .catalogue = built_in_catalogue()});
  }

  Profile profile_ = built_in_profile("dedicated");
  Target target_;
};

auto found(const char* id, State state) {
  return AllOf(Field(&Diagnosis::id, id), Field(&Diagnosis::state, state));
}

void answer_page(ScriptedServer::Peer& peer) {
  peer.hear_until("\r\n\r\n");
  peer.say(
      "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\nConnection: "
      "close\r\n\r\n");
}

TEST_F(Examine, TellsLoginFailuresApartAndWhatTheyCost) {
  const ScriptedServer web(answer_page);
  const ScriptedServer ftp([](ScriptedServer::Peer& peer) {
    peer.say("220 ready\r\n");
    if (peer.answer("331 go on\r\n") != "USER shop") return;
    peer.answer("530 Non-anonymous sessions must use encryption. Hush-4711\r\n");
  });
  target_.web.port = web.port();
  target_.ftp.port = ftp.port();
  const Examination examination = examined();
  EXPECT_EQ(examination.exit_code(), 2);
  EXPECT_THAT(examination.found,
              Contains(AllOf(found("ftp.login.wants-tls", State::target_is_dead),
                             Field(&Diagnosis::why, HasSubstr("1 scenario depends on it")))));
  EXPECT_THAT(examination.found, Contains(found("clock-differs", State::warning)));
  EXPECT_THAT(examination.found, Contains(found("web.answer", State::good)));
  EXPECT_THAT(text_of(examination), Not(HasSubstr("Hush-4711")));
}

TEST_F(Examine, TellsEachAccountsLogin) {
  profile_.offers = {.pop = true};
  const ScriptedServer pop([](ScriptedServer::Peer& peer) {
    peer.say("+OK ready\r\n");
    for (std::string line = peer.hear(); !line.empty(); line = peer.hear()) {
      if (line == "USER jiro") {
        peer.say("-ERR [IN-USE] busy\r\n");
      } else if (line == "CAPA") {
        peer.say("+OK\r\nUSER\r\n.\r\n");
      } else {
        peer.say("+OK\r\n");
      }
    }
  });
  target_.pop = {.host = "pop3.example.jp", .address = "127.0.0.1", .port = pop.port()};
  target_.pops = {.host = "pop3.example.jp", .address = "127.0.0.1", .port = closed_port()};
  for (const char* name : {"taro", "jiro", "info"})
    target_.mail_accounts.push_back({.name = name, .address = "", .password = Secret("x-1")});
  const Examination examination = examined();
  EXPECT_THAT(examination.found, Contains(AllOf(found("pop.login.in-use", State::target_is_dead),
                                                Field(&Diagnosis::what, HasSubstr("jiro")))));
  EXPECT_THAT(examination.found, Contains(Field(&Diagnosis::what, "mail account info can log in")));
}

TEST_F(Examine, FindsWhatThisMachineLacks) {
  target_.vantage_points.push_back({.name = "elsewhere", .bind = "192.0.2.77"});
  target_.hooks["set_clock"] = {"/nonexistent/set-clock", "{time}"};
  const Examination examination = examined();
  EXPECT_EQ(examination.exit_code(), 78);
  EXPECT_THAT(examination.found, Contains(found("vantage-point", State::file_is_wrong)));
  EXPECT_THAT(examination.found, Contains(found("hook", State::file_is_wrong)));
}

TEST_F(Examine, EndsWithATargetThatAnswersNothing) {
  const ScriptedServer silent([](ScriptedServer::Peer& peer) { peer.hang(); });
  target_.web.port = target_.ftp.port = silent.port();
  target_.timeouts = {.connect = std::chrono::milliseconds(200), .reply = std::chrono::milliseconds(300)};
  const Examination examination = examined();
  EXPECT_EQ(examination.exit_code(), 2);
  EXPECT_THAT(text_of(examination), HasSubstr("is the server up"));
}

}  // namespace
}  // namespace cts
