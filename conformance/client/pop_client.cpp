#include "client/pop_client.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ostream>

#include "client/repeat.h"
#include "client/small_letters.h"
#include "client/wire.h"

namespace cts {
namespace {

constexpr std::size_t remembered_commands = 30;
constexpr std::size_t shown_text = 200;
constexpr std::size_t line_limit = 64u << 10;
constexpr std::size_t piece_octets = 16u << 10;
constexpr std::string_view good = "+OK";
constexpr std::string_view bad = "-ERR";

bool begins_with_word(std::string_view line, std::string_view word) {
  return line.starts_with(word) && (line.size() == word.size() || line[word.size()] == ' ');
}

PopReply no_reply(std::string problem) {
  PopReply reply;
  reply.problem = std::move(problem);
  return reply;
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

struct TwoWords {
  std::string_view first;
  std::string_view second;
};

// What stands further behind is allowed, and nobody's (RFC 1939 §5).
TwoWords words_of(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return {line, {}};
  const std::string_view rest = line.substr(space + 1);
  return {line.substr(0, space), rest.substr(0, rest.find(' '))};
}

}  // namespace

std::string PopReply::text() const {
  const std::size_t head = positive ? good.size() : bad.size();
  return line.size() > head + 1 ? line.substr(head + 1) : "";
}

std::string PopReply::code() const {
  const std::string told = text();
  const std::size_t end = told.find(']');
  return told.starts_with('[') && end != std::string::npos ? told.substr(1, end - 1) : "";
}

bool PopReply::is_temporary() const {
  if (!negative()) return false;
  if (const std::string told = code(); !told.empty())
    return told == "IN-USE" || told == "LOGIN-DELAY" || told == "SYS/TEMP";
  const std::string said = in_small_letters(text());
  constexpr std::array words{"lock", "in use", "session", "too many", "busy"};
  return std::ranges::any_of(words,
                             [&said](const char* word) { return said.find(word) != std::string::npos; });
}

void PrintTo(const PopReply& reply, std::ostream* out) {
  if (reply.line.empty())
    *out << "no reply: " << (reply.problem.empty() ? "none was asked for" : readable(reply.problem));
  else
    *out << readable(reply.line.substr(0, shown_text));
}

std::vector<std::string> PopText::lines() const {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    if (out.back().ends_with('\r')) out.back().pop_back();
    begin = end + 1;
  }
  return out;
}

void PrintTo(const PopText& text, std::ostream* out) {
  PrintTo(text.status, out);
  if (text.octets != 0) *out << ", " << text.octets << " octets received";
  if (!text.problem.empty()) *out << ", " << readable(text.problem);
}

std::optional<std::vector<PopListed>> parse_pop_list(const std::vector<std::string>& lines) {
  std::vector<PopListed> listed;
  for (const std::string& line : lines) {
    const TwoWords words = words_of(line);
    const auto number = number_in<std::size_t>(words.first);
    const auto octets = number_in<std::uint64_t>(words.second);
    if (!number || !octets) return std::nullopt;
    listed.push_back({*number, *octets});
  }
  return listed;
}

std::optional<std::vector<PopUniqueId>> parse_pop_uidl(const std::vector<std::string>& lines) {
  std::vector<PopUniqueId> ids;
  for (const std::string& line : lines) {
    const TwoWords words = words_of(line);
    const auto number = number_in<std::size_t>(words.first);
    if (!number || words.second.empty()) return std::nullopt;
    ids.push_back({*number, std::string(words.second)});
  }
  return ids;
}

// The connection behind a PopClient.
struct PopClient::Impl {
  Impl(const Dial& dial, const Deadlines& deadlines, Transcript& transcript)
      : wire(dial, deadlines, transcript, "pop") {}

  /// A line and how it ended, or why there is none.
  struct Line {
    std::string text;
    std::string_view end = "\r\n";
    std::string problem;
  };
  Line read_line(Deadline deadline, std::chrono::milliseconds within);
  PopReply read_reply(std::chrono::milliseconds within);
  void read_text(const Taker& take, PopText& answer, std::size_t most);
  void remember(std::string_view line);

