#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_error.h"

namespace cts {

/// What the provider promises at all. A clause about something that is not offered is not applicable.
struct Offers {
  bool web = false;
  bool ftp = false;
  bool log = false;           ///< the access log, readable by FTP
  bool access_files = false;  ///< .ftpaccess
  bool cgi = false;
  bool php = false;
  bool ssi = false;
  bool counter = false;   ///< Count.cgi
  bool database = false;  ///< MySQL with phpMyAdmin
  bool pop = false;
  bool pops = false;  ///< POP3 over TLS from the first octet
  bool smtp = false;
  bool members_site = false;  ///< the site where members apply for mail accounts

  friend bool operator==(const Offers&, const Offers&) = default;
};

/// The names of the offers as profiles and clauses write them ("members_site"), in the order of the struct.
struct OfferName {
  std::string_view name;
  bool Offers::*member;
};
std::span<const OfferName> offer_names();

/// A service profile: what is promised, with every number in it. The defaults come from the plan; each can be
/// overridden in a profile file, so that the same scenarios serve another provider. Sizes are octets. A
/// value.
struct Profile {
  std::string name;  ///< the plan or the file it was read from
  std::string plan;  ///< the built-in plan it rests on: basic, secure, premium, pro, dedicated
  std::string description;
  Offers offers;

  struct Web {
    /// WEB-INDEX-1…6: names tried for a URL that ends in "/", in order.
    std::vector<std::string> index_names;
    /// WEB-MAP-1: where the documents stand in the FTP tree.
    std::string document_directory;
    /// WEB-QUOTA-1: this much may be stored.
    std::uint64_t quota = 0;
    /// WEB-QUOTA-2: from here on an upload must be refused; between both the target may do either.
    std::uint64_t quota_refused_from = 0;
    friend bool operator==(const Web&, const Web&) = default;
  } web;

  struct Ftp {
    /// FTP-DIR-1: where a login lands; "{login}" stands for the login name.
    std::string login_directory;
    /// FTP-DIR-1: climbing so many levels from there reaches "/".
    unsigned levels_to_root = 0;
    /// FTP-DIR-2: the path from there to the documents, as a client's initial folder.
    std::string path_to_documents;
    /// FTP-DIR-3: directories that exist from the start.
    std::vector<std::string> directories;
    friend bool operator==(const Ftp&, const Ftp&) = default;

    /// login_directory of the account `login`.
    std::string login_directory_of(std::string_view login) const;
  } ftp;

  struct Log {
    std::string file;                ///< LOG-1: as FTP names it
    std::uint64_t rotated_from = 0;  ///< LOG-2: not rotated before it has this size
    std::uint64_t largest = 0;       ///< LOG-2: never larger than this
    unsigned generations = 0;        ///< LOG-3
    friend bool operator==(const Log&, const Log&) = default;
  } log;

  struct AccessFiles {
    std::string file_name;                 ///< the name that takes effect
    std::vector<std::string> inert_names;  ///< misprints of it that have no effect
    std::string upload_name;               ///< ACL-7: the name it is uploaded as
    friend bool operator==(const AccessFiles&, const AccessFiles&) = default;
  } access_files;

  struct Program {
    std::string name;
    std::string path;            ///< empty: promised without a path
    std::string lowest_version;  ///< empty: promised without a version
    friend bool operator==(const Program&, const Program&) = default;
  };
  struct Cgi {
    std::vector<std::string> extensions;      ///< CGI-1
    std::vector<std::string> php_extensions;  ///< CGI-3
    std::vector<Program> programs;            ///< CGI-5
    /// CGI-7: a script that goes on and on is stopped after this time; 0 where the provider names none.
    std::chrono::milliseconds longest_run{};
    friend bool operator==(const Cgi&, const Cgi&) = default;
  } cgi;

  struct Ssi {
    std::vector<std::string> extensions;        ///< SSI-1
    std::vector<std::string> inert_extensions;  ///< SSI-2: directives stay as text
    friend bool operator==(const Ssi&, const Ssi&) = default;
  } ssi;

  struct Counter {
    std::string path;                  ///< path of the URL; the manual leaves the folder open
    unsigned fewest_digits = 0;        ///< CTR-3
    unsigned most_digits = 0;          ///< CTR-3
    std::vector<std::string> designs;  ///< CTR-4; the first is the default
    std::uint64_t first_value = 0;     ///< CTR-5, when none is asked for
    friend bool operator==(const Counter&, const Counter&) = default;
  } counter;

  struct Database {
    unsigned count = 0;              ///< DB-1
    std::string name_pattern;        ///< DB-1: "{user}" the database user, "{number}" two digits from 01
    std::string characters_dropped;  ///< DB-2: of the FTP login, to make the user
    std::uint16_t port = 0;          ///< DB-3: closed to the outside
    std::string admin_path;          ///< DB-4: phpMyAdmin's URL path
    std::string lowest_version;
    friend bool operator==(const Database&, const Database&) = default;

    /// The database user that belongs to FTP login `login` (DB-2).
    std::string user_of(std::string_view login) const;
    /// Name of database `number`, from 1 (DB-1).
    std::string name_of(std::string_view login, unsigned number) const;
  } database;

  struct Mail {
    std::uint16_t pop_port = 0;
    std::uint16_t pops_port = 0;
    std::string pops_domain;                      ///< POP-4: POP over TLS is at <mail server>.<this>
    std::vector<std::uint16_t> smtp_ports;        ///< SMTP-1
    std::uint64_t mailbox = 0;                    ///< MBOX-1: per account
    std::uint64_t largest_message = 0;            ///< SMTP-5: this must be taken
    std::uint64_t message_refused_from = 0;       ///< SMTP-5: this and more must be refused
    std::uint64_t largest_attachment = 0;         ///< SMTP-6: as a file, before its encoding; goes through
    std::uint64_t attachment_refused_from = 0;    ///< SMTP-6: in base64 it does not
    std::chrono::milliseconds pop_before_smtp{};  ///< SMTP-3: how long a POP3 login lets the address send
    std::chrono::milliseconds bounce_wait{};      ///< MBOX-2: how long to wait for an error mail
    std::chrono::milliseconds second_session_wait{};  ///< POP-3: how long refusing a second session, or
                                                      ///< seeing that one has ended, may take
    friend bool operator==(const Mail&, const Mail&) = default;
  } mail;

  struct Members {
    std::string host;                ///< ACCT-2
    std::chrono::minutes cut_off{};  ///< ACCT-3: since midnight, in `time_zone`
    std::string time_zone;
    friend bool operator==(const Members&, const Members&) = default;
  } members;

  /// Whether the offer of that name is made. Throws std::invalid_argument for a name that is none.
  bool offers_named(std::string_view offer) const;
  friend bool operator==(const Profile&, const Profile&) = default;
};

/// Names of the built-in profiles: the five plans.
std::span<const std::string_view> built_in_profiles();
/// The built-in profile of that name; it is valid by a test. Throws std::invalid_argument for another name.
const Profile& built_in_profile(std::string_view name);

/// Reads a profile (TOML): the built-in one that its `base` names, with what the file says laid over it. A
/// limit given without its "refused_from" gets one that is a tenth larger. `file` only names it in mistakes.
Checked<Profile> read_profile(std::string_view text, const std::string& file);
/// The built-in profile called `name_or_file`, or the file of that name.
Checked<Profile> load_profile(const std::string& name_or_file);

}  // namespace cts
