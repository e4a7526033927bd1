#include "scenario/context.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "check/ftp_checks.h"
#include "check/pop_checks.h"
#include "client/repeat.h"
#include "scenario/account_names.h"
#include "scenario/hook_command.h"
#include "scenario/letter_remover.h"
#include "scenario/patience.h"
#include "scenario/remover.h"

namespace cts {
namespace {

constexpr std::size_t shown_side = 2000;    // of an expected or actual value in a finding
constexpr std::size_t shown_message = 600;  // of either in a message

// FNV-1a, in six digits of base 36: the same in every run and on every machine, so that a name found on a
// target leads back to its scenario.
std::string short_number(std::string_view id) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  std::string out;
  for (int i = 0; i < 6; ++i, hash /= 36) out += "0123456789abcdefghijklmnopqrstuvwxyz"[hash % 36];
  return out;
}

std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  const std::size_t whole = text.size();
  // Not in the middle of a character.
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0u) == 0x80u) --most;
  text.resize(most);
  return text + "… (" + std::to_string(whole) + " characters)";
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

// "conformance/scenario/…", wherever the tree stood when it was compiled.
std::string_view within_tree(std::string_view file) {
  const std::size_t root = file.rfind("conformance/");
  return root == std::string_view::npos ? file : file.substr(root);
}

std::string_view service_of(std::string_view id) {
  return id.substr(0, id.find('.'));
}

std::string_view name_of_tier(Tier tier) {
  switch (tier) {
    case Tier::smoke:
      return "smoke";
    case Tier::standard:
      return "standard";
    case Tier::slow:
      return "slow";
  }
  return "";
}

// As a person would type it.
std::string joined(const std::vector<std::string>& argv) {
  std::string line;
  for (const std::string& word : argv) line += (line.empty() ? "" : " ") + shell_quoted(word);
  return line;
}

// "/web" for "/web/" and "web".
std::string absolute(std::string_view directory) {
  std::string out = directory.starts_with('/') ? std::string(directory) : "/" + std::string(directory);
  while (out.size() > 1 && out.ends_with('/')) out.pop_back();
  return out;
}

}  // namespace

Context::Context(const Scenario& scenario, Services services)
    : scenario_(scenario),
      services_(std::move(services)),
      transcript_(services_.target.secrets()),
      number_(short_number(scenario.id)) {
  result_.id = scenario.id;
  result_.purpose = scenario.purpose;
  result_.service = service_of(scenario.id);
  result_.clauses.assign(scenario.clauses.begin(), scenario.clauses.end());
  result_.tier = name_of_tier(scenario.tier);
  result_.consent = name_of(scenario.consent);
  result_.source_file = within_tree(scenario.run.file());
  result_.source_line = static_cast<int>(scenario.run.line());
}

Context::~Context() {
  clean_up();
}

void Context::worsen(reports::Verdict verdict, const std::string& message) {
  const reports::Verdict worst = reports::worse(result_.verdict, verdict);
  if (worst == result_.verdict) return;
  result_.verdict = worst;
  result_.message = shortened(one_line(transcript_.masked(message)), 2 * shown_message);
}

bool Context::judge(std::string_view clause, std::string_view requirement, bool kept,
                    const std::string& expected, const std::string& actual) {
  reports::Finding finding;
  finding.clause = clause;
  finding.requirement = transcript_.masked(requirement);
  finding.expected = shortened(transcript_.masked(expected), shown_side);
  finding.actual = shortened(transcript_.masked(actual), shown_side);
  finding.passed = kept;
  if (!transcript_.entries().empty()) finding.transcript_entry = transcript_.entries().size() - 1;
  if (!kept) finding.repeat = transcript_.repeat();
  const auto& clauses = scenario_.clauses;
  if (std::find(clauses.begin(), clauses.end(), clause) == clauses.end())
    worsen(reports::Verdict::error,
           "the scenario judges " + finding.clause + ", which is not one of its clauses");
  if (kept)
    worsen(reports::Verdict::pass, "");
  else
    worsen(reports::Verdict::fail, finding.clause + ": " + finding.requirement + ": expected " +
                                       shortened(finding.expected, shown_message) + ", got " +
                                       shortened(finding.actual, shown_message));
  result_.findings.push_back(std::move(finding));
  return kept;
}

