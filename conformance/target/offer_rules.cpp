#include <array>

#include <fmt/format.h>

#include "target/review_rules.h"

namespace cts {
namespace {

using Weight = Remark::Weight;

bool plan_has_tls(std::string_view plan) {
  return plan == "secure" || plan == "premium";
}

/// Says `what` where `offer` is made without the one that it rests on.
template <bool Offers::*offer, bool Offers::*rests_on>
void without(const Claims& claims, RuleFindings& found, std::string_view what) {
  if (claims.profile.offers.*offer && !(claims.profile.offers.*rests_on)) found.add(std::string(what));
}

constexpr std::string_view by_ftp = "it is by FTP that the customer reaches it";
constexpr std::string_view by_web = "it is the web service that carries it out";
constexpr std::string_view offer_both_or_none = "offer the one that it rests on too, or do not offer it";

constexpr std::array rules{
    Rule{"nothing-offered", Weight::contradiction, "profile.offers",
         [](const Claims& claims, RuleFindings& found) {
           if (claims.profile.offers == Offers{}) found.add("nothing at all is offered");
         },
         "there is nothing to judge", "set to true in [offers] what the contract promises"},
    Rule{"log-without-ftp", Weight::contradiction, "profile.offers.log",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::log, &Offers::ftp>(claims, found, "the access log is promised, and FTP is not");
         },
         by_ftp, offer_both_or_none},
    Rule{"access-files-without-ftp", Weight::contradiction, "profile.offers.access_files",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::access_files, &Offers::ftp>(claims, found,
                                                        "access files are promised, and FTP is not");
         },
         "FTP is what they govern", offer_both_or_none},
    Rule{"cgi-without-web", Weight::contradiction, "profile.offers.cgi",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::cgi, &Offers::web>(claims, found, "CGI is promised, and the web service is not");
         },
         by_web, offer_both_or_none},
    Rule{"php-without-web", Weight::contradiction, "profile.offers.php",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::php, &Offers::web>(claims, found, "PHP is promised, and the web service is not");
         },
         by_web, offer_both_or_none},
    Rule{"ssi-without-web", Weight::contradiction, "profile.offers.ssi",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::ssi, &Offers::web>(claims, found, "SSI is promised, and the web service is not");
         },
         by_web, offer_both_or_none},
    Rule{"counter-without-web", Weight::contradiction, "profile.offers.counter",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::counter, &Offers::web>(
               claims, found, "the access counter is promised, and the web service is not");
         },
         by_web, offer_both_or_none},
    Rule{"database-without-web", Weight::contradiction, "profile.offers.database",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::database, &Offers::web>(claims, found,
                                                    "the database is promised, and the web service is not");
         },
         "only through the web is it reached", offer_both_or_none},
    Rule{"web-without-ftp", Weight::warning, "profile.offers.web",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::web, &Offers::ftp>(claims, found, "the web service is promised, and FTP is not");
         },
         "the suite can upload nothing, so only what is there already is looked at",
         "offer ftp, if the contract has it"},
    Rule{"pops-without-plan", Weight::contradiction, "profile.offers.pops",
         [](const Claims& claims, RuleFindings& found) {
           if (claims.profile.offers.pops && !plan_has_tls(claims.profile.plan))
             found.add(
                 fmt::format("POP over TLS is promised, and the {} plan has none", claims.profile.plan));
         },
         "the manual offers it to the plans secure and premium",
         "name one of those as base, or do not offer pops"},
    Rule{"pops-without-pop", Weight::contradiction, "profile.offers.pops",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::pops, &Offers::pop>(claims, found,
                                                "POP over TLS is promised, and POP3 itself is not");
         },
         "it is the same mailbox, which the suite fills and reads by POP3",
         "offer pop too, or do not offer pops"},
    Rule{"smtp-without-pop", Weight::warning, "profile.offers.smtp",
         [](const Claims& claims, RuleFindings& found) {
           without<&Offers::smtp, &Offers::pop>(claims, found,
                                                "sending mail is promised, and fetching it is not");
         },
         "whether mail arrives cannot be seen, nor can a POP3 login open the way to send",
         "offer pop, if the contract has it"},
    Rule{
        "members-without-mail", Weight::warning, "profile.offers.members_site",
        [](const Claims& claims, RuleFindings& found) {
          if (claims.profile.offers.members_site && !claims.profile.offers.pop && !claims.profile.offers.smtp)
            found.add("the members' site is promised, and no mail service is");
        },
        "mail accounts are what members apply for there", "offer pop and smtp, or do not offer members_site"},
};

}  // namespace

std::span<const Rule> offer_rules() {
  return rules;
}

}  // namespace cts
