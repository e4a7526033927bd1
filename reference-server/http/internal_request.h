#pragma once

#include <string>
#include <vector>

#include "http/internal_requests.h"
#include "http/router.h"

namespace refd::http {

/// The target of a request that the document of `from` makes: `url` if it is absolute, else below the
/// document's directory.
std::string url_seen_from(const ResolvedRequest& from, std::string_view url);
/// The target for a file in that directory or below; empty when `name` leads elsewhere.
std::string url_of_file(const ResolvedRequest& from, std::string_view name);

/// A request made inside the server and decided by the router.
class RoutedRequest final : public InternalRequest {
 public:
  /// An empty `target` is refused with 403. References outlive the request.
  RoutedRequest(const Router& router, FileTree& tree, const ResolvedRequest& from, std::string target);

  unsigned status() const override;
  Result<FileFacts> facts() const override;
  const ResolvedRequest* resolved_for(const ContentHandler& handler) const override;
  bool is_made() const override { return std::holds_alternative<HandedOver>(route_); }
  boost::asio::awaitable<Result<void>> run(AnswerSink& answer) override;

 private:
  static RequestHead head_like(const RequestHead& other, std::string_view target);

  FileTree& tree_;
  const std::string target_;
  const RequestHead head_;
  Router::Route route_;
};

}  // namespace refd::http
