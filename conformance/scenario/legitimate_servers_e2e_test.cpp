// What real servers do, and rightly, though a scenario once blamed them for it; and that it still blames
// those who do not.

#include <map>
#include <mutex>
#include <numeric>

#include <gmock/gmock.h>
#include <zlib.h>

#include "client/scripted_server.h"
#include "scenario/context.h"
#include "scenario/memory_footprint.h"
#include "scenario/memory_operator.h"
#include "scenario/small_ftp_server.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using reports::Verdict;
using testing::HasSubstr;

std::string gzipped(std::string text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string octets(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(octets.data());
  stream.avail_out = static_cast<uInt>(octets.size());
  deflate(&stream, Z_FINISH);
  octets.resize(octets.size() - stream.avail_out);
  deflateEnd(&stream);
  return octets;
}

/// A site whose log is rotated by the visit that fills it, as Apache's rotatelogs does, whatever the clock
/// says.
class LoggingSite {
 public:
  /// `rotated_at`: octets.
  LoggingSite(SmallFtpServer& ftp, std::size_t rotated_at)
      : ftp_(ftp), rotated_at_(rotated_at), web_([this](ScriptedServer::Peer& peer) { converse(peer); }) {}

  Dial dial() const { return web_.dial(); }

 private:
  void converse(ScriptedServer::Peer& peer) {
    for (std::string line = peer.hear(); !line.empty(); line = peer.hear()) {
      peer.hear_until("\r\n\r\n");
      log(line);
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
  }

  void log(const std::string& request) {
    const std::lock_guard lock(mutex_);
    text_ += "127.0.0.1 - - \"" + request + "\" 200 2\n";
    if (text_.size() >= rotated_at_) {
      for (int number = 4; number > 1; --number) {
        const auto files = ftp_.files();
        const auto older = files.find(generation(number - 1));
        if (older != files.end()) ftp_.put_file(generation(number), older->second);
      }
      ftp_.put_file(generation(1), gzipped(text_));
      text_.clear();
    }
    ftp_.put_file("/log/web.log", text_);
  }

  static std::string generation(int number) { return "/log/web.log." + std::to_string(number) + ".gz"; }

  SmallFtpServer& ftp_;
  const std::size_t rotated_at_;
  std::mutex mutex_;
  std::string text_;
  ScriptedServer web_;  // last: its threads use the rest
};

/// As nginx has it: of a page's variables it knows its own alone.
std::string with_own_variables(std::string text, const std::string& url) {
  const std::string echo = "<!--#echo var=\"";
  const std::string end = "\" -->";
  for (std::size_t at = text.find(echo); at != std::string::npos; at = text.find(echo, at)) {
    const std::size_t name = at + echo.size();
    const std::size_t after = text.find(end, name);
    const bool is_known = text.substr(name, after - name) == "DOCUMENT_URI";
    text.replace(at, after + end.size() - at, is_known ? url : "(none)");
  }
  return text;
}

/// A site that goes on for a few visits with what it knows of a file, as lighttpd does for a second or two.
class ForgetfulSite {
 public:
  explicit ForgetfulSite(SmallFtpServer& ftp, int visits = 2)
      : ftp_(ftp), visits_(visits), web_([this](ScriptedServer::Peer& peer) { converse(peer); }) {}

  Dial dial() const { return web_.dial(); }

 private:
  struct Known {
    std::string answer;
    int visits_left;
  };

  void converse(ScriptedServer::Peer& peer) {
    for (std::string line = peer.hear(); !line.empty(); line = peer.hear()) {
      peer.hear_until("\r\n\r\n");
      const std::size_t path = line.find(' ') + 1;
      peer.say(answer(line.substr(path, line.find_first_of(" ?", path) - path)));
    }
  }

  std::string answer(const std::string& url) {
    const std::lock_guard lock(mutex_);
    Known& known = known_[url];
    if (known.visits_left-- > 0) return known.answer;
    const auto files = ftp_.files();
    const auto file = files.find("/web" + url);
    const bool found = file != files.end();
    std::string body = found ? file->second : "nothing of that name";
    if (url.ends_with(".shtml")) body = with_own_variables(body, url);
    known = {std::string(found ? "HTTP/1.1 200 OK" : "HTTP/1.1 404 Not Found") +
                 "\r\nContent-Type: text/html\r\nContent-Length: " + std::to_string(body.size()) +
                 "\r\n\r\n" + body,
             visits_};
    return known.answer;
  }

  SmallFtpServer& ftp_;
  const int visits_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;
  ScriptedServer web_;  // last: its threads use the rest
};

class LegitimateServers : public testing::Test {
 protected:
  LegitimateServers() {
    profile_.log.file = "/log/web.log";
    profile_.log.rotated_from = 200'000;
    profile_.log.largest = 800'000;
    profile_.log.generations = 4;
    target_.name = "test";
    target_.domain.name = "example.test";
    at(target_.ftp, ftp_.dial());
    target_.ftp.login = "customer";
    target_.ftp.password = Secret("geheim");
    target_.vantage_points = {{.name = "here"}};
    // Long enough for a busy machine; those that must fail wait for so long.
    target_.timeouts.reply = std::chrono::milliseconds(2000);
    target_.hooks["set_clock"] = {"set-clock", "{time}"};
  }

  template <class Service>
  static void at(Service& service, const Dial& dial) {
    service.host = dial.host;
    service.address = dial.address;
    service.port = dial.port;
  }

  reports::ScenarioResult run(std::span<const Scenario> table, std::string_view id) {
    const auto row =
        std::find_if(table.begin(), table.end(), [id](const Scenario& one) { return one.id == id; });
    if (row == table.end()) throw std::invalid_argument("no scenario is called so");
    std::vector<std::size_t> accounts(target_.mail_accounts.size());
    std::iota(accounts.begin(), accounts.end(), 0U);
    Context context(*row, {.target = target_,
                           .profile = profile_,
                           .footprint = footprint_,
                           .operator_hand = operator_,
                           .run_id = "run12345",
                           .mail_accounts = accounts});
    try {
      row->run(context);
    } catch (const ScenarioStopped&) {
    }
    context.clean_up();
    return context.outcome();
  }
  reports::ScenarioResult rotation(std::string_view name, std::size_t rotated_at) {
    const LoggingSite site(ftp_, rotated_at);
    at(target_.web, site.dial());
    return run(log_rotation_scenarios(), "log.rotation." + std::string(name));
  }

  SmallFtpServer ftp_;
  Profile profile_ = built_in_profile("dedicated");
  Target target_;
  MemoryFootprint footprint_;
  MemoryOperator operator_;
};

TEST_F(LegitimateServers, MayRotateTheLogAtTheVisitThatFillsIt) {
  for (const char* name : {"becomes_a_gzip_file", "stays_until_it_has_its_size", "never_grows_too_large",
                           "four_generations", "no_line_is_lost_or_doubled", "readers_are_not_disturbed"}) {
    const auto outcome = rotation(name, 200'000);
    EXPECT_EQ(outcome.verdict, Verdict::pass) << name << ": " << outcome.message;
  }
}

TEST_F(LegitimateServers, MustRotateTheLogAllTheSame) {
  EXPECT_EQ(rotation("becomes_a_gzip_file", 100'000'000).verdict, Verdict::fail);
  const auto outcome = rotation("never_grows_too_large", 100'000'000);
  EXPECT_THAT(outcome.message, HasSubstr("never larger than promised"));
  EXPECT_EQ(outcome.verdict, Verdict::fail);
}

TEST_F(LegitimateServers, AreNotBlamedForALogThatIsRotatedAtItsSizeExactly) {
  // Seen at every twentieth visit only, it never looks as large as a quarter of what it may become.
  profile_.log.rotated_from = profile_.log.largest / 4;
  const auto outcome = rotation("never_grows_too_large", profile_.log.rotated_from);
  EXPECT_EQ(outcome.verdict, Verdict::pass) << outcome.message;
}

TEST_F(LegitimateServers, MayNameADirectoryItselfAndItsParent) {
  ftp_.list_dots(true);
  const auto outcome = run(ftp_listing_scenarios(), "ftp.client.nlst_gives_names");
  EXPECT_EQ(outcome.verdict, Verdict::pass) << outcome.message;
}

TEST_F(LegitimateServers, MayAnnounceUtf8AndNotKnowTheCommandForIt) {
  ftp_.offer_mlsd(false);
  ftp_.refuse("OPTS");
  const auto outcome = run(ftp_listing_scenarios(), "ftp.client.announced_features_work");
  EXPECT_EQ(outcome.verdict, Verdict::pass) << outcome.message;
}

TEST_F(LegitimateServers, MayLookAtAFileAgainAfterAMomentOnly) {
  const ForgetfulSite site(ftp_);
  at(target_.web, site.dial());
  for (const char* name : {"web.map.new_content_is_seen", "web.map.removed_is_gone"}) {
    const auto outcome = run(page_mapping_scenarios(), name);
    EXPECT_EQ(outcome.verdict, Verdict::pass) << name << ": " << outcome.message;
  }
}

TEST_F(LegitimateServers, MayKnowOtherVariablesInPages) {
  const ForgetfulSite site(ftp_, 0);
  at(target_.web, site.dial());
  for (const char* name : {"ssi.runs.in_pages", "ssi.runs.for_forms"}) {
    const auto outcome = run(ssi_activation_scenarios(), name);
    EXPECT_EQ(outcome.verdict, Verdict::pass) << name << ": " << outcome.message;
  }
}

TEST_F(LegitimateServers, LetACustomerInWhateverTreeTheyShow) {
  const auto good = run(ftp_login_scenarios(), "ftp.login.contract_pair");
  EXPECT_EQ(good.verdict, Verdict::pass) << good.message;
  // Another tree than the customer's is no matter of the login (FTP-DIR-1 blames it).
  ftp_.lose("/web");
  const auto elsewhere = run(ftp_login_scenarios(), "ftp.login.contract_pair");
  EXPECT_EQ(elsewhere.verdict, Verdict::inconclusive) << elsewhere.message;
  ftp_.refuse("PASS");
  EXPECT_EQ(run(ftp_login_scenarios(), "ftp.login.contract_pair").verdict, Verdict::fail);
}

/// An empty mailbox for whoever gives this password, under any name; another ends the session.
void pop_session(ScriptedServer::Peer& peer, const std::string& password) {
  peer.say("+OK\r\n");
  for (std::string line = peer.hear(); !line.empty(); line = peer.hear()) {
    const bool is_wrong = line.starts_with("PASS") && line != "PASS " + password;
    if (line == "STAT")
      peer.say("+OK 0 0\r\n");
    else
      peer.say(is_wrong || line.starts_with("RETR") ? "-ERR\r\n" : "+OK\r\n");
    if (is_wrong) return;
  }
}

TEST_F(LegitimateServers, AreNotBlamedForCustomersWhoGiveTwoAccountsOnePassword) {
  const ScriptedServer pop([](ScriptedServer::Peer& peer) { pop_session(peer, "geheim"); });
  at(target_.pop, pop.dial());
  target_.mail_accounts = {{.name = "taro", .address = "taro@example.test", .password = Secret("geheim")},
                           {.name = "jiro", .address = "jiro@example.test", .password = Secret("geheim")}};
  const auto same = run(pop_login_scenarios(), "pop.login.others_password");
  EXPECT_EQ(same.verdict, Verdict::not_applicable) << same.message;
  EXPECT_THAT(same.message, HasSubstr("same password"));
  target_.mail_accounts[1].password = Secret("hemlig");
  const auto another = run(pop_login_scenarios(), "pop.login.others_password");
  EXPECT_EQ(another.verdict, Verdict::pass) << another.message;
}

}  // namespace
}  // namespace cts
