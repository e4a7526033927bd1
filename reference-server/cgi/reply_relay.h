#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "cgi/script_reply.h"
#include "http/content_handler.h"
#include "policy/cgi_policy.h"

namespace refd::cgi {

/// Turns what a script prints into the visitor's answer, while it is printed: status, fields, redirects,
/// body, or the error that stands for a reply that is none. For one request; on the connection's strand.
class ReplyRelay {
 public:
  /// Everything referred to outlives the relay.
  ReplyRelay(const http::ResolvedRequest& request, http::AnswerSink& answer, const CgiPolicy& policy)
      : request_(request), answer_(answer), policy_(policy), parser_(policy.field_names_fold_case) {}

  /// What the script printed next. A failure means that more is of no use: the reply is malformed (EBADMSG),
  /// or the visitor cannot be reached. end() is to be called nevertheless.
  /// `is_all`: nothing more comes, so that the length of the answer is known.
  boost::asio::awaitable<Result<void>> take(std::string_view octets, bool is_all = false);

  enum class Ending {
    finished,  ///< the script has said all
    stopped    ///< it was kept from it
  };
  /// Completes the answer. Throws when an answer that was begun cannot be completed, so that the connection
  /// ends and the visitor can tell.
  boost::asio::awaitable<void> end(Ending ending);
  /// Instead of end(): nothing of the script's could be used. Answers `status`, unless an answer was begun.
  boost::asio::awaitable<void> refuse(unsigned status);

  /// After end(): what is to be told to whoever wrote the script; empty: nothing. May hold any octet.
  const std::string& complaint() const noexcept { return complaint_; }

 private:
  enum class Stage { head, body, redirect, refused };

  boost::asio::awaitable<Result<void>> begin(std::optional<std::uint64_t> whole_body);
  boost::asio::awaitable<Result<void>> write(std::string_view octets);
  boost::asio::awaitable<void> redirect();
  boost::asio::awaitable<void> redirect_inside(const std::string& location);
  http::AnswerHead answer_head(unsigned status) const;

  const http::ResolvedRequest& request_;
  http::AnswerSink& answer_;
  const CgiPolicy& policy_;
  ReplyParser parser_;
  Stage stage_ = Stage::head;
  std::optional<std::uint64_t> left_;  // of a body whose length the script has told, or which is known
  std::string complaint_;
};

}  // namespace refd::cgi
