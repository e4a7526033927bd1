#include "mail/maildir_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include <boost/system/system_error.hpp>

#include "base/file_writing.h"
#include "mail/wire_text.h"

namespace refd {
namespace {

namespace fs = std::filesystem;

class MaildirDelivery final : public Delivery {
 public:
  MaildirDelivery(std::shared_ptr<Maildir> maildir, Mailbox mailbox, UniqueIds& ids, std::string name,
                  UniqueFd file)
      : maildir_(std::move(maildir)),
        mailbox_(std::move(mailbox)),
        ids_(ids),
        name_(std::move(name)),
        file_(std::move(file)) {}
  MaildirDelivery(const MaildirDelivery&) = delete;
  MaildirDelivery& operator=(const MaildirDelivery&) = delete;
  ~MaildirDelivery() override {
    if (!committed_) maildir_->drop(name_);
  }

  Result<void> write(std::span<const char> octets) override {
    if (error_) return error_;
    const std::string_view text(octets.data(), octets.size());
    wire_size_.add(text);
    octets_ += text.size();
    if (waiting_.size() + text.size() < gathered) {
      waiting_.append(text);
      return {};
    }
    if (const auto written = write_out(waiting_); !written) return written;
    waiting_.clear();
    return write_out(text);
  }

  Result<std::string> commit() override {
    if (error_) return error_;
    if (const auto written = write_out(waiting_); !written) return written.error();
    if (::fdatasync(file_.get()) != 0) return last_system_error();
    // Not the name that it had before: the order of messages is that of their arrival, not of their
    // beginning.
    MaildirFile file{.unique_id = ids_.next(), .octets = octets_, .wire_octets = wire_size_.octets()};
    if (const auto put = maildir_->put(mailbox_, name_, file); !put) return put.error();
    committed_ = true;
    return std::move(file.unique_id);
  }

 private:
  // Lines come one by one; a call of the kernel for each would be the most expensive part.
  static constexpr std::size_t gathered = 32'768;

  Result<void> write_out(std::string_view octets) {
    auto written = write_whole(file_.get(), octets);
    if (!written) error_ = written.error();
    return written;
  }

  const std::shared_ptr<Maildir> maildir_;
  const Mailbox mailbox_;
  UniqueIds& ids_;
  const std::string name_;  // in tmp
  UniqueFd file_;
  std::string waiting_;
  WireSize wire_size_;
  std::uint64_t octets_ = 0;
  boost::system::error_code error_;
  bool committed_ = false;
};

class MaildirDrop final : public Maildrop {
 public:
  MaildirDrop(std::unique_ptr<MailboxLocks::Lock> lock, std::shared_ptr<Maildir> maildir,
              std::vector<Maildir::Entry> entries)
      : lock_(std::move(lock)), maildir_(std::move(maildir)), entries_(std::move(entries)) {
    messages_.reserve(entries_.size());
    for (const auto& entry : entries_) messages_.push_back(entry.message);
  }

  const std::vector<StoredMessage>& messages() const override { return messages_; }

  Result<std::unique_ptr<ByteSource>> read(std::size_t index) const override {
    const auto& entry = entries_.at(index);
    auto file = maildir_->open_message(entry);
    if (!file) return file.error();
    return maildir_message(std::move(*file), entry.message.octets);
  }

  Result<void> remove(const std::vector<std::size_t>& indices) override {
    std::vector<const Maildir::Entry*> chosen;
    chosen.reserve(indices.size());
    for (const auto index : indices) chosen.push_back(&entries_.at(index));
    return maildir_->remove(chosen);
  }

 private:
  const std::unique_ptr<MailboxLocks::Lock> lock_;
  const std::shared_ptr<Maildir> maildir_;
  const std::vector<Maildir::Entry> entries_;
  std::vector<StoredMessage> messages_;
};

}  // namespace

MaildirStore::MaildirStore(const std::string& directory, const PolicySource& policies, Log log)
    : directory_(directory), policies_(policies), log_(std::move(log)), locks_(policies) {
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
    throw boost::system::system_error(last_system_error(), directory);
  root_ = UniqueFd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root_) throw boost::system::system_error(last_system_error(), directory);
  for (const auto& entry : fs::directory_iterator(directory))
    sweep_maildir(root_.get(), entry.path().filename().string());
}

// The first time that a mailbox is asked for others wait while it is counted.
Result<std::shared_ptr<Maildir>> MaildirStore::maildir(const std::string& mailbox) {
  const auto folder = maildir_folder(mailbox);
  if (folder.empty()) return system_error(EINVAL);
  const std::lock_guard guard(mutex_);
  auto& kept = maildirs_[folder];
  if (kept) return kept;
  auto opened = Maildir::open(root_.get(), folder, policies_);
  if (!opened) {
    log_->error("{}/{}: {}", directory_, folder, opened.error().message());
    maildirs_.erase(folder);
    return opened.error();
  }
  kept = std::move(*opened);
  return kept;
}

Result<void> MaildirStore::room(const Mailbox& mailbox, std::uint64_t octets) {
  const auto found = maildir(mailbox.name);
  if (!found) return found.error();
  return (*found)->room(mailbox, octets);
}

Result<std::unique_ptr<Delivery>> MaildirStore::begin_delivery(const Mailbox& mailbox,
                                                               std::uint64_t expected_octets) {
  const auto found = maildir(mailbox.name);
  if (!found) return found.error();
  const auto there_is = (*found)->room(mailbox, expected_octets);
  if (!there_is) return there_is.error();
  auto name = ids_.next();
  auto file = (*found)->create(name);
  if (!file) return file.error();
  return std::unique_ptr<Delivery>(
      std::make_unique<MaildirDelivery>(*found, mailbox, ids_, std::move(name), std::move(*file)));
}

Result<std::unique_ptr<Maildrop>> MaildirStore::open(const Mailbox& mailbox) {
  const auto found = maildir(mailbox.name);
  if (!found) return found.error();
  auto lock = locks_.take(mailbox.name);
  if (!lock) return lock.error();
  auto entries = (*found)->list();
  if (!entries) return entries.error();
  return std::unique_ptr<Maildrop>(
      std::make_unique<MaildirDrop>(std::move(*lock), *found, std::move(*entries)));
}

Result<MailboxUse> MaildirStore::use(const Mailbox& mailbox) {
  const auto found = maildir(mailbox.name);
  if (!found) return found.error();
  return (*found)->use();
}

// Who delivers into it at this moment finds its folders gone, and tells the sender so.
Result<void> MaildirStore::discard(const std::string& mailbox) {
  const auto folder = maildir_folder(mailbox);
  if (folder.empty()) return system_error(EINVAL);
  const auto lock = locks_.take(mailbox);
  if (!lock) return lock.error();
  {
    const std::lock_guard guard(mutex_);
    maildirs_.erase(folder);
  }
  std::error_code error;
  fs::remove_all(fs::path(directory_) / folder, error);
  if (error) return system_error(error.value());
  return {};
}

}  // namespace refd
