#include "cgi/script_reports.h"

#include <charconv>
#include <csignal>

#include "cgi/wrapper/report.h"

namespace refd::cgi {

namespace {

// 0 for what is no signal.
int signal_in(std::string_view text) {
  int number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end && number > 0 && number < NSIG ? number : 0;
}

}  // namespace

void ScriptReports::add(std::string_view packet) {
  if (packet.empty()) return;
  const auto text = packet.substr(1);
  if (packet.front() == wrapper::ended) {
    ending_signal_ = signal_in(text);
  } else {
    start_failure_ = StartFailure{packet.front(), std::string(text)};
  }
}

}  // namespace refd::cgi
