#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/masking.h"
#include "reports/record/scenario_result.h"

namespace cts {

/// What went over the wire in one scenario, in order, over all its connections. Secrets are masked before
/// anything is kept: as they are, in base64 (also inside an AUTH PLAIN response), percent-encoded, and also
/// when two entries of a channel share one; the argument of a PASS command is masked whatever it is. Long
/// data is shortened to its head and length; the whole is bounded (1 MiB), after which only a note is kept.
///
/// The text of an entry is what a person can read: line ends shown as \r\n (and the line broken there), other
/// control characters and broken UTF-8 as \xHH, a backslash doubled. One thread at a time.
class Transcript {
 public:
  /// Octets of one entry that are shown.
  static constexpr std::size_t entry_limit = 4096;
  /// Characters of all entries together.
  static constexpr std::size_t total_limit = 1u << 20;

  /// `secrets`: every string that must never be kept.
  explicit Transcript(std::vector<std::string> secrets);

  /// A name for a new connection: channel("ftp") gives "ftp#1", then "ftp#2".
  std::string channel(std::string_view kind);

  void sent(std::string_view channel, std::string_view bytes);
  void received(std::string_view channel, std::string_view bytes);
  /// The same for bytes that nobody holds as a whole: the first of them, head_octets() if there are as many,
  /// and how many there are.
  void sent(std::string_view channel, std::string_view head, std::uint64_t whole);
  void received(std::string_view channel, std::string_view head, std::uint64_t whole);
  /// Octets of an entry that matter: those that are shown, and as many more as a secret that begins in them
  /// can be long.
  std::size_t head_octets() const noexcept { return entry_limit + masking_.longest(); }
  /// Something worth knowing that is no byte on the wire: "connected from 127.0.0.2", "timed out after 5 s".
  void note(std::string_view channel, std::string_view text);

  const std::vector<reports::TranscriptEntry>& entries() const noexcept { return entries_; }
  /// From now on `secret` is masked too.
  void hide(const std::string& secret);
  /// `text` with every secret masked.
  std::string masked(std::string_view text) const;

  /// A command that repeats what a client did last, for a person to paste. Clients set it; kept masked.
  void repeat_with(std::string_view command);
  /// Empty when nothing was done yet.
  const std::string& repeat() const noexcept { return repeat_; }

 private:
  // The last bytes of a channel and direction, to find a secret that goes on in the next ones.
  struct Tail {
    std::string channel;
    reports::Direction direction = reports::Direction::note;
    std::size_t entry = 0;
    std::string bytes;
  };

  void keep(std::string_view channel, reports::Direction direction, std::string_view bytes,
            std::uint64_t whole);
  void append(std::string_view channel, reports::Direction direction, std::string text);
  std::string rendered(std::string_view bytes, std::vector<Masking::Span> spans) const;
  Tail& tail_of(std::string_view channel, reports::Direction direction);

  std::vector<std::string> secrets_;
  Masking masking_;
  std::vector<reports::TranscriptEntry> entries_;
  std::vector<std::pair<std::string, int>> channels_;
  std::vector<Tail> tails_;
  std::string repeat_;
  std::size_t characters_ = 0;
  bool full_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// `bytes` as a transcript shows them.
std::string readable(std::string_view bytes);

}  // namespace cts
