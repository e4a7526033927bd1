#include "client/ftp_client.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "client/ftp_client_impl.h"
#include "client/repeat.h"

namespace cts {
namespace {

constexpr std::size_t remembered_commands = 30;

bool has_verb(std::string_view line, std::string_view verb) {
  return line.size() >= verb.size() && std::equal(verb.begin(), verb.end(), line.begin(), [](char a, char b) {
           return a == std::toupper(static_cast<unsigned char>(b));
         });
}

FtpReply no_reply(std::string problem) {
  FtpReply reply;
  reply.problem = std::move(problem);
  return reply;
}

}  // namespace

void FtpClient::Impl::close(std::string_view why) {
  if (!control.is_open()) return;
  control.close();
  why_closed = why;
  transcript.note(channel, why);
}

void FtpClient::Impl::take_replies() {
  while (auto reply = parser.next()) {
    transcript.received(channel, parser.raw());
    const bool broken = !reply->problem.empty();
    ready.push_back(std::move(*reply));
    if (broken) {
      close(ready.back().problem);
      return;
    }
  }
}

void FtpClient::Impl::take_arrived() {
  std::array<char, 16384> buffer{};
  const Io io = control.read_some(buffer, no_wait);
  if (io.state == Io::State::timed_out) return;
  if (io.state == Io::State::ok) {
    parser.feed({buffer.data(), io.octets});
    take_replies();
    return;
  }
  if (!parser.empty()) transcript.received(channel, parser.partial());
  close(io.state == Io::State::closed ? "closed by the target" : "connection reset by the target");
}

FtpReply FtpClient::Impl::pop_ready() {
  FtpReply reply = std::move(ready.front());
  ready.pop_front();
  if (reply.code >= 200) {
    last_final = reply;
    outstanding = std::max(0, outstanding - 1);
  }
  return reply;
}

FtpReply FtpClient::Impl::read_reply(std::chrono::milliseconds within) {
  const Deadline deadline = deadline_in(within);
  std::array<char, 16384> buffer{};
  while (ready.empty()) {
    if (!control.is_open()) return no_reply(why_closed);
    const Io io = control.read_some(buffer, deadline);
    if (io.state == Io::State::timed_out || std::chrono::steady_clock::now() > deadline) {
      if (!parser.empty()) transcript.note(channel, "only a part of a reply came: " + parser.partial());
      const std::string problem = "no reply within " + text_of(within);
      transcript.note(channel, problem);
      return no_reply(problem);
    }
    if (io.state == Io::State::ok) {
      parser.feed({buffer.data(), io.octets});
      take_replies();
      continue;
    }
    if (!parser.empty()) transcript.received(channel, parser.partial());
    close(io.state == Io::State::closed ? "closed by the target" : "connection reset by the target");
  }
  return pop_ready();
}

std::string FtpClient::Impl::send_line(std::string_view line) {
  if (!control.is_open()) return why_closed;
  if (has_verb(line, "USER ")) login = line.substr(5);
  if (has_verb(line, "TYPE ") || has_verb(line, "REIN")) type = 0;
  if (history.size() == remembered_commands) history.erase(history.begin());
  history.emplace_back(line);
  transcript.repeat_with(repeat_ftp_dialogue(dial, history));

  const std::string bytes = std::string(line) + "\r\n";
  transcript.sent(channel, bytes);
  ++outstanding;
  const Io io = control.write_all(bytes, deadline_in(deadlines.reply));
  if (io.state == Io::State::ok) return {};
  // A target that closes often says why before it does: whoever reads next finds that.
  if (io.state == Io::State::reset) return {};
  close("the target took no command within " + text_of(deadlines.reply));
  return why_closed;
}

FtpClient::FtpClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FtpClient::FtpClient(FtpClient&&) noexcept = default;
FtpClient& FtpClient::operator=(FtpClient&&) noexcept = default;
FtpClient::~FtpClient() = default;

FtpClient FtpClient::connect(const Dial& dial, const Deadlines& deadlines, Transcript& transcript) {
  auto impl = std::make_unique<Impl>(dial, deadlines, transcript);
  transcript.repeat_with(repeat_ftp_dialogue(dial, {"QUIT"}));
  Connection connection = connect_to(dial, deadline_in(deadlines.connect));
  if (!connection.socket.is_open()) {
    impl->why_closed = connection.problem;
    transcript.note(impl->channel, text_of(dial) + ": " + connection.problem);
    impl->greeting = no_reply(connection.problem);
    return FtpClient(std::move(impl));
  }
  impl->control = std::move(connection.socket);
  transcript.note(impl->channel,
                  "connected to " + text_of(dial) + ", local address " + impl->control.local().text());
  impl->greeting = impl->read_reply(deadlines.reply);
  // RFC 959 §5.4: 120 says that the service will be ready; 220 follows.
  if (impl->greeting.code >= 100 && impl->greeting.code < 200)
    impl->greeting = impl->read_reply(deadlines.reply);
  if (impl->greeting.code == 0) impl->close("no greeting");
  impl->outstanding = 0;
  return FtpClient(std::move(impl));
}

const FtpReply& FtpClient::greeting() const noexcept {
  return impl_->greeting;
}
bool FtpClient::is_open() const noexcept {
  return impl_->control.is_open();
}

FtpReply FtpClient::command(std::string_view line) {
  if (std::string problem = impl_->send_line(line); !problem.empty()) return no_reply(std::move(problem));
  FtpReply reply = impl_->read_reply(impl_->deadlines.reply);
  if (reply.code == 0) impl_->close(reply.problem);
  if (has_verb(line, "TYPE ") && line.size() > 5 && reply.completed())
    impl_->type = static_cast<char>(std::toupper(static_cast<unsigned char>(line[5])));
  return reply;
}

FtpReply FtpClient::next_reply() {
  return impl_->read_reply(impl_->deadlines.reply);
}
FtpReply FtpClient::next_reply(std::chrono::milliseconds within) {
  return impl_->read_reply(within);
}

bool FtpClient::send_raw(std::string_view bytes) {
  if (!impl_->control.is_open()) return false;
  impl_->transcript.sent(impl_->channel, bytes);
  impl_->outstanding += static_cast<int>(std::count(bytes.begin(), bytes.end(), '\n'));
  impl_->type = 0;
  return impl_->control.write_all(bytes, deadline_in(impl_->deadlines.reply)).state == Io::State::ok;
}

FtpReply FtpClient::login(std::string_view name, std::string_view password) {
  FtpReply user = command("USER " + std::string(name));
  if (user.code != 331 && user.code != 332) return user;
  return command("PASS " + std::string(password));
}

FtpTransfer FtpClient::download(std::string_view path, const FtpTransferOptions& options) {
  return run_transfer("RETR " + std::string(path), std::nullopt, options, nullptr);
}

FtpTransfer FtpClient::upload(std::string_view path, std::string_view data,
                              const FtpTransferOptions& options) {
  return run_transfer("STOR " + std::string(path), data, options, nullptr);
}

FtpTransfer FtpClient::append(std::string_view path, std::string_view data,
                              const FtpTransferOptions& options) {
  return run_transfer("APPE " + std::string(path), data, options, nullptr);
}

FtpTransfer FtpClient::list(std::string_view command_line, const FtpTransferOptions& options) {
  return run_transfer(command_line, std::nullopt, options, nullptr);
}

FtpTransfer FtpClient::transfer(std::string_view command_line, std::optional<std::string_view> data,
                                const FtpTransferOptions& options) {
  return run_transfer(command_line, data, options, nullptr);
}

FtpTransfer FtpClient::interrupted_download(std::string_view path, const FtpTransferOptions& options,
                                            const std::function<void(FtpClient&)>& on_open) {
  return run_transfer("RETR " + std::string(path), std::nullopt, options, on_open);
}

FtpReply FtpClient::quit() {
  FtpReply reply = command("QUIT");
  impl_->close("closed by the client");
  return reply;
}

void FtpClient::abandon() {
  impl_->close("cut by the client");
}

std::string FtpClient::repeat_command() const {
  return repeat_ftp_dialogue(impl_->dial, impl_->history);
}

std::string FtpClient::local_address() const {
  return impl_->control.is_open() ? impl_->control.local().address() : "";
}

}  // namespace cts
