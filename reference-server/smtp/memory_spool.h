#pragma once

#include "smtp/message_spool.h"

namespace refd::smtp {

/// The twin for tests: messages in memory. One thread.
class MemorySpool final : public MessageSpool {
 public:
  struct Taken {
    Envelope envelope;
    std::string text;
  };

  /// What was committed, in order.
  std::vector<Taken> taken;
  /// Messages that were begun, and are neither committed nor given up.
  int open = 0;
  /// Failures, when set.
  boost::system::error_code fails_to_begin, fails_to_write, fails_to_commit;
  /// Until this is true, whoever commits waits; finish() ends the waiting.
  bool commits_at_once = true;
  void finish() {
    for (const auto& done : std::exchange(waiting_, {})) done(fails_to_commit);
  }

  Result<std::unique_ptr<SpooledMessage>> begin() override {
    if (fails_to_begin) return fails_to_begin;
    return std::unique_ptr<SpooledMessage>(std::make_unique<Message>(*this));
  }

 private:
  class Message final : public SpooledMessage {
   public:
    explicit Message(MemorySpool& spool) : spool_(spool) { ++spool_.open; }
    Message(const Message&) = delete;
    Message& operator=(const Message&) = delete;
    ~Message() override { --spool_.open; }
    const std::string& id() const override { return id_; }
    Result<void> write(std::span<const char> octets) override {
      if (spool_.fails_to_write) return spool_.fails_to_write;
      text_.append(octets.data(), octets.size());
      return {};
    }
    void commit(Envelope envelope, Done done) override {
      if (!spool_.fails_to_commit) spool_.taken.push_back({std::move(envelope), std::move(text_)});
      spool_.waiting_.push_back(std::move(done));
      if (spool_.commits_at_once) spool_.finish();
    }

   private:
    MemorySpool& spool_;
    std::string id_ = "Q" + std::to_string(spool_.taken.size() + 1);
    std::string text_;
  };

  std::vector<SpooledMessage::Done> waiting_;
};

}  // namespace refd::smtp