void Context::stop_inconclusive(const std::string& why) {
  worsen(reports::Verdict::inconclusive, why);
  throw ScenarioStopped{};
}

void Context::not_applicable(const std::string& why) {
  worsen(reports::Verdict::not_applicable, why);
  throw ScenarioStopped{};
}

void Context::record(std::string name, std::string value) {
  value = transcript_.masked(value);
  for (const std::size_t number : services_.mail_accounts)
    value = without_account(value, services_.target.mail_accounts.at(number).name);
  result_.readings.push_back({std::move(name), shortened(value, shown_side)});
}

void Context::record_error(const std::string& what) {
  worsen(reports::Verdict::error, what);
}

const VantagePoint& Context::vantage_point(unsigned from) {
  const auto& points = services_.target.vantage_points;
  if (from >= points.size())
    stop_inconclusive("the target names " + std::to_string(points.size()) +
                      " vantage points; this needs number " + std::to_string(from + 1));
  return points[from];
}

template <class Service>
Dial Context::dial(const Service& service, std::uint16_t port, unsigned from) {
  const VantagePoint& point = vantage_point(from);
  return {service.host, service.address, port, point.bind, point.proxy};
}

Dial Context::dial_ftp(unsigned from) {
  return dial(services_.target.ftp, services_.target.ftp.port, from);
}

Dial Context::dial_web(unsigned from) {
  return dial(services_.target.web, services_.target.web.port, from);
}

Deadlines Context::deadlines() const {
  const Target::Timeouts& timeouts = services_.target.timeouts;
  return {timeouts.connect, timeouts.reply, timeouts.transfer};
}

FtpClient Context::connect_ftp(unsigned from) {
  FtpClient client = FtpClient::connect(dial_ftp(from), deadlines(), transcript_);
  if (!services_.target.ftp.passive_mode) client.begin_with(DataMode::port);
  return client;
}

FtpClient Context::ftp(unsigned from) {
  if (!services_.target.ftp.has_credentials()) stop_inconclusive("the target gives no FTP credentials");
  FtpClient client = connect_ftp(from);
  need("FTP greets", client.greeting(), Completed());
  need("the contract's FTP login is accepted", client.login(ftp_login(), ftp_password()), Completed());
  return client;
}

HttpClient Context::web(unsigned from) {
  return HttpClient(dial_web(from), deadlines(), transcript_,
                    "hosting-cts/" HOSTING_CTS_VERSION " " + services_.run_id);
}

HttpClient Context::members_site(unsigned from) {
  const Target::Members& members = services_.target.members;
  Dial site = dial(members, members.port, from);
  if (site.host.empty()) site.host = services_.profile.members.host;
  site.tls = members.tls;
  return HttpClient(site, deadlines(), transcript_,
                    "hosting-cts/" HOSTING_CTS_VERSION " " + services_.run_id);
}

const Target::MailAccount& Context::mail_account(std::size_t number) const {
  const auto& lent = services_.mail_accounts;
  if (number >= lent.size())
    throw std::logic_error("the scenario has " + std::to_string(lent.size()) + " mail accounts for itself");
  return services_.target.mail_accounts.at(lent[number]);
}

PopClient Context::connect_pop(unsigned from) {
  const Target::Pop& pop = services_.target.pop;
  return PopClient::connect(dial(pop, pop.port, from), PopClient::Security::plain, deadlines(), transcript_);
}

PopClient Context::connect_pops(unsigned from) {
  const Target::Pops& pops = services_.target.pops;
  return PopClient::connect(dial(pops, pops.port, from), PopClient::Security::tls, deadlines(), transcript_);
}

PopClient Context::pop(const Target::MailAccount& account, unsigned from) {
  PopReply reply;
  PopClient client = try_pop(account, reply, {.from = from});
  need("POP3 greets, and the mail account's login is accepted", reply, Positive());
  return client;
}

