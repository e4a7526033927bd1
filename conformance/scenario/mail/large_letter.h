#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "client/octet_source.h"
#include "scenario/mail/letter.h"

namespace cts {

/// A letter that is too large to be held: it is written while it is sent, and again while what arrives is
/// compared with it. A value.
struct LargeLetter {
  std::string mark;  ///< occurs in its header and in no other message
  std::uint64_t octets = 0;
  MakeOctets text;       ///< header and body, lines with CR LF
  MakeOctets file = {};  ///< that is attached; none: nothing is
};

/// Exactly so many octets in all; what is in it does not compress.
LargeLetter write_letter_of(std::string_view mark, const std::string& from, const std::string& to,
                            std::uint64_t octets);
/// With a file of so many octets attached in base64, as every mail program does it; noise of that seed.
LargeLetter write_letter_with_file(std::string_view mark, const std::string& from, const std::string& to,
                                   std::uint64_t octets, std::uint64_t seed);

/// The same as one that is held.
Letter whole(const LargeLetter& letter);

}  // namespace cts
