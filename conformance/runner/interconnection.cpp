#include "runner/interconnection.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <iterator>

#include "client/dialer.h"
#include "client/ftp_client.h"
#include "client/http_client.h"
#include "client/pop_client.h"
#include "client/smtp_client.h"
#include "client/socket.h"
#include "client/transcript.h"

namespace cts {
namespace {

using reports::InterconnectionStep;

/// Runs the steps of one service one after the other; a failed one keeps those behind it from being tried.
class Ladder {
 public:
  Ladder(std::vector<InterconnectionStep>& steps, const Target& target) : steps_(steps), target_(target) {}

  /// `act` says what went wrong; nothing is good.
  void step(std::string id, std::string purpose, const std::function<std::string(Transcript&)>& act) {
    InterconnectionStep made{.id = std::move(id), .purpose = std::move(purpose)};
    if (!last_.empty()) made.depends_on = {last_};
    made.tried = broken_.empty();
    if (made.tried) {
      Transcript transcript(target_.secrets());
      const auto since = std::chrono::steady_clock::now();
      made.message = transcript.masked(act(transcript));
      made.ok = made.message.empty();
      made.duration = std::chrono::steady_clock::now() - since;
      made.transcript = transcript.entries();
      if (!made.ok) broken_ = made.id;
    } else {
      made.message = "not tried, because " + broken_ + " failed";
    }
    last_ = made.id;
    steps_.push_back(std::move(made));
  }

