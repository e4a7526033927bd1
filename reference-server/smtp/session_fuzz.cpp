#include <memory>

#include "fuzzing/dice.h"
#include "fuzzing/replies.h"
#include "fuzzing/target.h"
#include "net/line_buffer.h"
#include "smtp/bench_session.h"
#include "smtp/delivery_status.h"
#include "smtp/sending_session.h"
#include "smtp/smtp_fuzz.h"

namespace refd::smtp {
namespace {

using fuzzing::require;
using fuzzing::require_same;

constexpr std::size_t longest_reply_line = 512;  // RFC 5321 section 4.5.3.1.5

// What a session has said and done.
struct Trail {
  std::string replies;
  std::vector<MemorySpool::Taken> messages;
};

// The pump without its sockets: octets in, replies out.
class Talk {
 public:
  explicit Talk(Door door) : session_(bench_, door, true) {
    // Small enough for an input to reach them.
    bench_.surroundings.limits.recipients = 5;
    bench_.surroundings.limits.mistakes = 20;
    bench_.surroundings.limits.message_octets = 2000;
    bench_.policy().message_octets = 2000;
    bench_.pop_logins.record("192.0.2.7", {});
    say(session_->greet());
  }

  void take(std::string_view octets) {
    buffer_.add(octets);
    while (!over_ && step_on()) {
    }
  }

  Trail trail() const { return {replies_, bench_.spool.taken}; }

 private:
  // Whether there is more to be done before more octets come.
  bool step_on() {
    if (in_message_) return take_message();
    const auto line = buffer_.take(session_->line_limit());
    if (!line) return false;
    (void)session_->is_slow(line->text);
    say(line->too_long ? session_->on_overlong_line() : session_->on_line(line->text));
    return true;
  }

  bool take_message() {
    const auto octets = buffer_.take_rest();
    if (octets.empty()) return false;
    buffer_.put_back(std::string_view(octets).substr(session_->on_octets(octets)));
    if (!session_->message_ended()) return true;
    in_message_ = false;
    bool answered = false;
    session_->on_message_end([&](const Step& step) {
      answered = true;
      say(step);
    });
    require(answered, "a message is answered");
    return true;
  }

  void say(const Step& step) {
    const auto wire = step.reply.wire();
    const auto code = fuzzing::require_coded_reply(wire, longest_reply_line, false);
    require(code < 400 || step.next == Step::Next::line || step.next == Step::Next::end,
            "after a refusal comes a command, or the end", wire);
    require((code == 354) == (step.next == Step::Next::message), "354 is what lets a message come", wire);
    replies_ += wire;
    over_ = step.next == Step::Next::end;
    in_message_ = step.next == Step::Next::message;
    if (step.next == Step::Next::tls) {
      session_->on_tls();
      (void)buffer_.take_rest();  // RFC 3207 section 4.2: nothing that was said before counts
    }
  }

