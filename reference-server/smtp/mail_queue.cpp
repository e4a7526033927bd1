#include "smtp/mail_queue.h"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>
#include <system_error>

#include "base/file_writing.h"

namespace refd::smtp {
namespace {

// Up to this size a message is kept in the table, where it shares its fsync with others.
constexpr std::size_t largest_in_table = 65'536;
// Contents that are kept in memory until they are delivered, which mostly is at once.
constexpr std::size_t most_cached = 32 << 20;

// 100 bits of chance: no two messages have one id.
std::string new_id() {
  static constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::array<unsigned char, 20> chance{};
  if (::getrandom(chance.data(), chance.size(), 0) != static_cast<ssize_t>(chance.size()))
    throw std::system_error(errno, std::generic_category(), "getrandom");
  std::string id;
  for (const auto octet : chance) id += alphabet[octet % alphabet.size()];
  return id;
}

const std::string& made(const std::string& directory) {
  make_folder(directory);
  return directory;
}

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::shared_ptr<const std::string> text) : text_(std::move(text)) {}
  Result<std::string_view> next() override {
    if (given_) return std::string_view();
    given_ = true;
    return std::string_view(*text_);
  }

 private:
  std::shared_ptr<const std::string> text_;
  bool given_ = false;
};

}  // namespace

// Gathered in memory as long as it is small; then in a file.
class MailQueue::Incoming final : public SpooledMessage {
 public:
  Incoming(MailQueue& queue, std::string id) : queue_(queue), id_(std::move(id)) {}
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;
  ~Incoming() override {
    if (file_) queue_.folder_.remove(id_);
  }

  const std::string& id() const override { return id_; }

  Result<void> write(std::span<const char> octets) override {
    octets_ += octets.size();
    gathered_.append(octets.data(), octets.size());
    if (gathered_.size() <= largest_in_table) return {};
    return spill();
  }

  void commit(Envelope envelope, Done done) override {
    if (const auto stored = file_ ? on_the_disk() : Result<void>(); !stored) {
      done(stored.error());
      return;
    }
    const bool in_file = static_cast<bool>(file_);
    file_.reset();  // the queue's from now on
    queue_.enqueue({.message = queue_.message_of(id_, std::move(envelope), octets_, in_file),
                    .content = std::make_shared<const std::string>(std::move(gathered_)),
                    .done = std::move(done)});
  }

 private:
  Result<void> spill() {
    if (!file_) {
      auto created = queue_.folder_.create(id_);
      if (!created) return created.error();
      file_ = std::move(*created);
    }
    const auto written = write_whole(file_.get(), gathered_);
    gathered_.clear();
    return written;
  }

  Result<void> on_the_disk() {
    if (const auto spilled = spill(); !spilled) return spilled;
    if (::fdatasync(file_.get()) != 0) return last_system_error();
    return queue_.folder_.flush();
  }

  MailQueue& queue_;
  const std::string id_;
  std::string gathered_;
  std::uint64_t octets_ = 0;
  UniqueFd file_;
};

MailQueue::MailQueue(const std::string& directory, const Clock& clock, Log log)
    : clock_(clock),
      log_(std::move(log)),
      folder_(made(directory) + "/content"),
      table_(directory + "/queue.sqlite") {
  for (const auto& message : table_.all()) remember(message, nullptr);
  remove_leftovers();
  writer_ = std::thread([this] { work(); });
}

MailQueue::~MailQueue() {
  stop();
}

// Files of messages that nobody was told to be safe.
void MailQueue::remove_leftovers() {
  for (const auto& id : folder_.ids()) {
    if (!kept_.contains(id)) folder_.remove(id);
  }
}

Result<std::unique_ptr<SpooledMessage>> MailQueue::begin() {
  return std::unique_ptr<SpooledMessage>(std::make_unique<Incoming>(*this, new_id()));
}

void MailQueue::put(Envelope envelope, std::string text, SpooledMessage::Done done) {
  Incoming incoming(*this, new_id());
  if (const auto written = incoming.write(text); !written) {
    done(written.error());
    return;
  }
  incoming.commit(std::move(envelope), std::move(done));
}

QueuedMessage MailQueue::message_of(std::string id, Envelope envelope, std::uint64_t octets,
                                    bool in_file) const {
  QueuedMessage message{.id = std::move(id),
                        .sender = std::move(envelope.sender),
                        .arrived = clock_.now(),
                        .octets = octets,
                        .in_file = in_file,
                        .recipients = {},
                        .wishes = std::move(envelope.wishes)};
  // One message for each, however often the envelope names him.
  for (const auto& address : std::set<std::string>(envelope.recipients.begin(), envelope.recipients.end()))
    message.recipients.push_back(
        {.address = address, .next_try = message.arrived, .wishes = envelope.wishes_about[address]});
  return message;
}

