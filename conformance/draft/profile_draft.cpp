#include <algorithm>

#include <fmt/format.h>

#include "draft/draft.h"
#include "draft/sightings.h"
#include "draft/toml_text.h"
#include "target/review.h"
#include "target/review_rules.h"

namespace cts {
namespace {

constexpr std::uint64_t kilobyte = 1'000;
constexpr std::uint64_t megabyte = 1'000'000;

/// What EHLO says; that of port 25 counts, where both say something.
const SmtpSeen& telling(const Survey& seen) {
  return seen.smtp.there.answers ? seen.smtp : seen.submission;
}

/// The largest size of two digits or so that a limit of `octets` takes for sure.
std::uint64_t rounded_down(std::uint64_t octets) {
  const std::uint64_t unit = octets >= 10 * megabyte ? megabyte : octets >= 10 * kilobyte ? kilobyte : 1;
  return octets / unit * unit;
}

/// Why the limit that EHLO names is none to go by; empty when it is one.
std::string objection(const SmtpSeen& seen) {
  constexpr std::uint64_t least = 10'000;
  constexpr std::uint64_t most = 200 * megabyte;
  if (!seen.there.answers || !seen.names_size || seen.size == 0) return "EHLO names no limit for messages";
  if (seen.size < least) return fmt::format("EHLO says SIZE {}, too little for a letter", seen.size);
  if (seen.size > most) return fmt::format("EHLO says SIZE {}, more than can be tried", seen.size);
  return "";
}

/// Sizes of messages and attachments by the limit that EHLO names, in the proportions of the manual's.
void write_sizes(TomlText& out, const SmtpSeen& seen, const Profile& base) {
  if (const std::string why = objection(seen); !why.empty()) {
    out.comment(fmt::format("{}: the {} plan's numbers stand. FILL IN the contract's, where they differ.",
                            why, base.plan));
    out.key_to_fill_in("largest_message", toml_size(base.mail.largest_message));
    out.key_to_fill_in("mailbox", toml_size(base.mail.mailbox));
    return;
  }
  const std::uint64_t message = rounded_down(seen.size);
  const std::uint64_t refused = std::max(message + message / 10, seen.size + 1);
  out.comment(fmt::format(
      "EHLO says SIZE {}: so much is taken, and more is refused. The contract may promise less.", seen.size));
  out.key("largest_message", toml_size(message)).key("message_refused_from", toml_size(refused));
  out.comment("As files, before base64 makes them a third larger.");
  out.key("largest_attachment", toml_size(rounded_down(message / 20 * 13)));
  out.key("attachment_refused_from", toml_size(refused - refused / 6));
  out.comment("How much a mailbox holds cannot be seen from outside. FILL IN what the contract says.");
  out.key("mailbox", toml_size(std::max(base.mail.mailbox, 2 * message)));
}

}  // namespace

std::string profile_draft(const DraftRequest& request, const PlanChoice& choice) {
  const Profile& base = built_in_profile(choice.plan);
  TomlText out;
  out.comment(fmt::format(
      "What {} promises, as far as it shows: drafted by hosting-cts init on {}. Compare it with the "
      "contract, which alone says what is promised. Everything else is as in the base.",
      request.asked.domain, date_text(request.now)));
  out.line("version = 1").line().comment("Why this one: " + choice.why + ".");
  out.text("base", choice.plan).text("name", request.name);
  out.text("description",
           fmt::format("Drafted from what {} shows, upon the {} plan", request.asked.domain, choice.plan));
  out.line().line("[offers]");
  for (const DraftedOffer& offer : choice.offers) {
    out.comment(offer.why);
    out.key(offer.name, offer.made ? "true" : "false");
  }
  if (choice.offers_named("web")) {
    out.line().line("[web]");
    out.comment("How much may be stored cannot be seen from outside. FILL IN what the contract says.");
    out.key("quota", toml_size(base.web.quota))
        .key("quota_refused_from", toml_size(base.web.quota_refused_from));
  }
  if (choice.offers_named("database")) {
    out.line().line("[database]").text("admin_path", request.seen.web.admin_path);
  }
  if (choice.offers_named("smtp")) {
    out.line().line("[mail]");
    write_sizes(out, telling(request.seen), base);
  }
  return out.content();
}

}  // namespace cts
