#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>

#include <fmt/format.h>
#include <unistd.h>

#include "client/socket.h"
#include "command/commands.h"
#include "command/common.h"
#include "reports/text/safe_text.h"
#include "runner/interconnection.h"
#include "target/review.h"

namespace cts {
namespace {

/// One line of the diagnosis.
struct Diagnosis {
  enum class State { good, note, file_is_wrong, target_is_dead };
  State state = State::good;
  std::string what;
  std::string remedy;
};

struct Remedy {
  std::string_view step;
  std::string_view text;
};
constexpr std::array remedies{
    Remedy{unreachable_step, "is the server up, and are [web] and [ftp] address and port right?"},
    Remedy{"web.resolve", "correct [web] host, or give [web] address so that no name service is asked"},
    Remedy{"ftp.resolve", "correct [ftp] host, or give [ftp] address so that no name service is asked"},
    Remedy{"web.connect", "is the web server up, is [web] port right, does a firewall stand between?"},
    Remedy{"ftp.connect", "is the FTP server up, is [ftp] port right, does a firewall stand between?"},
    Remedy{"web.answer", "something listens there that does not speak HTTP in time: check [web] port"},
    Remedy{"ftp.greet", "something listens there that does not greet as FTP: check [ftp] port"},
    Remedy{"ftp.login", "check [ftp] login and the password that its environment variable or file gives"},
};

std::string remedy_for(std::string_view step) {
  for (const Remedy& row : remedies) {
    if (row.step == step) return std::string(row.text);
  }
  return "";
}

Diagnosis vantage_point(const VantagePoint& point) {
  if (!point.proxy.empty())
    return {Diagnosis::State::good, fmt::format("vantage point {} goes through a proxy", point.name), ""};
  if (point.bind.empty())
    return {Diagnosis::State::good,
            fmt::format("vantage point {} leaves the address to the system", point.name), ""};
  std::string problem;
  const Socket socket = Socket::listen(point.bind, problem);
  if (socket.is_open())
    return {Diagnosis::State::good, fmt::format("vantage point {} can come from {}", point.name, point.bind),
            ""};
  return {Diagnosis::State::file_is_wrong,
          fmt::format("vantage point {} cannot come from {}: {}", point.name, point.bind, problem),
          fmt::format("give this machine the address {}, or take the vantage point out", point.bind)};
}

bool is_executable(const std::string& program) {
  if (program.find('/') != std::string::npos) return ::access(program.c_str(), X_OK) == 0;
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): one thread
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

// A target without mail accounts leaves mail alone.
Needs mail_needs(const Target& target) {
  if (target.mail_accounts.empty()) return {};
  return Need::pop_login | Need::pops | Need::smtp;
}

std::vector<Diagnosis> examine(const Subject& subject) {
  using State = Diagnosis::State;
  std::vector<Diagnosis> found;
  const SourcePlaces in_profile = places_in(subject.profile_file);
  const SourcePlaces in_target = places_in(subject.target.file);
  for (const Remark& remark : review(subject.profile, subject.target)) {
    const bool problem = remark.weight == Remark::Weight::contradiction;
    found.push_back({problem ? State::file_is_wrong : State::note,
                     place_of(remark.where, in_profile, in_target).text() + ": " + remark.what,
                     remark.why + ": " + remark.remedy});
  }
  for (const VantagePoint& point : subject.target.vantage_points) found.push_back(vantage_point(point));
  for (const auto& [name, words] : subject.target.hooks) {
    const bool there = !words.empty() && is_executable(words.front());
    found.push_back({there ? State::good : State::file_is_wrong,
                     fmt::format("hook {} {}", name, there ? "can be run" : "cannot be run"),
                     there ? ""
                           : fmt::format("make {} an executable program, or take the hook out",
                                         words.empty() ? "it" : words.front())});
  }
  for (const reports::InterconnectionStep& step :
       interconnect(subject.profile, subject.target, mail_needs(subject.target))) {
    if (!step.tried) continue;
    const std::string told = reports::printable(step.message, reports::Lines::join);
    found.push_back({step.ok ? State::good : State::target_is_dead,
                     step.ok ? step.purpose : fmt::format("{}: {}", step.purpose, told),
                     step.ok ? "" : remedy_for(step.id)});
  }
  return found;
}

std::string_view word_for(Diagnosis::State state) {
  switch (state) {
    case Diagnosis::State::good:
      return "ok";
    case Diagnosis::State::note:
      return "note";
    case Diagnosis::State::file_is_wrong:
    case Diagnosis::State::target_is_dead:
      return "PROBLEM";
  }
  return "";
}

}  // namespace

ExitCode doctor_command(const TargetOptions& options) {
  const std::optional<Subject> subject = load_subject(options);
  if (!subject) return ExitCode::bad_input;
  fmt::print("target {} by profile {}\n", subject->target.name, subject->profile.name);
  const std::vector<Diagnosis> found = examine(*subject);
  for (const Diagnosis& one : found) {
    fmt::print("{:<8} {}\n", word_for(one.state), one.what);
    if (!one.remedy.empty()) fmt::print("{:<8} → {}\n", "", one.remedy);
  }
  const auto any = [&found](Diagnosis::State state) {
    return std::any_of(found.begin(), found.end(),
                       [state](const Diagnosis& one) { return one.state == state; });
  };
  if (any(Diagnosis::State::file_is_wrong)) return ExitCode::bad_input;
  if (any(Diagnosis::State::target_is_dead)) return ExitCode::inconclusive;
  fmt::print("this target can be judged\n");
  return ExitCode::conforms;
}

}  // namespace cts
