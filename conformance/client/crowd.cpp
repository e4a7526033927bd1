#include "client/crowd.h"

#include <cstddef>
#include <latch>
#include <sstream>
#include <thread>

namespace cts {

std::vector<HttpReply> send_together(const std::vector<Dial>& dials, const Deadlines& deadlines,
                                     const HttpRequest& request, Transcript& transcript) {
  std::vector<HttpReply> replies(dials.size());
  std::latch ready(static_cast<std::ptrdiff_t>(dials.size()));
  {
    std::vector<std::jthread> visitors;
    for (std::size_t i = 0; i < dials.size(); ++i) {
      visitors.emplace_back([&, i] {
        // A transcript belongs to one thread.
        Transcript own({});
        HttpClient visitor(dials[i], deadlines, own, "hosting-cts/" HOSTING_CTS_VERSION);
        ready.arrive_and_wait();
        replies[i] = visitor.send(request);
      });
    }
  }
  for (std::size_t i = 0; i < dials.size(); ++i) {
    std::ostringstream line;
    line << request.method << ' ' << request.target << " together with " << dials.size() - 1 << " others";
    if (!dials[i].bind_address.empty()) line << ", from " << dials[i].bind_address;
    line << ": ";
    PrintTo(replies[i], &line);
    transcript.note(transcript.channel("crowd"), line.str());
  }
  return replies;
}

}  // namespace cts
