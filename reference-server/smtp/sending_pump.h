#pragma once

#include <chrono>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "base/byte_flow.h"
#include "smtp/next_hops.h"
#include "smtp/sending_session.h"

namespace refd::smtp {

/// Hands one message to the first of `hops` that answers: one outcome for each recipient, whatever happens;
/// the task's `remote` is set here. `content` outlives the call.
boost::asio::awaitable<std::vector<Outcome>> send_message(std::vector<NextHop> hops,
                                                          SendingSession::Task task, ByteSource& content,
                                                          std::chrono::seconds connect_time);

}  // namespace refd::smtp
