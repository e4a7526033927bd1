#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "target/review_rules.h"

namespace cts {
namespace {

using Weight = Remark::Weight;

/// Names that DNS never answers (RFC 6761 §6, RFC 2606).
bool has_no_dns(std::string_view host) {
  constexpr std::array<std::string_view, 3> reserved{".test", ".example", ".invalid"};
  return std::any_of(reserved.begin(), reserved.end(),
                     [&](std::string_view end) { return host.ends_with(end); });
}

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1";
}

/// One service of a target as rules look at all of them alike.
struct Service {
  std::string_view name;  ///< as the target's table
  bool offered;
  const std::string& host;
  const std::string& address;
  std::uint16_t port;
};
std::array<Service, 5> services_of(const Claims& claims) {
  const Target& target = claims.target;
  const Offers& offers = claims.profile.offers;
  return {{{"web", offers.web, target.web.host, target.web.address, target.web.port},
           {"ftp", offers.ftp, target.ftp.host, target.ftp.address, target.ftp.port},
           {"pop", offers.pop, target.pop.host, target.pop.address, target.pop.port},
           {"pops", offers.pops, target.pops.host, target.pops.address, target.pops.port},
           {"smtp", offers.smtp, target.smtp.host, target.smtp.address, target.smtp.port}}};
}

/// Mail is left alone where there is no account for it.
bool is_looked_at(const Service& service, const Target& target) {
  const bool is_mail = service.name != "web" && service.name != "ftp";
  return service.offered && !(is_mail && target.mail_accounts.empty());
}

std::string point_at(std::size_t i, std::string_view key) {
  return fmt::format("target.vantage_point[{}].{}", i, key);
}

/// Whether one of the services is at a loopback address; nullopt where none has an address.
std::optional<bool> is_on_this_machine(const Claims& claims) {
  std::optional<bool> found;
  for (const Service& service : services_of(claims)) {
    if (service.offered && !service.address.empty())
      found = found.value_or(false) || is_loopback(service.address);
  }
  return found;
}

void tell_loopback_points(const Claims& claims, RuleFindings& found, std::string_view target_is) {
  const auto& points = claims.target.vantage_points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (is_loopback(points[i].bind))
      found.add_at(point_at(i, "bind"),
                   fmt::format("{} is a loopback address, and the target is {}", points[i].bind, target_is));
  }
}

