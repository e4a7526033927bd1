#include "runner/software.h"

#include <gmock/gmock.h>

#include "client/scripted_server.h"

namespace cts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> values(const reports::Fingerprint& print, std::string_view service,
                                std::string_view name) {
  for (const reports::Trait& trait : print.traits)
    if (trait.service == service && trait.name == name) return trait.values;
  return {};
}

std::vector<reports::InterconnectionStep> answered(const std::vector<std::string>& ids) {
  std::vector<reports::InterconnectionStep> steps;
  for (const std::string& id : ids) steps.push_back({.id = id, .ok = true});
  return steps;
}

Profile mail_and_files() {
  Profile profile;
  profile.offers = {.web = true, .ftp = true, .pop = true, .smtp = true};
  return profile;
}

Target target_at(std::uint16_t port) {
  Target target;
  target.ftp = {.host = "www.example.test",
                .address = "127.0.0.1",
                .port = port,
                .login = "shop",
                .password = Secret("geheim-1234")};
  target.pop = {.host = "pop.example.test", .address = "127.0.0.1", .port = port};
  target.smtp = {.host = "smtp.example.test", .address = "127.0.0.1", .port = port, .submission_port = port};
  target.web = {.host = "www.example.test", .address = "127.0.0.1", .port = port};
  target.timeouts.reply = std::chrono::milliseconds(400);
  return target;
}

TEST(LookAtSoftware, LooksOnlyAtWhatAnswered) {
  const ScriptedServer server([](ScriptedServer::Peer& peer) { peer.hang(); });
  reports::InterconnectionStep failed{.id = "ftp.greet", .ok = false};
  const auto print = look_at_software(mail_and_files(), target_at(server.port()), {failed});
  EXPECT_THAT(print.services, IsEmpty());
  EXPECT_THAT(print.traits, IsEmpty());
}

TEST(LookAtSoftware, LogsInForFilesAndTellsNoSecret) {
  const ScriptedServer server([](ScriptedServer::Peer& peer) {
    peer.say("220 FTPd 1.2 at 12:34:56\r\n");
    EXPECT_EQ(peer.answer("211-Features:\r\n UTF8\r\n MDTM\r\n211 End\r\n"), "FEAT");
    EXPECT_EQ(peer.answer("331 Go on\r\n"), "USER shop");
    const std::string pass = peer.answer("230 Welcome\r\n");
    EXPECT_EQ(peer.answer("215 UNIX of " + pass + "\r\n"), "SYST");
    EXPECT_EQ(peer.answer("502 No\r\n"), "HELP");
    EXPECT_EQ(peer.answer("200 Yes\r\n"), "NOOP");
    EXPECT_EQ(peer.answer("221 Bye\r\n"), "QUIT");
  });
  const auto print = look_at_software(mail_and_files(), target_at(server.port()), answered({"ftp.greet"}));
  EXPECT_THAT(print.services, ElementsAre("ftp"));
  EXPECT_THAT(values(print, "ftp", "greeting"), ElementsAre("220 FTPd 1.2 at #time"));
  EXPECT_THAT(values(print, "ftp", "FEAT"), ElementsAre("MDTM", "UTF8"));
  EXPECT_THAT(values(print, "ftp", "SYST"), ElementsAre("UNIX of PASS ****"));
  EXPECT_THAT(
      values(print, "ftp", "reply codes"),
      ElementsAre("(greeting) 220", "FEAT 211", "HELP 502", "NOOP 200", "QUIT 221", "SYST 215", "login 230"));
}

TEST(LookAtSoftware, NeverLogsInForMail) {
  const ScriptedServer server([](ScriptedServer::Peer& peer) {
    peer.say("+OK <12.34@mx3.example.test>\r\n");
    EXPECT_EQ(peer.answer("+OK\r\nTOP\r\nUIDL\r\n.\r\n"), "CAPA");
    EXPECT_EQ(peer.answer("+OK\r\n"), "QUIT");
  });
  const auto print = look_at_software(mail_and_files(), target_at(server.port()), answered({"pop.greet"}));
  EXPECT_THAT(values(print, "pop", "CAPA"), ElementsAre("TOP", "UIDL"));
  EXPECT_THAT(values(print, "pop", "APOP"), ElementsAre("offered"));
}

TEST(LookAtSoftware, EndsWithASilentAndAFloodingTarget) {
  const ScriptedServer silent([](ScriptedServer::Peer& peer) { peer.hang(); });
  const ScriptedServer flood([](ScriptedServer::Peer& peer) { peer.flood("220-more and more\r\n"); });
  const auto all = answered({"ftp.greet", "pop.greet", "smtp.greet", "web.answer"});
  for (const std::uint16_t port : {silent.port(), flood.port(), closed_port()}) {
    const auto print = look_at_software(mail_and_files(), target_at(port), all);
    EXPECT_THAT(print.services, ElementsAre("ftp", "pop", "smtp", "submission", "web"));
    for (const reports::Trait& trait : print.traits)
      for (const std::string& value : trait.values) EXPECT_LE(value.size(), 600U);
  }
}

}  // namespace
}  // namespace cts
