#pragma once

#include <chrono>

#include "check/http_checks.h"
#include "client/http_client.h"
#include "scenario/patience.h"

namespace cts {

/// What a visitor is answered once a change of a file has reached the site: the first answer that is
/// `wanted`, or the last of some seconds. Web servers that keep what they know of files look at them again
/// only then and now.
template <class Ask, class Wanted>
HttpReply settled(Ask ask, const Wanted& wanted) {
  constexpr std::chrono::seconds moment{5};
  const auto matcher = testing::SafeMatcherCast<const HttpReply&>(wanted);
  HttpReply reply;
  seen_within(moment, [&] {
    reply = ask();
    return matcher.Matches(reply);
  });
  return reply;
}

}  // namespace cts
