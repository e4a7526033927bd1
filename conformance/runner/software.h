#pragma once

#include <vector>

#include "reports/record/fingerprint.h"
#include "reports/record/run_record.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// What the software of every offered service looks like that answered in `steps` (POP over TLS: where POP
/// did): greetings, capabilities, reply codes, headers, TLS. Without times.
///
/// One conversation with each service, which changes nothing there: the FTP login is the contract's, nobody
/// logs in for mail (that would open a window for sending), no letter is begun. What offers TLS from the
/// first octet is asked once more for each version of it. Ends within the target's deadlines.
reports::Fingerprint look_at_software(const Profile& profile, const Target& target,
                                      const std::vector<reports::InterconnectionStep>& steps);

}  // namespace cts
