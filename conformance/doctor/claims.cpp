#include "doctor/claims.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "client/small_letters.h"
#include "draft/sightings.h"
#include "draft/toml_text.h"
#include "runner/interconnection.h"
#include "target/review_rules.h"

namespace cts {
namespace {

using State = Diagnosis::State;
using std::chrono::days;
using std::chrono::sys_seconds;

struct Comparison {
  const Profile& profile;
  const Target& target;
  const Survey& seen;
  sys_seconds now;
};

/// A way in which a target may be other than claimed.
struct ClaimRow {
  std::string_view id;
  State state;
  /// What is claimed, and what is there instead; empty: no difference, or nothing to compare.
  std::string (*look)(const Comparison&);
  std::string_view why;
  std::string_view remedy;
};

std::string submission_closed(const Comparison& it) {
  const SmtpSeen& seen = it.seen.submission;
  if (!it.profile.offers.smtp || !seen.there.asked || seen.there.answers || !it.seen.smtp.there.answers)
    return "";
  return fmt::format("the profile claims SMTP at a second port, and port {} {}",
                     it.target.smtp.submission_port, absence(seen.there));
}

std::string pops_not_claimed(const Comparison& it) {
  if (it.profile.offers.pops || !it.seen.pops.there.answers) return "";
  return fmt::format("the profile claims no POP over TLS, and port {} {}", it.target.pops.port,
                     sighting(it.seen.pops));
}

std::string less_is_taken(const Comparison& it) {
  const SmtpSeen& seen = it.seen.smtp;
  if (!it.profile.offers.smtp || seen.size == 0 || seen.size >= it.profile.mail.largest_message) return "";
  return fmt::format("the profile claims messages of {}, and EHLO says SIZE {}",
                     size_text(it.profile.mail.largest_message), seen.size);
}

std::string more_is_taken(const Comparison& it) {
  const SmtpSeen& seen = it.seen.smtp;
  if (!it.profile.offers.smtp || seen.size < it.profile.mail.message_refused_from) return "";
  return fmt::format("the profile claims that {} is refused, and EHLO says SIZE {}",
                     size_text(it.profile.mail.message_refused_from), seen.size);
}

std::string no_plain_login(const Comparison& it) {
  const PopSeen& seen = it.seen.pop;
  if (!it.profile.offers.pop || seen.capabilities.empty()) return "";
  for (const std::string& line : seen.capabilities) {
    const std::string capability = in_small_letters(line);
    if (capability == "user" ||
        (capability.starts_with("sasl") && capability.find("plain") != std::string::npos))
      return "";
  }
  return fmt::format(
      "the profile claims POP3 with plain passwords, and CAPA at port {} offers neither USER nor SASL "
      "PLAIN",
      it.target.pop.port);
}

std::string no_admin_page(const Comparison& it) {
  const WebSeen& seen = it.seen.web;
  if (!it.profile.offers.database || !seen.there.answers || !seen.admin_path.empty()) return "";
  return fmt::format("the profile claims a database with phpMyAdmin at {}, and it is not there",
                     it.profile.database.admin_path);
}

std::string leads_to_https(const Comparison& it) {
  const WebSeen& seen = it.seen.web;
  const bool leads =
      seen.status >= 301 && seen.status <= 308 && in_small_letters(seen.location).starts_with("https:");
  if (!it.profile.offers.web || !leads) return "";
  return fmt::format("the profile claims the web service, and / is answered {} and leads to {}", seen.status,
                     told(seen.location));
}

std::string out_of_order(const Comparison& it) {
  const WebSeen& seen = it.seen.web;
  if (!it.profile.offers.web || seen.status < 500) return "";
  return fmt::format("the profile claims the web service, and / is answered {}", seen.status);
}

std::string another_time(const Comparison& it) {
  if (!it.seen.web.clock_ahead || std::abs(it.seen.web.clock_ahead->count()) <= 60) return "";
  const auto ahead = it.seen.web.clock_ahead->count();
  return fmt::format("the target's clock is {} s {} of this machine's", std::abs(ahead),
                     ahead > 0 ? "ahead" : "behind");
}

constexpr std::array rows{
    ClaimRow{"submission-closed", State::warning, submission_closed,
             "what hands mail in there is judged as failed",
             "is submission_port in [smtp] right? does a firewall stand between?"},
    ClaimRow{"pops-not-claimed", State::note, pops_not_claimed, "nothing of it is judged",
             "where the contract has it, offer pops in a profile upon the plan secure or premium"},
    ClaimRow{
        "less-is-taken", State::warning, less_is_taken,
        "what is promised to go through is refused, and judged as failed",
        "where the contract promises less, correct largest_message in the profile's [mail]; else the target"},
    ClaimRow{"more-is-taken", State::warning, more_is_taken,
             "what must be refused is taken, and judged as failed",
             "where the contract promises more, correct message_refused_from in the profile's [mail]; else "
             "the target"},
    ClaimRow{"no-plain-login", State::warning, no_plain_login,
             "the manuals promise it, and everything with a mailbox rests on it",
             "have plain logins allowed at that port; see whether the login below is accepted"},
    ClaimRow{"admin-page-missing", State::warning, no_admin_page,
             "what is done with databases goes through it",
             "correct admin_path in the profile's [database], or do not offer database"},
    ClaimRow{"leads-to-https", State::warning, leads_to_https,
             "the manuals' URLs are those of HTTP: where every page leads away, no page is judged as served",
             "have the redirection taken out for this site, or expect those failures (--expect)"},
    ClaimRow{"web-out-of-order", State::warning, out_of_order,
             "a server in trouble fails what it would keep otherwise", "look into the target's error log"},
    ClaimRow{"clock-differs", State::warning, another_time,
             "windows, cut-offs and dates are judged by the target's clock, and some by both",
             "set the clock that is wrong (NTP)"},
};

/// What is to be said of one certificate.
void look_at_certificate(const CertificateLook& look, const std::string& where, const std::string& host,
                         sys_seconds now, State state, std::vector<Diagnosis>& found) {
  if (!look.certificate) return;
  constexpr days soon(14);
  const Certificate& shown = *look.certificate;
  const auto add = [&](std::string_view id, State weight, std::string what, std::string_view remedy) {
    found.push_back({weight, std::string(id), "", fmt::format("the certificate of {} {}", where, what),
                     "programs of customers warn of it, or refuse to go on; the suite takes any",
                     std::string(remedy)});
  };
  const auto left = std::chrono::floor<days>(shown.not_after - now);
  if (shown.not_after < now)
    add("certificate-expired", state, "has expired on " + date_text(shown.not_after), "renew it");
  else if (left < soon)
    add("certificate-expires", state,
        fmt::format("expires in {} days, on {}", left.count(), date_text(shown.not_after)),
        "renew it in time");
  if (shown.not_before > now)
    add("certificate-not-yet", state, "is valid only from " + date_text(shown.not_before),
        "wait, or set the clock that is wrong");
  if (!shown.names_host) {
    const std::string names = shown.names.empty() ? shown.subject : fmt::format("{}", shown.names.front());
    add("certificate-names-another", state, fmt::format("does not name {}, but {}", host, told(names)),
        "have one issued for that name, or give the host that it names");
  }
  if (!shown.distrust.empty() && shown.not_after >= now && shown.not_before <= now)
    add("certificate-not-trusted", State::note, "is not trusted: " + told(shown.distrust),
        "have one issued by an authority that programs know");
}

bool looks_at_mail(const Target& target) {
  return !target.mail_accounts.empty();
}

}  // namespace

SurveyPlan survey_plan_of(const Profile& profile, const Target& target) {
  SurveyPlan plan;
  const Offers& offers = profile.offers;
  if (offers.web) plan.web = web_dial(target);
  if (offers.web && offers.database) plan.admin_paths = {profile.database.admin_path};
  if (offers.pop && looks_at_mail(target)) plan.pop = pop_dial(target);
  if ((offers.pop || offers.pops) && looks_at_mail(target)) plan.pops = pops_dial(target);
  if (offers.smtp && looks_at_mail(target)) {
    plan.smtp = plan.submission = smtp_dial(target);
    plan.submission->port = target.smtp.submission_port;
  }
  // A step of a survey has a third of the whole, connecting a sixth: as long as the target's own deadlines.
  plan.wait = std::max(3 * target.timeouts.reply, 6 * target.timeouts.connect);
  return plan;
}

std::vector<Diagnosis> compare_claims(const Profile& profile, const Target& target, const Survey& seen,
                                      sys_seconds now) {
  const Comparison comparison{profile, target, seen, now};
  std::vector<Diagnosis> found;
  for (const ClaimRow& row : rows) {
    std::string what = row.look(comparison);
    if (!what.empty())
      found.push_back({row.state, std::string(row.id), "", std::move(what), std::string(row.why),
                       std::string(row.remedy)});
  }
  if (profile.offers.pops)
    look_at_certificate(seen.pops.tls, fmt::format("POP over TLS at {}", target.pops.host), target.pops.host,
                        now, State::warning, found);
  if (profile.offers.smtp && seen.smtp.starttls)
    look_at_certificate(seen.smtp.tls, fmt::format("STARTTLS at {}", target.smtp.host), target.smtp.host, now,
                        State::note, found);
  return found;
}

}  // namespace cts
