#include "mail/memory_mail_store.h"

#include <algorithm>

#include "mail/mailbox_space.h"
#include "mail/wire_text.h"

namespace refd {
namespace {

std::string on_the_wire(const std::string& text) {
  WireText wire;
  std::string out(wire.add(text));
  return out.append(wire.finish());
}

// One text, given whole.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  Result<std::string_view> next() override {
    if (given_) return std::string_view();
    given_ = true;
    return std::string_view(text_);
  }

 private:
  std::string text_;
  bool given_ = false;
};

}  // namespace

class MemoryDelivery final : public Delivery {
 public:
  MemoryDelivery(MemoryMailStore& store, Mailbox mailbox) : store_(store), mailbox_(std::move(mailbox)) {}

  Result<void> write(std::span<const char> octets) override {
    if (const auto failure = store_.failure()) return failure;
    text_.append(octets.data(), octets.size());
    return {};
  }
  Result<std::string> commit() override { return store_.keep(mailbox_, std::move(text_)); }

 private:
  MemoryMailStore& store_;
  Mailbox mailbox_;
  std::string text_;
};

class MemoryMaildrop final : public Maildrop {
 public:
  MemoryMaildrop(std::unique_ptr<MailboxLocks::Lock> lock, MemoryMailStore& store, std::string name,
                 const std::vector<MemoryMailStore::Kept>& kept)
      : lock_(std::move(lock)), store_(store), name_(std::move(name)) {
    for (const auto& one : kept) {
      texts_.push_back(on_the_wire(one.text));
      messages_.push_back({one.unique_id, texts_.back().size()});
    }
  }

  const std::vector<StoredMessage>& messages() const override { return messages_; }
  Result<std::unique_ptr<ByteSource>> read(std::size_t index) const override {
    return std::unique_ptr<ByteSource>(std::make_unique<TextSource>(texts_.at(index)));
  }
  Result<void> remove(const std::vector<std::size_t>& indices) override {
    const std::lock_guard lock(store_.mutex_);
    auto& kept = store_.boxes_[name_];
    for (const auto index : indices) {
      std::erase_if(kept, [&](const auto& one) { return one.unique_id == messages_.at(index).unique_id; });
    }
    return {};
  }

 private:
  const std::unique_ptr<MailboxLocks::Lock> lock_;
  MemoryMailStore& store_;
  const std::string name_;
  std::vector<StoredMessage> messages_;
  std::vector<std::string> texts_;
};

Result<void> MemoryMailStore::room(const Mailbox& mailbox, std::uint64_t octets) {
  const std::lock_guard lock(mutex_);
  return space_for(policies_.mail().mailbox, mailbox, use_of(mailbox.name).octets, octets);
}

Result<std::unique_ptr<Delivery>> MemoryMailStore::begin_delivery(const Mailbox& mailbox,
                                                                  std::uint64_t expected_octets) {
  const auto there_is = room(mailbox, expected_octets);
  if (!there_is) return there_is.error();
  return std::unique_ptr<Delivery>(std::make_unique<MemoryDelivery>(*this, mailbox));
}

Result<std::string> MemoryMailStore::keep(const Mailbox& mailbox, std::string text) {
  const std::lock_guard lock(mutex_);
  if (failure_) return failure_;
  const auto there_is =
      space_for(policies_.mail().mailbox, mailbox, use_of(mailbox.name).octets, text.size());
  if (!there_is) return there_is.error();
  auto& kept = boxes_[mailbox.name];
  kept.push_back({"m" + std::to_string(next_id_++), std::move(text)});
  return kept.back().unique_id;
}

Result<std::unique_ptr<Maildrop>> MemoryMailStore::open(const Mailbox& mailbox) {
  const std::lock_guard guard(mutex_);
  auto lock = locks_.take(mailbox.name);
  if (!lock) return lock.error();
  return std::unique_ptr<Maildrop>(
      std::make_unique<MemoryMaildrop>(std::move(*lock), *this, mailbox.name, boxes_[mailbox.name]));
}

Result<MailboxUse> MemoryMailStore::use(const Mailbox& mailbox) {
  const std::lock_guard lock(mutex_);
  return use_of(mailbox.name);
}

MailboxUse MemoryMailStore::use_of(const std::string& name) const {
  MailboxUse use;
  const auto found = boxes_.find(name);
  if (found == boxes_.end()) return use;
  use.messages = found->second.size();
  for (const auto& one : found->second) use.octets += one.text.size();
  return use;
}

std::vector<std::string> MemoryMailStore::texts(const std::string& mailbox) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> texts;
  const auto found = boxes_.find(mailbox);
  if (found == boxes_.end()) return texts;
  for (const auto& one : found->second) texts.push_back(one.text);
  return texts;
}

}  // namespace refd
