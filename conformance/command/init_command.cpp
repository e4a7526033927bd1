#include <unistd.h>

#include <cstdio>
#include <future>
#include <iostream>
#include <set>

#include <fmt/format.h>

#include "client/socket.h"
#include "command/commands.h"
#include "command/common.h"
#include "command/new_files.h"
#include "command/speech.h"
#include "draft/draft.h"
#include "reports/text/safe_text.h"

namespace cts {
namespace {

using std::chrono::milliseconds;

/// All names at once, each with the same deadline. Addresses of IPv4 come first: what is promised is older
/// than IPv6.
Lookups look_up(const std::vector<std::string>& names, milliseconds wait) {
  const Deadline deadline = deadline_in(wait);
  std::vector<std::pair<std::string, std::future<std::vector<std::string>>>> asked;
  for (const std::string& name : names) {
    asked.emplace_back(name, std::async(std::launch::async, [name, deadline] {
                         std::string problem;
                         std::vector<std::string> addresses;
                         const std::vector<Endpoint> found = resolve(name, 0, deadline, problem);
                         for (const bool wanted : {false, true}) {
                           for (const Endpoint& endpoint : found)
                             if (endpoint.is_ipv6() == wanted) addresses.push_back(endpoint.address());
                         }
                         return addresses;
                       }));
  }
  Lookups found;
  for (auto& [name, addresses] : asked) found[name] = addresses.get();
  return found;
}

/// What a person types, at most so long; empty when nothing is.
std::string ask(std::string_view question) {
  constexpr std::size_t longest = 256;
  fmt::print(stderr, "{}", question);
  std::string answer;
  if (!std::getline(std::cin, answer) || answer.size() > longest) return "";
  return answer;
}

/// Fit for a target file: TOML takes no control characters, and its readers no empty text.
bool is_sound(const std::string& text) {
  return !text.empty() && reports::printable(text, reports::Lines::join) == text;
}

/// The logins that the options give, and on a terminal those that a person is asked for. Passwords are not
/// asked for: a target file only says where they are.
DraftCredentials credentials_of(const InitOptions& options, const Survey& seen) {
  DraftCredentials given{.ftp_login = options.ftp_login,
                         .ftp_password_file = options.ftp_password_file,
                         .mail_logins = options.mail_logins};
  if (!options.ftp_password_env.empty()) given.ftp_password_env = options.ftp_password_env;
  const bool may_ask = !options.no_questions && ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
  if (!may_ask) return given;
  if (given.ftp_login.empty() && seen.ftp.there.answers)
    given.ftp_login = ask(in_words("FTP login of the contract (nothing: it is filled in later): "));
  while (options.mail_logins.empty() && seen.pop.there.answers && given.mail_logins.size() < 16) {
    std::string login = ask(in_words("Login of a mail account that nobody else uses (nothing: no more): "));
    if (login.empty()) break;
    given.mail_logins.push_back(std::move(login));
  }
  return given;
}

/// What a person gave; told unless it can stand in a target file.
bool check_given(const DraftRequest& request) {
  const DraftCredentials& given = request.credentials;
  std::vector<std::pair<std::string_view, std::string>> texts{{"name", request.name}};
  if (!given.ftp_login.empty()) texts.emplace_back("FTP login", given.ftp_login);
  if (!given.ftp_password_file.empty()) texts.emplace_back("password file", given.ftp_password_file);
  std::set<std::string> logins;
  for (const std::string& login : given.mail_logins) {
    texts.emplace_back("mail login", login);
    if (logins.insert(login).second) continue;
    complain(
        fmt::format("the mail login {} is given twice", reports::printable(login, reports::Lines::join)));
    return false;
  }
  for (const auto& [what, text] : texts) {
    if (is_sound(text)) continue;
    complain(fmt::format("\"{}\" is no {}: it is empty, holds control characters, or is no UTF-8",
                         reports::printable(text, reports::Lines::join), what));
    return false;
  }
  return true;
}

/// Whether one of the files is there already, which is told: before a host is looked at, and a person asked.
bool is_in_the_way(const std::filesystem::path& folder) {
  for (const char* name : {"target.toml", "profile.toml"}) {
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(folder / name, ignored))) continue;
    complain(words("{} is there already; --force replaces it", (folder / name).string()));
    return true;
  }
  return false;
}