constexpr std::array access_rules{
    Rule{"ftp-without-login", Weight::warning, "target.ftp",
         [](const Claims& claims, RuleFindings& found) {
           if (claims.profile.offers.ftp && !claims.target.ftp.has_credentials())
             found.add("FTP is promised, and the target gives no login");
         },
         "nothing can be uploaded, and most of what is promised is not judged",
         "add login and password_env (or password_file) to [ftp]"},
    Rule{"login-without-ftp", Weight::note, "target.ftp.login",
         [](const Claims& claims, RuleFindings& found) {
           if (!claims.profile.offers.ftp && claims.target.ftp.has_credentials())
             found.add("an FTP login is given, and the profile promises no FTP");
         },
         "it is not used", "offer ftp in the profile, if the contract has it"},
    Rule{"accounts-without-pop", Weight::warning, "target.mail_account",
         [](const Claims& claims, RuleFindings& found) {
           if (!claims.profile.offers.pop && !claims.profile.offers.smtp &&
               !claims.target.mail_accounts.empty())
             found.add("mail accounts are given, and the profile promises no mail");
         },
         "they are not used", "offer pop and smtp in the profile, if the contract has them"},
    Rule{"account-address-twice", Weight::contradiction, "target.mail_account",
         [](const Claims& claims, RuleFindings& found) {
           std::set<std::string> seen;
           const auto& accounts = claims.target.mail_accounts;
           for (std::size_t i = 0; i < accounts.size(); ++i) {
             if (!seen.insert(accounts[i].address).second)
               found.add_at(fmt::format("target.mail_account[{}].address", i),
                            fmt::format("two mail accounts have the address {}", accounts[i].address));
           }
         },
         "tests of mail run at the same time, and would take each other's letters",
         "give each account its own address, or take one out"},
    Rule{"passwords-alike", Weight::note, "target.mail_account",
         [](const Claims& claims, RuleFindings& found) {
           const auto& accounts = claims.target.mail_accounts;
           for (std::size_t i = 1; i < accounts.size(); ++i) {
             const auto same =
                 std::find_if(accounts.begin(), accounts.begin() + static_cast<std::ptrdiff_t>(i),
                              [&](const auto& earlier) {
                                return !earlier.password.empty() && earlier.password == accounts[i].password;
                              });
             if (same - accounts.begin() < static_cast<std::ptrdiff_t>(i))
               found.add_at(fmt::format("target.mail_account[{}].name", i),
                            fmt::format("mail accounts {} and {} have the same password", same->name,
                                        accounts[i].name));
           }
         },
         "whether one opens the other's mailbox is then not judged", "give each a password of its own"},
    Rule{"account-of-other-domain", Weight::warning, "target.mail_account",
         [](const Claims& claims, RuleFindings& found) {
           const Target& target = claims.target;
           for (std::size_t i = 0; i < target.mail_accounts.size(); ++i) {
             const std::string& address = target.mail_accounts[i].address;
             const std::string domain = address.substr(address.rfind('@') + 1);
             const auto& added = target.domain.added;
             if (domain != target.domain.name && std::find(added.begin(), added.end(), domain) == added.end())
               found.add_at(fmt::format("target.mail_account[{}].address", i),
                            fmt::format("{} is in no domain of this customer", address));
           }
         },
         "the target may not take that domain's mail for its own",
         "correct the address, or name the domain in added"},
    Rule{"domain-twice", Weight::contradiction, "target.domain.added",
         [](const Claims& claims, RuleFindings& found) {
           const auto& added = claims.target.domain.added;
           if (std::find(added.begin(), added.end(), claims.target.domain.name) != added.end())
             found.add(fmt::format("{} is the domain itself", claims.target.domain.name));
         },
         "added names further domains", "take it out of added"},
};

