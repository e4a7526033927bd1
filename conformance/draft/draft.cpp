#include "draft/draft.h"

#include <fmt/format.h>

#include "draft/sightings.h"
#include "target/profile.h"
#include "target/review.h"
#include "target/target.h"

namespace cts {
namespace {

/// Whatever the passwords will be.
SecretSource any_secrets() {
  return {.environment = [](const std::string&) -> std::optional<std::string> { return "not the password"; },
          .file = [](const std::string&) -> Checked<std::string> {
            return {"not the password", {}};
          }};
}

std::optional<Dial> dial_of(const ServicePlace& place, std::uint16_t port) {
  if (place.seen_at.empty()) return std::nullopt;
  return Dial{.host = place.host, .address = place.seen_at, .port = port};
}

}  // namespace

SurveyPlan survey_plan(const HostPlaces& places, const HostPorts& ports, std::chrono::milliseconds wait) {
  return {.web = dial_of(places.web, ports.http),
          .https = dial_of(places.web, ports.https),
          .ftp = dial_of(places.ftp, ports.ftp),
          .smtp = dial_of(places.smtp, ports.smtp),
          .submission = dial_of(places.smtp, ports.submission),
          .smtps = dial_of(places.smtp, ports.smtps),
          .pop = dial_of(places.pop, ports.pop),
          .pops = dial_of(places.pop, ports.pops),
          .database = dial_of(places.web, ports.database),
          .admin_paths = {built_in_profile("dedicated").database.admin_path, "/phpmyadmin/", "/pma/"},
          .wait = wait};
}

ConfigErrors mistakes_in_drafts(const std::string& target_text, const std::string& profile_text) {
  const Checked<Target> target = read_target(target_text, "target.toml", any_secrets());
  const Checked<Profile> profile = read_profile(profile_text, "profile.toml");
  ConfigErrors mistakes = target.errors;
  mistakes.insert(mistakes.end(), profile.errors.begin(), profile.errors.end());
  if (!target || !profile) return mistakes;
  const SourcePlaces in_profile("profile.toml", profile_text);
  const SourcePlaces in_target("target.toml", target_text);
  for (const Remark& remark : review(*profile, *target)) {
    if (remark.weight != Remark::Weight::contradiction) continue;
    const SourcePlace place = place_of(remark.where, in_profile, in_target);
    mistakes.push_back({place.file, place.line, place.column, remark.what});
  }
  return mistakes;
}

std::vector<std::string> survey_lines(const DraftRequest& request) {
  const Survey& seen = request.seen;
  const HostPorts& ports = request.ports;
  std::vector<std::string> lines;
  const auto add = [&lines](std::string_view service, std::uint16_t port, const std::string& text) {
    lines.push_back(fmt::format("{:<11} {:>5}  {}", service, port, text));
  };
  add("HTTP", ports.http, sighting(seen.web));
  add("HTTPS", ports.https, sighting(seen.https));
  add("FTP", ports.ftp, sighting(seen.ftp));
  add("SMTP", ports.smtp, sighting(seen.smtp));
  add("submission", ports.submission, sighting(seen.submission));
  add("SMTP, TLS", ports.smtps, sighting(seen.smtps));
  add("POP3", ports.pop, sighting(seen.pop));
  add("POP3, TLS", ports.pops, sighting(seen.pops));
  if (!seen.web.admin_path.empty()) add("phpMyAdmin", ports.http, "is at " + seen.web.admin_path);
  return lines;
}

}  // namespace cts
