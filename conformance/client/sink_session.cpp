#include "client/sink_session.h"

#include <algorithm>
#include <charconv>

#include "client/small_letters.h"

namespace cts {
namespace {

// The path and what follows it of "FROM:<a@b> SIZE=1", for `keyword` "from:".
struct PathArgument {
  std::string path;
  std::string parameters;
};
std::optional<PathArgument> path_after(std::string_view keyword, std::string_view argument) {
  if (in_small_letters(argument.substr(0, keyword.size())) != keyword) return std::nullopt;
  argument.remove_prefix(keyword.size());
  while (argument.starts_with(' ')) argument.remove_prefix(1);
  if (!argument.starts_with('<')) return std::nullopt;
  const std::size_t end = argument.rfind('>');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view parameters = argument.substr(end + 1);
  while (parameters.starts_with(' ')) parameters.remove_prefix(1);
  return PathArgument{std::string(argument.substr(1, end - 1)), std::string(parameters)};
}

// The number behind SIZE= (RFC 1870); 0 when there is none.
std::size_t announced_size(std::string_view parameters) {
  const std::string all = " " + in_small_letters(parameters);
  const std::size_t at = all.find(" size=");
  if (at == std::string::npos) return 0;
  std::size_t size = 0;
  std::from_chars(all.data() + at + 6, all.data() + all.size(), size);
  return size;
}

}  // namespace

SinkSession::SinkSession(std::string peer, const SinkManners& manners, Events events)
    : peer_(std::move(peer)), manners_(manners), events_(std::move(events)) {}

std::string SinkSession::leave(std::string reply) {
  over_ = true;
  buffer_.clear();
  return reply;
}

void SinkSession::reset() {
  message_ = {};
  in_mail_ = in_data_ = too_long_ = false;
  octets_ = 0;
}

std::string SinkSession::feed(std::string_view bytes) {
  buffer_ += bytes;
  std::string replies;
  while (!over_) {
    if (in_data_) {
      const auto reply = take_message();
      if (!reply) break;
      replies += *reply;
      continue;
    }
    const std::size_t end = buffer_.find('\n');
    if (std::min(end, buffer_.size()) > line_limit) return replies + leave("500 line too long\r\n");
    if (end == std::string::npos) break;
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    replies += ++commands_ > command_limit ? leave("421 too many commands\r\n") : on_line(line);
  }
  return replies;
}

std::string SinkSession::on_line(std::string_view line) {
  const std::size_t space = std::min(line.find(' '), line.size());
  const std::string verb = in_small_letters(line.substr(0, space));
  const std::string_view argument = line.substr(std::min(space + 1, line.size()));
  if (verb == "ehlo" || verb == "helo") return on_hello(argument, verb == "ehlo");
  if (verb == "mail") return on_mail(argument);
  if (verb == "rcpt") return on_recipient(argument);
  if (verb == "data") return on_data();
  if (verb == "quit") return leave("221 2.0.0 bye\r\n");
  if (verb == "rset") reset();
  if (verb == "rset" || verb == "noop") return "250 2.0.0 ok\r\n";
  return "502 5.5.1 not known here\r\n";
}

std::string SinkSession::on_hello(std::string_view argument, bool extended) {
  reset();
  hello_ = argument;
  if (!extended) return "250 sink.test\r\n";
  std::string reply = "250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n";
  if (manners_.offers_size) reply += "250-SIZE " + std::to_string(manners_.message_octets) + "\r\n";
  return reply + "250 ENHANCEDSTATUSCODES\r\n";
}

std::string SinkSession::on_mail(std::string_view argument) {
  const auto path = path_after("from:", argument);
  if (!path) return "501 5.5.4 syntax\r\n";
  if (in_mail_) return "503 5.5.1 there is a sender already\r\n";
  if (manners_.message_octets != 0 && announced_size(path->parameters) > manners_.message_octets)
    return "552 5.3.4 larger than is taken here\r\n";
  reset();
  in_mail_ = true;
  message_.peer = peer_;
  message_.hello = hello_;
  message_.from = path->path;
  message_.mail_parameters = path->parameters;
  return "250 2.1.0 ok\r\n";
}

std::string SinkSession::on_recipient(std::string_view argument) {
  const auto path = path_after("to:", argument);
  if (!path) return "501 5.5.4 syntax\r\n";
  if (!in_mail_) return "503 5.5.1 no sender yet\r\n";
  if (message_.recipients.size() >= recipient_limit) return "452 4.5.3 too many recipients\r\n";
  if (manners_.refuses_recipient) {
    if (const std::string refusal = manners_.refuses_recipient(in_small_letters(path->path));
        !refusal.empty()) {
      events_.recipient_refused(path->path);
      return refusal + "\r\n";
    }
  }
  message_.recipients.push_back(path->path);
  return "250 2.1.5 ok\r\n";
}

std::string SinkSession::on_data() {
  if (message_.recipients.empty()) return "503 5.5.1 no recipient yet\r\n";
  in_data_ = true;
  return "354 go on\r\n";
}

std::optional<std::string> SinkSession::take_message() {
  // The buffer begins at the head of a line; a line ends in CR LF only (RFC 5321 §2.3.8).
  std::size_t done = 0;
  std::optional<std::string> reply;
  while (!reply) {
    const std::size_t end = buffer_.find("\r\n", done);
    if (end == std::string::npos) break;
    std::string_view line = std::string_view(buffer_).substr(done, end + 2 - done);
    done = end + 2;
    if (line == ".\r\n") {
      reply = end_message();
      break;
    }
    if (line.starts_with('.')) line.remove_prefix(1);
    octets_ += line.size();
    too_long_ = too_long_ || (manners_.message_octets != 0 && octets_ > manners_.message_octets);
    if (octets_ > message_limit) return leave("552 5.3.4 too long\r\n");
    if (!too_long_) message_.octets += line;
  }
  buffer_.erase(0, done);
  if (!reply && buffer_.size() > message_limit) return leave("552 5.3.4 a line too long\r\n");
  return reply;
}

std::string SinkSession::end_message() {
  const bool refused = too_long_;
  if (!refused) events_.taken(std::move(message_));
  reset();
  return refused ? "552 5.3.4 larger than is taken here\r\n" : "250 2.0.0 taken\r\n";
}

}  // namespace cts
