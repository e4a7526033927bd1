#include "smtp/delivery_status.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "smtp/report_wishes.h"
#include "smtp/trace_field.h"

namespace refd::smtp {
namespace {

using Action = ReportedOutcome::Action;

constexpr std::size_t largest_given_back = 49'152;
// By whom wants the whole message back (RET=FULL): it has to lie in memory.
constexpr std::size_t largest_asked_for = 1'048'576;

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

// How reports call what has happened, and how people are told.
struct Words {
  std::string_view action;
  std::string_view subject;
  std::string_view sentence;
};

const Words& words_for(Action action) {
  static constexpr Words failed{"failed", "Your mail could not be delivered",
                                "Your message could not be delivered to one or more of its recipients."};
  static constexpr Words delayed{
      "delayed", "Your mail is delayed",
      "Your message could not be delivered yet. You need not send it again: more tries follow."};
  static constexpr Words delivered{"delivered", "Your mail was delivered",
                                   "Your message was delivered, which you asked to be told."};
  static constexpr Words relayed{"relayed", "Your mail was handed on",
                                 "Your message was handed on to a server that does not report deliveries."};
  switch (action) {
    case Action::failed:
      return failed;
    case Action::delayed:
      return delayed;
    case Action::delivered:
      return delivered;
    case Action::relayed:
      break;
  }
  return relayed;
}

// The worst first, as the actions are in order.
constexpr std::array actions{Action::failed, Action::delayed, Action::delivered, Action::relayed};

Action worst_of(const StatusReport& report) {
  auto worst = Action::relayed;
  for (const auto& one : report.outcomes) worst = std::min(worst, one.action);
  return worst;
}

std::string text_for_people(const StatusReport& report) {
  std::string text = fmt::format("This is the mail system at {}.\r\n", report.host_name);
  for (const auto action : actions) {
    bool is_first = true;
    for (const auto& one : report.outcomes) {
      if (one.action != action) continue;
      if (std::exchange(is_first, false)) text += fmt::format("\r\n{}\r\n", words_for(action).sentence);
      const auto& [address, kind, status, diagnostic, remote, reports_itself] = one.outcome;
      text +=
          fmt::format("\r\n<{}>: {}{}\r\n", address, remote.empty() ? "" : fmt::format("{} said: ", remote),
                      in_one_line(diagnostic.empty() ? status : diagnostic));
    }
  }
  return text;
}

std::string fields_about(const ReportedOutcome& one, const StatusReport& report) {
  std::string fields;
  const auto& outcome = one.outcome;
  if (const auto semicolon = one.original.find(';'); semicolon != std::string::npos)
    fields += fmt::format("Original-Recipient: {}; {}\r\n", one.original.substr(0, semicolon),
                          in_one_line(from_xtext(one.original.substr(semicolon + 1))));
  fields += fmt::format("Final-Recipient: rfc822; {}\r\nAction: {}\r\nStatus: {}\r\n", outcome.address,
                        words_for(one.action).action, outcome.status);
  if (!outcome.remote.empty()) fields += fmt::format("Remote-MTA: dns; {}\r\n", outcome.remote);
  if (!outcome.diagnostic.empty())
    fields += fmt::format("Diagnostic-Code: {}; {}\r\n", outcome.remote.empty() ? "x-local" : "smtp",
                          in_one_line(outcome.diagnostic));
  if (one.action == Action::delayed)
    fields += fmt::format("Will-Retry-Until: {}\r\n", mail_date(report.given_up));
  return fields;
}

std::string text_for_programs(const StatusReport& report) {
  std::string text;
  if (!report.envelope_id.empty())
    text += fmt::format("Original-Envelope-Id: {}\r\n", in_one_line(from_xtext(report.envelope_id)));
  text += fmt::format("Reporting-MTA: dns; {}\r\nArrival-Date: {}\r\n", report.host_name,
                      mail_date(report.arrived));
  for (const auto& one : report.outcomes) text += "\r\n" + fields_about(one, report);
  return text;
}

}  // namespace

Excerpt excerpt_of(ByteSource& content, Excerpt::Extent extent) {
  const auto most = extent == Excerpt::Extent::whole ? largest_asked_for : largest_given_back;
  Excerpt excerpt;
  while (excerpt.text.size() <= most) {
    const auto piece = content.next();
    if (!piece) break;
    if (piece->empty()) {
      excerpt.whole = extent != Excerpt::Extent::header;
      break;
    }
    excerpt.text.append(*piece);
  }
  if (!excerpt.whole) excerpt.text = header_of(std::string_view(excerpt.text).substr(0, largest_given_back));
  return excerpt;
}

std::string delivery_status(const StatusReport& report) {
  const auto& host = report.host_name;
  const auto& excerpt = report.excerpt;
  const auto boundary =
      fmt::format("report-{}.{}/{}", report.id, report.now.time_since_epoch().count(), host);
  const bool eight_bits = std::any_of(excerpt.text.begin(), excerpt.text.end(),
                                      [](char c) { return static_cast<unsigned char>(c) > 127; });
  const auto* const encoding = eight_bits ? "Content-Transfer-Encoding: 8bit\r\n" : "";
  auto text = fmt::format(
      "Date: {}\r\nFrom: Mail Delivery System <MAILER-DAEMON@{}>\r\nTo: <{}>\r\n"
      "Subject: {}\r\nMessage-ID: <{}.{}@{}>\r\nAuto-Submitted: auto-replied\r\n"
      "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n"
      "\tboundary=\"{}\"\r\n{}\r\n",
      mail_date(report.now), host, report.sender, words_for(worst_of(report)).subject, report.id,
      report.now.time_since_epoch().count(), host, boundary, encoding);
  const auto part = [&](std::string_view head, std::string_view body) {
    text += fmt::format("--{}\r\n{}\r\n{}\r\n", boundary, head, body);
  };
  part("Content-Type: text/plain; charset=us-ascii\r\n", text_for_people(report));
  part("Content-Type: message/delivery-status\r\n", text_for_programs(report));
  part(fmt::format("Content-Type: {}\r\n{}", excerpt.whole ? "message/rfc822" : "text/rfc822-headers",
                   encoding),
       excerpt.text);
  return text + fmt::format("--{}--\r\n", boundary);
}

}  // namespace refd::smtp
