#pragma once

#include <variant>

#include "base/clock.h"
#include "files/file_tree.h"
#include "http/content_handler.h"
#include "http/internal_requests.h"
#include "http/resource_finder.h"
#include "http/virtual_hosts.h"
#include "policy/policies.h"

namespace refd::http {

/// A request that a handler answers.
struct HandedOver {
  ContentHandler* handler;
  ResolvedRequest request;
};

/// Decides what a request is answered with. No sockets; safe from every thread; may block on the disk.
class Router final : public InternalRequests {
 public:
  /// References outlive the router.
  Router(FileTree& tree, const PolicySource& policies, const Clock& clock, VirtualHosts hosts,
         HandlerTable handlers);

  using Route = std::variant<Answer, HandedOver>;
  Route route(const RequestHead& request, const Ends& ends) const;

  std::unique_ptr<InternalRequest> request_url(const ResolvedRequest& from,
                                               std::string_view url) const override;
  std::unique_ptr<InternalRequest> request_file(const ResolvedRequest& from,
                                                std::string_view name) const override;

 private:
  struct Target;
  Outcome<Target> understand(const RequestHead& request, const Ends& ends, const HttpPolicy& policy) const;
  Outcome<Route> decide(const RequestHead& request, const Ends& ends, const HttpPolicy& policy) const;
  Outcome<Route> hand_over(ContentHandler* handler, ResolvedRequest request) const;
  Answer serve(const RequestHead& request, Resource resource, const Target& target,
               const HttpPolicy& policy) const;

  FileTree& tree_;
  const PolicySource& policies_;
  const Clock& clock_;
  const VirtualHosts hosts_;
  const HandlerTable handlers_;
  const ResourceFinder finder_;
};

}  // namespace refd::http