  Bench bench_;
  BenchSession session_;
  net::LineBuffer buffer_;
  std::string replies_;
  bool in_message_ = false;
  bool over_ = false;
};

void require_sound(const MemorySpool::Taken& taken) {
  const auto& [envelope, text] = taken;
  require(!envelope.recipients.empty() && envelope.recipients.size() <= 5,
          "a message has recipients, not too many");
  for (const auto& recipient : envelope.recipients)
    require(parse_address(recipient).has_value(), "a recipient is an address", recipient);
  require(envelope.sender.empty() || parse_address(envelope.sender), "a sender is an address, or nobody",
          envelope.sender);
  require(text.starts_with("Received: from "), "a message begins with its trace", text);
  // Each line of the trace but the first begins with a tab: nothing that a client says ends the field.
  const auto end = text.find("+0900\r\n");
  require(end != std::string::npos, "a trace ends with its date", text);
  std::string_view trace = std::string_view(text).substr(0, end + 7);
  fuzzing::require_lines(trace, 998);
  for (auto at = trace.find("\r\n"); at + 2 < trace.size(); at = trace.find("\r\n", at + 2))
    require(trace[at + 2] == '\t', "a client's words do not leave the trace", trace);
  require(text.size() <= trace.size() + 2000, "a message keeps to the limit");
}

Trail trail_of(std::string_view octets, bool in_pieces, Door door) {
  Talk talk(door);
  fuzzing::Dice dice(octets);
  if (in_pieces) {
    for (const auto piece : fuzzing::pieces_of(octets, dice)) talk.take(piece);
  } else {
    talk.take(octets);
  }
  return talk.trail();
}

void check_trails(const Trail& whole, const Trail& pieces) {
  for (const auto& taken : whole.messages) require_sound(taken);
  require_same(pieces.replies, whole.replies, "pipelined or not, the answers are the same");
  require(whole.messages.size() == pieces.messages.size(), "pipelined or not, the messages are as many");
  for (std::size_t i = 0; i < whole.messages.size(); ++i)
    require_same(pieces.messages[i].text, whole.messages[i].text, "pipelined or not, a message is the same");
}

bool starts_tls(std::string_view octets) {
  std::string capital(octets);
  for (auto& c : capital) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return capital.find("STARTTLS") != std::string::npos;
}

struct SmallSource final : ByteSource {
  explicit SmallSource(std::string_view octets) : text(octets) {}
  Result<std::string_view> next() override { return std::exchange(text, {}); }
  std::string_view text;
};

// All fields of the parts of a report: no other server's words and no sender's end one.
void require_report(const std::string& report) {
  fuzzing::require_lines(report, 998);
  std::size_t from = 0;
  for (int i = 0; report.compare(from, 2, "\r\n") != 0; ++i) {
    const auto end = report.find("\r\n", from);
    const auto line = std::string_view(report).substr(from, end - from);
    require(line.starts_with(' ') || line.starts_with('\t') || line.find(':') != std::string_view::npos,
            "a line of the header is a field", line);
    require(i < 40, "the header of a report is short", report);
    from = end + 2;
  }
}

StatusReport report_on(std::string_view words) {
  SmallSource content(words);
  return {.host_name = "mail.example.jp",
          .id = "Q1",
          .sender = "a@elsewhere.example",
          .arrived = {},
          .now = {},
          .given_up = {},
          .envelope_id = is_envelope_id(words.substr(0, 20)) ? std::string(words.substr(0, 20)) : "",
          .outcomes = {},
          .excerpt = excerpt_of(content, Excerpt::Extent::header)};
}

SendingSession::Task task() {
  return {.host_name = "mail.example.jp",
          .remote = "mx.elsewhere.example",
          .sender = "taro@example.jp",
          .recipients = {"a@elsewhere.example", "b@elsewhere.example"},
          .octets = 2000,
          .wishes = {.returns = "HDRS", .envelope_id = "Q+2B"},
          .wishes_about = {{"a@elsewhere.example", {.notify = "SUCCESS", .original = "rfc822;a+2Bb@c"}}}};
}

}  // namespace

void check_session(std::string_view octets) {
  for (const auto door : {Door::relay, Door::submission}) {
    const auto whole = trail_of(octets, false, door);
    // What comes along with STARTTLS is dropped, and how much that is depends on the pieces.
    if (starts_tls(octets)) {
      (void)trail_of(octets, true, door);
    } else {
      check_trails(whole, trail_of(octets, true, door));
    }
  }
}

// As if an octet at the beginning of a piece were lost now and then.
void check_session_that_swallows_octets(std::string_view octets) {
  if (octets.size() < 200 || starts_tls(octets)) return;
  Talk talk(Door::relay);
  talk.take(octets.substr(0, 100));
  talk.take(octets.substr(101));
  check_trails(trail_of(octets, false, Door::relay), talk.trail());
}

void check_sending(std::string_view octets) {
  SendingSession session(task());
  ReplyReader reader;
  bool over = false;
  int steps = 0;
  for (const auto line : fuzzing::lines_of(octets)) {
    const auto progress = reader.add(line);
    if (progress == ReplyReader::Progress::more) continue;
    if (progress == ReplyReader::Progress::malformed) {
      session.on_failure("the other server said nonsense");
      over = true;
      break;
    }
    const auto reply = reader.take();
    require(reply.text().size() <= 500 && reply.status().size() <= 9, "what another says is cut",
            reply.text());
    require(reply.code >= 200 && reply.code <= 599, "a code is one", line);
    const auto step = session.on_reply(reply);
    if (!step.text.empty()) fuzzing::require_lines(step.text, 1000);
    require(++steps < 40, "a session comes to its end");
    over = step.next == SendingSession::Next::nothing;
    if (over) break;
  }
  if (!over) session.on_failure("the connection was cut");
  require(session.outcomes().size() == 2, "every recipient has an outcome");
  auto report = report_on(octets);
  for (const auto& outcome : session.outcomes()) {
    require(!outcome.address.empty(), "every recipient has an outcome");
    require(outcome.status.size() >= 5 && outcome.status.find("..") == std::string::npos,
            "a status has three numbers", outcome.status);
    report.outcomes.push_back(
        {.action = ReportedOutcome::Action::failed, .outcome = outcome, .original = ""});
  }
  report.excerpt.text.clear();
  require_report(delivery_status(report));
}

}  // namespace refd::smtp
