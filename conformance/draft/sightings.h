#pragma once

#include <string>
#include <vector>

#include "survey/survey.h"

/// What a service showed, in a sentence for people: printable, short, on one line.
namespace cts {

/// "does not answer: connection refused"; empty when it answers.
std::string absence(const ServiceSeen& there);

std::string sighting(const WebSeen& seen);
std::string sighting(const FtpSeen& seen);
std::string sighting(const SmtpSeen& seen);
std::string sighting(const PopSeen& seen);
std::string sighting(const TlsPortSeen& seen);

/// "for www.example.jp and 2 more, until 2027-03-31, by CN=…; it does not name mail.example.jp". `host`: the
/// name that was dialled; `now`: from when on a certificate has expired.
std::string sighting(const CertificateLook& look, const std::string& host, std::chrono::sys_seconds now);

/// "2027-03-31"
std::string date_text(std::chrono::sys_seconds moment);

}  // namespace cts
