#include "ssi/page_cache.h"

namespace refd::ssi {

namespace {

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

std::size_t size_of(const Page& page) {
  std::size_t octets = sizeof(Page);
  for (const auto& piece : page) {
    octets += sizeof(Piece);
    if (const auto* text = std::get_if<std::string>(&piece)) {
      octets += text->capacity();
      continue;
    }
    const auto& directive = std::get<Directive>(piece);
    octets += directive.name.capacity() + directive.arguments.capacity() * sizeof(Argument);
    for (const auto& argument : directive.arguments)
      octets += argument.name.capacity() + (argument.value ? argument.value->capacity() : 0);
  }
  return octets;
}

}  // namespace

PageCache::Key PageCache::key_of(const struct stat& facts) {
  return {facts.st_dev, facts.st_ino, static_cast<std::uint64_t>(facts.st_size), nanoseconds(facts.st_mtim),
          nanoseconds(facts.st_ctim)};
}

std::shared_ptr<const Page> PageCache::find(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->page;
}

void PageCache::keep(const Key& key, std::shared_ptr<const Page> page) {
  const auto octets = size_of(*page);
  if (octets > most_octets_ / 8) return;
  const std::lock_guard lock(mutex_);
  if (places_.contains(key)) return;
  while (octets_ + octets > most_octets_) drop_last();
  entries_.push_front({key, std::move(page), octets});
  places_.emplace(key, entries_.begin());
  octets_ += octets;
}

void PageCache::drop_last() {
  octets_ -= entries_.back().octets;
  places_.erase(entries_.back().key);
  entries_.pop_back();
}

std::size_t PageCache::octets() const {
  const std::lock_guard lock(mutex_);
  return octets_;
}

}  // namespace refd::ssi
