#include "check/delivery_report.h"

#include <algorithm>
#include <array>

#include "check/message.h"
#include "client/small_letters.h"

namespace cts {
namespace {

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool looks_like_one(std::string_view message) {
  const std::string type = in_small_letters(field_of(message, "Content-Type"));
  if (type.starts_with("multipart/report")) return holds(type, "delivery-status");
  const std::string from = in_small_letters(field_of(message, "From"));
  const std::string subject = in_small_letters(field_of(message, "Subject"));
  constexpr std::array<std::string_view, 5> kinds{"undeliver", "returned mail", "delivery", "failure",
                                                  "mail could not"};
  return (holds(from, "mailer-daemon") || holds(from, "postmaster")) &&
         std::any_of(kinds.begin(), kinds.end(), [&](std::string_view kind) { return holds(subject, kind); });
}

// "rfc822; taro@example.jp" without its type.
std::string without_type(const std::string& value) {
  const std::size_t semicolon = value.find(';');
  if (semicolon == std::string::npos) return value;
  const std::size_t begin = value.find_first_not_of(" \t", semicolon + 1);
  return begin == std::string::npos ? std::string() : value.substr(begin);
}

// The fields of the part for machines: two groups, of the message and of the recipient, with an empty line
// between them.
std::string status_fields(std::string_view message) {
  const std::string all = in_small_letters(message);
  const std::size_t part = all.find("content-type: message/delivery-status");
  if (part == std::string::npos) return {};
  const std::size_t begin = message.find("\r\n\r\n", part);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = std::min(message.find("\r\n--", begin + 4), message.size());
  std::string fields(message.substr(begin + 4, end - begin - 4));
  for (std::size_t gap = fields.find("\r\n\r\n"); gap != std::string::npos; gap = fields.find("\r\n\r\n"))
    fields.erase(gap, 2);
  return fields + "\r\n\r\n";
}

}  // namespace

DeliveryReport read_report(std::string_view message) {
  DeliveryReport report;
  report.is_one = looks_like_one(message);
  const std::string fields = status_fields(message);
  report.action = in_small_letters(field_of(fields, "Action"));
  report.status = field_of(fields, "Status").substr(0, 9);
  report.recipient = without_type(field_of(fields, "Final-Recipient"));
  if (report.recipient.empty()) report.recipient = without_type(field_of(fields, "Original-Recipient"));
  report.diagnostic = without_type(field_of(fields, "Diagnostic-Code"));
  return report;
}

}  // namespace cts
