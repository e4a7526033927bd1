#pragma once

#include <string>
#include <string_view>

namespace refd::office {

/// What a mail to the support address asks for, in the manual's form (ACL-9): texts in UTF-8, empty where the
/// mail does not say. A value.
struct RequestMail {
  std::string subject;
  std::string customer_number;
  std::string domain;
  std::string phone;
  std::string server;
  std::string directory;  ///< "/web/members"; from the site's root, without a slash at its end

  /// Whether it asks for an access file to be renamed, and says where.
  bool is_release() const { return !directory.empty(); }
};

/// Understands a message as it was stored: any transfer encoding and character set that this machine knows,
/// the first text of several parts. Whatever it is, it is understood as far as it goes; longer ones than 256
/// KiB are understood up to there.
RequestMail understand_request(std::string_view message);

}  // namespace refd::office
