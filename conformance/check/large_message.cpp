#include "check/large_message.h"

#include <algorithm>

#include "check/message.h"

namespace cts {
namespace {

constexpr std::string_view end_of_header = "\r\n\r\n";

}  // namespace

void PrintTo(const LargeMessage& message, std::ostream* out) {
  *out << describe_octets(message.octets, message.head);
}

/// What a source makes behind the header, which it takes off.
class MessageComparison::Rest : public OctetSource {
 public:
  explicit Rest(std::unique_ptr<OctetSource> all) : all_(std::move(all)) {
    std::size_t end = std::string::npos;
    while (end == std::string::npos) {
      const std::string_view piece = all_->next();
      if (piece.empty()) break;
      header_ += piece;
      end = header_.find(end_of_header);
    }
    const std::size_t size = end == std::string::npos ? header_.size() : end + end_of_header.size();
    begin_ = header_.substr(size);
    header_.resize(size);
  }

  const std::string& header() const noexcept { return header_; }
  std::uint64_t size() const override { return all_->size() - header_.size(); }
  std::string_view next() override {
    if (begun_ || begin_.empty()) return all_->next();
    begun_ = true;
    return begin_;
  }

 private:
  std::unique_ptr<OctetSource> all_;
  std::string header_;
  std::string begin_;  // of the body, which came in one piece with the header's end
  bool begun_ = false;
};

MessageComparison::MessageComparison(std::unique_ptr<OctetSource> sent)
    : sent_(std::make_unique<Rest>(std::move(sent))), body_(*sent_) {}
MessageComparison::~MessageComparison() = default;

void MessageComparison::add(std::string_view arrived) {
  octets_ += arrived.size();
  if (!in_header_) {
    body_.add(arrived);
    return;
  }
  const std::size_t searched = head_.size() - std::min(head_.size(), end_of_header.size() - 1);
  head_ += arrived;
  const std::size_t end = head_.find(end_of_header, searched);
  has_no_end_ = end == std::string::npos && head_.size() > header_limit;
  in_header_ = end == std::string::npos && !has_no_end_;
  if (end != std::string::npos) body_.add(std::string_view(head_).substr(end + end_of_header.size()));
}

LargeMessage MessageComparison::result() {
  LargeMessage message{.head = std::move(head_), .octets = octets_};
  message.difference = describe_header_difference(sent_->header(), message.head);
  if (has_no_end_)
    message.difference = "its header does not end within " + std::to_string(header_limit) + " octets";
  if (!message.difference.empty()) return message;
  const std::string difference = body_.describe();
  if (!difference.empty()) message.difference = "its body: " + difference;
  return message;
}

bool AsSentMatcher::MatchAndExplain(const LargeMessage& arrived,
                                    testing::MatchResultListener* listener) const {
  *listener << arrived.difference;
  return arrived.difference.empty();
}

void AsSentMatcher::DescribeTo(std::ostream* out) const {
  *out << "the message as it was sent, " << octets_ << " octets";
}
void AsSentMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "another message than was sent";
}

AsSentMatcher IsAsSent(std::uint64_t octets) {
  return AsSentMatcher(octets);
}

}  // namespace cts
