#pragma once

#include <string>
#include <string_view>

namespace cts {

/// What an error mail says (RFC 3464), or an older one without a report for machines.
struct DeliveryReport {
  bool is_one = false;     ///< whether the message is an error mail at all
  std::string action;      ///< "failed", "delayed", in small letters; empty: no report for machines
  std::string status;      ///< "5.2.2"
  std::string recipient;   ///< of Final-Recipient (or Original-Recipient), without its type
  std::string diagnostic;  ///< Diagnostic-Code
};

/// Takes a message for what it is. An error mail is a multipart/report of delivery-status, or comes from a
/// mailer daemon (or postmaster) with a subject of the well-known kind.
DeliveryReport read_report(std::string_view message);

}  // namespace cts
