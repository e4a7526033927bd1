#include "survey/survey.h"

#include <charconv>
#include <ctime>
#include <functional>
#include <future>

#include "client/dialer.h"
#include "client/ftp_client.h"
#include "client/http_client.h"
#include "client/pop_client.h"
#include "client/small_letters.h"
#include "client/smtp_client.h"
#include "client/socket.h"
#include "client/transcript.h"
#include "runner/traits.h"
#include "survey/readings.h"

namespace cts {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* agent = "hosting-cts (survey)";
constexpr std::size_t enough_of_a_page = 64u << 10;
constexpr std::size_t longest_line = 512;

/// The time that one conversation has. A step (connecting, a reply) has a third of the whole at most, and
/// none begins that could end too late.
class Pace {
 public:
  explicit Pace(milliseconds wait)
      : end_(deadline_in(wait)), deadlines_{.connect = wait / 6, .reply = wait / 3, .transfer = wait / 3} {}

  const Deadlines& deadlines() const { return deadlines_; }
  /// Whether a further command may be sent.
  bool goes_on() const { return steady_clock::now() + deadlines_.reply <= end_; }
  /// Whether a further connection may be made.
  bool may_connect() const { return steady_clock::now() + 2 * deadlines_.connect + deadlines_.reply <= end_; }

 private:
  Deadline end_;
  Deadlines deadlines_;
};

std::string clipped(std::string_view text) {
  return std::string(text.substr(0, longest_line));
}

std::vector<std::string> clipped(std::vector<std::string> lines) {
  constexpr std::size_t most = 100;
  if (lines.size() > most) lines.resize(most);
  for (std::string& line : lines) line = clipped(line);
  return lines;
}

/// What was said instead of what the protocol begins with, or that nothing was.
std::string instead(const std::string& problem, const std::vector<std::string>& lines) {
  if (!lines.empty()) return "said: " + clipped(lines.front());
  return problem.empty() ? "nothing was said" : clipped(problem);
}

WebSeen look_at_web(const Dial& dial, const std::vector<std::string>& admin_paths, const Pace& pace) {
  Transcript transcript({});
  HttpClient client(dial, pace.deadlines(), transcript, agent);
  const auto get = [&client](std::string path) {
    return client.send(
        {.target = std::move(path), .headers = {}, .body = {}, .host = {}, .take_at_most = enough_of_a_page});
  };
  WebSeen seen{.there = {.asked = true}};
  const HttpReply page = get("/");
  seen.there.answers = page.status != 0;
  if (!seen.there.answers) seen.there.problem = instead(page.problem, {});
  const auto header = [&page](std::string_view name) {
    return clipped(page.header(name).value_or(""));
  };
  seen.status = page.status;
  seen.content_type = header("Content-Type");
  seen.server = header("Server");
  seen.powered_by = header("X-Powered-By");
  seen.location = header("Location");
  if (const auto moment = moment_of_http_date(header("Date")))
    seen.clock_ahead = std::chrono::round<std::chrono::seconds>(*moment - std::chrono::system_clock::now());
  for (const std::string& path : admin_paths) {
    if (!seen.there.answers || !seen.admin_path.empty() || !pace.may_connect()) break;
    if (is_phpmyadmin(get(path))) seen.admin_path = path;
  }
  return seen;
}

FtpSeen look_at_ftp(const Dial& dial, const Pace& pace) {
  Transcript transcript({});
  FtpSeen seen{.there = {.asked = true}};
  FtpClient client = FtpClient::connect(dial, pace.deadlines(), transcript);
  const FtpReply& greeting = client.greeting();
  seen.there.answers = greeting.code == 220;
  if (!greeting.lines.empty()) seen.there.greeting = clipped(greeting.lines.front());
  if (!seen.there.answers) {
    seen.there.problem = instead(greeting.problem, greeting.lines);
    return seen;
  }
  seen.local_address = client.local_address();
  if (pace.goes_on()) seen.features = clipped(features(client.command("FEAT")));
  for (const std::string& feature : seen.features)
    seen.tls = seen.tls || in_small_letters(feature).starts_with("auth tls");
  if (client.is_open() && pace.goes_on()) client.quit();
  return seen;
}

CertificateLook certificate_after(const Dial& dial, TlsStart start, const Pace& pace) {
  CertificateLook look;
  if (pace.may_connect()) return look_at_certificate(dial, start, pace.deadlines());
  look.problem = "there was no time left for it";
  return look;
}

SmtpSeen look_at_smtp(const Dial& dial, const Pace& pace) {
  Transcript transcript({});
  SmtpSeen seen{.there = {.asked = true}};
  SmtpClient client = SmtpClient::connect(dial, pace.deadlines(), transcript);
  const SmtpReply& greeting = client.greeting();
  seen.there.answers = greeting.code == 220;
  if (!greeting.lines.empty()) seen.there.greeting = clipped(greeting.lines.front());
  if (!seen.there.answers) {
    seen.there.problem = instead(greeting.problem, greeting.lines);
    return seen;
  }
  if (!pace.goes_on()) return seen;
  const SmtpReply hello = client.hello();
  seen.extensions = clipped(extensions(hello));
  if (hello.completed()) seen.calls_itself = clipped(hello.text().substr(0, hello.text().find(' ')));
  if (const auto size = client.offered("SIZE")) {
    seen.names_size = true;
    seen.size = size_of_parameter(*size);
  }
  seen.auth = clipped(client.offered("AUTH").value_or(""));
  seen.starttls = client.offered("STARTTLS").has_value();
  if (client.is_open() && pace.goes_on()) client.quit();
  if (seen.starttls) seen.tls = certificate_after(dial, TlsStart::smtp, pace);
  return seen;
}

PopSeen look_at_pop(const Dial& dial, PopClient::Security security, const Pace& pace) {
  Transcript transcript({});
  PopSeen seen{.there = {.asked = true}};
  PopClient client = PopClient::connect(dial, security, pace.deadlines(), transcript);
  const PopReply& greeting = client.greeting();
  seen.there.answers = greeting.positive;
  seen.there.greeting = clipped(greeting.line);
  if (!seen.there.answers) {
    std::vector<std::string> lines;
    if (!greeting.line.empty()) lines.push_back(greeting.line);
    seen.there.problem = instead(greeting.problem, lines);
    return seen;
  }
  seen.apop = offers_apop(greeting);
  if (pace.goes_on()) seen.capabilities = clipped(client.fetch("CAPA", enough_of_a_page).lines());
  for (const std::string& capability : seen.capabilities)
    seen.stls = seen.stls || in_small_letters(capability) == "stls";
  if (client.is_open() && pace.goes_on()) client.quit();
  if (security == PopClient::Security::tls)
    seen.tls = certificate_after(dial, TlsStart::at_once, pace);
  else if (seen.stls)
    seen.tls = certificate_after(dial, TlsStart::pop, pace);
  return seen;
}

TlsPortSeen look_at_tls_port(const Dial& dial, AfterHandshake then, const Pace& pace) {
  TlsPortSeen seen{.there = {.asked = true}};
  seen.tls = look_at_certificate(dial, TlsStart::at_once, pace.deadlines(), then);
  seen.there.answers = seen.tls.problem.empty();
  seen.there.problem = clipped(seen.tls.problem);
  seen.there.greeting = clipped(seen.tls.greeting);
  return seen;
}

ServiceSeen look_at_port(const Dial& dial, const Pace& pace) {
  const Connection connection = connect_to(dial, deadline_in(pace.deadlines().connect));
  return {.asked = true, .answers = connection.socket.is_open(), .problem = connection.problem};
}

}  // namespace