 private:
  std::vector<InterconnectionStep>& steps_;
  const Target& target_;
  std::string last_;
  std::string broken_;
};

Dial dial_of(const std::string& host, const std::string& address, std::uint16_t port,
             const VantagePoint& from) {
  return {.host = host, .address = address, .port = port, .bind_address = from.bind, .proxy = from.proxy};
}

const VantagePoint& vantage(const Target& target, std::size_t from) {
  static const VantagePoint any;
  return from < target.vantage_points.size() ? target.vantage_points[from] : any;
}

/// Name and port. A proxy resolves the name itself, so only a direct way is looked at that closely.
void reach(Ladder& ladder, const std::string& service, const Dial& dial, const Deadlines& deadlines) {
  if (dial.address.empty() && dial.proxy.empty()) {
    ladder.step(service + ".resolve", dial.host + " is a name that resolves", [&](Transcript& transcript) {
      std::string problem;
      const auto found = resolve(dial.host, dial.port, deadline_in(deadlines.connect), problem);
      for (const Endpoint& endpoint : found)
        transcript.note(service, dial.host + " is " + endpoint.address());
      return found.empty() && problem.empty() ? "no address" : problem;
    });
  }
  ladder.step(service + ".connect", text_of(dial) + " takes connections", [&](Transcript& transcript) {
    const Connection connection = connect_to(dial, deadline_in(deadlines.connect));
    if (connection.problem.empty()) transcript.note(service, "connected to " + text_of(dial));
    return connection.problem;
  });
}

void reach_web(Ladder& ladder, const Target& target) {
  const Dial dial = web_dial(target);
  const Deadlines deadlines = deadlines_of(target);
  reach(ladder, "web", dial, deadlines);
  ladder.step("web.answer", "http://" + dial.host + "/ is answered in HTTP", [&](Transcript& transcript) {
    HttpClient client(dial, deadlines, transcript, "hosting-cts (interconnection)");
    const HttpReply reply = client.get("/");
    if (reply.status != 0) return std::string();
    return reply.problem.empty() ? "no answer" : reply.problem;
  });
}

std::string told(const FtpReply& reply) {
  return reply.lines.empty() ? reply.problem : reply.lines.front();
}

void reach_ftp(Ladder& ladder, const Target& target) {
  const Dial dial = ftp_dial(target);
  const Deadlines deadlines = deadlines_of(target);
  reach(ladder, "ftp", dial, deadlines);
  ladder.step("ftp.greet", "FTP at " + dial.host + " greets", [&](Transcript& transcript) {
    FtpClient client = FtpClient::connect(dial, deadlines, transcript);
    const FtpReply greeting = client.greeting();
    client.abandon();
    return greeting.code == 220 ? std::string() : "expected 220, got " + told(greeting);
  });
  if (!target.ftp.has_credentials()) return;
  ladder.step("ftp.login", "the contract's FTP login is accepted", [&](Transcript& transcript) {
    FtpClient client = FtpClient::connect(dial, deadlines, transcript);
    const FtpReply reply = client.login(target.ftp.login, target.ftp.password.reveal());
    if (reply.code == 230) client.quit();
    return reply.code == 230 ? std::string() : "expected 230, got " + told(reply);
  });
}

std::string told(const PopReply& reply) {
  return reply.line.empty() ? reply.problem : reply.line;
}

std::string greeting_problem(PopClient client) {
  const PopReply greeting = client.greeting();
  client.abandon();
  return greeting.positive ? std::string() : "expected +OK, got " + told(greeting);
}

void reach_pop(Ladder& ladder, const Target& target) {
  const Dial dial = pop_dial(target);
  const Deadlines deadlines = deadlines_of(target);
  reach(ladder, "pop", dial, deadlines);
  ladder.step("pop.greet", "POP3 at " + dial.host + " greets", [&](Transcript& transcript) {
    return greeting_problem(PopClient::connect(dial, PopClient::Security::plain, deadlines, transcript));
  });
  if (target.mail_accounts.empty()) return;
  ladder.step("pop.login", "a mail account's login is accepted", [&](Transcript& transcript) {
    const Target::MailAccount& account = target.mail_accounts.front();
    PopClient client = PopClient::connect(dial, PopClient::Security::plain, deadlines, transcript);
    const PopReply reply = client.login(account.name, account.password.reveal());
    if (reply.positive) client.quit();
    return reply.positive ? std::string() : "expected +OK, got " + told(reply);
  });
}

void reach_pops(Ladder& ladder, const Target& target) {
  const Dial dial = pops_dial(target);
  const Deadlines deadlines = deadlines_of(target);
  reach(ladder, "pops", dial, deadlines);
  ladder.step("pops.greet", "POP3 over TLS at " + dial.host + " greets", [&](Transcript& transcript) {
    return greeting_problem(PopClient::connect(dial, PopClient::Security::tls, deadlines, transcript));
  });
}

void reach_smtp(Ladder& ladder, const Target& target) {
  const Dial dial = smtp_dial(target);
  const Deadlines deadlines = deadlines_of(target);
  reach(ladder, "smtp", dial, deadlines);
  ladder.step("smtp.greet", "SMTP at " + dial.host + " greets", [&](Transcript& transcript) {
    SmtpClient client = SmtpClient::connect(dial, deadlines, transcript);
    const SmtpReply greeting = client.greeting();
    client.abandon();
    if (greeting.code == 220) return std::string();
    return "expected 220, got " + (greeting.lines.empty() ? greeting.problem : greeting.lines.front());
  });
}

void reach_members(Ladder& ladder, const Target& target) {
  const Dial dial = members_dial(target);
  const Deadlines deadlines = deadlines_of(target);
  reach(ladder, "members", dial, deadlines);
  ladder.step("members.answer", "the members' site answers in HTTP", [&](Transcript& transcript) {
    HttpClient client(dial, deadlines, transcript, "hosting-cts (interconnection)");
    const HttpReply reply = client.get(target.members.login_page);
    if (reply.status != 0) return std::string();
    return reply.problem.empty() ? "no answer" : reply.problem;
  });
}

const InterconnectionStep* failed_step(std::string_view service, bool with_login,
                                       const std::vector<InterconnectionStep>& steps) {
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const InterconnectionStep& step) {
    if (!step.tried || step.ok) return false;
    if (step.id == unreachable_step) return true;
    return step.id.starts_with(service) && (with_login || !step.id.ends_with(".login"));
  });
  return found == steps.end() ? nullptr : &*found;
}

/// Whether the service answered anything, be it a refusal: then somebody is there.
bool answered(const InterconnectionStep& step) {
  if (step.id.ends_with(".answer")) return step.ok;
  if (!step.id.ends_with(".greet")) return false;
  return step.ok || std::any_of(step.transcript.begin(), step.transcript.end(), [](const auto& entry) {
           return entry.direction == reports::Direction::received;
         });
}

}  // namespace

