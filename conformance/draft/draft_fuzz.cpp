#include <algorithm>
#include <array>

#include "draft/draft.h"
#include "draft/host_places.h"
#include "draft/sightings.h"
#include "draft/toml_text.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "reports/text/safe_text.h"
#include "survey/readings.h"
#include "survey/survey.h"
#include "target/host_names.h"

namespace cts {
namespace {

using fuzzing::require;
using fuzzing::require_same;

/// Lines of what is fed, in any order, as what a host says of itself.
class Words {
 public:
  explicit Words(std::string_view text) : lines_(fuzzing::lines_of(text)), dice_(text) {}

  std::string line() { return lines_.empty() ? "" : std::string(lines_[dice_.roll(lines_.size())]); }
  bool yes() { return dice_.roll(2) == 0; }
  std::size_t number(std::size_t sides) { return dice_.roll(sides); }

  ServiceSeen service() {
    ServiceSeen seen{.asked = true, .answers = number(4) != 0, .problem = "", .greeting = line()};
    if (!seen.answers) seen.problem = line();
    return seen;
  }
  CertificateLook certificate() {
    CertificateLook look{
        .certificate = std::nullopt, .version = "TLSv1.3", .greeting = line(), .problem = ""};
    if (yes()) {
      Certificate shown{.subject = line(), .issuer = line(), .names = {line(), line()}, .distrust = line()};
      shown.not_before = std::chrono::sys_seconds(std::chrono::seconds(number(4'000'000'000)));
      shown.not_after = std::chrono::sys_seconds(std::chrono::seconds(number(4'000'000'000)));
      look.certificate = shown;
    } else {
      look.problem = line();
    }
    return look;
  }

 private:
  std::vector<std::string_view> lines_;
  fuzzing::Dice dice_;
};

Survey survey_saying(Words& words) {
  Survey seen;
  seen.web.there = words.service();
  seen.web.status = static_cast<int>(words.number(600));
  for (std::string* const text :
       {&seen.web.content_type, &seen.web.server, &seen.web.powered_by, &seen.web.location})
    *text = words.line();
  if (words.yes()) seen.web.clock_ahead = std::chrono::seconds(words.number(100'000));
  if (words.yes()) seen.web.admin_path = "/phpMyAdmin/";
  seen.https = {words.service(), words.certificate()};
  seen.ftp = {words.service(), {words.line(), words.line()}, words.yes(), "127.0.0.2"};
  for (SmtpSeen* const smtp : {&seen.smtp, &seen.submission}) {
    smtp->there = words.service();
    smtp->calls_itself = words.line();
    smtp->extensions = {words.line(), words.line()};
    smtp->names_size = words.yes();
    smtp->size = smtp->names_size ? size_of_parameter(words.line()) : 0;
    smtp->auth = words.line();
    smtp->starttls = words.yes();
    smtp->tls = words.certificate();
  }
  seen.smtps = {words.service(), words.certificate()};
  for (PopSeen* const pop : {&seen.pop, &seen.pops})
    *pop = {words.service(), {words.line(), words.line()}, words.yes(), words.yes(), words.certificate()};
  seen.database = words.service();
  return seen;
}

DraftRequest request_for(Words& words) {
  DraftRequest request;
  request.asked = {.host = "192.0.2.1", .domain = "example.jp", .is_address = true};
  request.places = places_of(request.asked, {});
  request.seen = survey_saying(words);
  request.name = "example.jp";
  request.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27);
  return request;
}

void require_lines(std::string_view text) {
  require_same(reports::valid_utf8(text), text, "what is written is UTF-8");
  require(
      std::none_of(text.begin(), text.end(),
                   [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\n') || c == '\x7f'; }),
      "what is written steers no terminal", text);
}

/// A host that says anything: the files drafted for it are read, and found sound.
template <bool repeats_it_as_it_is>
void check_files(std::string_view text) {
  Words words(text);
  const DraftRequest request = request_for(words);
  if (!anything_answers(request.seen)) return;
  std::string target = target_draft(request);
  const std::string profile = profile_draft(request, choose_plan(request.seen));
  if (repeats_it_as_it_is) target += "# it says " + request.seen.web.server + "\n";
  const ConfigErrors mistakes = mistakes_in_drafts(target, profile);
  require(mistakes.empty(), "a draft is sound, whatever the host says", text_of(mistakes));
  require_lines(target);
  require_lines(profile);
  for (const std::string& line : survey_lines(request)) {
    require_lines(line);
    require(line.find('\n') == std::string::npos && line.size() < 2000, "a sighting is one line", line);
  }
}

/// What a person names, and a host tells: names, then anything.
void check_host(std::string_view text) {
  const auto lines = fuzzing::lines_of(text);
  const auto line = [&lines](std::size_t at) {
    return at < lines.size() ? lines[at] : std::string_view();
  };
  std::string problem;
  if (const auto request = host_request(line(0), line(1), problem)) {
    require(is_host_name(request->domain) && !is_ip_address(request->domain), "a domain is a name",
            request->domain);
    require(request->is_address == is_ip_address(request->host), "a host is an address, or a name",
            request->host);
    const auto names = names_to_look_up(*request);
    require(names.empty() == request->is_address, "an address is not looked up", request->host);
    Lookups found;
    for (const std::string& name : names) {
      require(std::count(names.begin(), names.end(), name) == 1, "no name is looked up twice", name);
      if (name.size() % 2 == 0) found[name] = {"192.0.2.1"};
    }
    const HostPlaces places = places_of(*request, found);
    for (const ServicePlace* const place : {&places.web, &places.ftp, &places.pop, &places.smtp})
      require(is_host_name(place->host), "a service has the name of a host", place->host);
    std::string again;
    const auto same = host_request(request->host, request->domain, again);
    require(same && same->host == request->host, "what is understood is understood again", request->host);
  } else {
    require(!problem.empty() && problem.find('\n') == std::string::npos, "a problem is told", text);
  }
  const std::string quoted = toml_string(text);
  require(quoted.find('\n') == std::string::npos, "a text is one line", quoted);
  require_lines(quoted);
  require(told(text).size() < 400, "what a host says is told briefly", told(text));
  const auto size = size_of_parameter(line(0));
  require(size == 0 || std::to_string(size) == line(0) || line(0).starts_with('0'), "a size is what it says",
          line(0));
  if (const auto moment = moment_of_http_date(line(0)))
    require(date_text(*moment).size() >= 10, "a date can be told", line(0));
  static_cast<void>(is_private_address(std::string(line(0))));
}

}  // namespace
}  // namespace cts

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace cts;
  static const std::array table{
      Target{.name = "draft.files",
             .check = check_files<false>,
             .longest = 2000,
             .mutations = 200,
             .with_a_mistake = check_files<true>},
      Target{.name = "draft.host", .check = check_host, .longest = 600},
  };
  return table;
}
