#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "scenario/mail/letter.h"

namespace cts {

/// Takes the file that write_letter_with_file() attached out of a message, which comes in pieces of any size.
class AttachedFile {
 public:
  using Taker = std::function<void(std::string_view octets)>;
  /// `take` gets the file piece by piece.
  explicit AttachedFile(Taker take) : take_(std::move(take)) {}

  /// The next octets of the message.
  void add(std::string_view message);
  /// The file has been found, and come to its end.
  bool ended() const noexcept { return place_ == Place::behind_it; }

 private:
  enum class Place { before_its_part, in_its_header, in_it, behind_it };

  void read();
  void take_up_to(std::size_t end);

  Taker take_;
  Place place_ = Place::before_its_part;
  std::string ahead_;  // of the message, what has come and is not read yet
  Base64Reader reader_;
};

}  // namespace cts
