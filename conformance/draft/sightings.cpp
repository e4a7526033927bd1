#include "draft/sightings.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "draft/toml_text.h"
#include "target/review_rules.h"

namespace cts {
namespace {

std::string listed(const std::vector<std::string>& words, std::size_t most) {
  std::vector<std::string> shown(words.begin(),
                                 words.begin() + static_cast<std::ptrdiff_t>(std::min(most, words.size())));
  std::string text = told(fmt::format("{}", fmt::join(shown, ", ")));
  if (words.size() > most) text += fmt::format(" and {} more", words.size() - most);
  return text;
}

std::string greeted(const ServiceSeen& there) {
  return there.greeting.empty() ? "answers" : "greets " + told(there.greeting);
}

}  // namespace

std::string absence(const ServiceSeen& there) {
  if (there.answers) return "";
  if (!there.asked) return "was not looked at";
  std::string why = told(there.problem);
  return "does not answer: " + why.substr(1, why.size() - 2);
}

std::string sighting(const WebSeen& seen) {
  if (!seen.there.answers) return absence(seen.there);
  std::string text = fmt::format("answers / with {}", seen.status);
  if (!seen.content_type.empty()) text += ", " + told(seen.content_type);
  if (!seen.location.empty()) text += ", and leads to " + told(seen.location);
  if (!seen.server.empty()) text += "; Server: " + told(seen.server);
  return text;
}

std::string sighting(const FtpSeen& seen) {
  if (!seen.there.answers) return absence(seen.there);
  std::string text = greeted(seen.there);
  if (!seen.features.empty()) text += "; FEAT: " + listed(seen.features, 12);
  if (seen.tls) text += "; it offers TLS";
  return text;
}

std::string sighting(const SmtpSeen& seen) {
  if (!seen.there.answers) return absence(seen.there);
  std::string text = greeted(seen.there);
  if (!seen.extensions.empty()) text += "; EHLO: " + listed(seen.extensions, 12);
  return text;
}

std::string sighting(const PopSeen& seen) {
  if (!seen.there.answers) return absence(seen.there);
  std::string text = greeted(seen.there);
  if (!seen.capabilities.empty()) text += "; CAPA: " + listed(seen.capabilities, 12);
  return text;
}

std::string sighting(const TlsPortSeen& seen) {
  if (!seen.there.answers) return absence(seen.there);
  return greeted(seen.there) + (seen.tls.version.empty() ? "" : " over " + seen.tls.version);
}

std::string sighting(const CertificateLook& look, const std::string& host, std::chrono::sys_seconds now) {
  if (!look.certificate) return "was not seen: " + told(look.problem);
  const Certificate& shown = *look.certificate;
  std::string text =
      fmt::format("is for {}, until {}", shown.names.empty() ? told(shown.subject) : listed(shown.names, 4),
                  date_text(shown.not_after));
  if (!shown.names_host) text += "; it does not name " + host;
  if (shown.not_after < now) text += "; it has expired";
  if (!shown.distrust.empty()) text += "; it is not trusted: " + told(shown.distrust);
  return text;
}

std::string date_text(std::chrono::sys_seconds moment) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(moment));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

}  // namespace cts
