#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/run_record.h"

namespace cts {

/// What went over the wire in one scenario, in order, over all its connections. Secrets are masked before
/// anything is kept: as they are, in base64 (also inside an AUTH PLAIN response) and percent-encoded. Long data is
/// shortened to its head and length; the whole is bounded (1 MiB), after which only a note is kept.
/// One thread at a time.
class Transcript {
 public:
  /// `secrets`: every string that must never be kept.
  explicit Transcript(std::vector<std::string> secrets);

  /// A name for a new connection: channel("ftp") gives "ftp#1", then "ftp#2".
  std::string channel(std::string_view kind);

  void sent(std::string_view channel, std::string_view bytes);
  void received(std::string_view channel, std::string_view bytes);
  /// Something worth knowing that is no byte on the wire: "connected from 127.0.0.2", "timed out after 5 s".
  void note(std::string_view channel, std::string_view text);

  const std::vector<reports::TranscriptEntry>& entries() const noexcept { return entries_; }
  /// `text` with every secret masked.
  std::string masked(std::string_view text) const;

 private:
  void keep(std::string_view channel, reports::TranscriptEntry::Direction direction, std::string_view bytes);

  std::vector<std::string> needles_;
  std::vector<reports::TranscriptEntry> entries_;
  std::vector<std::pair<std::string, int>> channels_;
  std::size_t octets_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace cts