bool anything_answers(const Survey& seen) {
  return seen.web.there.answers || seen.ftp.there.answers || seen.smtp.there.answers ||
         seen.submission.there.answers || seen.pop.there.answers;
}

Survey survey(const SurveyPlan& plan) {
  const Pace pace(plan.wait);
  Survey seen;
  std::vector<std::future<void>> looks;
  const auto look = [&looks](const std::optional<Dial>& dial, auto& into, auto at) {
    if (dial) looks.push_back(std::async(std::launch::async, [&into, at, dial] { into = at(*dial); }));
  };
  const auto by_pace = [&pace](auto at) {
    return [at, &pace](const Dial& dial) {
      return at(dial, pace);
    };
  };
  look(plan.web, seen.web, [&](const Dial& dial) { return look_at_web(dial, plan.admin_paths, pace); });
  look(plan.https, seen.https,
       [&](const Dial& dial) { return look_at_tls_port(dial, AfterHandshake::leave, pace); });
  look(plan.ftp, seen.ftp, by_pace(look_at_ftp));
  look(plan.smtp, seen.smtp, by_pace(look_at_smtp));
  look(plan.submission, seen.submission, by_pace(look_at_smtp));
  look(plan.smtps, seen.smtps,
       [&](const Dial& dial) { return look_at_tls_port(dial, AfterHandshake::hear_greeting, pace); });
  look(plan.pop, seen.pop,
       [&](const Dial& dial) { return look_at_pop(dial, PopClient::Security::plain, pace); });
  look(plan.pops, seen.pops,
       [&](const Dial& dial) { return look_at_pop(dial, PopClient::Security::tls, pace); });
  look(plan.database, seen.database, by_pace(look_at_port));
  for (std::future<void>& one : looks) one.get();
  return seen;
}

}  // namespace cts