std::vector<InterconnectionStep> interconnect(const Profile& profile, const Target& given,
                                              const Needs& needs) {
  Target target = given;
  if (target.members.host.empty()) target.members.host = profile.members.host;
  const auto climb = [&target](void (*reach_service)(Ladder&, const Target&)) {
    std::vector<InterconnectionStep> steps;
    Ladder ladder(steps, target);
    reach_service(ladder, target);
    return steps;
  };
  // All at once: a silent target costs its deadlines only once.
  std::vector<std::future<std::vector<InterconnectionStep>>> services;
  const auto look_at = [&](bool wanted, void (*reach_service)(Ladder&, const Target&)) {
    if (wanted) services.push_back(std::async(std::launch::async, climb, reach_service));
  };
  const bool pop_is_needed = needs.has(Need::pop) || needs.has(Need::pop_login);
  look_at(profile.offers.web, reach_web);
  look_at(profile.offers.ftp, reach_ftp);
  look_at(profile.offers.pop && pop_is_needed, reach_pop);
  look_at(profile.offers.pops && needs.has(Need::pops), reach_pops);
  look_at(profile.offers.smtp && needs.has(Need::smtp), reach_smtp);
  look_at(profile.offers.members_site && needs.has(Need::members) && target.members.has_credentials(),
          reach_members);
  std::vector<InterconnectionStep> steps;
  for (auto& service : services) {
    std::vector<InterconnectionStep> made = service.get();
    std::move(made.begin(), made.end(), std::back_inserter(steps));
  }
  return fold_unreachable(std::move(steps));
}

std::string dead_step_for(const Needs& needs, const std::vector<InterconnectionStep>& steps) {
  const InterconnectionStep* dead = nullptr;
  if (needs.has(Need::web)) dead = failed_step("web.", false, steps);
  if (dead == nullptr && (needs.has(Need::ftp) || needs.has(Need::ftp_login)))
    dead = failed_step("ftp.", needs.has(Need::ftp_login), steps);
  if (dead == nullptr && (needs.has(Need::pop) || needs.has(Need::pop_login)))
    dead = failed_step("pop.", needs.has(Need::pop_login), steps);
  if (dead == nullptr && needs.has(Need::pops)) dead = failed_step("pops.", false, steps);
  if (dead == nullptr && needs.has(Need::smtp)) dead = failed_step("smtp.", false, steps);
  if (dead == nullptr && needs.has(Need::members)) dead = failed_step("members.", false, steps);
  return dead == nullptr ? "" : dead->id;
}

std::vector<InterconnectionStep> fold_unreachable(std::vector<InterconnectionStep> steps) {
  if (steps.empty() || std::any_of(steps.begin(), steps.end(), answered)) return steps;
  InterconnectionStep whole{.id = std::string(unreachable_step), .purpose = "the target answers at all"};
  whole.message = "nothing of it does:";
  for (InterconnectionStep& step : steps) {
    if (step.tried && !step.ok) whole.message += " " + step.id + ": " + step.message + ";";
    whole.duration += step.duration;
    whole.transcript.insert(whole.transcript.end(), step.transcript.begin(), step.transcript.end());
    step.tried = false;
    step.ok = false;
    step.depends_on = {whole.id};
  }
  whole.message.pop_back();
  steps.insert(steps.begin(), std::move(whole));
  return steps;
}

Dial web_dial(const Target& target, std::size_t from) {
  return dial_of(target.web.host, target.web.address, target.web.port, vantage(target, from));
}

Dial ftp_dial(const Target& target, std::size_t from) {
  return dial_of(target.ftp.host, target.ftp.address, target.ftp.port, vantage(target, from));
}

Dial pop_dial(const Target& target, std::size_t from) {
  return dial_of(target.pop.host, target.pop.address, target.pop.port, vantage(target, from));
}

Dial pops_dial(const Target& target, std::size_t from) {
  return dial_of(target.pops.host, target.pops.address, target.pops.port, vantage(target, from));
}

Dial smtp_dial(const Target& target, std::size_t from) {
  return dial_of(target.smtp.host, target.smtp.address, target.smtp.port, vantage(target, from));
}

Dial members_dial(const Target& target, std::size_t from) {
  Dial dial =
      dial_of(target.members.host, target.members.address, target.members.port, vantage(target, from));
  dial.tls = target.members.tls;
  return dial;
}

Deadlines deadlines_of(const Target& target) {
  return {.connect = target.timeouts.connect,
          .reply = target.timeouts.reply,
          .transfer = target.timeouts.transfer};
}

}  // namespace cts
