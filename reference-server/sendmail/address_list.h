#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace refd::sendmail {

/// The mailboxes in the value of a field like To (RFC 5322 section 3.4), or in an argument of the command,
/// each as "local@domain", or "local" when no domain is given. Names, comments and groups are left out; a
/// source route too. Also understood: names in ISO-2022-JP that nobody encoded, whose octets look like quotes
/// and brackets. EINVAL when something in it is no mailbox.
Result<std::vector<std::string>> addresses_in(std::string_view list);

}  // namespace refd::sendmail