std::vector<QueuedMessage> MailQueue::listen(Arrival arrival) {
  // The writer holds the table while it writes and tells of what it wrote before it lets go: no message is
  // told of twice, none never.
  const std::lock_guard table_lock(table_mutex_);
  const std::lock_guard lock(arrival_mutex_);
  arrival_ = std::move(arrival);
  return arrival_ ? table_.all() : std::vector<QueuedMessage>();
}

Result<std::unique_ptr<ByteSource>> MailQueue::content(const std::string& id) {
  std::shared_ptr<const std::string> text;
  {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(id);
    if (found == kept_.end()) return system_error(ENOENT);
    if (found->second.in_file) return folder_.open(id);
    text = found->second.content;
  }
  if (!text) {
    const std::lock_guard lock(table_mutex_);
    auto read = table_.content(id);
    if (!read) return system_error(EIO);
    text = std::make_shared<const std::string>(std::move(*read));
  }
  return std::unique_ptr<ByteSource>(std::make_unique<TextSource>(std::move(text)));
}

void MailQueue::settle(Settlement settlement, SpooledMessage::Done done) {
  Job job{.settlement = std::move(settlement), .done = std::move(done)};
  if (auto& notice = job.settlement->notice) {
    job.content = std::make_shared<const std::string>(std::move(notice->text));
    job.message = message_of(new_id(), std::move(notice->envelope), job.content->size(), false);
  }
  enqueue(std::move(job));
}

std::size_t MailQueue::size() const {
  const std::lock_guard lock(mutex_);
  return kept_.size();
}

void MailQueue::enqueue(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      waiting_.push_back(std::move(job));
      arrived_.notify_one();
      return;
    }
  }
  if (job.message && job.message->in_file) folder_.remove(job.message->id);
  job.done(system_error(ECANCELED));
}

void MailQueue::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  if (writer_.joinable()) writer_.join();
}

void MailQueue::work() {
  std::vector<Job> jobs;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      jobs.swap(waiting_);
    }
    perform(jobs);
    jobs.clear();
  }
}

// All of the batch in one transaction; one by one when that fails, so that what fails takes nothing with it.
void MailQueue::perform(std::vector<Job>& jobs) {
  std::vector<bool> written(jobs.size(), true);
  const std::lock_guard lock(table_mutex_);
  if (!write(jobs, 0, jobs.size())) {
    for (std::size_t i = 0; i < jobs.size(); ++i) written[i] = jobs.size() > 1 && write(jobs, i, 1);
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (written[i]) {
      finish(jobs[i]);
      continue;
    }
    if (jobs[i].message && jobs[i].message->in_file) folder_.remove(jobs[i].message->id);
    jobs[i].done(system_error(ENOSPC));
  }
}

bool MailQueue::write(std::vector<Job>& jobs, std::size_t first, std::size_t count) {
  bool ok = table_.begin();
  for (std::size_t i = first; ok && i < first + count; ++i) ok = write_one(jobs[i]);
  if (ok && table_.commit()) return true;
  log_->error("{} could not be written: {}", table_.name(), table_.last_error());
  table_.roll_back();
  return false;
}

bool MailQueue::write_one(Job& job) {
  if (job.settlement && !write_settlement(*job.settlement)) return false;
  return !job.message || table_.insert(*job.message, *job.content);
}

bool MailQueue::write_settlement(const Settlement& settlement) {
  const auto& id = settlement.message;
  bool ok = true;
  for (const auto& address : settlement.finished) ok = ok && table_.forget(id, address);
  for (const auto& recipient : settlement.deferred) ok = ok && table_.defer(id, recipient);
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(id);
  const bool all_finished = found != kept_.end() && found->second.recipients <= settlement.finished.size();
  return ok && (!all_finished || table_.forget(id));
}

// It is on the disk: whoever waits is told, and whoever delivers.
void MailQueue::finish(Job& job) {
  if (job.settlement) forget_finished(*job.settlement);
  if (job.message) remember(*job.message, job.message->in_file ? nullptr : job.content);
  job.done({});
  const std::lock_guard lock(arrival_mutex_);
  if (job.message && arrival_) arrival_(std::move(*job.message));
}

void MailQueue::remember(const QueuedMessage& message, std::shared_ptr<const std::string> content) {
  const std::lock_guard lock(mutex_);
  if (content && cached_octets_ + content->size() > most_cached) content.reset();
  if (content) cached_octets_ += content->size();
  kept_[message.id] = {message.in_file, message.recipients.size(), std::move(content)};
}

void MailQueue::forget_finished(const Settlement& settlement) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(settlement.message);
  if (found == kept_.end()) return;
  auto& kept = found->second;
  kept.recipients -= std::min(kept.recipients, settlement.finished.size());
  if (kept.recipients > 0) return;
  if (kept.in_file) folder_.remove(settlement.message);
  if (kept.content) cached_octets_ -= kept.content->size();
  kept_.erase(found);
}

}  // namespace refd::smtp