  Wire wire;
  std::string buffer;
  std::size_t begin = 0;  // of what nobody has taken yet
  PopReply greeting;
  std::vector<std::string> history;  // the last commands, for who wants to see them again
};

void PopClient::Impl::remember(std::string_view line) {
  if (history.size() == remembered_commands) history.erase(history.begin());
  history.emplace_back(line);
  wire.transcript().repeat_with(repeat_pop_dialogue(wire.dial(), wire.tls() != nullptr, history));
}

PopClient::Impl::Line PopClient::Impl::read_line(Deadline deadline, std::chrono::milliseconds within) {
  std::size_t searched = begin;
  for (;;) {
    const std::size_t end = buffer.find('\n', searched);
    if (end != std::string::npos) {
      Line line{.text = buffer.substr(begin, end - begin)};
      begin = end + 1;
      if (line.text.ends_with('\r'))
        line.text.pop_back();
      else
        line.end = "\n";
      return line;
    }
    if (buffer.size() - begin > line_limit)
      wire.close("malformed: a line of more than " + std::to_string(line_limit) + " octets");
    buffer.erase(0, begin);
    begin = 0;
    searched = buffer.size();
    if (wire.read_into(buffer, deadline)) continue;
    if (!buffer.empty()) wire.keep_received(buffer);
    buffer.clear();
    if (!wire.is_open()) return {.problem = wire.why_closed()};
    const std::string problem = "no line within " + text_of(within);
    wire.note(problem);
    return {.problem = problem};
  }
}

PopReply PopClient::Impl::read_reply(std::chrono::milliseconds within) {
  const Line line = read_line(deadline_in(within), within);
  if (!line.problem.empty()) return no_reply(line.problem);
  wire.keep_received(line.text + std::string(line.end));
  PopReply reply{.positive = begins_with_word(line.text, good), .line = line.text};
  if (!reply.positive && !begins_with_word(line.text, bad)) {
    reply = no_reply("malformed: an answer begins \"" + readable(line.text.substr(0, 60)) + "\"");
    wire.close(reply.problem);
  }
  return reply;
}

void PopClient::Impl::read_text(const Taker& take, PopText& answer, std::size_t most) {
  const auto transfer = wire.deadlines().transfer;
  const Deadline deadline = deadline_in(transfer);
  std::string piece;
  while (answer.octets <= most) {
    const Line line = read_line(deadline, transfer);
    answer.problem = line.problem;
    const bool ended = !line.problem.empty() || line.text == ".";
    if (!ended) {
      // RFC 1939 §3: a dot at the beginning of a line stands before another, or was forgotten.
      const std::string_view text = line.text;
      const std::size_t before = piece.size();
      piece += text.starts_with('.') ? text.substr(1) : text;
      piece += line.end;
      answer.octets += piece.size() - before;
    }
    if (ended || piece.size() >= piece_octets) {
      take(piece);
      piece.clear();
    }
    if (ended) return;
    if (std::chrono::steady_clock::now() > deadline) {
      answer.problem = "not whole within " + text_of(transfer);
      break;
    }
  }
  take(piece);
  if (answer.problem.empty()) answer.problem = "more than " + std::to_string(most) + " octets";
}

PopClient::PopClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PopClient::PopClient(PopClient&&) noexcept = default;
PopClient& PopClient::operator=(PopClient&&) noexcept = default;
PopClient::~PopClient() = default;

PopClient PopClient::connect(const Dial& dial, Security security, const Deadlines& deadlines,
                             Transcript& transcript) {
  auto impl = std::make_unique<Impl>(dial, deadlines, transcript);
  Wire& wire = impl->wire;
  transcript.repeat_with(repeat_pop_dialogue(dial, security == Security::tls, {"QUIT"}));
  const bool connected = wire.connect() && (security == Security::plain || wire.start_tls());
  impl->greeting = connected ? impl->read_reply(deadlines.reply) : no_reply(wire.why_closed());
  if (impl->greeting.line.empty()) wire.close("no greeting");
  return PopClient(std::move(impl));
}

const PopReply& PopClient::greeting() const noexcept {
  return impl_->greeting;
}
bool PopClient::is_open() const noexcept {
  return impl_->wire.is_open();
}
const TlsFacts* PopClient::tls() const noexcept {
  return impl_->wire.tls();
}

PopReply PopClient::command(std::string_view line) {
  return command(line, impl_->wire.deadlines().reply);
}

PopReply PopClient::command(std::string_view line, std::chrono::milliseconds within) {
  Wire& wire = impl_->wire;
  if (!wire.is_open()) return no_reply(wire.why_closed());
  impl_->remember(line);
  if (!wire.send(std::string(line) + "\r\n", wire.deadlines().reply)) return no_reply(wire.why_closed());
  PopReply reply = impl_->read_reply(within);
  if (reply.line.empty()) wire.close(reply.problem);
  return reply;
}

PopText PopClient::fetch(std::string_view line, std::size_t most) {
  std::string text;
  PopText answer = fetch_into([&text](std::string_view piece) { text += piece; }, line, most);
  answer.text = std::move(text);
  return answer;
}

PopText PopClient::fetch_into(const Taker& take, std::string_view line, std::size_t most) {
  PopText answer;
  answer.status = command(line);
  if (!answer.status.positive) return answer;
  Wire& wire = impl_->wire;
  const std::size_t shown = wire.transcript().head_octets();
  std::string head;
  const auto take_and_show = [&](std::string_view piece) {
    head += piece.substr(0, shown - head.size());
    take(piece);
  };
  impl_->read_text(take_and_show, answer, most);
  if (answer.octets != 0) wire.keep_received(head, answer.octets);
  if (!answer.problem.empty()) wire.close(answer.problem);
  return answer;
}

bool PopClient::send_raw(std::string_view bytes) {
  return impl_->wire.send(bytes, impl_->wire.deadlines().reply);
}

PopReply PopClient::next_reply() {
  return impl_->read_reply(impl_->wire.deadlines().reply);
}

PopReply PopClient::login(std::string_view name, std::string_view password) {
  return login(name, password, impl_->wire.deadlines().reply);
}

PopReply PopClient::login(std::string_view name, std::string_view password,
                          std::chrono::milliseconds within) {
  PopReply user = command("USER " + std::string(name), within);
  if (!user.positive) return user;
  return command("PASS " + std::string(password), within);
}

PopReply PopClient::quit() {
  PopReply reply = command("QUIT");
  impl_->wire.close("closed by the client");
  return reply;
}

void PopClient::abandon() {
  impl_->wire.close("cut by the client");
}

std::string PopClient::local_address() const {
  return impl_->wire.local_address();
}

}  // namespace cts
