#include "client/smtp_client.h"

#include <algorithm>
#include <cctype>
#include <deque>
#include <ostream>

#include "client/dot_stuffing.h"
#include "client/masking.h"
#include "client/repeat.h"
#include "client/wire.h"

namespace cts {
namespace {

constexpr std::size_t remembered_commands = 40;
constexpr std::size_t remembered_message = 2000;
constexpr std::string_view end_of_message = ".\r\n";

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
  return out;
}

// "AUTH PLAIN AGZv…" without what must not be seen.
std::string without_response(std::string_view line) {
  const std::size_t mechanism = line.find(' ');
  const std::size_t response =
      mechanism == std::string_view::npos ? mechanism : line.find(' ', mechanism + 1);
  if (response == std::string_view::npos || upper(line.substr(0, mechanism)) != "AUTH")
    return std::string(line);
  return std::string(line.substr(0, response + 1)) + std::string(Masking::mask);
}

}  // namespace

struct SmtpClient::Impl {
  Impl(const Dial& dial, const Deadlines& deadlines, Transcript& transcript)
      : wire(dial, deadlines, transcript, "smtp") {}

  /// The next reply: one that is here already, or else the next to come.
  SmtpReply read_reply(std::chrono::milliseconds within);
  void take_replies();
  /// read_reply() to something that was sent; none closes the connection.
  SmtpReply due_reply(std::chrono::milliseconds within);
  void remember(std::string line);

  Wire wire;
  SmtpReplyParser parser;
  std::deque<SmtpReply> ready;  // whole replies that nobody has asked for yet
  SmtpReply greeting;
  std::vector<std::string> keywords;  // of the last EHLO
  std::vector<std::string> history;   // the last lines, for repeat_command()
};

void SmtpClient::Impl::take_replies() {
  while (auto reply = parser.next()) {
    wire.keep_received(parser.raw());
    const bool broken = !reply->problem.empty();
    ready.push_back(std::move(*reply));
    if (broken) {
      wire.close(ready.back().problem);
      return;
    }
  }
}

SmtpReply SmtpClient::Impl::read_reply(std::chrono::milliseconds within) {
  const Deadline deadline = deadline_in(within);
  while (ready.empty()) {
    if (!wire.is_open()) return no_smtp_reply(wire.why_closed());
    std::string octets;
    const bool came = wire.read_into(octets, deadline);
    parser.feed(octets);
    if (came) take_replies();
    if (!ready.empty() || (came && std::chrono::steady_clock::now() <= deadline)) continue;
    if (!wire.is_open()) {
      if (!parser.empty()) wire.keep_received(parser.partial());
      continue;
    }
    if (!parser.empty()) wire.note("only a part of a reply came: " + parser.partial());
    const std::string problem = "no reply within " + text_of(within);
    wire.note(problem);
    return no_smtp_reply(problem);
  }
  SmtpReply reply = std::move(ready.front());
  ready.pop_front();
  return reply;
}

SmtpReply SmtpClient::Impl::due_reply(std::chrono::milliseconds within) {
  SmtpReply reply = read_reply(within);
  if (reply.code == 0) wire.close(reply.problem);
  return reply;
}

void SmtpClient::Impl::remember(std::string line) {
  if (history.size() == remembered_commands) history.erase(history.begin());
  history.push_back(std::move(line));
  wire.transcript().repeat_with(repeat_smtp_dialogue(wire.dial(), history));
}

SmtpClient::SmtpClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SmtpClient::SmtpClient(SmtpClient&&) noexcept = default;
SmtpClient& SmtpClient::operator=(SmtpClient&&) noexcept = default;
SmtpClient::~SmtpClient() = default;

SmtpClient SmtpClient::connect(const Dial& dial, const Deadlines& deadlines, Transcript& transcript) {
  auto impl = std::make_unique<Impl>(dial, deadlines, transcript);
  transcript.repeat_with(repeat_smtp_dialogue(dial, {"QUIT"}));
  if (!impl->wire.connect())
    impl->greeting = no_smtp_reply(impl->wire.why_closed());
  else
    impl->greeting = impl->due_reply(deadlines.reply);
  return SmtpClient(std::move(impl));
}

