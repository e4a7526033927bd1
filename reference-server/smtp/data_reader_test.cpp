#include "smtp/data_reader.h"

#include <gmock/gmock.h>

namespace refd::smtp {
namespace {

struct Read {
  std::string message;
  bool ended = false;
  std::string rest;  // what follows the end
};

Read read_in_pieces(std::string_view octets, std::size_t piece, DataReader::Rules rules) {
  DataReader reader(rules);
  Read read;
  while (!octets.empty() && !reader.ended()) {
    const auto taken = reader.take(octets.substr(0, piece), read.message);
    octets.remove_prefix(taken);
  }
  read.ended = reader.ended();
  read.rest = octets;
  return read;
}

// The outcome must not depend on how the octets were cut into pieces.
Read read(std::string_view octets, DataReader::Rules rules = {}) {
  const auto whole = read_in_pieces(octets, octets.size(), rules);
  for (std::size_t piece = 1; piece < 7; ++piece) {
    const auto cut = read_in_pieces(octets, piece, rules);
    EXPECT_EQ(cut.message, whole.message) << "in pieces of " << piece;
    EXPECT_EQ(cut.ended, whole.ended) << "in pieces of " << piece;
    EXPECT_EQ(cut.rest, whole.rest) << "in pieces of " << piece;
  }
  return whole;
}

TEST(DataReader, EndsAtADotOnALineOfItsOwn) {
  const auto got = read("Subject: x\r\n\r\nbody\r\n.\r\nQUIT\r\n");
  EXPECT_EQ(got.message, "Subject: x\r\n\r\nbody\r\n");
  EXPECT_TRUE(got.ended);
  EXPECT_EQ(got.rest, "QUIT\r\n");
}

TEST(DataReader, AnEmptyMessageIsOne) {
  const auto got = read(".\r\n");
  EXPECT_EQ(got.message, "");
  EXPECT_TRUE(got.ended);
}

TEST(DataReader, UndoesDotStuffing) {
  EXPECT_EQ(read("..\r\n...\r\n.x\r\nx.\r\n..x\r\n.\r\n").message, ".\r\n..\r\nx\r\nx.\r\n.x\r\n");
  EXPECT_EQ(read("..\r\n.\r\n", {.undoes_stuffing = false}).message, "..\r\n");
}

TEST(DataReader, KeepsEveryOctet) {
  std::string octets;
  for (int c = 0; c < 256; ++c) octets += static_cast<char>(c);
  EXPECT_EQ(read("x" + octets + "\r\n.\r\n").message, "x" + octets + "\r\n");
  EXPECT_EQ(read(std::string(100'000, 'x') + "\r\n.\r\n").message.size(), 100'002U);
}

struct Sequence {
  std::string_view octets;
  std::string_view message;
};

TEST(DataReader, NothingElseEndsAMessage) {
  for (const auto& [octets, message] :
       {Sequence{"a\n.\nb", "a\n.\nb"},
        {"a\n.\r\nb", "a\n.\r\nb"},
        {"a\r\n.\nb", "a\r\n\nb"},
        {"a\r.\rb", "a\r.\rb"},
        {"a\r.\r\nb", "a\r.\r\nb"},
        {"a\r\n.\rb", "a\r\n\rb"},
        {"a\r\n.\r\r\nb", "a\r\n\r\r\nb"},
        {"a\n\r.\n\rb", "a\n\r.\n\rb"},
        {"a\r\r\n.b", "a\r\r\nb"},
        {"a\r\n\n.\r\nb", "a\r\n\n.\r\nb"},
        {"a\r\n. \r\nb", "a\r\n \r\nb"},
        {std::string_view("a\r\n.\0\r\nb", 8), std::string_view("a\r\n\0\r\nb", 7)}}) {
    const auto got = read(std::string(octets) + "\r\n.\r\nrest");
    EXPECT_EQ(got.message, std::string(message) + "\r\n") << testing::PrintToString(octets);
    EXPECT_TRUE(got.ended) << testing::PrintToString(octets);
    EXPECT_EQ(got.rest, "rest") << testing::PrintToString(octets);
  }
}

TEST(DataReader, WhatDeviationsLetEnd) {
  const DataReader::Rules feeds{.line_feed_ends = true};
  EXPECT_EQ(read("a\n.\nrest", feeds).rest, "rest");
  EXPECT_EQ(read("a\r\n.\nrest", feeds).rest, "rest");
  EXPECT_EQ(read("a\r\n.\r\nrest", feeds).rest, "rest");
  EXPECT_EQ(read("a\n.b\r\n.\r\n", feeds).message, "a\nb\r\n");
  const DataReader::Rules returns{.return_ends = true};
  EXPECT_EQ(read("a\r.\rrest", returns).rest, "rest");
  EXPECT_EQ(read("a\r\n.\r\nrest", returns).rest, "rest");
  EXPECT_EQ(read("a\r.b\r\n.\r\n", returns).message, "a\r.b\r\n");
}

}  // namespace
}  // namespace refd::smtp
