#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/log_policy.h"
#include "policy/mail_policy.h"
#include "policy/quota_policy.h"

namespace refd {

/// A password as a site names it. The plain text is dropped while reading.
struct SitePassword {
  std::string hash;  ///< crypt(3)
  /// crypt(3) hash of the password in small letters, for deviations that ignore case; empty when only a hash
  /// was given.
  std::string caseless_hash;
  /// The same two as a database keeps them ("*" and 40 hexadecimal digits); empty when only a hash was given.
  std::string database_hash;
  std::string caseless_database_hash;
  /// Where the plain password can be found again by a test target: an environment variable or a file, as
  /// the site names it; one of them is empty, both when only a hash was given.
  std::string env;
  std::string file;
};

/// What the operator wrote about one contract's site, checked and with every default filled in.
struct Site {
  /// The customer's domain; the site is www.<domain> (HOST-1).
  std::string domain;
  /// Further domains of the same customer, each as www.<added> (HOST-4).
  std::vector<std::string> added_domains;
  /// The machine's own host name (HOST-4).
  std::string server_name;
  /// basic, secure, premium, pro or dedicated.
  std::string plan = "dedicated";
  /// The machine's account, by name or number, that the customer's files belong to and programs run as, where
  /// the server is root; empty: "nobody". Where it is not, both are its own.
  std::string user;

  struct Listen {
    std::string address = "127.0.0.1";
    std::uint16_t http_port = 0;  ///< 0: any free port
    std::uint16_t ftp_port = 0;
    std::uint16_t pop_port = 0;
    std::uint16_t pops_port = 0;  ///< POP-4: only for plans that have it
    std::uint16_t smtp_port = 0;
    std::uint16_t submission_port = 0;
    std::uint16_t members_port = 0;  ///< the members' site, where there is one
    /// Ports for passive FTP, both ends included; 0…0: any free port.
    std::uint16_t passive_first = 0;
    std::uint16_t passive_last = 0;
  } listen;

  struct FtpAccount {
    std::string name;
    /// crypt(3) hash of the password; the plain text is dropped while reading.
    std::string password_hash;
    /// crypt(3) hash of the password in small letters, for a deviation that ignores case (FTP-LOGIN-1); empty
    /// when only a hash was given.
    std::string caseless_password_hash;
    /// Where the plain password can be found again by a test target: an environment variable or a file, as
    /// the site names it; one of them is empty, both when only a hash was given.
    std::string password_env;
    std::string password_file;
    /// As in SitePassword: for the database's user, who has the same password (DB-2).
    std::string database_password_hash;
    std::string caseless_database_password_hash;
  } ftp_account;

  /// The customer's databases, where the site has them.
  struct Database {
    /// The machine's account that the database server runs as, where this server is root.
    std::string user = "mysql";
    std::string program = "/usr/sbin/mariadbd";
    std::string share = "/usr/share/mysql";  ///< what it comes with
    /// Where it is reached besides its socket (DB-3).
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::size_t max_sessions = 50;
    std::uint64_t buffer_octets = 16 << 20;
    /// Whether what is stored is on the disk before it is acknowledged, so that it outlives the machine's
    /// fall as well as its own.
    bool sync = true;
    std::chrono::seconds start{120};  ///< longest, for it to answer
    /// Where phpMyAdmin lies, and the machine's account that its pages run as.
    std::string admin_directory = "/usr/share/phpmyadmin";
    std::string admin_user = "www-data";
  };
  std::optional<Database> database;

  /// One mail account (ACCT-1).
  struct MailAccount {
    std::string name;     ///< for POP3 and SMTP AUTH
    std::string address;  ///< <requested string>@<domain>
    SitePassword password;
    std::uint64_t quota_octets = 0;  ///< MBOX-1: by plan and option, unless a test site scales it down
  };
  std::vector<MailAccount> mail_accounts;

  /// POP-4: whether mail can be read over TLS; by plan.
  bool has_pops() const { return plan == "secure" || plan == "premium"; }

  /// With whom the contract is, as letters and requests name it.
  struct Contract {
    std::string number;
    std::string holder;
    std::vector<std::string> postal_address;  ///< line by line
  } contract;

  /// The members' site (ACCT-2), and the office behind it. Without a login there is none.
  struct Members {
    std::string host_name;
    std::string login;
    SitePassword password;
    /// Whom customers write to (ACL-9); in a domain that is not the customer's. Empty: nobody.
    std::string support_address;
    /// Holidays that laws of single years decree, as text; empty: those that the program knows.
    std::string holiday_decrees;
    std::size_t max_sessions = 200;  ///< connections
    std::size_t max_sessions_per_source = 100;
    std::size_t form_octets = 16'384;
    std::chrono::seconds idle{1800};  ///< after which a login ends
    std::chrono::seconds longest{8 * 3600};
    unsigned login_attempts = 10;          ///< of one source that fail in a row
    std::chrono::seconds locked_out{900};  ///< then

    bool is_served() const { return !login.empty(); }
  } members;

  /// Certificate chain and key in PEM, absolute paths. Both empty: a certificate that nobody has signed is
  /// made at each start.
  struct Tls {
    std::string certificate_file;
    std::string key_file;
  } tls;

  /// Host names of visitors' addresses, as looking them up would give them: the address in its canonical form
  /// to the names, which are taken as confirmed (ACL-4).
  using HostNames = std::map<std::string, std::vector<std::string>>;
  HostNames names;

