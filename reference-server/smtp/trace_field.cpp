#include "smtp/trace_field.h"

#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "smtp/reply.h"

namespace refd::smtp {
namespace {

constexpr auto japan = std::chrono::hours(9);

// What a client says about itself must end neither the field nor a comment in it.
std::string harmless(const std::string& text) {
  auto safe = shown(text);
  for (auto& c : safe) {
    if (c == '(' || c == ')' || c == '\\' || c == ' ' || c == ';') c = '?';
  }
  return safe;
}

}  // namespace

std::string mail_date(Clock::time_point time) {
  const auto local = fmt::gmtime(Clock::time_point::clock::to_time_t(time + japan));
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0900", days[local.tm_wday], local.tm_mday,
                     months[local.tm_mon], local.tm_year + 1900, local.tm_hour, local.tm_min, local.tm_sec);
}

std::string trace_field(const Trace& trace) {
  const bool is_v6 = trace.client.find(':') != std::string::npos;
  auto text = fmt::format("Received: from {} ([{}{}])\r\n\tby {} with {} id {}", harmless(trace.greeted_as),
                          is_v6 ? "IPv6:" : "", trace.client, trace.host_name, trace.protocol, trace.id);
  if (!trace.only_recipient.empty()) text += fmt::format("\r\n\tfor <{}>", trace.only_recipient);
  return text + fmt::format(";\r\n\t{}\r\n", mail_date(trace.time));
}

}  // namespace refd::smtp
