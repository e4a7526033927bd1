#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "check/large_message.h"
#include "scenario/mail/attached_file.h"
#include "scenario/mail/large_letter.h"

namespace cts {

/// A message as it was fetched from a mailbox.
struct Arrival {
  /// Its head is the whole of it unless it is large, and its difference that from the letter whose mark is in
  /// its header; from none when that was not among those looked for.
  LargeMessage message;
  /// Of the attached file from the one sent; empty: it is the one sent, or none was.
  std::string file_difference;
};
void PrintTo(const Arrival& arrival, std::ostream* out);

/// Reads one as it comes, and compares it on the way with the letter that it is.
class ArrivalReader {
 public:
  static constexpr std::size_t kept_octets = 256u << 10;

  /// `letters`: those that it may be. They outlive the reader.
  explicit ArrivalReader(const std::vector<LargeLetter>& letters) : letters_(letters) {}
  ArrivalReader(const ArrivalReader&) = delete;
  ArrivalReader& operator=(const ArrivalReader&) = delete;
  ~ArrivalReader() = default;

  /// The next octets of the message.
  void add(std::string_view octets);
  /// When all have come.
  Arrival result();

 private:
  // A file that comes, and the one sent.
  struct File {
    explicit File(std::unique_ptr<OctetSource> source)
        : sent(std::move(source)),
          finder(*sent),
          attached([this](std::string_view octets) { finder.add(octets); }) {}

    std::unique_ptr<OctetSource> sent;
    DifferenceFinder finder;
    AttachedFile attached;
  };

  void choose();
  void compare(std::string_view octets);

  const std::vector<LargeLetter>& letters_;
  std::string head_;
  std::uint64_t octets_ = 0;
  bool chosen_ = false;
  std::unique_ptr<MessageComparison> message_;
  std::unique_ptr<File> file_;
};

}  // namespace cts
