#include "runner/software.h"

#include <algorithm>
#include <array>
#include <functional>
#include <future>
#include <iterator>
#include <string_view>
#include <utility>

#include "client/dialer.h"
#include "client/ftp_client.h"
#include "client/http_client.h"
#include "client/pop_client.h"
#include "client/smtp_client.h"
#include "client/socket.h"
#include "client/tls_session.h"
#include "client/transcript.h"
#include "runner/interconnection.h"
#include "runner/traits.h"

namespace cts {
namespace {

constexpr const char* agent = "hosting-cts (fingerprint)";
/// No page has this name, and always the same: it is there in both runs that are compared.
constexpr std::string_view no_page = "/cts-there-is-no-such-page";
constexpr std::size_t enough_of_a_page = 64u << 10;

/// Nothing here is large: what takes longer than a reply may take is given up.
Deadlines patience(const Target& target) {
  Deadlines deadlines = deadlines_of(target);
  deadlines.transfer = deadlines.reply;
  return deadlines;
}

std::string first_line(const std::vector<std::string>& lines) {
  return lines.empty() ? std::string() : lines.front();
}

std::string_view word_of(const PopReply& reply) {
  if (reply.positive) return "+OK";
  return reply.negative() ? "-ERR" : "";
}

void look_at_pages(Traits& traits, const Dial& dial, const std::string& path, const Target& target) {
  Transcript transcript(target.secrets());
  HttpClient client(dial, patience(target), transcript, agent);
  const auto ask = [&client](std::string method, std::string_view page) {
    return client.send({.method = std::move(method),
                        .target = std::string(page),
                        .headers = {},
                        .body = {},
                        .host = {},
                        .take_at_most = enough_of_a_page});
  };
  const HttpReply page = ask("HEAD", path);
  const HttpReply missing = ask("GET", no_page);
  add_web_traits(traits, page, missing, ask("OPTIONS", path));
}

void look_at_web(Traits& traits, const Target& target) {
  look_at_pages(traits, web_dial(target), "/", target);
}

void look_at_members(Traits& traits, const Target& target) {
  look_at_pages(traits, members_dial(target), target.members.login_page, target);
}

void look_at_ftp(Traits& traits, const Target& target) {
  Transcript transcript(target.secrets());
  FtpClient client = FtpClient::connect(ftp_dial(target), patience(target), transcript);
  traits.one("greeting", first_line(client.greeting().lines));
  traits.code("(greeting)", client.greeting().code);
  const FtpReply features_told = client.command("FEAT");
  traits.set("FEAT", features(features_told));
  traits.code("FEAT", features_told.code);
  if (target.ftp.has_credentials()) {
    const FtpReply login = client.login(target.ftp.login, target.ftp.password.reveal());
    traits.code("login", login.code);
    if (login.completed()) {
      const FtpReply system = client.command("SYST");
      traits.one("SYST", system.text());
      traits.code("SYST", system.code);
      const FtpReply help = client.command("HELP");
      traits.set("HELP", listed_commands(help));
      traits.code("HELP", help.code);
      traits.code("NOOP", client.command("NOOP").code);
    }
  }
  traits.code("QUIT", client.quit().code);
}

void add_tls(Traits& traits, const TlsFacts& facts) {
  traits.one("TLS", facts.version + " " + facts.cipher);
  traits.one("certificate", facts.subject);
  traits.one("trust", facts.distrust.empty() ? "trusted" : facts.distrust);
}

void look_at_smtp_port(Traits& traits, const Dial& dial, const Target& target) {
  Transcript transcript(target.secrets());
  SmtpClient client = SmtpClient::connect(dial, patience(target), transcript);
  traits.one("greeting", first_line(client.greeting().lines));
  traits.code("(greeting)", client.greeting().code);
  const SmtpReply hello = client.hello();
  traits.set("EHLO", extensions(hello));
  traits.code("EHLO", hello.code);
  traits.code("NOOP", client.command("NOOP").code);
  traits.code("HELP", client.command("HELP").code);
  if (client.offered("STARTTLS")) {
    const SmtpReply started = client.start_tls();
    traits.code("STARTTLS", started.code);
    if (client.tls() != nullptr) {
      add_tls(traits, *client.tls());
      traits.set("EHLO over TLS", extensions(client.hello()));
    }
  }
  traits.code("QUIT", client.quit().code);
}

void look_at_smtp(Traits& traits, const Target& target) {
  look_at_smtp_port(traits, smtp_dial(target), target);
}

void look_at_submission(Traits& traits, const Target& target) {
  Dial dial = smtp_dial(target);
  dial.port = target.smtp.submission_port;
  look_at_smtp_port(traits, dial, target);
}

void look_at_pop_port(Traits& traits, PopClient client) {
  traits.one("greeting", client.greeting().line);
  traits.code("(greeting)", word_of(client.greeting()));
  traits.one("APOP", offers_apop(client.greeting()) ? "offered" : "not offered");
  constexpr std::size_t enough = 64u << 10;
  const PopText capabilities = client.fetch("CAPA", enough);
  traits.set("CAPA", capabilities.lines());
  traits.code("CAPA", word_of(capabilities.status));
  if (client.tls() != nullptr) add_tls(traits, *client.tls());
  traits.code("QUIT", word_of(client.quit()));
}

void look_at_pop(Traits& traits, const Target& target) {
  Transcript transcript(target.secrets());
  look_at_pop_port(
      traits, PopClient::connect(pop_dial(target), PopClient::Security::plain, patience(target), transcript));
}

/// "TLSv1.2" for each version that the target takes when it is offered nothing else.
std::vector<std::string> tls_versions(const Dial& dial, const Deadlines& deadlines) {
  std::vector<std::string> taken;
  for (const TlsOffer offer :
       {TlsOffer::only_1_0, TlsOffer::only_1_1, TlsOffer::only_1_2, TlsOffer::only_1_3}) {
    const Connection connection = connect_to(dial, deadline_in(deadlines.connect));
    if (!connection.problem.empty()) continue;
    std::string problem;
    const auto session =
        TlsSession::begin(connection.socket, dial.host, deadline_in(deadlines.connect), problem, offer);
    if (session == nullptr) continue;
    taken.push_back(session->facts().version);
    session->finish();
  }
  return taken;
}

void look_at_pops(Traits& traits, const Target& target) {
  Transcript transcript(target.secrets());
  look_at_pop_port(
      traits, PopClient::connect(pops_dial(target), PopClient::Security::tls, patience(target), transcript));
  traits.set("TLS versions", tls_versions(pops_dial(target), patience(target)));
}

struct Look {
  std::string_view service;
  /// The step that says that it answers.
  std::string_view step;
  bool Offers::*offer;
  void (*at)(Traits&, const Target&);
};
constexpr std::array looks{
    Look{"ftp", "ftp.greet", &Offers::ftp, look_at_ftp},
    Look{"members", "members.answer", &Offers::members_site, look_at_members},
    Look{"pop", "pop.greet", &Offers::pop,
         look_at_pop},  // Nothing else looks at it before its own scenarios do.
    Look{"pops", "pop.greet", &Offers::pops, look_at_pops},
    Look{"smtp", "smtp.greet", &Offers::smtp, look_at_smtp},
    Look{"submission", "smtp.greet", &Offers::smtp, look_at_submission},
    Look{"web", "web.answer", &Offers::web, look_at_web},
};

}  // namespace

reports::Fingerprint look_at_software(const Profile& profile, const Target& target,
                                      const std::vector<reports::InterconnectionStep>& steps) {
  const auto answered = [&steps](std::string_view id) {
    return std::any_of(steps.begin(), steps.end(),
                       [id](const reports::InterconnectionStep& step) { return step.id == id && step.ok; });
  };
  const auto look = [&target](const Look& row) {
    Traits traits(std::string(row.service), target.secrets());
    row.at(traits, target);
    return traits.take();
  };
  std::vector<std::pair<std::string_view, std::future<std::vector<reports::Trait>>>> begun;
  for (const Look& row : looks)
    if (profile.offers.*row.offer && answered(row.step))
      begun.emplace_back(row.service, std::async(std::launch::async, look, row));
  reports::Fingerprint fingerprint;
  for (auto& [service, traits] : begun) {
    fingerprint.services.emplace_back(service);
    std::vector<reports::Trait> found = traits.get();
    std::move(found.begin(), found.end(), std::back_inserter(fingerprint.traits));
  }
  return fingerprint;
}

}  // namespace cts
