#include "survey/survey.h"

#include <csignal>

#include <gmock/gmock.h>

#include "client/scripted_server.h"
#include "client/socket.h"

namespace cts {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

SurveyPlan everything_at(std::uint16_t port, milliseconds wait) {
  const Dial dial{.host = "www.example.test", .address = "127.0.0.1", .port = port};
  return {.web = dial,
          .https = dial,
          .ftp = dial,
          .smtp = dial,
          .submission = dial,
          .smtps = dial,
          .pop = dial,
          .pops = dial,
          .database = dial,
          .admin_paths = {"/phpMyAdmin/", "/pma/"},
          .wait = wait};
}

std::vector<const ServiceSeen*> services(const Survey& seen) {
  return {&seen.web.there,        &seen.https.there, &seen.ftp.there, &seen.smtp.there,
          &seen.submission.there, &seen.smtps.there, &seen.pop.there, &seen.pops.there};
}

TEST(LookAtHost, TellsWhatEachServiceShows) {
  const ScriptedServer ftp([](ScriptedServer::Peer& peer) {
    peer.say("220 ready\r\n");
    EXPECT_EQ(peer.answer("211-Features\r\n AUTH TLS\r\n UTF8\r\n211 End\r\n"), "FEAT");
    peer.answer("221 Bye\r\n");
  });
  const ScriptedServer smtp([](ScriptedServer::Peer& peer) {
    peer.say("220 mx ESMTP\r\n");
    EXPECT_THAT(
        peer.answer("250-mx.example.net at your service\r\n250-SIZE 10240000\r\n250 AUTH PLAIN LOGIN\r\n"),
        HasSubstr("EHLO "));
    peer.answer("221 Bye\r\n");
  });
  const ScriptedServer pop([](ScriptedServer::Peer& peer) {
    peer.say("+OK <1.2@mx>\r\n");
    EXPECT_EQ(peer.answer("+OK\r\nTOP\r\nUIDL\r\n.\r\n"), "CAPA");
    peer.answer("+OK\r\n");
  });
  const ScriptedServer web([](ScriptedServer::Peer& peer) {
    const std::string request = peer.hear_until("\r\n\r\n");
    peer.say(request.starts_with("GET / ")
                 ? "HTTP/1.1 301 Moved\r\nServer: Web/1\r\nLocation: https://www.example.test/\r\n"
                   "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                 : "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nphpMyAdmin");
  });
  SurveyPlan plan;
  plan.ftp = ftp.dial();
  plan.smtp = smtp.dial();
  plan.pop = pop.dial();
  plan.web = web.dial();
  plan.pops = Dial{.host = "www.example.test", .address = "127.0.0.1", .port = closed_port()};
  plan.admin_paths = {"/phpMyAdmin/"};
  const Survey seen = survey(plan);

  EXPECT_TRUE(seen.ftp.there.answers) << seen.ftp.there.problem;
  EXPECT_TRUE(seen.ftp.tls);
  EXPECT_EQ(seen.ftp.local_address, "127.0.0.1");
  EXPECT_THAT(seen.ftp.features, ElementsAre("AUTH TLS", "UTF8"));
  EXPECT_EQ(seen.smtp.size, 10'240'000U);
  EXPECT_EQ(seen.smtp.calls_itself, "mx.example.net");
  EXPECT_EQ(seen.smtp.auth, "PLAIN LOGIN");
  EXPECT_FALSE(seen.smtp.starttls);
  EXPECT_TRUE(seen.pop.apop);
  EXPECT_THAT(seen.pop.capabilities, ElementsAre("TOP", "UIDL"));
  EXPECT_EQ(seen.web.status, 301);
  EXPECT_EQ(seen.web.location, "https://www.example.test/");
  EXPECT_LT(seen.web.clock_ahead.value_or(std::chrono::seconds(0)), std::chrono::hours(-24));
  EXPECT_EQ(seen.web.admin_path, "/phpMyAdmin/");
  EXPECT_TRUE(seen.pops.there.asked);
  EXPECT_FALSE(seen.pops.there.answers);
  EXPECT_THAT(seen.pops.there.problem, HasSubstr("refused"));
  EXPECT_FALSE(seen.submission.there.asked);
}

/// What a host may do that wants no good.
struct Manner {
  const char* name;
  ScriptedServer::Script script;
};

TEST(LookAtHost, EndsInItsTimeWhateverTheHostDoes) {
  std::signal(SIGPIPE, SIG_IGN);  // as the program does
  const Manner manners[] = {
      {"silent",
       [](ScriptedServer::Peer& peer) {
         peer.hang();
       }},
      {"closes",
       [](ScriptedServer::Peer& peer) {
         peer.close();
       }},
      {"resets",
       [](ScriptedServer::Peer& peer) {
         peer.reset();
       }},
      {"floods",
       [](ScriptedServer::Peer& peer) {
         peer.flood("220-more \x1b[2J\"\\\r\n");
       }},
      {"floods without lines",
       [](ScriptedServer::Peer& peer) {
         peer.flood("x");
       }},
      {"drips",
       [](ScriptedServer::Peer& peer) {
         peer.drip("220-a\r\n", milliseconds(20));
       }},
      {"drips a head",
       [](ScriptedServer::Peer& peer) {
         peer.say("HTTP/1.1 200 OK\r\n");
         peer.drip("X-A: b\r\n", milliseconds(20));
       }},
      {"drips capabilities",
       [](ScriptedServer::Peer& peer) {
         peer.say("+OK ready\r\n");
         peer.drip("+OK\r\nUSER\r\n", milliseconds(20));
       }},
  };
  for (const Manner& manner : manners) {
    const ScriptedServer server(manner.script);
    constexpr milliseconds wait(1'200);
    const auto since = std::chrono::steady_clock::now();
    const Survey seen = survey(everything_at(server.port(), wait));
    // Its promise is the wait itself; a busy machine needs some more.
    EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::seconds(30)) << manner.name;
    for (const ServiceSeen* service : services(seen)) {
      EXPECT_TRUE(service->asked) << manner.name;
      EXPECT_NE(service->answers, !service->problem.empty()) << manner.name;
      EXPECT_LE(service->greeting.size(), 512U) << manner.name;
      EXPECT_LE(service->problem.size(), 600U) << manner.name;
    }
    EXPECT_TRUE(seen.database.answers) << manner.name << ": its port takes connections";
  }
}

}  // namespace
}  // namespace cts
