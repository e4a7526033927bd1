#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/record/run_record.h"

namespace reports {

/// JUnit XML has no standard; consumers differ in what they bear.
enum class JunitDialect {
  rich,    ///< properties, file and line of each case: for consumers that read or ignore them
  strict,  ///< only what Jenkins' xunit plugin accepts; its rules are in strict-junit.xsd beside this file
};

/// junit.xml: one suite per service, named after target and service, one case per scenario.
///
/// fail → failure type FAIL; unexpected pass → failure XPASS; inconclusive → error INCONC; error and none →
/// error HARNESS; not run, not applicable and expected failure → skipped. The first line of an outcome's text
/// and its message attribute are the same: verdict, clauses, why. Cases that did not pass carry their
/// transcript in system-out. Faults of the suite outside scenarios are cases of a suite of their own,
/// "harness".
///
/// Where `attachment` names a file, cases that failed point to it as GitLab and Jenkins' JUnit Attachments
/// plugin read it: [[ATTACHMENT|file]], first in system-out. Nothing that came from the target can name one.
std::string write_junit(const RunRecord& record, JunitDialect dialect, std::string_view attachment = {});

/// A host of a fleet.
struct JunitHost {
  /// Its target's name is that of its suite, and the first step of its cases' class names.
  RunRecord record;
  std::string attachment;
};

/// The same over several hosts: one suite per host.
std::string write_junit(const std::vector<JunitHost>& hosts, std::string_view name, JunitDialect dialect);

}  // namespace reports
