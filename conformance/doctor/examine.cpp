#include "doctor/examine.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <future>
#include <sstream>

#include <fmt/format.h>

#include "client/pop_client.h"
#include "client/socket.h"
#include "client/transcript.h"
#include "doctor/claims.h"
#include "doctor/left_out.h"
#include "doctor/login_trouble.h"
#include "runner/interconnection.h"
#include "target/review.h"

namespace cts {
namespace {

using State = Diagnosis::State;

struct Remedy {
  std::string_view step;
  std::string_view text;
};
constexpr std::array remedies{
    Remedy{unreachable_step, "is the server up, and are [web] and [ftp] address and port right?"},
    Remedy{"web.resolve", "correct [web] host, or give [web] address so that no name service is asked"},
    Remedy{"ftp.resolve", "correct [ftp] host, or give [ftp] address so that no name service is asked"},
    Remedy{"pop.resolve", "correct [pop] host, or give [pop] address so that no name service is asked"},
    Remedy{"pops.resolve", "correct [pops] host, or give [pops] address so that no name service is asked"},
    Remedy{"smtp.resolve", "correct [smtp] host, or give [smtp] address so that no name service is asked"},
    Remedy{"web.connect", "is the web server up, is [web] port right, does a firewall stand between?"},
    Remedy{"ftp.connect", "is the FTP server up, is [ftp] port right, does a firewall stand between?"},
    Remedy{"pop.connect", "is the POP3 server up, is [pop] port right, does a firewall stand between?"},
    Remedy{"pops.connect",
           "is [pops] port right, does a firewall stand between? where the contract has no POP over TLS, do "
           "not offer pops"},
    Remedy{"smtp.connect",
           "is [smtp] port right? many access providers block port 25: from elsewhere, or with port = 587, "
           "it may answer"},
    Remedy{"web.answer", "something listens there that does not speak HTTP in time: check [web] port"},
    Remedy{"ftp.greet", "something listens there that does not greet as FTP: check [ftp] port"},
    Remedy{"pop.greet", "something listens there that does not greet as POP3: check [pop] port"},
    Remedy{"pops.greet", "something listens there that does not speak POP3 over TLS: check [pops] port"},
    Remedy{"smtp.greet", "something listens there that does not greet as SMTP: check [smtp] port"},
    Remedy{"members.resolve", "correct [members] host, or give [members] address"},
    Remedy{"members.connect", "is [members] port right, does a firewall stand between?"},
    Remedy{"members.answer",
           "check [members] port, tls and login_page; a certificate must be one that this machine trusts"},
};

std::string remedy_for(std::string_view step) {
  for (const Remedy& row : remedies) {
    if (row.step == step) return std::string(row.text);
  }
  return "";
}

Diagnosis vantage_point(const VantagePoint& point, const SourcePlace& place) {
  const auto good = [&point](std::string_view how) {
    return Diagnosis{
        State::good, "vantage-point", "", fmt::format("vantage point {} {}", point.name, how), "", ""};
  };
  if (!point.proxy.empty()) return good("goes through a proxy");
  if (point.bind.empty()) return good("leaves the address to the system");
  std::string problem;
  const Socket socket = Socket::listen(point.bind, problem);
  if (socket.is_open()) return good("can come from " + point.bind);
  return {State::file_is_wrong,
          "vantage-point",
          place.text(),
          fmt::format("vantage point {} cannot come from {}: {}", point.name, point.bind, problem),
          "every connection from there fails",
          fmt::format("give this machine the address {}, or take the vantage point out", point.bind)};
}

bool is_executable(const std::string& program) {
  if (program.find('/') != std::string::npos) return ::access(program.c_str(), X_OK) == 0;
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

Diagnosis hook(const std::string& name, const std::vector<std::string>& words, const SourcePlace& place) {
  if (!words.empty() && is_executable(words.front()))
    return {State::good, "hook", "", fmt::format("hook {} can be run", name), "", ""};
  return {State::file_is_wrong,
          "hook",
          place.text(),
          fmt::format("hook {} cannot be run", name),
          "scenarios that use it cannot say anything",
          fmt::format("make {} an executable program, or take the hook out",
                      words.empty() ? "it" : words.front())};
}

// A target without mail accounts leaves mail alone.
Needs needs_of(const Target& target) {
  Needs needs;
  if (target.members.has_credentials()) needs = needs | Need::members;
  if (!target.mail_accounts.empty()) needs = needs | Need::pop_login | Need::pops | Need::smtp;
  return needs;
}

std::string said_in(const std::string& message) {
  constexpr std::string_view before = ", got ";
  const std::size_t at = message.find(before);
  return at == std::string::npos ? message : message.substr(at + before.size());
}

std::size_t depending_on(const std::string& step, const Patient& patient,
                         const std::vector<reports::InterconnectionStep>& steps) {
  return static_cast<std::size_t>(
      std::count_if(patient.scenarios.begin(), patient.scenarios.end(),
                    [&](const Scenario* scenario) { return dead_step_for(scenario->needs, steps) == step; }));
}

Diagnosis diagnosis_of(const reports::InterconnectionStep& step, const Patient& patient,
                       const std::vector<reports::InterconnectionStep>& steps) {
  if (step.ok) return {State::good, step.id, "", step.purpose, "", ""};
  Diagnosis found{State::target_is_dead, step.id, "", fmt::format("{}: {}", step.purpose, step.message), "",
                  remedy_for(step.id)};
  if (step.id == "ftp.login" || step.id == "pop.login") {
    const LoginService service = step.id == "ftp.login" ? LoginService::ftp : LoginService::pop;
    const LoginTrouble trouble = login_trouble(service, said_in(step.message));
    found.id = fmt::format("{}.{}", step.id, trouble.id);
    found.why = trouble.why;
    found.remedy = trouble.remedy;
  }
  const std::size_t scenarios = depending_on(step.id, patient, steps);
  if (!found.why.empty()) found.why += "; ";
  found.why += fmt::format("the profile claims it, and {} {} on it", scenarios,
                           scenarios == 1 ? "scenario depends" : "scenarios depend");
  return found;
}

/// The logins of every mail account but the first, which is tried with the services. Ends with the first that
/// is not answered: the others would not be either.
void look_at_accounts(const Patient& patient, std::vector<Diagnosis>& found) {
  constexpr std::size_t most = 32;
  const Target& target = patient.target;
  for (std::size_t i = 1; i < std::min(most, target.mail_accounts.size()); ++i) {
    const Target::MailAccount& account = target.mail_accounts[i];
    Transcript transcript(target.secrets());
    PopClient client =
        PopClient::connect(pop_dial(target), PopClient::Security::plain, deadlines_of(target), transcript);
    const PopReply reply = client.login(account.name, account.password.reveal());
    if (reply.positive) {
      client.quit();
      found.push_back(
          {State::good, "pop.login", "", fmt::format("mail account {} can log in", account.name), "", ""});
      continue;
    }
    const std::string said = transcript.masked(reply.line.empty() ? reply.problem : reply.line);
    const LoginTrouble trouble = login_trouble(LoginService::pop, said);
    found.push_back({State::target_is_dead, fmt::format("pop.login.{}", trouble.id), "",
                     fmt::format("mail account {} cannot log in: {}", account.name, said),
                     std::string(trouble.why), std::string(trouble.remedy)});
    if (reply.line.empty()) return;
  }
}

void look_at_files(const Patient& patient, std::vector<Diagnosis>& found) {
  const SourcePlaces in_profile = places_in(patient.profile_file);
  const SourcePlaces in_target = places_in(patient.target.file);
  const auto state = [](Remark::Weight weight) {
    if (weight == Remark::Weight::contradiction) return State::file_is_wrong;
    return weight == Remark::Weight::warning ? State::warning : State::note;
  };
  for (const Remark& remark : review(patient.profile, patient.target)) {
    found.push_back({state(remark.weight), remark.rule, place_of(remark.where, in_profile, in_target).text(),
                     remark.what, remark.why, remark.remedy});
  }
  const auto& points = patient.target.vantage_points;
  for (std::size_t i = 0; i < points.size(); ++i)
    found.push_back(vantage_point(points[i], in_target.of(fmt::format("vantage_point[{}].bind", i))));
  for (const auto& [name, words] : patient.target.hooks)
    found.push_back(hook(name, words, in_target.of("hooks." + name)));
}

void look_at_target(const Patient& patient, std::vector<Diagnosis>& found) {
  const auto& [profile, profile_file, target, scenarios, catalogue] = patient;
  const SurveyPlan plan = survey_plan_of(profile, target);
  // At once: a silent target costs its deadlines only once.
  std::future<Survey> looking = std::async(std::launch::async, [&plan] { return survey(plan); });
  const std::vector<reports::InterconnectionStep> steps = interconnect(profile, target, needs_of(target));
  const Survey seen = looking.get();
  bool pop_logs_in = false;
  for (const reports::InterconnectionStep& step : steps) {
    if (!step.tried) continue;
    pop_logs_in = pop_logs_in || (step.id == "pop.login");
    found.push_back(diagnosis_of(step, patient, steps));
  }
  if (pop_logs_in) look_at_accounts(patient, found);
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  for (Diagnosis& one : compare_claims(profile, target, seen, now)) found.push_back(std::move(one));
}

}  // namespace

Examination examine(const Patient& patient) {
  Examination examination{.target = patient.target.name, .profile = patient.profile.name};
  std::vector<Diagnosis>& found = examination.found;
  look_at_files(patient, found);
  look_at_target(patient, found);
  for (Diagnosis& one : left_out(patient.scenarios, patient.catalogue, patient.profile, patient.target))
    found.push_back(std::move(one));
  const ScenarioCount count =
      count_scenarios(patient.scenarios, patient.catalogue, patient.profile, patient.target);
  examination.scenarios = count;
  std::string what = fmt::format("a run tries {} of {} scenarios", count.run, count.all);
  if (count.further > 0)
    what += fmt::format("; {} more with --tier slow and --consent destructive", count.further);
  if (count.not_applicable > 0)
    what += fmt::format("; {} do not apply to this profile", count.not_applicable);
  found.push_back({count.run > 0 ? State::good : State::warning, "scenarios", "", std::move(what), "", ""});
  return examination;
}

}  // namespace cts
