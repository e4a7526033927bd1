#pragma once

#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "files/file_tree.h"
#include "http/content_handler.h"

namespace refd::http {

/// A request that the server makes to itself for the visitor of another one: what a page includes, where a
/// script's local Location leads. It is a GET with the fields of the other, without its body and conditions;
/// it appears in no log. Lives no longer than the request it was made for.
class InternalRequest {
 public:
  InternalRequest() = default;
  InternalRequest(const InternalRequest&) = delete;
  InternalRequest& operator=(const InternalRequest&) = delete;
  virtual ~InternalRequest() = default;

  /// Status as far as it is known before anything is run: 200 when a document was found.
  virtual unsigned status() const = 0;
  /// Facts of the document; fails when there is none.
  virtual Result<FileFacts> facts() const = 0;
  /// The request that `handler` would get; null when the document does not belong to it.
  virtual const ResolvedRequest* resolved_for(const ContentHandler& handler) const = 0;
  /// Whether a content handler makes the answer, rather than a file being it.
  virtual bool is_made() const = 0;
  /// Answers into `answer`, once. Fails when that fails.
  virtual boost::asio::awaitable<Result<void>> run(AnswerSink& answer) = 0;
};

/// The maker of such requests. Safe from every thread; may block on the disk.
class InternalRequests {
 public:
  InternalRequests() = default;
  InternalRequests(const InternalRequests&) = delete;
  InternalRequests& operator=(const InternalRequests&) = delete;
  virtual ~InternalRequests() = default;

  /// `url`: a path with an optional query, absolute or relative to the document of `from`.
  virtual std::unique_ptr<InternalRequest> request_url(const ResolvedRequest& from,
                                                       std::string_view url) const = 0;
  /// `name`: a file in the directory of that document or below it; anything else is refused.
  virtual std::unique_ptr<InternalRequest> request_file(const ResolvedRequest& from,
                                                        std::string_view name) const = 0;
};

}  // namespace refd::http
