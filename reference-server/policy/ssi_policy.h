#pragma once

#include <string>
#include <vector>

namespace refd {

/// What the manual fixes about server-side includes, as data. A deviation is another set of these values.
struct SsiPolicy {
  /// SSI-1, SSI-2: extensions of pages whose directives are carried out; directives elsewhere are text.
  std::vector<std::string> extensions = {".shtml"};
  /// SSI-1. false: such a page is sent as it stands.
  bool pages_are_processed = true;
  /// WEB-INDEX-3, WEB-INDEX-5: also where the page is a directory's index.
  bool indexes_are_processed = true;

  /// SSI-3, include: by a file's name, by a URL; directives in what is included are carried out.
  bool files_are_included = true;
  bool urls_are_included = true;
  bool included_pages_are_processed = true;
  /// SSI-3, echo: shows the variable's value; made safe for HTML unless the page says otherwise.
  bool echo_shows_values = true;
  bool echo_encodes = true;
  /// SSI-3, set: the variable has the value from then on; variables in the value are replaced.
  bool set_takes_effect = true;
  bool set_substitutes = true;
  /// SSI-3, if: expressions decide. true: each one holds.
  bool conditions_always_hold = false;
  bool elif_is_considered = true;
  /// SSI-3, if: else shows what it should. false: never anything.
  bool else_is_considered = true;
  /// SSI-3, config.
  bool time_format_is_honoured = true;
  bool size_format_is_honoured = true;
  bool error_message_is_honoured = true;
  /// SSI-3, flastmod and fsize: what they show is true.
  bool modification_times_are_real = true;
  bool sizes_are_real = true;
  /// SSI-3: a directive that fails prints the error message; the page goes on after it.
  bool errors_are_shown = true;
  bool page_goes_on_after_errors = true;

  /// SSI-3: exec may run programs, as on the manual's platform.
  bool exec_is_allowed = true;
};

/// Where the handler of such pages reads its policy, at every request. As PolicySource, of which it is no
/// part: nobody else asks.
class SsiPolicySource {
 public:
  SsiPolicySource() = default;
  SsiPolicySource(const SsiPolicySource&) = delete;
  SsiPolicySource& operator=(const SsiPolicySource&) = delete;
  virtual ~SsiPolicySource() = default;

  virtual const SsiPolicy& ssi() const = 0;
};

}  // namespace refd
