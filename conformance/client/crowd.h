#pragma once

#include <vector>

#include "client/dial.h"
#include "client/http_client.h"
#include "client/transcript.h"

namespace cts {

/// Sends `request` from each of the dials at the same moment: a thread and a connection for each, and nobody
/// begins before all are ready. The answers in the order of the dials. `transcript` gets what each was
/// answered, in a line.
std::vector<HttpReply> send_together(const std::vector<Dial>& dials, const Deadlines& deadlines,
                                     const HttpRequest& request, Transcript& transcript);

}  // namespace cts
