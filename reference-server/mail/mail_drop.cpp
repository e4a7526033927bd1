#include "mail/mail_drop.h"

#include <dirent.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>

#include <fcntl.h>
#include <fmt/format.h>

#include "base/file_writing.h"

namespace refd {

namespace {

// A file is: this line, "from ADDRESS", "to ADDRESS" for each recipient, an empty line, the message.
constexpr std::string_view first_line = "hosting mail drop 1\n";
constexpr std::string_view from_word = "from ";
constexpr std::string_view to_word = "to ";

// RFC 5321 section 4.5.3.1: 64 of the mailbox, "@", 255 of the domain.
constexpr std::size_t longest_address = 320;
// Far more than the service takes for one message.
constexpr std::size_t most_envelope_octets = 1U << 20U;
constexpr std::size_t gathered_octets = 65'536;

// In the order of arrival, and like no other: the clock can stand still, and processes share it.
Result<std::string> fresh_name() {
  std::array<unsigned char, 8> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
    return last_system_error();
  std::uint64_t number = 0;
  for (const auto octet : random) number = number << 8U | octet;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return fmt::format("{:012x}{:08x}-{:016x}", now.tv_sec, now.tv_nsec, number);
}

bool is_ours(std::string_view name) noexcept {
  return !name.empty() && name.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}

// The envelope at the head of `text`; where the message begins, or 0 when it is none.
std::size_t read_envelope(std::string_view text, DroppedEnvelope& envelope) {
  if (!text.starts_with(first_line)) return 0;
  auto at = first_line.size();
  for (bool is_first = true;; is_first = false) {
    const auto end = text.find('\n', at);
    if (end == std::string_view::npos) return 0;
    auto line = text.substr(at, end - at);
    at = end + 1;
    if (line.empty()) return is_first || envelope.recipients.empty() ? 0 : at;
    const auto word = is_first ? from_word : to_word;
    if (!line.starts_with(word)) return 0;
    line.remove_prefix(word.size());
    if (is_first) {
      if (!line.empty() && !is_envelope_address(line)) return 0;
      envelope.sender = line;
    } else {
      if (!is_envelope_address(line)) return 0;
      envelope.recipients.emplace_back(line);
    }
  }
}

Result<std::string> read_head(int file) {
  std::string head(most_envelope_octets, '\0');
  std::size_t octets = 0;
  while (octets < head.size()) {
    const auto more = ::pread(file, head.data() + octets, std::min<std::size_t>(head.size() - octets, 4096),
                              static_cast<off_t>(octets));
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) return last_system_error();
    octets += static_cast<std::size_t>(more);
    if (more == 0 || std::string_view(head).substr(0, octets).find("\n\n") != std::string_view::npos) break;
  }
  head.resize(octets);
  return head;
}

}  // namespace

bool is_envelope_address(std::string_view address) noexcept {
  if (address.empty() || address.size() > longest_address) return false;
  bool is_quoted = false;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const auto octet = static_cast<unsigned char>(address[i]);
    if (octet < 0x20 || octet == 0x7f) return false;
    if (octet == '\\' && is_quoted) {
      ++i;
      if (i == address.size() || static_cast<unsigned char>(address[i]) < 0x20) return false;
    } else if (octet == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && (octet == ' ' || octet == '<' || octet == '>')) {
      return false;
    }
  }
  return !is_quoted;
}

MailDrop::Incoming::Incoming(std::string directory, std::string name, UniqueFd file)
    : directory_(std::move(directory)), name_(std::move(name)), file_(std::move(file)) {}

MailDrop::Incoming::~Incoming() {
  if (!is_committed_) ::unlink((directory_ + "/" + std::string(unfinished) + name_).c_str());
}

Result<void> MailDrop::Incoming::flush() {
  const auto written = write_whole(file_.get(), gathered_);
  gathered_.clear();
  return written;
}

