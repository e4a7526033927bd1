#pragma once

#include <string_view>
#include <vector>

#include "ftpaccess/access_file.h"

namespace refd {

enum class AccessDecision { allow, deny, no_opinion };

/// Who asks, for what.
struct AccessRequest {
  std::string_view verb;  ///< in capitals; "SITE_CHMOD" for SITE CHMOD
  std::string_view login;
  const AccessSource& source;
  /// false: Order Allow,Deny as Apache reads it, for a deviation: a deny wins, and who is not named is
  /// denied.
  bool allow_wins = true;
};

/// What one section says. Order Allow,Deny: an allow is looked at first and wins, then a deny, else no
/// opinion; Order Deny,Allow: a deny first, then an allow, else deny (ACL-1; ProFTPD's reading). While the
/// source's names are not known, a name allows nobody, and denies whom it may be.
AccessDecision decide(const LimitSection& section, const AccessRequest& request);

/// What the access files from the directory up to the root say together, `nearest_first`. Sections that name
/// the verb come before those that name its group, those before ALL; within each kind the nearest file, and
/// in it the last section, is asked first; the first explicit answer counts (ACL-6). An unusable file denies
/// from where it stands downwards, unless a nearer one has decided.
AccessDecision decide(const std::vector<const AccessFile*>& nearest_first, const AccessRequest& request);

/// Whether any item of these files needs the source's names.
bool needs_names(const std::vector<const AccessFile*>& files);

}  // namespace refd
