#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "counter/counter.h"
#include "counter/counter_query.h"
#include "counter/picture.h"
#include "http/content_handler.h"
#include "policy/policies.h"

namespace refd {

/// Count.cgi: a number, a time or a date as a picture (CTR-1 … CTR-12). GET and HEAD; HEAD counts nothing.
/// Whatever cannot be shown is a picture too, with status 200 (503 when the count cannot be kept), and the
/// reason in X-Counter-Error: a broken image in somebody's page would say nothing.
class CounterHandler final : public http::ContentHandler {
 public:
  struct Parts {
    Counter& counter;
    const PolicySource& policies;
    const Clock& clock;
    PictureMaker& pictures;
  };
  /// Whose counter it is. Names in small letters; each also stands for itself with "www." in front.
  struct Contract {
    std::string domain;                ///< names the counter
    std::vector<std::string> added;    ///< further domains of the same contract: the same counter (CTR-11)
    std::string server_name;           ///< pages under this name are the site's too (HOST-4)
    std::vector<std::string> proxies;  ///< addresses that may say whom they speak for
  };
  CounterHandler(Parts parts, Contract contract);

  boost::asio::awaitable<void> respond(const http::ResolvedRequest& request, http::BodySource& body,
                                       http::AnswerSink& answer) override;

 private:
  struct Shown;
  boost::asio::awaitable<Shown> shown_to(const http::ResolvedRequest& request, const CounterPolicy& policy);
  boost::asio::awaitable<Shown> counted(const http::ResolvedRequest& request, const CounterQuery& query,
                                        const CounterPolicy& policy, bool is_refused);
  std::string clock_text(const CounterQuery& query, const CounterPolicy& policy) const;
  bool is_referred(const http::ResolvedRequest& request, const CounterPolicy& policy) const;
  /// The counter that `domain` names; empty: none.
  std::string counter_of(std::string domain, const CounterPolicy& policy) const;
  bool is_hosted(const std::string& name) const;

  Parts parts_;
  Contract contract_;
};

}  // namespace refd
