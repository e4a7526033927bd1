#pragma once

#include <string>
#include <vector>

#include "http/inside_urls.h"
#include "http/internal_requests.h"
#include "http/router.h"

namespace refd::http {

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