  /// Who is asked for the host names of other addresses.
  struct Resolver {
    enum class Ask {
      nobody,
      system,  ///< the name servers that the machine itself asks
      server
    };
    Ask ask = Ask::system;
    std::string address;  ///< of the name server, for Ask::server
    std::uint16_t port = 53;
    std::chrono::seconds try_time{2};  ///< for one question
    int tries = 2;
    std::chrono::seconds deadline{5};  ///< for all that a session waits for
    std::chrono::seconds kept{60};     ///< how long an answer is used again
  } resolver;

  struct HttpLimits {
    std::size_t max_sessions = 1000;
    std::size_t max_sessions_per_source = 500;
    std::size_t header_octets = 16'384;
    std::uint64_t body_octets = 2'000'000'000;
    std::chrono::seconds idle{15};         ///< between two requests of a connection
    std::chrono::seconds header_time{20};  ///< for one whole request header
    std::chrono::seconds stall{60};        ///< without progress in a body, either way
    std::chrono::seconds session{3600};
    std::size_t requests_per_session = 10'000;
  } http;

  /// The access counter.
  struct Counter {
    /// Addresses of proxies in front of the server: X-Forwarded-For is believed from them alone.
    std::vector<std::string> proxies;
  } counter;

  /// The access log. The manual's sizes are the defaults; a test site scales them down.
  struct LogLimits {
    std::uint64_t rotated_from_octets = LogPolicy().rotated_from_octets;
    std::uint64_t never_above_octets = LogPolicy().never_above_octets;
    std::chrono::seconds check_interval{3600};  ///< of the server's clock
  } log;

  struct PopLimits {
    std::size_t max_sessions = 500;
    std::size_t max_sessions_per_source = 250;
    std::size_t line_octets = 512;
    std::chrono::seconds handshake{20};  ///< TLS
    std::chrono::seconds login{60};      ///< from the greeting to a successful login
    std::chrono::seconds idle{600};      ///< RFC 1939 section 3: at least ten minutes
    std::chrono::seconds stall{60};      ///< without progress in a message
    std::chrono::seconds session{6 * 3600};
    unsigned login_attempts = 3;
    std::chrono::seconds failed_login_delay{1};  ///< before a wrong password is answered
  } pop;

  struct SmtpLimits {
    std::size_t max_sessions = 500;
    std::size_t max_sessions_per_source = 250;
    std::size_t line_octets = 2048;  ///< RFC 5321 section 4.5.3.1.4: at least 512, extensions need more
    std::uint64_t message_octets = SmtpPolicy().message_octets;
    std::size_t recipients = 200;            ///< of one message; RFC 5321 section 4.5.3.1.8: at least 100
    std::chrono::seconds idle{300};          ///< section 4.5.3.2.7: at least five minutes
    std::chrono::seconds stall{180};         ///< without progress in a message, either way
    std::chrono::seconds message{2 * 3600};  ///< for one whole message
    std::chrono::seconds session{6 * 3600};
    std::chrono::seconds handshake{20};  ///< TLS
    unsigned login_attempts = 3;
    std::chrono::seconds failed_login_delay{1};  ///< before a wrong password is answered
    unsigned mistakes = 100;                     ///< refused commands that one session survives
  } smtp;

  /// How mail for elsewhere leaves.
  struct Sending {
    /// Who the server says that it is, in greetings and trace fields.
    std::string host_name;
    struct Route {
      std::string host;  ///< name or IP address
      std::uint16_t port = 25;
    };
    /// Who takes the mail for a domain; "*": for every domain that is not named.
    std::map<std::string, Route> routes;
    std::chrono::seconds connect{30};
    std::size_t at_once = 10;  ///< deliveries under way
    std::chrono::seconds first_retry{300};
    std::chrono::seconds longest_retry{4 * 3600};
    std::chrono::seconds gives_up_after{5 * 24 * 3600};  ///< section 4.5.4.1: four to five days
  } sending;

  /// The space for web content (WEB-QUOTA-1). The manual's size is the default; a test site scales it down.
  struct DiskLimits {
    std::uint64_t octets = QuotaPolicy().limit_octets;
    /// Who stops a program of the customer's: the ledger, at its next start, or at every write a file system
    /// of the site's own (needs root).
    enum class Enforcement { ledger, file_system };
    Enforcement enforcement = Enforcement::ledger;
  } disk;

  /// What the customer's scripts may take (CGI-7). `at_once` and what belongs to it is for all together,
  /// the rest for each.
  struct CgiLimits {
    std::size_t at_once = 16;
    std::size_t waiting = 64;                     ///< requests that wait for their turn; more are 503
    std::chrono::seconds turn{10};                ///< longest wait for it; then 503
    std::chrono::seconds wall_time{300};          ///< then everything that it started is killed
    std::chrono::seconds cpu_time{60};            ///< of each process
    std::uint64_t memory_octets = 1 << 30;        ///< address space of each process
    std::uint64_t output_octets = 4'000'000'000;  ///< of an answer
    std::uint64_t file_octets = 2'000'000'000;    ///< of a file that it writes
    std::size_t processes = 128;                  ///< that it starts; threads are some
    std::size_t open_files = 256;
    std::uint64_t error_octets = 65'536;       ///< of what it complains to the error log
    std::uint64_t error_log_octets = 1 << 20;  ///< of that log, of which one older file is kept
  } cgi;

  struct FtpLimits {
    std::size_t max_sessions = 200;
    std::size_t max_sessions_per_source = 100;
    std::size_t line_octets = 8192;
    std::chrono::seconds login{60};  ///< from the greeting to a successful login
    std::chrono::seconds idle{300};
    std::chrono::seconds data_connect{30};  ///< for the data connection to come about
    std::chrono::seconds stall{60};         ///< without progress in a transfer
    std::chrono::seconds session{6 * 3600};
    unsigned login_attempts = 3;
  } ftp;
};

}  // namespace refd
