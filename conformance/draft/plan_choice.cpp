#include "draft/plan_choice.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "client/small_letters.h"
#include "draft/sightings.h"
#include "draft/toml_text.h"

namespace cts {
namespace {

/// In the order in which equally near ones are taken: what differs between secure and premium, and between
/// pro and basic, cannot be seen from outside.
constexpr std::array<std::string_view, 5> preference{"dedicated", "premium", "secure", "pro", "basic"};
/// What can be seen from outside.
constexpr std::array visible{&Offers::web, &Offers::ftp, &Offers::pop, &Offers::pops, &Offers::smtp};

std::string name_of_offer(bool Offers::*offer) {
  for (const OfferName& row : offer_names())
    if (row.member == offer) return std::string(row.name);
  return "";
}

/// What answers, of what can be seen.
Offers answering(const Survey& seen) {
  Offers offers;
  offers.web = seen.web.there.answers;
  offers.ftp = seen.ftp.there.answers;
  offers.pop = seen.pop.there.answers;
  offers.pops = seen.pops.there.answers && offers.pop;
  offers.smtp = seen.smtp.there.answers || seen.submission.there.answers;
  return offers;
}

std::vector<std::string> differences(const Offers& promised, const Offers& seen) {
  std::vector<std::string> names;
  for (const auto offer : visible)
    if (promised.*offer != seen.*offer) names.push_back(name_of_offer(offer));
  return names;
}

/// POP over TLS is a matter of two plans alone: one of the others would contradict it.
bool may_be(std::string_view plan, const Offers& seen) {
  return !seen.pops || built_in_profile(plan).offers.pops;
}

std::string reason(std::string_view plan, const Offers& seen, const std::vector<std::string>& differs) {
  std::string why = fmt::format("of the plans, {} promises what is nearest to what was seen", plan);
  if (seen.pops)
    why = fmt::format("POP over TLS answers, and only secure and premium have it; {} is taken", plan);
  if (!differs.empty()) why += fmt::format("; not the same: {}, as [offers] says", fmt::join(differs, ", "));
  if (plan == "premium" || plan == "secure") why += "; secure and premium promise the same here";
  if (plan == "pro" || plan == "basic")
    why += "; basic has smaller mailboxes, which cannot be seen from outside";
  return why;
}

/// What only uploads would show.
DraftedOffer hidden(std::string name, const Offers& seen, bool needs_web, std::string hint) {
  DraftedOffer offer{std::move(name), seen.ftp && (seen.web || !needs_web), std::move(hint)};
  if (!offer.made)
    offer.why = fmt::format("not tried without {}", seen.ftp ? "the web service" : "FTP");
  else if (offer.why.empty())
    offer.why = "cannot be seen from outside; false where the contract does not have it";
  return offer;
}

DraftedOffer php(const Survey& seen, const Offers& answers) {
  const std::string& powered = seen.web.powered_by;
  const bool shown = in_small_letters(powered).find("php") != std::string::npos;
  return hidden("php", answers, true, shown ? "the web server says X-Powered-By: " + told(powered) : "");
}

DraftedOffer database(const Survey& seen, const Offers& answers) {
  if (!answers.web) return {"database", false, "only through the web is it reached"};
  if (seen.web.admin_path.empty())
    return {"database", false,
            "phpMyAdmin is at none of the usual paths; true, and admin_path, where the contract has it"};
  return {"database", true, "phpMyAdmin is at " + told(seen.web.admin_path)};
}

DraftedOffer drafted(const OfferName& row, const Survey& seen, const Offers& answers) {
  const std::string name(row.name);
  if (name == "web") return {name, answers.web, sighting(seen.web)};
  if (name == "ftp") return {name, answers.ftp, sighting(seen.ftp)};
  if (name == "pop") return {name, answers.pop, sighting(seen.pop)};
  if (name == "pops")
    return {name, answers.pops,
            seen.pops.there.answers && !answers.pops
                ? "it answers, but the suite reads the same mailboxes by POP3, which does not"
                : sighting(seen.pops)};
  if (name == "smtp")
    return {name, answers.smtp, sighting(seen.smtp.there.answers ? seen.smtp : seen.submission)};
  if (name == "php") return php(seen, answers);
  if (name == "database") return database(seen, answers);
  if (name == "members_site")
    return {name, false,
            "the provider's own site, which is not looked for; true, and [members] in the target"};
  return hidden(name, answers, name != "log" && name != "access_files", "");
}

}  // namespace

bool PlanChoice::offers_named(std::string_view name) const {
  return std::any_of(offers.begin(), offers.end(),
                     [name](const DraftedOffer& offer) { return offer.name == name && offer.made; });
}

PlanChoice choose_plan(const Survey& seen) {
  const Offers answers = answering(seen);
  PlanChoice choice;
  std::size_t fewest = visible.size() + 1;
  for (const std::string_view plan : preference) {
    const std::vector<std::string> differs = differences(built_in_profile(plan).offers, answers);
    if (!may_be(plan, answers) || differs.size() >= fewest) continue;
    fewest = differs.size();
    choice.plan = plan;
    choice.why = reason(plan, answers, differs);
  }
  for (const OfferName& row : offer_names()) choice.offers.push_back(drafted(row, seen, answers));
  return choice;
}

}  // namespace cts
