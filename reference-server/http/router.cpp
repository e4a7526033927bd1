#include "http/router.h"

#include "http/internal_request.h"
#include "http/request_target.h"
#include "http/static_content.h"

namespace refd::http {

namespace {

Answer method_not_allowed() {
  auto answer = error_answer(405);
  answer.head.add("Allow", static_methods);
  return answer;
}

Answer options_answer() {
  auto answer = Answer::of_text(200, {}, {});
  answer.head.add("Allow", static_methods);
  return answer;
}

// Which methods go no further, whatever the URL.
std::optional<Answer> refused_method(Method method) {
  if (method == Method::unknown) return error_answer(501);
  if (method == Method::trace || method == Method::connect) return method_not_allowed();
  return std::nullopt;
}

bool reads(Method method) {
  return method == Method::get || method == Method::head || method == Method::post;
}

std::string authority_without_host_field(const VirtualHosts& hosts, const Ends& ends) {
  return hosts.canonical_name() + (ends.server_port == 80 ? "" : ":" + std::to_string(ends.server_port));
}

}  // namespace

// The request's URL, understood.
struct Router::Target {
  RequestTarget parts;
  UrlPath path;
  std::string authority;  // as asked for, with the port
  std::string host_name;
};

Router::Router(FileTree& tree, const PolicySource& policies, const Clock& clock, VirtualHosts hosts,
               HandlerTable handlers)
    : tree_(tree),
      policies_(policies),
      clock_(clock),
      hosts_(std::move(hosts)),
      handlers_(std::move(handlers)),
      finder_(tree_, handlers_) {}

// RFC 9112 section 3.2: exactly one Host field in HTTP/1.1; an absolute target overrides it (section 3.2.2).
Outcome<Router::Target> Router::understand(const RequestHead& request, const Ends& ends,
                                           const HttpPolicy& policy) const {
  Target target;
  const auto parts = understand_target(request.method, request.target);
  if (!parts) return parts.error();
  target.parts = *parts;

  const auto host_fields = request.count("Host");
  if (host_fields > 1 || (host_fields == 0 && request.is_http_1_1)) return Refusal{400};
  auto authority = parts->authority;
  if (authority.empty()) authority = request.field("Host").value_or(std::string_view());
  if (authority.empty()) {
    if (request.is_http_1_1) return Refusal{400};
    target.authority = authority_without_host_field(hosts_, ends);
    target.host_name = hosts_.canonical_name();
  } else {
    const auto host = understand_host(authority);
    if (!host) return host.error();
    // HOST-1: with the policy reversed, a name in another case is not the site's.
    if (hosts_.match(host->name, policy.host_names_are_case_sensitive) == VirtualHosts::Match::case_only) {
      return Refusal{404};
    }
    target.authority = host->text;
    target.host_name = host->name;
  }
  auto path = understand_path(parts->path);
  if (!path) return path.error();
  target.path = std::move(*path);
  return target;
}

Outcome<Router::Route> Router::hand_over(ContentHandler* handler, ResolvedRequest request) const {
  if (handler == nullptr) return Refusal{500};
  return Route(HandedOver{handler, std::move(request)});
}

Answer Router::serve(const RequestHead& request, Resource resource, const Target& target,
                     const HttpPolicy& policy) const {
  if (resource.kind == Resource::Kind::needs_slash) {
    auto location = "http://" + target.authority + encoded_path(target.path.text) + "/";
    if (target.parts.has_query) location.append("?").append(target.parts.query);
    return redirect_answer(location);
  }
  if (resource.kind == Resource::Kind::listing) {
    const auto entries = tree_.list(resource.path, Reader::visitor);
    return entries ? serve_listing(target.path.text, *entries) : error_answer(403);
  }
  return serve_file(request, resource.path.name(), std::move(resource.file), policy, clock_.now());
}

Outcome<Router::Route> Router::decide(const RequestHead& request, const Ends& ends,
                                      const HttpPolicy& policy) const {
  auto target = understand(request, ends, policy);
  if (!target) return target.error();
  if (auto refused = refused_method(request.method)) return Route(std::move(*refused));
  if (target->parts.is_asterisk) return Route(options_answer());
  // WEB-MAP-1 turned off.
  if (!policy.answers_head && request.method == Method::head) return Refusal{policy.not_found_status};
  // HOST-1 turned off.
  if (!policy.root_answers && target->path.text == "/") return Refusal{503};

  if (const auto* mount = handlers_.for_path(target->path.text, policy.mounts_are_case_sensitive)) {
    const auto script =
        mount->prefix.substr(0, mount->prefix.size() - (mount->prefix.ends_with('/') ? 1 : 0));
    return hand_over(mount->handler,
                     {request, ends, target->host_name, script, target->path.text.substr(script.size()),
                      std::string(target->parts.query), TreePath(), this});
  }
  auto found = finder_.find(target->path, policy);
  if (!found) return found.error();
  if (found->kind == Resource::Kind::handled) {
    // An index has no name in the URL: its own is added.
    auto script = target->path.text.substr(0, target->path.text.size() - found->path_info.size());
    if (script.ends_with('/')) script.append(found->path.name());
    return hand_over(found->handler->handler,
                     {request, ends, target->host_name, std::move(script), found->path_info,
                      std::string(target->parts.query), found->path, this});
  }
  if (request.method == Method::options) return Route(options_answer());
  if (!reads(request.method)) return Route(method_not_allowed());
  return Route(serve(request, std::move(*found), *target, policy));
}

Router::Route Router::route(const RequestHead& request, const Ends& ends) const {
  auto decided = decide(request, ends, policies_.http());
  if (decided) return std::move(*decided);
  // PUT and DELETE of what is not there are refused for what they are, not for what they name.
  const auto status = decided.error().status;
  if (status >= 403 && status <= 404 && !reads(request.method) && request.method != Method::options) {
    return method_not_allowed();
  }
  return error_answer(status);
}

std::unique_ptr<InternalRequest> Router::request_url(const ResolvedRequest& from,
                                                     std::string_view url) const {
  return std::make_unique<RoutedRequest>(*this, tree_, from, url_seen_from(from, url));
}

std::unique_ptr<InternalRequest> Router::request_file(const ResolvedRequest& from,
                                                      std::string_view name) const {
  return std::make_unique<RoutedRequest>(*this, tree_, from, url_of_file(from, name));
}

}  // namespace refd::http
