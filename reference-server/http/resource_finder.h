#pragma once

#include <string>
#include <string_view>

#include "files/file_tree.h"
#include "http/content_handler.h"
#include "http/outcome.h"
#include "http/request_target.h"
#include "policy/http_policy.h"

namespace refd::http {

/// What a URL's path leads to in the customer's tree.
struct Resource {
  enum class Kind {
    file,         ///< `file` is open, to be served as it is
    handled,      ///< it belongs to `handler`
    needs_slash,  ///< a directory asked for without its slash
    listing,      ///< a directory without an index, where the policy shows its entries
  };
  Kind kind = Kind::file;
  TreePath path;
  UniqueFd file;
  const HandlerTable::Extension* handler = nullptr;
  std::string path_info;  ///< what of the URL follows a handled document
};

/// WEB-MAP, WEB-INDEX, WEB-CASE, WEB-ERR-403/404, ACL-10: from URL to file. No sockets; safe from every
/// thread.
class ResourceFinder {
 public:
  /// References outlive the finder.
  ResourceFinder(FileTree& tree, const HandlerTable& handlers) : tree_(tree), handlers_(handlers) {}

  /// Refusals: the policy's statuses for what is not there and what is forbidden; 503 when the disk fails.
  Outcome<Resource> find(const UrlPath& url, const HttpPolicy& policy) const;

 private:
  FileTree& tree_;
  const HandlerTable& handlers_;
};

}  // namespace refd::http
