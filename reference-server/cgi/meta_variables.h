#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/content_handler.h"
#include "policy/cgi_policy.h"

namespace refd::cgi {

/// An environment, in no order that matters; no name occurs twice.
using Variables = std::vector<std::pair<std::string, std::string>>;

/// Where a site's scripts find themselves on the machine.
struct SitePlaces {
  std::string root;                    ///< of the customer's tree: what FTP calls "/"
  std::string document_root = "/web";  ///< in that tree
  std::string server_admin;            ///< an address to write to
  std::string path = "/usr/local/bin:/usr/bin:/bin";
  Variables more;  ///< by which programs find other things of the site's; none of RFC 3875
};

/// The meta-variables of RFC 3875 section 4.1 for `request`, with those that Apache adds. Credentials and
/// fields whose names could be mistaken for others ("Foo_Bar" for "Foo-Bar") are left out.
Variables meta_variables(const http::ResolvedRequest& request, const SitePlaces& places,
                         const CgiPolicy& policy);

/// The words of a search query for the command line (RFC 3875 section 4.4); none for any other query.
std::vector<std::string> search_words(const http::ResolvedRequest& request);

}  // namespace refd::cgi
