#include "cgi/fastcgi_records.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refd::cgi {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::Pair;
using Kind = RecordReader::Kind;
using Variables = std::vector<std::pair<std::string, std::string>>;

// A record as a responder writes it.
std::string record(unsigned type, std::string_view content, unsigned id = 1, unsigned padding = 0,
                   unsigned version = 1) {
  std::string out;
  for (const auto octet : {version, type, id >> 8U, id & 0xffU, static_cast<unsigned>(content.size() >> 8U),
                           static_cast<unsigned>(content.size() & 0xffU), padding, 0U}) {
    out.push_back(static_cast<char>(octet));
  }
  out.append(content).append(padding, 'p');
  return out;
}

std::string ended(std::string_view status = "\0\0\0\0"s, char protocol = 0) {
  return record(3, std::string(status) + protocol + "\0\0\0"s);
}

struct Heard {
  std::string output;
  std::string errors;
  bool is_over = false;
  bool is_nonsense = false;
  std::uint32_t exit_status = 0;
  std::size_t left = 0;
};

// Reads `wire` in pieces of `stride` octets.
Heard heard(std::string_view wire, std::size_t stride = std::string_view::npos) {
  RecordReader reader;
  Heard result;
  while (!wire.empty()) {
    auto part = wire.substr(0, stride);
    wire.remove_prefix(part.size());
    while (!part.empty() && !result.is_over) {
      const auto piece = reader.read(part);
      if (!piece) {
        result.is_nonsense = true;
        EXPECT_EQ(piece.error(), system_error(EBADMSG));
        EXPECT_FALSE(reader.read("\1"));
        return result;
      }
      if (piece->kind == Kind::output) result.output += piece->octets;
      if (piece->kind == Kind::error_output) result.errors += piece->octets;
      if (piece->kind == Kind::ended) {
        result.is_over = true;
        result.exit_status = piece->ending.exit_status;
      }
      part.remove_prefix(piece->consumed);
    }
    result.left += part.size();
  }
  return result;
}

// The contents of records of one kind, after checking that each header is what it should be.
std::vector<std::string> contents(std::string_view wire, char type) {
  std::vector<std::string> result;
  while (wire.size() >= 8) {
    EXPECT_EQ(wire.substr(0, 4), "\1"s + type + "\0\1"s);
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(wire[4])) << 8U |
                        static_cast<unsigned char>(wire[5]);
    EXPECT_EQ(wire.substr(6, 2), "\0\0"s);
    result.emplace_back(wire.substr(8, length));
    wire.remove_prefix(8 + length);
  }
  EXPECT_TRUE(wire.empty());
  return result;
}

// What a responder makes of the content of one params record; PHP needs whole variables in each.
Variables variables_of(std::string_view content) {
  const auto length = [&content] {
    std::size_t value = static_cast<unsigned char>(content[0]);
    const bool is_long = value >= 0x80;
    value &= 0x7fU;
    for (int i = 1; is_long && i < 4; ++i) value = value << 8U | static_cast<unsigned char>(content[i]);
    content.remove_prefix(is_long ? 4 : 1);
    return value;
  };
  Variables result;
  while (!content.empty()) {
    const auto name = length();
    const auto value = length();
    EXPECT_LE(name + value, content.size());
    result.emplace_back(content.substr(0, name), content.substr(name, value));
    content.remove_prefix(name + value);
  }
  return result;
}

TEST(FastCgiRecordsTest, ARequestBeginsWithTheRoleOfResponder) {
  std::string out;
  append_begin_request(out, true);
  EXPECT_EQ(out, "\1\1\0\1\0\x08\0\0\0\1\1\0\0\0\0\0"s);
  out.clear();
  append_begin_request(out, false);
  EXPECT_EQ(out, "\1\1\0\1\0\x08\0\0\0\1\0\0\0\0\0\0"s);
}

TEST(FastCgiRecordsTest, VariablesHaveLengthsOfOneOctetOrFour) {
  std::string out;
  append_params(out, Variables{{"A", ""}, {"QUERY_STRING", std::string(128, 'q')}});
  EXPECT_THAT(contents(out, '\4'),
              ElementsAre("\1\0A\x0c\x80\0\0\x80QUERY_STRING"s + std::string(128, 'q'), ""));
  out.clear();
  append_params(out, Variables{{std::string(127, 'n'), std::string(127, 'v')}});
  EXPECT_EQ(contents(out, '\4')[0].substr(0, 3), "\x7f\x7fn");
  out.clear();
  append_params(out, Variables{});
  EXPECT_THAT(contents(out, '\4'), ElementsAre(""));
}

TEST(FastCgiRecordsTest, NoVariableIsSpreadOverTwoRecords) {
  Variables variables;
  for (int i = 0; i < 50; ++i) variables.emplace_back("HTTP_X_" + std::to_string(i), std::string(3000, 'x'));
  std::string out;
  append_params(out, variables);
  Variables received;
  for (const auto& content : contents(out, '\4')) {
    EXPECT_LE(content.size(), 0xfff8U);
    for (auto& variable : variables_of(content)) received.push_back(std::move(variable));
  }
  EXPECT_EQ(received, variables);
}

