#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/certificate.h"
#include "client/dial.h"

/// What a host shows to anybody: greetings, capabilities, headers, certificates. Everything in it is the
/// host's own word, clipped but neither believed nor fit to be shown as it is.
namespace cts {

/// Whether a service is there.
struct ServiceSeen {
  bool asked = false;    ///< somebody wanted to know
  bool answers = false;  ///< it speaks its protocol
  std::string problem;   ///< why not: "connection refused", "nothing was said within 5 s", …; else empty
  std::string greeting;  ///< the first line
};

struct WebSeen {
  ServiceSeen there;
  int status = 0;  ///< of "/"
  std::string content_type;
  std::string server;
  std::string powered_by;
  std::string location;                             ///< of a redirection
  std::optional<std::chrono::seconds> clock_ahead;  ///< of this machine's, by the header Date
  std::string admin_path;  ///< where phpMyAdmin is; empty: at none of the paths asked for
};

struct FtpSeen {
  ServiceSeen there;
  std::vector<std::string> features;  ///< of FEAT
  bool tls = false;                   ///< AUTH TLS is offered
  std::string local_address;          ///< from which this machine came
};

struct SmtpSeen {
  ServiceSeen there;
  std::string calls_itself;             ///< the first word of the answer to EHLO
  std::vector<std::string> extensions;  ///< of EHLO
  bool names_size = false;
  std::uint64_t size = 0;  ///< of SIZE; 0: no limit, or none named
  std::string auth;        ///< mechanisms, before TLS
  bool starttls = false;
  CertificateLook tls;  ///< after STARTTLS, where it is offered
};

struct PopSeen {
  ServiceSeen there;
  std::vector<std::string> capabilities;
  bool apop = false;
  bool stls = false;
  CertificateLook tls;  ///< of the port itself, or after STLS where it is offered
};

/// A port where TLS begins at once, of which only the certificate is looked at, and what is said first.
struct TlsPortSeen {
  ServiceSeen there;
  CertificateLook tls;
};

struct Survey {
  WebSeen web;
  TlsPortSeen https;
  FtpSeen ftp;
  SmtpSeen smtp;
  SmtpSeen submission;
  TlsPortSeen smtps;
  PopSeen pop;
  PopSeen pops;
  ServiceSeen database;  ///< whether its port takes connections from here
};

/// Whether any service does of which a plan promises something without more ado. Files cannot be drafted of
/// nothing.
bool anything_answers(const Survey& seen);

/// Where to look, and how long at most.
struct SurveyPlan {
  std::optional<Dial> web, https, ftp, smtp, submission, smtps, pop, pops, database;
  std::vector<std::string> admin_paths;    ///< where phpMyAdmin may be; the first that is it counts
  std::chrono::milliseconds wait{30'000};  ///< for everything together
};

/// Looks at all of them at once; one conversation with each service, which changes nothing there and names no
/// login, and one more for its certificate. Ends within the plan's wait: a service that is not done by then
/// has shown what it has shown.
Survey survey(const SurveyPlan& plan);

}  // namespace cts
