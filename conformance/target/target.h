#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_error.h"
#include "target/consent.h"
#include "target/secret.h"

namespace cts {

/// Where and as whom the suite connects from.
struct VantagePoint {
  std::string name;
  std::string bind;          ///< local address to come from; empty: the system's choice
  std::string proxy;         ///< "socks5://host:port" or "http://host:port"; empty: direct
  std::string reverse_name;  ///< what the target sees when it looks the source up; empty: not known
  friend bool operator==(const VantagePoint&, const VantagePoint&) = default;
};

/// A command that the operator may let the suite run.
struct HookName {
  std::string_view name;
  std::string_view purpose;  ///< what it does
  std::string_view
      placeholder;  ///< what the suite replaces in its arguments; at least one holds it, unless empty
};
/// Every hook that a target file may give.
std::span<const HookName> hook_names();

/// One deployment to be judged: where it is, with which credentials, and what may be done to it. Checked;
/// every default is filled in. A value.
struct Target {
  std::string file;  ///< what it was read from
  std::string name;
  std::string description;
  /// A built-in profile's name, or the path of a profile file (already relative to the working directory).
  std::string profile = "dedicated";

  struct Domain {
    std::string name;                ///< the customer's domain, without "www."
    std::vector<std::string> added;  ///< HOST-4: further domains of the same customer
    std::string server_name;         ///< HOST-4: the machine's own host name; empty: not known
    friend bool operator==(const Domain&, const Domain&) = default;
  } domain;

  struct Web {
    std::string host;     ///< default: www.<domain>
    std::string address;  ///< IP address that `host` stands for; empty: ask DNS
    std::uint16_t port = 80;
    friend bool operator==(const Web&, const Web&) = default;
  } web;

  struct Ftp {
    std::string host;  ///< default: www.<domain>
    std::string address;
    std::uint16_t port = 21;
    std::string login;  ///< empty: no credentials were given
    Secret password;
    bool active_mode = true;   ///< whether the target can connect back to this machine
    bool passive_mode = true;  ///< whether this machine can connect to the target's data ports
    friend bool operator==(const Ftp&, const Ftp&) = default;

    bool has_credentials() const noexcept { return !login.empty(); }
  } ftp;

  /// Where mail is fetched.
  struct Pop {
    std::string host;  ///< default: pop3.<domain>
    std::string address;
    std::uint16_t port = 110;
    friend bool operator==(const Pop&, const Pop&) = default;
  } pop;

  /// Where mail is fetched over TLS (POP-4).
  struct Pops {
    std::string host;  ///< default: that of pop
    std::string address;
    std::uint16_t port = 995;
    friend bool operator==(const Pops&, const Pops&) = default;
  } pops;

  /// Where mail is handed in.
  struct Smtp {
    std::string host;  ///< default: smtp.<domain>
    std::string address;
    std::uint16_t port = 25;
    std::uint16_t submission_port = 587;
    friend bool operator==(const Smtp&, const Smtp&) = default;
  } smtp;

  /// The port of the database, which only the machine itself may reach (DB-3). phpMyAdmin is a part of the
  /// web.
  struct Database {
    std::string host;        ///< default: that of web
    std::string address;     ///< default: that of web
    std::uint16_t port = 0;  ///< 0: the profile's
    friend bool operator==(const Database&, const Database&) = default;
  } database;

  /// The world outside, as far as mail is concerned. The target sends what is addressed to `domain` to
  /// `address` and `port`, where the suite listens; without them what leaves the target is not seen.
  struct Elsewhere {
    std::string domain = "example.com";  ///< not the customer's; RFC 2606 keeps the default for examples
    std::string address;
    std::uint16_t port = 0;
    friend bool operator==(const Elsewhere&, const Elsewhere&) = default;

    bool has_sink() const noexcept { return port != 0; }
  } elsewhere;

  /// An account that is the suite's alone while it runs.
  struct MailAccount {
    std::string name;     ///< for POP3 and SMTP AUTH
    std::string address;  ///< default: <name>@<domain>
    Secret password;
    friend bool operator==(const MailAccount&, const MailAccount&) = default;
  };
  /// Mail is tried with as many at once as there are.
  std::vector<MailAccount> mail_accounts;

  /// The site where members apply for mail accounts (ACCT-2): where its pages are, and how its forms call
  /// what they ask for. A field that is not named is looked for: the password is what is typed unseen, the
  /// login what is typed before it, the requested string the one text of its form, an account what offers
  /// addresses.
  struct Members {
    std::string host;  ///< empty: the profile's
    std::string address;
    std::uint16_t port = 80;
    bool tls = false;
    std::string login;  ///< empty: no credentials were given
    Secret password;
    std::string login_page = "/";
    std::string add_page;  ///< of this and the following: empty: not known
    std::string change_page;
    std::string delete_page;
    std::string accounts_page;  ///< names the addresses that there are now
    std::string faq_page;
    std::string login_field;
    std::string password_field;
    std::string string_field;      ///< of the form to add
    std::string new_string_field;  ///< of the form to change
    std::string account_field;     ///< of the forms to change and delete
    friend bool operator==(const Members&, const Members&) = default;

    bool has_credentials() const noexcept { return !login.empty(); }
  } members;

  /// Whom the contract's customer writes to (ACL-9), and what he names there. Empty: not known.
  struct Support {
    std::string address;
    std::string customer_number;
    friend bool operator==(const Support&, const Support&) = default;
  } support;

  /// At least one; the first is the default.
  std::vector<VantagePoint> vantage_points;

  struct Timeouts {
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds reply{10'000};
    std::chrono::milliseconds transfer{60'000};
    std::chrono::milliseconds scenario{120'000};
    friend bool operator==(const Timeouts&, const Timeouts&) = default;
  } timeouts;

  /// Name (one of hook_names()) → program and arguments; never through a shell.
  std::map<std::string, std::vector<std::string>, std::less<>> hooks;

  /// Everything that the suite creates on the target has a name that begins so.
  std::string place_prefix = "cts-";

  /// The most that this target allows; the command line may only lower it.
  Consent allowed = Consent::reversible;

  /// nullptr when the operator gave none. Valid as long as the target.
  const std::vector<std::string>* hook(std::string_view hook_name) const;
  /// Every secret in it, for masking; none is empty.
  std::vector<std::string> secrets() const;
  friend bool operator==(const Target&, const Target&) = default;
};

/// Where a target's secrets come from. A twin replaces it in tests.
struct SecretSource {
  /// Value of an environment variable; nullopt when it is not set.
  std::function<std::optional<std::string>(const std::string& variable)> environment;
  /// First line of a file; or one error that says why not (also when others than the owner may read it).
  std::function<Checked<std::string>(const std::string& file)> file;
};
/// The process's environment and the disk.
SecretSource system_secrets();

/// Reads a target (TOML), and its secrets from `secrets`. Relative paths in it are taken from the folder of
/// `file`.
Checked<Target> read_target(std::string_view text, const std::string& file, const SecretSource& secrets);
Checked<Target> load_target(const std::string& file);

}  // namespace cts
