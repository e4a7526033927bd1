#pragma once

#include "base/log.h"
#include "http/content_handler.h"
#include "members/portal.h"
#include "net/blocking_pool.h"

namespace refd::members {

/// Hands requests to the portal, and its pages to the web service. The portal works on threads of its own.
class MembersHandler final : public http::ContentHandler {
 public:
  /// References outlive it. `form_octets`: the longest form that is read.
  MembersHandler(Portal& portal, net::BlockingPool& pool, std::size_t form_octets, Log log)
      : portal_(portal), pool_(pool), form_octets_(form_octets), log_(std::move(log)) {}

  boost::asio::awaitable<void> respond(const http::ResolvedRequest& request, http::BodySource& body,
                                       http::AnswerSink& answer) override;

 private:
  Portal& portal_;
  net::BlockingPool& pool_;
  const std::size_t form_octets_;
  const Log log_;
};

}  // namespace refd::members
