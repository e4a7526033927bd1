#include "smtp/delivery_status.h"

#include <algorithm>

#include <fmt/format.h>

#include "smtp/trace_field.h"

namespace refd::smtp {
namespace {

constexpr std::size_t largest_given_back = 48 * 1024;

// Other servers' words are not to be trusted: nothing in them ends a field.
std::string in_one_line(std::string text) {
  constexpr std::size_t longest = 500;
  if (text.size() > longest) text.resize(longest);
  for (auto& c : text) {
    if (c < ' ' || c > '~') c = '?';
  }
  return text;
}

std::string header_of(std::string_view text) {
  const auto end = text.find("\r\n\r\n");
  auto header = text.substr(0, end == std::string_view::npos ? end : end + 2);
  // A header without end is cut behind its last whole line.
  if (end == std::string_view::npos) header = header.substr(0, header.rfind('\n') + 1);
  return std::string(header);
}

std::string text_for_people(const Undelivered& undelivered) {
  std::string text = fmt::format(
      "This is the mail system at {}.\r\n\r\n"
      "Your message could not be delivered to one or more of its recipients.\r\n",
      undelivered.host_name);
  for (const auto& failure : undelivered.failures) {
    text += fmt::format("\r\n<{}>: {}{}\r\n", failure.address,
                        failure.remote.empty() ? "" : fmt::format("{} said: ", failure.remote),
                        in_one_line(failure.diagnostic));
  }
  return text;
}

std::string text_for_programs(const Undelivered& undelivered) {
  auto text = fmt::format("Reporting-MTA: dns; {}\r\nArrival-Date: {}\r\n", undelivered.host_name,
                          mail_date(undelivered.arrived));
  for (const auto& failure : undelivered.failures) {
    text += fmt::format("\r\nFinal-Recipient: rfc822; {}\r\nAction: failed\r\nStatus: {}\r\n",
                        failure.address, failure.status);
    if (!failure.remote.empty()) text += fmt::format("Remote-MTA: dns; {}\r\n", failure.remote);
    text += fmt::format("Diagnostic-Code: {}; {}\r\n", failure.remote.empty() ? "x-local" : "smtp",
                        in_one_line(failure.diagnostic));
  }
  return text;
}

}  // namespace

Excerpt excerpt_of(ByteSource& content) {
  Excerpt excerpt;
  while (excerpt.text.size() <= largest_given_back) {
    const auto piece = content.next();
    if (!piece) break;
    if (piece->empty()) {
      excerpt.whole = true;
      return excerpt;
    }
    excerpt.text.append(*piece);
  }
  excerpt.text = header_of(std::string_view(excerpt.text).substr(0, largest_given_back));
  return excerpt;
}

std::string delivery_status(const Undelivered& undelivered) {
  const auto& host = undelivered.host_name;
  const auto& excerpt = undelivered.excerpt;
  const auto boundary =
      fmt::format("report-{}.{}/{}", undelivered.id, undelivered.now.time_since_epoch().count(), host);
  const bool eight_bits = std::any_of(excerpt.text.begin(), excerpt.text.end(),
                                      [](char c) { return static_cast<unsigned char>(c) > 127; });
  const auto* const encoding = eight_bits ? "Content-Transfer-Encoding: 8bit\r\n" : "";
  auto text = fmt::format(
      "Date: {}\r\nFrom: Mail Delivery System <MAILER-DAEMON@{}>\r\nTo: <{}>\r\n"
      "Subject: Your mail could not be delivered\r\nMessage-ID: <{}.{}@{}>\r\nAuto-Submitted: "
      "auto-replied\r\n"
      "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n"
      "\tboundary=\"{}\"\r\n{}\r\n",
      mail_date(undelivered.now), host, undelivered.sender, undelivered.id,
      undelivered.now.time_since_epoch().count(), host, boundary, encoding);
  const auto part = [&](std::string_view head, std::string_view body) {
    text += fmt::format("--{}\r\n{}\r\n{}\r\n", boundary, head, body);
  };
  part("Content-Type: text/plain; charset=us-ascii\r\n", text_for_people(undelivered));
  part("Content-Type: message/delivery-status\r\n", text_for_programs(undelivered));
  part(fmt::format("Content-Type: {}\r\n{}", excerpt.whole ? "message/rfc822" : "text/rfc822-headers",
                   encoding),
       excerpt.text);
  return text + fmt::format("--{}--\r\n", boundary);
}

}  // namespace refd::smtp