const SmtpReply& SmtpClient::greeting() const noexcept {
  return impl_->greeting;
}
bool SmtpClient::is_open() const noexcept {
  return impl_->wire.is_open();
}

SmtpReply SmtpClient::hello(std::string_view name) {
  SmtpReply reply = command("EHLO " + std::string(name));
  impl_->keywords.clear();
  // RFC 5321 §4.1.1.1: the first line holds the target's name, each further one an extension.
  if (reply.completed())
    for (std::size_t i = 1; i < reply.lines.size(); ++i)
      if (reply.lines[i].size() > 4) impl_->keywords.push_back(reply.lines[i].substr(4));
  return reply;
}

std::optional<std::string> SmtpClient::offered(std::string_view keyword) const {
  for (const std::string& line : impl_->keywords) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (upper(line.substr(0, end)) == upper(keyword)) return line.substr(std::min(end + 1, line.size()));
  }
  return std::nullopt;
}

SmtpReply SmtpClient::start_tls() {
  SmtpReply reply = command("STARTTLS");
  if (reply.code != 220) return reply;
  // What came in the clear behind the 220 is nobody's answer (CVE-2011-0411).
  impl_->parser = {};
  impl_->ready.clear();
  impl_->keywords.clear();
  if (!impl_->wire.start_tls()) reply.problem = impl_->wire.why_closed();
  return reply;
}

const TlsFacts* SmtpClient::tls() const noexcept {
  return impl_->wire.tls();
}

SmtpReply SmtpClient::command(std::string_view line) {
  return command(line, impl_->wire.deadlines().reply);
}

SmtpReply SmtpClient::command(std::string_view line, std::chrono::milliseconds within) {
  Wire& wire = impl_->wire;
  const std::string shown = without_response(line);
  if (wire.is_open()) impl_->remember(shown);
  if (!wire.send_unseen(std::string(line) + "\r\n", shown + "\r\n", wire.deadlines().reply))
    return no_smtp_reply(wire.why_closed());
  return impl_->due_reply(within);
}

SmtpReply SmtpClient::next_reply() {
  return impl_->read_reply(impl_->wire.deadlines().reply);
}
SmtpReply SmtpClient::next_reply(std::chrono::milliseconds within) {
  return impl_->read_reply(within);
}

std::vector<SmtpReply> SmtpClient::batch(const std::vector<std::string>& lines) {
  std::string bytes;
  std::string shown;
  for (const std::string& line : lines) {
    bytes += line + "\r\n";
    shown += without_response(line) + "\r\n";
    impl_->remember(without_response(line));
  }
  Wire& wire = impl_->wire;
  std::vector<SmtpReply> replies;
  if (!wire.send_unseen(bytes, shown, wire.deadlines().reply))
    replies.push_back(no_smtp_reply(wire.why_closed()));
  while (replies.size() < lines.size()) {
    const bool over = !replies.empty() && replies.back().code == 0;
    replies.push_back(over ? replies.back() : impl_->due_reply(wire.deadlines().reply));
  }
  return replies;
}

bool SmtpClient::send_raw(std::string_view bytes) {
  return impl_->wire.send(bytes, impl_->wire.deadlines().reply);
}

SmtpReply SmtpClient::authenticate(std::string_view name, std::string_view password, InitialResponse how) {
  const std::string response = auth_plain_response(name, password);
  if (how == InitialResponse::sent) return command("AUTH PLAIN " + response);
  SmtpReply asked = command("AUTH PLAIN");
  if (asked.code != 334) return asked;
  Wire& wire = impl_->wire;
  impl_->remember("AUTH-RESPONSE");
  if (!wire.send_unseen(response + "\r\n", std::string(Masking::mask) + "\r\n", wire.deadlines().reply))
    return no_smtp_reply(wire.why_closed());
  return impl_->due_reply(wire.deadlines().reply);
}

SmtpReply SmtpClient::message(std::string_view octets) {
  return raw_message(dot_stuffed(octets));
}