PopClient Context::try_pop(const Target::MailAccount& account, PopReply& reply, const PopAttempt& how) {
  const auto wait = profile().mail.second_session_wait;
  std::optional<PopClient> session;
  seen_within(how.waits * wait, [&] {
    session.emplace(how.over_tls ? connect_pops(how.from) : connect_pop(how.from));
    reply = session->greeting();
    if (reply.positive && how.before_login) how.before_login(*session);
    if (reply.positive)
      reply = session->login(account.name, account.password.reveal(),
                             std::max(wait, services_.target.timeouts.reply));
    return how.after_any_refusal ? reply.positive : !reply.is_temporary();
  });
  return std::move(*session);
}

SmtpClient Context::connect_smtp(SmtpPort port, unsigned from) {
  const Target::Smtp& smtp = services_.target.smtp;
  const std::uint16_t number = port == SmtpPort::transfer ? smtp.port : smtp.submission_port;
  return SmtpClient::connect(dial(smtp, number, from), deadlines(), transcript_);
}

Knock Context::knock_at_database(unsigned from) {
  const Target::Database& database = services_.target.database;
  const std::uint16_t port = database.port != 0 ? database.port : services_.profile.database.port;
  return knock_at(dial(database, port, from), deadlines(), transcript_);
}

const std::string& Context::ftp_login() const {
  return services_.target.ftp.login;
}
const std::string& Context::ftp_password() const {
  return services_.target.ftp.password.reveal();
}

std::string Context::place_name() const {
  std::string slug(scenario_.id.substr(scenario_.id.rfind('.') + 1));
  std::replace(slug.begin(), slug.end(), '_', '-');
  return services_.target.place_prefix + services_.run_id + "-" + number_ + "-" + slug.substr(0, 24);
}

Place& Context::place() {
  return place_in(services_.profile.web.document_directory);
}

Place& Context::place_in(std::string_view parent) {
  const std::string above = absolute(parent);
  const std::string directory = (above == "/" ? "" : above) + "/" + place_name();
  for (const auto& place : places_)
    if (place->directory() == directory) return *place;
  // Kept before it is created: what a refused or unanswered MKD may have made is removed too.
  places_.push_back(std::make_unique<Place>(*this, services_.footprint, directory,
                                            absolute(services_.profile.web.document_directory)));
  places_.back()->create();
  return *places_.back();
}

void Context::will_create(std::string_view path) {
  const std::string absolute_path = absolute(path);
  FtpClient session = ftp();
  const auto there = Remover(session).is_listed(absolute_path);
  session.quit();
  if (!there) stop_inconclusive("the directory of " + absolute_path + " cannot be listed");
  if (*there) stop_inconclusive(absolute_path + " exists already, and is not the suite's to touch");
  services_.footprint.about_to_create(absolute_path);
  announced_.push_back(absolute_path);
}

std::string Context::run_hook(std::string_view hook, std::string_view value, bool is_secret) {
  const auto& named = scenario_.hooks;
  if (std::find(named.begin(), named.end(), hook) == named.end())
    throw std::logic_error("the scenario's row does not name the hook " + std::string(hook));
  const std::vector<std::string> argv = hook_command(services_.target, hook, value);
  if (argv.empty()) stop_inconclusive("the target gives no hook " + std::string(hook));
  const std::string channel = transcript_.channel("operator");
  transcript_.sent(channel, joined(argv) + "\n");
  const OperatorAnswer answer = services_.operator_hand.run(argv, services_.target.timeouts.transfer);
  if (is_secret) {
    transcript_.note(channel, "answered " + std::to_string(answer.output.size()) + " octets that are secret");
  } else {
    transcript_.received(channel, answer.output);
  }
  if (answer.succeeded) return answer.output;
  transcript_.note(channel, answer.problem);
  stop_inconclusive("the operator's command " + std::string(hook) + " failed: " + answer.problem);
}

std::string Context::ask_operator(std::string_view hook, std::string_view value) {
  return run_hook(hook, value, false);
}