/// What is left to do for whoever reads this.
void tell_next_steps(const DraftRequest& request, const std::string& target_file) {
  const DraftCredentials& given = request.credentials;
  fmt::print("\n{}\n  {}\n", in_words("Next:"),
             in_words("read both files: what is promised is the contract's to say, and was guessed"));
  if (given.ftp_login.empty() && request.seen.ftp.there.answers)
    fmt::print("  {}\n", in_words("fill in [ftp] login"));
  if (given.ftp_password_file.empty() && request.seen.ftp.there.answers)
    fmt::print("  export {}=…\n", given.ftp_password_env);
  for (std::size_t i = 0; i < given.mail_logins.size(); ++i)
    fmt::print("  export {}{}=…\n", given.mail_password_env, i + 1);
  fmt::print("  hosting-cts doctor --target {0}\n  hosting-cts run --target {0}\n", target_file);
}

/// A fault of ours, which no host may bring about: told with what was to be written.
ExitCode refuse_unsound(const ConfigErrors& mistakes) {
  complain("the drafts are not sound, which is a fault of this program:\n" + text_of(mistakes));
  return ExitCode::harness_fault;
}

}  // namespace

ExitCode init_command(const InitOptions& options) {
  std::string problem;
  const std::optional<HostRequest> asked = host_request(options.host, options.domain, problem);
  if (!asked) {
    complain(problem);
    return ExitCode::usage;
  }
  const std::filesystem::path folder = options.out.empty() ? asked->domain : options.out;
  if (!options.force && is_in_the_way(folder)) return ExitCode::not_writable;
  const milliseconds wait = std::chrono::seconds(options.wait);
  DraftRequest request{.asked = *asked, .ports = options.ports, .name = options.name};
  if (request.name.empty()) request.name = asked->domain;
  // A quarter of the time for the name service: when it is silent, there is nothing to look at.
  request.places = places_of(*asked, look_up(names_to_look_up(*asked), wait / 4));
  if (request.places.none()) {
    complain(
        words("DNS knows none of the names of {}; give its address: hosting-cts init ADDRESS --domain {}",
              asked->host, asked->domain));
    return ExitCode::inconclusive;
  }
  request.seen = survey(survey_plan(request.places, options.ports, wait - wait / 4));
  request.now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  for (const std::string& line : survey_lines(request)) fmt::print("{}\n", line);
  std::fflush(stdout);
  if (!anything_answers(request.seen)) {
    complain(words("nothing of {} answers that could be judged; nothing is written", asked->host));
    return ExitCode::inconclusive;
  }
  request.credentials = credentials_of(options, request.seen);
  if (!check_given(request)) return ExitCode::usage;

  const PlanChoice choice = choose_plan(request.seen);
  const std::string target_text = target_draft(request);
  const std::string profile_text = profile_draft(request, choice);
  if (const ConfigErrors mistakes = mistakes_in_drafts(target_text, profile_text); !mistakes.empty())
    return refuse_unsound(mistakes);
  const auto failed = write_new_files(folder, {{"profile.toml", profile_text}, {"target.toml", target_text}},
                                      options.force ? Existing::replace : Existing::keep);
  if (failed) {
    complain(*failed);
    return ExitCode::not_writable;
  }
  fmt::print("\nplan        {}: {}\n\n", choice.plan, choice.why);
  for (const char* name : {"target.toml", "profile.toml"}) fmt::print("{}\n", (folder / name).string());
  tell_next_steps(request, (folder / "target.toml").string());
  return ExitCode::conforms;
}

}  // namespace cts
