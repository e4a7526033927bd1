#include "scenario/mail/attached_file.h"

#include <gmock/gmock.h>

#include "scenario/mail/large_letter.h"
#include "scenario/octets.h"

namespace cts {
namespace {

struct Taken {
  std::string octets;
  bool ended = false;
};
Taken taken_out_of(std::string_view message, std::size_t octets_a_piece) {
  Taken taken;
  AttachedFile file([&taken](std::string_view octets) { taken.octets += octets; });
  for (std::size_t at = 0; at < message.size(); at += octets_a_piece)
    file.add(message.substr(at, octets_a_piece));
  taken.ended = file.ended();
  return taken;
}

TEST(AttachedFile, IsTheOneThatWasAttached) {
  for (const std::size_t octets : {0u, 1u, 57u, 1'000u}) {
    const Letter letter = whole(write_letter_with_file("m", "a@x", "b@y", octets, 7));
    for (const std::size_t piece : {1u, 2u, 3u, 77u, 10'000u}) {
      const Taken taken = taken_out_of("Received: by x\r\n" + letter.octets, piece);
      EXPECT_TRUE(taken.ended);
      EXPECT_EQ(taken.octets, noise(octets, 7));
    }
  }
}

TEST(AttachedFile, HasNotEndedWhereItIsCutOrIsNone) {
  const Letter letter = whole(write_letter_with_file("m", "a@x", "b@y", 1'000, 7));
  EXPECT_FALSE(taken_out_of(letter.octets.substr(0, letter.octets.size() - 30), 100).ended);
  EXPECT_FALSE(taken_out_of("nothing", 100).ended);
}

}  // namespace
}  // namespace cts