std::vector<std::string> Context::ask_operator_secretly(std::string_view hook, std::string_view value) {
  std::istringstream output(run_hook(hook, value, true));
  std::vector<std::string> lines;
  for (std::string line; std::getline(output, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    transcript_.hide(line);
    lines.push_back(std::move(line));
  }
  return lines;
}

void Context::move_clock(std::chrono::seconds span) {
  clock_moved_ = true;
  ask_operator("set_clock", hook_time(std::chrono::system_clock::now() + span));
}

void Context::undo_letters(const Target::MailAccount& account) {
  const std::string mailbox = mailbox_footprint(account.name);
  const bool known = std::any_of(undos_.begin(), undos_.end(),
                                 [&mailbox](const Undo& undo) { return undo.what == mailbox; });
  if (known) return;
  services_.footprint.about_to_create(mailbox);
  undo_at_end(mailbox, [this, &account] { return remove_letters_of(account); });
}

std::vector<std::string> Context::remove_letters_of(const Target::MailAccount& account) {
  const std::string mark = services_.run_id + "-" + number_;
  const std::string mailbox = mailbox_footprint(account.name);
  std::vector<std::string> left;
  // The second session sees whether the first has done it.
  for (int round = 0; round < 2; ++round) {
    std::optional<PopClient> session;
    const bool is_open = seen_within(services_.target.timeouts.reply, [&] {
      session.emplace(connect_pop());
      return session->login(account.name, account.password.reveal()).positive;
    });
    if (!is_open) return {mailbox + " (it could not be opened)"};
    if (round == 0) {
      left = remove_letters(*session, mark);
    } else if (!letters_with(*session, mark).empty()) {
      left.emplace_back("letters are still there");
    }
    session->quit();
  }
  if (left.empty()) services_.footprint.removed(mailbox);
  for (std::string& problem : left) problem = mailbox + ": " + problem;
  return left;
}

void Context::undo_at_end(std::string what, std::function<std::vector<std::string>()> undo) {
  undos_.push_back({std::move(what), std::move(undo)});
}

std::string Context::unique() {
  return services_.run_id + "-" + number_ + "-" + std::to_string(++counter_);
}

void Context::remove_one(const std::string& path) {
  FtpClient session = ftp();
  const std::vector<std::string> left = Remover(session).remove(path);
  session.quit();
  if (left.empty()) services_.footprint.removed(path);
  for (const std::string& one : left) result_.leftovers.push_back("ftp " + one);
}

void Context::clean_up() noexcept {
  if (std::exchange(cleaned_up_, true)) return;
  // Cleaning up judges nothing: what it meets changes neither verdict nor message.
  const reports::Verdict verdict = result_.verdict;
  const std::string message = result_.message;
  const auto attempt = [&](const std::string& what, auto&& undo) {
    try {
      undo();
    } catch (const ScenarioStopped&) {
      result_.leftovers.push_back(what + " (" + result_.message + ")");
    } catch (const std::exception& error) {
      result_.leftovers.push_back(what + " (" + error.what() + ")");
    }
    result_.verdict = reports::Verdict::none;
    result_.message.clear();
  };
  result_.verdict = reports::Verdict::none;
  result_.message.clear();
  // First, since the server's patience follows its clock.
  if (clock_moved_)
    attempt("the server's clock",
            [&] { ask_operator("set_clock", hook_time(std::chrono::system_clock::now())); });
  for (auto undo = undos_.rbegin(); undo != undos_.rend(); ++undo)
    attempt(undo->what, [&] {
      for (const std::string& left : undo->act()) result_.leftovers.push_back(left);
    });
  for (const std::string& path : announced_) attempt("ftp " + path, [&] { remove_one(path); });
  for (const auto& place : places_)
    attempt("ftp " + place->directory(), [&] {
      for (const std::string& left : place->remove_all()) result_.leftovers.push_back("ftp " + left);
    });
  result_.verdict = verdict;
  result_.message = message;
}

reports::ScenarioResult Context::outcome() const {
  reports::ScenarioResult result = result_;
  if (result.verdict == reports::Verdict::none) {
    result.verdict = reports::Verdict::error;
    result.message = "the scenario asserted nothing";
  }
  result.transcript = transcript_.entries();
  return result;
}

}  // namespace cts
