#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock-matchers.h>

#include "check/octets.h"
#include "client/octet_source.h"

/// Messages that are too large to be held, as they come.
namespace cts {

/// What is known of one when all of it has come.
struct LargeMessage {
  std::string head;  ///< how it begins: its header, and more
  std::uint64_t octets = 0;
  std::string difference;  ///< from the one sent, as Carries() tells it; empty: it is the one sent
};
void PrintTo(const LargeMessage& message, std::ostream* out);

/// Whether a message that comes piece by piece is the one sent, by the rule of Carries(). The headers alone
/// are held: one of more than `header_limit` octets is taken for none.
class MessageComparison {
 public:
  static constexpr std::size_t header_limit = 256u << 10;

  explicit MessageComparison(std::unique_ptr<OctetSource> sent);
  MessageComparison(const MessageComparison&) = delete;
  MessageComparison& operator=(const MessageComparison&) = delete;
  ~MessageComparison();

  /// The next octets that have come.
  void add(std::string_view arrived);
  /// When all have come.
  LargeMessage result();

 private:
  class Rest;

  std::unique_ptr<Rest> sent_;  // behind its header
  DifferenceFinder body_;
  std::string head_;  // what has come, as long as it may belong to the header
  bool in_header_ = true;
  bool has_no_end_ = false;  // the header
  std::uint64_t octets_ = 0;
};

/// One that is the message sent.
class AsSentMatcher {
 public:
  using is_gtest_matcher = void;
  explicit AsSentMatcher(std::uint64_t octets) : octets_(octets) {}
  bool MatchAndExplain(const LargeMessage& arrived, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  std::uint64_t octets_;
};
/// `octets`: how many were sent.
AsSentMatcher IsAsSent(std::uint64_t octets);

}  // namespace cts
