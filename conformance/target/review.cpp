#include "target/review.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace cts {
namespace {

using Weight = Remark::Weight;

/// An offer that cannot be asked for without another one.
struct Rests {
  bool Offers::*offer;
  bool Offers::*on;
  std::string_view where;
  std::string_view text;
};
constexpr std::array rests_on{
    Rests{
        &Offers::log, &Offers::ftp, "profile.offers.log",
        "The access log is promised, but FTP, by which it is read, is not. Offer ftp, or do not offer log."},
    Rests{&Offers::access_files, &Offers::ftp, "profile.offers.access_files",
          "Access files are promised, but FTP, which they govern, is not. Offer ftp, or do not offer "
          "access_files."},
    Rests{&Offers::cgi, &Offers::web, "profile.offers.cgi",
          "CGI is promised without the web service that would run it. Offer web, or do not offer cgi."},
    Rests{&Offers::php, &Offers::web, "profile.offers.php",
          "PHP is promised without the web service that would run it. Offer web, or do not offer php."},
    Rests{&Offers::ssi, &Offers::web, "profile.offers.ssi",
          "SSI is promised without the web service that would run it. Offer web, or do not offer ssi."},
    Rests{&Offers::counter, &Offers::web, "profile.offers.counter",
          "The access counter is promised without the web service it is part of. Offer web, or do not offer "
          "counter."},
    Rests{&Offers::database, &Offers::web, "profile.offers.database",
          "The database is promised without the web service, by which alone it is reached. Offer web, or do "
          "not offer "
          "database."},
    Rests{
        &Offers::web, &Offers::ftp, "profile.offers.web",
        "The web service is promised without FTP: the suite can then upload nothing, and only what is there "
        "already can be looked at."},
};

bool plan_has_tls(std::string_view plan) {
  return plan == "secure" || plan == "premium";
}

/// Names that DNS never answers (RFC 6761 §6, RFC 2606).
bool has_no_dns(std::string_view host) {
  constexpr std::array<std::string_view, 3> reserved{".test", ".example", ".invalid"};
  return std::any_of(reserved.begin(), reserved.end(),
                     [&](std::string_view end) { return host.ends_with(end); });
}

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1";
}

class Review {
 public:
  Review(const Profile& profile, const Target& target) : profile_(profile), target_(target) {}

  std::vector<Remark> run() {
    look_at_offers();
    look_at_addresses();
    look_at_ftp();
    look_at_mail();
    look_at_vantage_points();
    look_at_consent();
    look_at_hooks();
    return std::move(remarks_);
  }

 private:
  void problem(std::string where, std::string text) {
    add(Weight::problem, std::move(where), std::move(text));
  }
  void note(std::string where, std::string text) { add(Weight::note, std::move(where), std::move(text)); }
  void add(Weight weight, std::string where, std::string text) {
    remarks_.push_back({weight, std::move(where), std::move(text)});
  }

  void look_at_offers() {
    for (const Rests& row : rests_on) {
      if (profile_.offers.*row.offer && !(profile_.offers.*row.on))
        problem(std::string(row.where), std::string(row.text));
    }
    if (profile_.offers.pops && !plan_has_tls(profile_.plan)) {
      problem("profile.offers.pops", fmt::format("POP over TLS is promised, but the {} plan has none: the "
                                                 "manual offers it to secure and premium.",
                                                 profile_.plan));
    }
  }

  void look_at_addresses() {
    const auto look = [this](bool offered, const std::string& where, const std::string& host,
                             const std::string& address) {
      if (offered && address.empty() && has_no_dns(host)) {
        problem(where,
                fmt::format("{} is a reserved name that DNS does not answer. Give the address it stands for.",
                            host));
      }
    };
    look(profile_.offers.web, "target.web.address", target_.web.host, target_.web.address);
    look(profile_.offers.ftp, "target.ftp.address", target_.ftp.host, target_.ftp.address);
  }

  void look_at_ftp() {
    if (!profile_.offers.ftp) return;
    if (!target_.ftp.has_credentials()) {
      problem("target.ftp.login",
              "FTP is promised, but the target gives no login: nothing can be uploaded, and what rests on it "
              "is not judged.");
    }
    if (!target_.ftp.active_mode || !target_.ftp.passive_mode) {
      note("target.ftp.modes",
           fmt::format("{} FTP is switched off for this target: what needs it is not judged.",
                       target_.ftp.active_mode ? "Passive" : "Active"));
    }
    if (target_.ftp.active_mode && !target_.vantage_points.front().proxy.empty()) {
      problem("target.ftp.modes",
              "Active FTP cannot come back through the proxy of the default vantage point. Write modes = "
              "[\"passive\"].");
    }
  }

  void look_at_mail() {
    if (profile_.offers.pop && target_.mail_accounts.empty())
      note("target.mail_account", "No mail account is given: what needs one is not run.");
  }

  void look_at_vantage_points() {
    if (profile_.offers.access_files && target_.vantage_points.size() < 2) {
      note("target.vantage_point",
           "Only one vantage point: what depends on the visitor's address cannot be seen from a second one, "
           "and is not run.");
    }
    for (const VantagePoint& point : target_.vantage_points) {
      const bool local_target = is_loopback(target_.web.address) || is_loopback(target_.ftp.address);
      if (local_target && !point.proxy.empty()) {
        note("target.vantage_point." + point.name,
             "The target is at a loopback address, which through a proxy means the proxy's own machine.");
      }
      if (is_loopback(point.bind) && !local_target) {
        problem(
            "target.vantage_point." + point.name,
            fmt::format("{} is a loopback address, from which only a target on this machine can be reached.",
                        point.bind));
      }
    }
  }

  void look_at_consent() {
    constexpr std::uint64_t much = 1'000'000'000;
    if (target_.allowed == Consent::observe) {
      note("target.consent.allow",
           "Only looking is allowed: every scenario that uploads something is not run.");
    }
    if (target_.allowed == Consent::destructive && profile_.offers.web && profile_.web.quota >= much) {
      note("profile.web.quota",
           fmt::format("Destructive scenarios are allowed and fill the web quota: that moves {} GB.",
                       profile_.web.quota / much));
    }
  }

  void look_at_hooks() {
    for (const HookName& hook : hook_names()) {
      if (target_.hook(hook.name) == nullptr) {
        note(fmt::format("target.hooks.{}", hook.name),
             fmt::format("No such command (it {}): what needs it is not run.", hook.purpose));
      }
    }
  }

  const Profile& profile_;
  const Target& target_;
  std::vector<Remark> remarks_;
};

}  // namespace

std::vector<Remark> review(const Profile& profile, const Target& target) {
  return Review(profile, target).run();
}

}  // namespace cts
