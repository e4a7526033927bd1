// hosting-sendmail: what scripts find at /usr/sbin/sendmail. It leaves a message in a directory from which
// the mail service takes it, so that a script's mail is safe also while that service does not run.

#include <sys/random.h>
#include <sysexits.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <exception>
#include <memory>

#include <fmt/format.h>

#include "mail/mail_drop.h"
#include "sendmail/command_line.h"
#include "sendmail/message_head.h"
#include "sendmail/message_text.h"
#include "sendmail/submission.h"

namespace refd::sendmail {
namespace {

constexpr std::size_t most_head_octets = 262'144;
// SMTP-5's limit, which the service looks at again; what is over it need not be written first.
constexpr std::size_t most_octets = 20 << 20U;
constexpr std::size_t chunk_octets = 65'536;

int refuse(int exit_code, std::string_view why) {
  fmt::print(stderr, "sendmail: {}\n", why);
  return exit_code;
}

// What a failure of the drop means to a script: whether to try again.
int refuse(const boost::system::error_code& error) {
  const bool is_full = error == system_error(ENOSPC) || error == system_error(EDQUOT);
  return refuse(is_full ? EX_TEMPFAIL : EX_CANTCREAT, "the message cannot be kept: " + error.message());
}

// Standard input, as text.
class Input {
 public:
  explicit Input(bool dot_ends) : text_(dot_ends), chunk_(chunk_octets, '\0') {}

  // Appends what comes next to `out`; false when that failed.
  bool read_more(std::string& out) {
    ssize_t octets = 0;
    do {
      octets = ::read(STDIN_FILENO, chunk_.data(), chunk_.size());
    } while (octets < 0 && errno == EINTR);
    if (octets < 0) return false;
    if (octets == 0) {
      text_.end(out);
    } else {
      text_.take(std::string_view(chunk_).substr(0, static_cast<std::size_t>(octets)), out);
    }
    is_over_ = octets == 0 || text_.is_over();
    return true;
  }
  bool is_over() const { return is_over_; }

 private:
  MessageText text_;
  std::string chunk_;
  bool is_over_ = false;
};

std::string unique_text(std::time_t now) {
  std::array<unsigned char, 8> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
    throw std::runtime_error("no random numbers");
  std::string text = fmt::format("{:x}.{}.", now, ::getpid());
  for (const auto octet : random) text.append(fmt::format("{:02x}", octet));
  return text;
}

int deliver(const Command& command) {
  Input input(command.dot_ends);
  std::string text;
  std::optional<MessageHead> head;
  while (!head) {
    if (!input.read_more(text)) return refuse(EX_IOERR, "standard input cannot be read");
    head = read_message_head(text, input.is_over());
    if (!head && text.size() > most_head_octets) return refuse(EX_DATAERR, "the header is too long");
  }
  const auto now = std::time(nullptr);
  const auto prepared = prepare(command, *head, now, unique_text(now));
  if (const auto* refusal = std::get_if<Refusal>(&prepared)) return refuse(refusal->exit_code, refusal->why);
  const auto& submission = std::get<Submission>(prepared);

  const MailDrop drop(command.drop);
  const auto incoming = drop.begin(submission.envelope);
  if (!incoming) return refuse(incoming.error());
  if (const auto written = (*incoming)->write(submission.header); !written) return refuse(written.error());
  text.erase(0, head->octets);
  for (auto octets = submission.header.size();;) {
    octets += text.size();
    if (octets > most_octets) return refuse(EX_UNAVAILABLE, "the message is too large");
    if (const auto written = (*incoming)->write(text); !written) return refuse(written.error());
    if (input.is_over()) break;
    text.clear();
    if (!input.read_more(text)) return refuse(EX_IOERR, "standard input cannot be read");
  }
  const auto committed = (*incoming)->commit();
  return committed ? EX_OK : refuse(committed.error());
}

int show_queue(const Command& command) {
  constexpr std::size_t most_counted = 10'000;
  const auto names = MailDrop(command.drop).names(most_counted);
  if (!names) return refuse(EX_CANTCREAT, names.error().message());
  if (names->empty()) {
    fmt::print("Mail queue is empty\n");
  } else {
    fmt::print("{} messages wait to be taken\n", names->size());
  }
  return EX_OK;
}

int run(std::span<char*> words) {
  const std::vector<std::string_view> arguments(words.begin(), words.end());
  const auto understood = understand_command(arguments);
  if (const auto* mistake = std::get_if<std::string>(&understood)) return refuse(EX_USAGE, *mistake);
  const auto& command = std::get<Command>(understood);
  if (command.mode == Command::Mode::show_version) {
    fmt::print("hosting-sendmail {}, with the command line of Sendmail 8.13\n", HOSTING_CTS_VERSION);
    return EX_OK;
  }
  if (command.mode == Command::Mode::run_queue) return EX_OK;
  if (command.drop.empty() || command.host.empty() || command.user.empty())
    return refuse(EX_CONFIG, "--drop, --host and --user must be given");
  return command.mode == Command::Mode::show_queue ? show_queue(command) : deliver(command);
}

}  // namespace
}  // namespace refd::sendmail

int main(int argc, char** argv) {
  try {
    return refd::sendmail::run(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
  } catch (const std::exception& failure) {
    return refd::sendmail::refuse(EX_SOFTWARE, failure.what());
  }
}
