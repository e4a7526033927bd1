#pragma once

#include <cstddef>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace refd {

/// What the manual fixes about scripts, as data. A deviation is another set of these values.
struct CgiPolicy {
  /// CGI-1: extensions of files that are run by their interpreter line; any other file is sent as it stands.
  std::vector<std::string> script_extensions = {".cgi", ".pl"};
  /// CGI-3: extensions of files that PHP runs.
  std::vector<std::string> page_extensions = {".php"};
  /// CGI-1, CGI-3, FTP-MODE-1: the directory, with all below it, that scripts run in; elsewhere each is 500.
  std::string scripts_run_in = "/";
  std::string pages_run_in = "/";
  /// … and so many directories below the documents; deeper down each is 500.
  std::size_t scripts_run_down_to = std::numeric_limits<std::size_t>::max();
  std::size_t pages_run_down_to = std::numeric_limits<std::size_t>::max();
  /// CGI-2: an interpreter line may name PHP.
  bool interpreter_may_be_php = true;
  /// CGI-3: neither is asked of a PHP page.
  bool pages_need_execute_permission = false;
  bool pages_need_interpreter_line = false;

  /// CGI-4: scripts are run as the customer. false: as somebody who may write nothing of the customer's.
  bool scripts_run_as_the_customer = true;
  /// CGI-5: programs at the manual's paths that a script does not find.
  std::set<std::string, std::less<>> withheld_programs;

  /// WEB-ERR-500: what a script is answered with that cannot be run, or whose answer is none.
  unsigned no_permission_status = 500;
  unsigned no_interpreter_line_status = 500;
  unsigned bad_interpreter_status = 500;
  /// … ends, whatever the reason, before the empty line after its fields.
  unsigned early_end_status = 500;
  unsigned malformed_header_status = 500;

  /// CGI-7: time, processes and output of a script are bounded.
  bool scripts_are_limited = true;
  /// WEB-QUOTA-3: where the space is used up, scripts and pages cannot write.
  bool scripts_heed_the_quota = true;
  bool pages_heed_the_quota = true;

  /// For so many visitors a script runs at the same moment; more are answered 503.
  std::size_t visitors_of_a_script = std::numeric_limits<std::size_t>::max();
  /// CGI-9, RFC 3875 section 4.1: meta-variables that a script is not given ("QUERY_STRING"); one that ends
  /// in
  /// "*" stands for all that begin so.
  std::set<std::string, std::less<>> withheld_variables;
  /// Section 4.1.5: PATH_INFO is decoded.
  bool path_info_is_decoded = true;
  /// Section 4.1.18: a Proxy field never becomes HTTP_PROXY, which programs take for their own proxy.
  bool proxy_field_is_withheld = true;
  /// Section 4.2: the request's body reaches the script, whole.
  bool body_reaches_scripts = true;
  bool body_is_cut = false;  ///< of its last octet
  /// … which need not read it; false: whoever does not is answered 500.
  bool bodies_may_stay_unread = true;
  /// Section 4.3.3: HEAD is asked of scripts too; false: 405.
  bool head_is_asked_of_scripts = true;
  /// Section 6.3: the fields by which a script says what its answer is.
  bool status_field_is_honoured = true;
  bool field_names_fold_case = true;       ///< false: only as the standard spells them
  bool location_field_is_honoured = true;  ///< an absolute URL: 302 for the visitor
  bool local_location_is_followed = true;  ///< a path: the document there is the answer
  bool content_type_is_passed_on = true;
  bool other_fields_are_passed_on = true;
  /// Section 6.4: the body of the answer is the script's, octet for octet; false: LF becomes CRLF.
  bool answers_are_exact = true;
  /// Section 5: a script whose name begins with "nph-" writes the whole answer.
  bool nph_is_honoured = true;
};

/// Where the handlers of scripts read their policy, at every request. As SsiPolicySource.
class CgiPolicySource {
 public:
  CgiPolicySource() = default;
  CgiPolicySource(const CgiPolicySource&) = delete;
  CgiPolicySource& operator=(const CgiPolicySource&) = delete;
  virtual ~CgiPolicySource() = default;

  virtual const CgiPolicy& cgi() const = 0;
};

}  // namespace refd