SmtpReply SmtpClient::raw_message(std::string_view bytes) {
  Wire& wire = impl_->wire;
  std::string_view shown = bytes.substr(0, remembered_message);
  if (shown.ends_with("\r\n")) shown.remove_suffix(2);  // every remembered line gets its end again
  impl_->remember(bytes.size() > remembered_message ? "… the rest of the message …\r\n."
                                                    : std::string(shown));
  if (!wire.send(bytes, wire.deadlines().transfer)) return no_smtp_reply(wire.why_closed());
  return impl_->due_reply(wire.deadlines().transfer);
}

SmtpReply SmtpClient::message(OctetSource& octets) {
  Wire& wire = impl_->wire;
  impl_->remember("… the message …\r\n.");
  DotStuffing stuffing;
  const auto add = [&](std::string& out) {
    const std::string_view piece = octets.next();
    if (piece.empty())
      stuffing.end(out);
    else
      stuffing.add(piece, out);
    return !piece.empty();
  };
  if (!wire.send_pieces(add, octets.size() + end_of_message.size(), wire.deadlines().transfer))
    return no_smtp_reply(wire.why_closed());
  return impl_->due_reply(wire.deadlines().transfer);
}

// As far as DATA.
SmtpTransaction SmtpClient::begin(const SmtpEnvelope& envelope) {
  SmtpTransaction done;
  const std::string parameters = envelope.mail_parameters.empty() ? "" : " " + envelope.mail_parameters;
  done.mail = command("MAIL FROM:<" + envelope.from + ">" + parameters);
  if (!done.mail.completed()) return done;
  for (const std::string& recipient : envelope.to) {
    done.recipients.push_back(command("RCPT TO:<" + recipient + ">"));
    if (!done.recipients.back().completed()) return done;
  }
  done.data = command("DATA");
  return done;
}

SmtpTransaction SmtpClient::send(const SmtpEnvelope& envelope, std::string_view octets) {
  SmtpTransaction done = begin(envelope);
  if (done.data.intermediate()) done.completed = message(octets);
  return done;
}

SmtpTransaction SmtpClient::send(const SmtpEnvelope& envelope, OctetSource& octets) {
  SmtpTransaction done = begin(envelope);
  if (done.data.intermediate()) done.completed = message(octets);
  return done;
}

SmtpReply SmtpClient::send(std::string_view from, std::string_view to, std::string_view octets) {
  return send(SmtpEnvelope{.from = std::string(from), .to = {std::string(to)}}, octets).outcome();
}

SmtpReply SmtpClient::quit() {
  SmtpReply reply = command("QUIT");
  impl_->wire.close("closed by the client");
  return reply;
}

void SmtpClient::abandon() {
  impl_->wire.close("cut by the client");
}

std::string SmtpClient::repeat_command() const {
  return repeat_smtp_dialogue(impl_->wire.dial(), impl_->history);
}

std::string SmtpClient::local_address() const {
  return impl_->wire.local_address();
}

const SmtpReply& SmtpTransaction::outcome() const noexcept {
  const auto tried = [](const SmtpReply& reply) {
    return reply.code != 0 || !reply.problem.empty();
  };
  if (tried(completed)) return completed;
  if (tried(data)) return data;
  return recipients.empty() ? mail : recipients.back();
}

bool SmtpTransaction::accepted() const noexcept {
  return completed.completed() && std::all_of(recipients.begin(), recipients.end(),
                                              [](const SmtpReply& reply) { return reply.completed(); });
}

void PrintTo(const SmtpTransaction& transaction, std::ostream* out) {
  const SmtpReply& last = transaction.outcome();
  const char* step = "RCPT";
  if (&last == &transaction.completed) step = "the message";
  if (&last == &transaction.data) step = "DATA";
  if (&last == &transaction.mail) step = "MAIL";
  PrintTo(last, out);
  *out << " to " << step;
}

std::string auth_plain_response(std::string_view name, std::string_view password) {
  std::string plain;
  plain += '\0';
  plain += name;
  plain += '\0';
  plain += password;
  return base64(plain);
}

}  // namespace cts
