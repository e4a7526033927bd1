#pragma once

#include <string>
#include <vector>

namespace refd {

/// What the manual fixes about the web service, as data. A deviation is another set of these values.
struct HttpPolicy {
  /// WEB-INDEX-1…6: names tried, in order, for a URL that ends in "/".
  std::vector<std::string> index_names = {"index.html", "index.htm",  "index.shtml",
                                          "home.html",  "home.shtml", "default.html"};

  /// WEB-INDEX-7: what a directory without any of them answers.
  enum class MissingIndex { not_found, forbidden, listing };
  MissingIndex missing_index = MissingIndex::not_found;

  /// WEB-CASE-1: names differ when their case differs; the index names separately from names in a URL.
  bool names_are_case_sensitive = true;
  bool index_names_are_case_sensitive = true;
  /// CTR-7: so do the names of what is no file of the customer's, such as Count.cgi.
  bool mounts_are_case_sensitive = true;

  /// WEB-ERR-404, WEB-ERR-403: status of what does not exist, and of what its permissions forbid.
  unsigned not_found_status = 404;
  unsigned forbidden_status = 403;

  /// WEB-MAP-1: where the site's documents stand in the customer's tree.
  std::string document_directory = "/web";
  /// WEB-MAP-1: "/dir" is redirected to "/dir/"; false: it is not found.
  bool redirects_directories = true;
  /// WEB-MAP-1: HEAD is answered as GET is, without the body; false: as if nothing were there.
  bool answers_head = true;
  /// WEB-MAP-1: validators of a conditional request are compared; false: every such request is answered 304.
  bool compares_validators = true;
  /// WEB-MAP-1: a range holds the octets asked for; false: those one further on.
  bool ranges_are_exact = true;

  /// HOST-1: the site's root answers under www.<domain>; host names compare without regard to case.
  bool root_answers = true;
  bool host_names_are_case_sensitive = false;

  /// ACL-10: names that are never served, whatever their permissions.
  std::vector<std::string> never_served = {".ftpaccess"};
};

}  // namespace refd