constexpr std::array place_rules{
    Rule{"reserved-name", Weight::warning, "target.domain.name",
         [](const Claims& claims, RuleFindings& found) {
           for (const Service& service : services_of(claims)) {
             if (is_looked_at(service, claims.target) && service.address.empty() && has_no_dns(service.host))
               found.add_at(fmt::format("target.{}.address", service.name),
                            fmt::format("{} is a reserved name, which DNS never answers", service.host));
           }
         },
         "unless this machine's /etc/hosts has it, nothing can be reached",
         "give the address that it stands for"},
    Rule{"port-of-two-services", Weight::warning, "target",
         [](const Claims& claims, RuleFindings& found) {
           std::map<std::tuple<std::string, std::uint16_t>, std::string_view> seen;
           for (const Service& service : services_of(claims)) {
             if (!is_looked_at(service, claims.target)) continue;
             const std::string& place = service.address.empty() ? service.host : service.address;
             const auto [at, first] = seen.emplace(std::tuple(place, service.port), service.name);
             if (!first)
               found.add_at(fmt::format("target.{}.port", service.name),
                            fmt::format("[{}] and [{}] are both at port {} of {}", at->second, service.name,
                                        service.port, place));
           }
         },
         "one port speaks one protocol", "correct one of the ports"},
    Rule{"one-transfer-mode", Weight::note, "target.ftp.modes",
         [](const Claims& claims, RuleFindings& found) {
           const Target::Ftp& ftp = claims.target.ftp;
           if (claims.profile.offers.ftp && ftp.active_mode != ftp.passive_mode)
             found.add(fmt::format("{} FTP is switched off", ftp.active_mode ? "Passive" : "Active"));
         },
         "what needs it is not judged",
         "write modes = [\"passive\", \"active\"], where nothing stands between"},
    Rule{"active-through-proxy", Weight::contradiction, "target.ftp.modes",
         [](const Claims& claims, RuleFindings& found) {
           const auto& points = claims.target.vantage_points;
           if (claims.profile.offers.ftp && claims.target.ftp.active_mode && !points.empty() &&
               !points.front().proxy.empty())
             found.add("active FTP is on, and the default vantage point is a proxy");
         },
         "the target's connection back cannot come through it", "write modes = [\"passive\"] in [ftp]"},
    Rule{"loopback-to-elsewhere", Weight::contradiction, "target.vantage_point",
         [](const Claims& claims, RuleFindings& found) {
           if (is_on_this_machine(claims) == false) tell_loopback_points(claims, found, "not at one");
         },
         "from there only this machine can be reached",
         "bind an address that reaches the target, or give the target's loopback address"},
    Rule{"loopback-to-a-name", Weight::warning, "target.vantage_point",
         [](const Claims& claims, RuleFindings& found) {
           if (!is_on_this_machine(claims).has_value())
             tell_loopback_points(claims, found, "known by names alone");
         },
         "from there only this machine can be reached",
         "bind an address that reaches the target; where it is on this machine, give its address"},
    Rule{"loopback-by-proxy", Weight::note, "target.vantage_point",
         [](const Claims& claims, RuleFindings& found) {
           const auto& points = claims.target.vantage_points;
           for (std::size_t i = 0; i < points.size(); ++i) {
             if (is_on_this_machine(claims) == true && !points[i].proxy.empty())
               found.add_at(point_at(i, "proxy"), "the target is at a loopback address");
           }
         },
         "through a proxy that means the proxy's own machine",
         "is the proxy on this machine? else take it out"},
    Rule{"vantage-points-alike", Weight::warning, "target.vantage_point",
         [](const Claims& claims, RuleFindings& found) {
           std::map<std::tuple<std::string, std::string>, std::string> seen;
           const auto& points = claims.target.vantage_points;
           for (std::size_t i = 0; i < points.size(); ++i) {
             const auto [at, first] =
                 seen.emplace(std::tuple(points[i].bind, points[i].proxy), points[i].name);
             if (!first)
               found.add_at(point_at(i, "name"),
                            fmt::format("{} and {} come from the same place", at->second, points[i].name));
           }
         },
         "what depends on the visitor's address would be judged without a second visitor",
         "give one of them another bind or proxy, or take it out"},
};

constexpr std::array doing_rules{
    Rule{"only-looking", Weight::note, "target.consent.allow",
         [](const Claims& claims, RuleFindings& found) {
           if (claims.target.allowed == Consent::observe) found.add("only looking is allowed");
         },
         "every scenario that uploads something is not run",
         "write allow = \"reversible\", if that may be done"},
    Rule{"much-is-moved", Weight::note, "profile.web.quota",
         [](const Claims& claims, RuleFindings& found) {
           constexpr std::uint64_t much = 1'000'000'000;
           const Profile& profile = claims.profile;
           if (claims.target.allowed == Consent::destructive && profile.offers.web &&
               profile.web.quota >= much)
             found.add(
                 fmt::format("destructive scenarios are allowed, and fill {}", size_text(profile.web.quota)));
         },
         "all of that goes over the network", "allow only \"reversible\", if that is too much"},
    Rule{"requests-without-support", Weight::warning, "target.hooks.handle_requests",
         [](const Claims& claims, RuleFindings& found) {
           if (claims.target.hook("handle_requests") != nullptr && claims.target.support.address.empty())
             found.add("requests can be handled, and no address for them is given");
         },
         "the suite does not know whom to write to", "add [support] with address and customer_number"},
};

}  // namespace

std::span<const Rule> target_rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> rules(access_rules.begin(), access_rules.end());
    rules.insert(rules.end(), place_rules.begin(), place_rules.end());
    rules.insert(rules.end(), doing_rules.begin(), doing_rules.end());
    return rules;
  }();
  return all;
}

}  // namespace cts