TEST(FastCgiRecordsTest, AVariableLongerThanARecordIsStillSentWhole) {
  std::string out;
  append_params(out, Variables{{"A", "1"}, {"LONG", std::string(200'000, 'x')}, {"B", "2"}});
  std::string stream;
  for (const auto& content : contents(out, '\4')) stream += content;
  EXPECT_THAT(variables_of(stream),
              ElementsAre(Pair("A", "1"), Pair("LONG", std::string(200'000, 'x')), Pair("B", "2")));
}

TEST(FastCgiRecordsTest, ABodyIsAsManyRecordsAsItTakesAndEndsWithAnEmptyOne) {
  const std::string body(200'000, '\0');
  std::string out;
  append_stdin(out, body);
  append_stdin(out, "");
  append_stdin(out, "tail");
  append_stdin_end(out);
  auto records = contents(out, '\5');
  ASSERT_EQ(records.size(), 6U);
  EXPECT_EQ(records[0] + records[1] + records[2] + records[3], body);
  EXPECT_EQ(records[4], "tail");
  EXPECT_EQ(records[5], "");
}

TEST(FastCgiRecordsTest, AnAnswerIsUnderstoodHoweverItArrives) {
  const auto wire = record(6, "Status: 200\r\n", 1, 3) + record(7, "a warning") +
                    record(11, "\x2a\0\0\0\0\0\0\0"s, 0) + record(6, "\r\nbody", 1, 255) +
                    record(10, "", 0, 1) + record(6, "") + record(7, "", 1, 8) + ended("\0\0\1\2"s);
  for (const std::size_t stride : {1U, 2U, 7U, 8U, 9U, 64U, 100'000U}) {
    const auto result = heard(wire, stride);
    EXPECT_EQ(result.output, "Status: 200\r\n\r\nbody") << stride;
    EXPECT_EQ(result.errors, "a warning") << stride;
    EXPECT_TRUE(result.is_over) << stride;
    EXPECT_EQ(result.exit_status, 258U) << stride;
    EXPECT_EQ(result.left, 0U) << stride;
  }
}

TEST(FastCgiRecordsTest, TheLongestRecordIsPassedOnAsItComes) {
  const std::string content(65'535, 'x');
  const auto wire = record(6, content, 1, 255);
  RecordReader reader;
  const auto piece = reader.read(std::string_view(wire).substr(0, 100));
  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->octets.size(), 92U);
  EXPECT_EQ(piece->consumed, 100U);
  EXPECT_EQ(heard(wire + ended()).output, content);
}

TEST(FastCgiRecordsTest, WhatEndsTheRequestWaitsForItsPadding) {
  const auto wire = record(3, "\0\0\0\0\0\0\0\0"s, 1, 4);
  RecordReader reader;
  const auto before = reader.read(std::string_view(wire).substr(0, wire.size() - 1));
  ASSERT_TRUE(before);
  EXPECT_EQ(before->kind, Kind::needs_more);
  const auto after = reader.read(std::string_view(wire).substr(wire.size() - 1));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->kind, Kind::ended);
  EXPECT_EQ(after->consumed, 1U);
}

TEST(FastCgiRecordsTest, AnotherRequestMayFollowOnTheConnection) {
  RecordReader reader;
  const auto wire = ended();
  ASSERT_EQ(reader.read(wire)->kind, Kind::ended);
  EXPECT_FALSE(reader.read(record(6, "late")));
  reader.reset();
  const auto piece = reader.read(record(6, "next"));
  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->kind, Kind::output);
}

TEST(FastCgiRecordsTest, AnOverloadedResponderSaysSo) {
  RecordReader reader;
  const auto piece = reader.read(ended("\0\0\0\0"s, 2));
  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->ending.protocol, RecordReader::Ending::Protocol::overloaded);
}

TEST(FastCgiRecordsTest, WhatIsNotOfTheProtocolIsRefused) {
  const std::pair<const char*, std::string> cases[] = {
      {"another version", record(6, "x", 1, 0, 2)},
      {"text", "Content-Type: text/html\r\n\r\n"},
      {"another request's output", record(6, "x", 2)},
      {"output of no request", record(6, "x", 0)},
      {"a management record of a request", record(10, "", 1)},
      {"a record that only servers send", record(1, "\0\1\0\0\0\0\0\0"s)},
      {"an unknown type", record(200, "x")},
      {"type 0", record(0, "")},
      {"an ending that is too short", record(3, "\0\0\0\0\0\0\0"s)},
      {"an ending that is too long", record(3, "\0\0\0\0\0\0\0\0\0"s)},
      {"an empty ending", record(3, "")},
      {"an unknown protocol status", ended("\0\0\0\0"s, 4)},
  };
  for (const auto& [what, wire] : cases) {
    for (const std::size_t stride : {1U, 100U}) {
      const auto result = heard(wire, stride);
      EXPECT_TRUE(result.is_nonsense) << what;
      EXPECT_EQ(result.output, "") << what;
      EXPECT_FALSE(result.is_over) << what;
    }
  }
}

}  // namespace
}  // namespace refd::cgi
