#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "smtp/content_folder.h"
#include "smtp/message_spool.h"
#include "smtp/queue_table.h"

namespace refd::smtp {

/// What has become of a message for some of its recipients.
struct Settlement {
  std::string message;
  std::vector<std::string> finished;      ///< have got it, or never will
  std::vector<QueuedRecipient> deferred;  ///< are to be tried again
  /// An error mail, which enters the queue in the same moment: it is neither lost nor sent twice.
  struct Notice {
    Envelope envelope;
    std::string text;
  };
  std::optional<Notice> notice;
};

/// The mail that waits for delivery, on the disk: envelopes and small messages in a SQLite table, large
/// messages in files. One thread of its own writes: what came in while it wrote becomes one transaction, so
/// that many messages share one fsync. What was acknowledged survives kill -9 and a loss of power; what was
/// not leaves nothing behind, at the latest after the next start.
class MailQueue final : public MessageSpool {
 public:
  /// Everything is kept below `directory`, which is made where it is missing. `clock` must outlive the queue.
  /// Throws std::system_error that names what cannot be used.
  MailQueue(const std::string& directory, const Clock& clock, Log log);
  MailQueue(const MailQueue&) = delete;
  MailQueue& operator=(const MailQueue&) = delete;
  /// As stop().
  ~MailQueue() override;

  Result<std::unique_ptr<SpooledMessage>> begin() override;

  /// Puts in a message that is whole already.
  void put(Envelope envelope, std::string text, SpooledMessage::Done done);

  using Arrival = std::function<void(QueuedMessage)>;
  /// `arrival` is called, on the queue's own thread, for each message from now on; returns those that wait
  /// already. It must not block. An empty one is called no more when this has returned.
  std::vector<QueuedMessage> listen(Arrival arrival);

  /// The message as it is to be delivered. ENOENT when it does not wait any more. May block on the disk.
  Result<std::unique_ptr<ByteSource>> content(const std::string& id);

  /// Writes down what has become of a message. `done` as SpooledMessage::commit() has it.
  void settle(Settlement settlement, SpooledMessage::Done done);

  /// Messages that wait.
  std::size_t size() const;

  /// Finishes what came in, then takes nothing more: every later call fails with ECANCELED. Whoever waits is
  /// told before this returns.
  void stop();

 private:
  class Incoming;
  struct Job {
    std::optional<QueuedMessage> message;  // to be inserted
    std::shared_ptr<const std::string> content;
    std::optional<Settlement> settlement;
    SpooledMessage::Done done;
  };
  struct Kept {
    bool in_file = false;
    std::size_t recipients = 0;
    std::shared_ptr<const std::string> content;  // null: read it when it is needed
  };

  void remove_leftovers();
  QueuedMessage message_of(std::string id, Envelope envelope, std::uint64_t octets, bool in_file) const;
  void enqueue(Job job);
  void work();
  void perform(std::vector<Job>& jobs);
  bool write(std::vector<Job>& jobs, std::size_t first, std::size_t count);
  bool write_one(Job& job);
  bool write_settlement(const Settlement& settlement);
  void finish(Job& job);
  void remember(const QueuedMessage& message, std::shared_ptr<const std::string> content);
  void forget_finished(const Settlement& settlement);

  const Clock& clock_;
  const Log log_;
  const ContentFolder folder_;
  std::mutex table_mutex_;  // held by the writer while it writes, by others while they read
  QueueTable table_;

  mutable std::mutex mutex_;  // of what follows
  std::map<std::string, Kept> kept_;
  std::size_t cached_octets_ = 0;
  std::vector<Job> waiting_;
  bool stopping_ = false;
  std::condition_variable arrived_;

  std::mutex arrival_mutex_;
  Arrival arrival_;
  std::thread writer_;
};

}  // namespace refd::smtp