Result<void> MailDrop::Incoming::write(std::span<const char> octets) {
  gathered_.append(octets.data(), octets.size());
  if (gathered_.size() < gathered_octets) return {};
  return flush();
}

Result<std::string> MailDrop::Incoming::commit() {
  if (const auto flushed = flush(); !flushed) return flushed.error();
  if (::fsync(file_.get()) != 0) return last_system_error();
  const UniqueFd directory(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return last_system_error();
  const auto before = std::string(unfinished) + name_;
  if (::renameat(directory.get(), before.c_str(), directory.get(), name_.c_str()) != 0)
    return last_system_error();
  is_committed_ = true;
  if (::fsync(directory.get()) != 0) return last_system_error();
  return name_;
}

Result<std::unique_ptr<MailDrop::Incoming>> MailDrop::begin(const DroppedEnvelope& envelope) const {
  const auto& recipients = envelope.recipients;
  const bool is_valid = (envelope.sender.empty() || is_envelope_address(envelope.sender)) &&
                        !recipients.empty() &&
                        std::all_of(recipients.begin(), recipients.end(), is_envelope_address);
  if (!is_valid) return system_error(EINVAL);
  const auto name = fresh_name();
  if (!name) return name.error();
  std::string head(first_line);
  head.append(from_word).append(envelope.sender).append("\n");
  for (const auto& recipient : recipients) head.append(to_word).append(recipient).append("\n");
  head.append("\n");
  if (head.size() > most_envelope_octets) return system_error(EINVAL);

  UniqueFd file(::open((directory_ + "/" + std::string(unfinished) + *name).c_str(),
                       O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return last_system_error();
  auto incoming = std::make_unique<Incoming>(directory_, *name, std::move(file));
  if (const auto written = incoming->write(head); !written) return written.error();
  return incoming;
}

std::string MailDrop::path_of(std::string_view name) const {
  return directory_ + "/" + std::string(name);
}

Result<std::vector<std::string>> MailDrop::names(std::size_t most) const {
  std::vector<std::string> result;
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(directory_.c_str()), ::closedir);
  if (!directory) {
    if (errno == ENOENT) return result;
    return last_system_error();
  }
  errno = 0;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody else has this stream
  while (const auto* entry = ::readdir(directory.get())) {
    if (is_ours(entry->d_name)) result.emplace_back(entry->d_name);
  }
  if (errno != 0) return last_system_error();
  const auto count = std::min(most, result.size());
  std::partial_sort(result.begin(), result.begin() + static_cast<std::ptrdiff_t>(count), result.end());
  result.resize(count);
  return result;
}

Result<MailDrop::Dropped> MailDrop::open(std::string_view name) const {
  if (!is_ours(name)) return system_error(EINVAL);
  Dropped dropped;
  // A FIFO would have us wait; a link would have us send what its maker may not read.
  dropped.file = UniqueFd(::open(path_of(name).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!dropped.file) return errno == ELOOP || errno == ENXIO ? system_error(EBADMSG) : last_system_error();
  struct stat facts {};
  if (::fstat(dropped.file.get(), &facts) != 0) return last_system_error();
  // A second name could be for a file that only we may read.
  if (!S_ISREG(facts.st_mode) || facts.st_nlink != 1) return system_error(EBADMSG);
  const auto head = read_head(dropped.file.get());
  if (!head) return head.error();
  dropped.start = read_envelope(*head, dropped.envelope);
  if (dropped.start == 0) return system_error(EBADMSG);
  dropped.octets = static_cast<std::uint64_t>(facts.st_size) - dropped.start;
  dropped.owner = facts.st_uid;
  return dropped;
}

Result<void> MailDrop::remove(std::string_view name) const {
  if (!is_ours(name)) return system_error(EINVAL);
  const auto path = path_of(name);
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  // Whatever else the customer made there.
  if (errno == EISDIR && ::rmdir(path.c_str()) == 0) return {};
  return last_system_error();
}

}  // namespace refd
