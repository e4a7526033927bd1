#include "http/request_parser.h"

#include <gmock/gmock.h>

namespace refd::http {
namespace {

using testing::ElementsAre;

RequestParser::Limits limits() {
  return {.head = {.request_line_octets = 100, .head_octets = 300}, .body_octets = 1000, .fields = 5};
}

// 0: understood; else the status of the refusal; -1: more is needed.
int verdict(std::string_view text) {
  RequestParser parser(limits());
  const auto read = parser.read_head(text);
  if (!read) return static_cast<int>(read.error().status);
  return read->consumed == 0 ? -1 : 0;
}

// The whole body, shown in pieces of `step` octets.
std::string body_of(std::string_view text, std::size_t step) {
  RequestParser parser(limits());
  const auto head = parser.read_head(text);
  if (!head) return "refused";
  std::string_view rest = text.substr(head->consumed);
  std::string body;
  std::size_t shown = 0;
  while (!parser.body_is_complete()) {
    const auto read = parser.read_body(rest.substr(0, shown));
    if (!read) return "refused " + std::to_string(read.error().status);
    body += read->piece;
    rest.remove_prefix(read->consumed);
    shown -= read->consumed;
    if (!read->needs_more) continue;
    if (shown >= rest.size()) return body + " (cut)";
    shown = std::min(shown + step, rest.size());
  }
  return body + (rest.empty() ? "" : " + " + std::string(rest));
}

TEST(RequestParser, TakesAFirstChunkThatIsTheLastOctetByOctet) {
  const std::string head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::size_t step : {1U, 2U, 3U}) {
    EXPECT_EQ(body_of(head + "0\r\n\r\n", step), "") << step;
    EXPECT_EQ(body_of(head + "0\r\nX: y\r\n\r\nGET", step), " + GET") << step;
    EXPECT_EQ(body_of(head + "00\r\nZ\r\n0\r\n\r\n", step), "refused 400") << step;
    EXPECT_EQ(body_of(head + "1\r\n0\r\n0\r\n\r\n", step), "0") << step;
  }
}

TEST(RequestParser, TakesARequestApart) {
  RequestParser parser(limits());
  constexpr std::string_view text = "GET /a?b HTTP/1.1\r\nHost: example.jp\r\nX-One:  two words \r\n\r\nGET";
  const auto read = parser.read_head(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(text.substr(read->consumed), "GET");
  const auto& head = parser.head();
  EXPECT_EQ(head.method, Method::get);
  EXPECT_EQ(head.target, "/a?b");
  EXPECT_EQ(head.request_line, "GET /a?b HTTP/1.1");
  EXPECT_TRUE(head.is_http_1_1);
  EXPECT_TRUE(head.wants_keep_alive);
  EXPECT_FALSE(head.has_body);
  EXPECT_EQ(head.field("host"), "example.jp");
  EXPECT_EQ(head.field("x-ONE"), "two words");
  EXPECT_EQ(head.field("absent"), std::nullopt);
}

TEST(RequestParser, ReadsTheSameHoweverItArrives) {
  constexpr std::string_view text = "\r\nHEAD /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  RequestParser parser(limits());
  for (std::size_t shown = 0; shown < text.size(); ++shown) {
    const auto read = parser.read_head(text.substr(0, shown));
    ASSERT_TRUE(read) << shown;
    ASSERT_EQ(read->consumed, 0U) << shown;
  }
  EXPECT_EQ(parser.read_head(text)->consumed, text.size());
  EXPECT_EQ(parser.head().method, Method::head);
  EXPECT_FALSE(parser.head().is_http_1_1);
  EXPECT_TRUE(parser.head().wants_keep_alive);
}

TEST(RequestParser, NextRequestKnowsNothingOfTheOneBefore) {
  RequestParser parser(limits());
  ASSERT_TRUE(parser.read_head("POST / HTTP/1.1\r\nHost: a\r\nReferer: b\r\nContent-Length: 0\r\n\r\n"));
  parser.reset();
  ASSERT_TRUE(parser.read_head("GET / HTTP/1.1\r\nHost: c\r\n\r\n"));
  EXPECT_EQ(parser.head().fields.size(), 1U);
  EXPECT_EQ(parser.head().field("Referer"), std::nullopt);
  EXPECT_EQ(parser.head().content_length, std::nullopt);
}

TEST(RequestParser, JoinsFieldsOfOneName) {
  RequestParser parser(limits());
  ASSERT_TRUE(parser.read_head("GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\na: 3\r\n\r\n"));
  EXPECT_EQ(parser.head().combined("A"), "1, 3");
  EXPECT_EQ(parser.head().count("A"), 2U);
}

struct RefusalCase {
  const char* what;
  std::string text;
  int status;
};

class Refusals : public testing::TestWithParam<RefusalCase> {};

TEST_P(Refusals, AreMade) {
  EXPECT_EQ(verdict(GetParam().text), GetParam().status);
}

const std::string get = "GET / HTTP/1.1\r\n";
const std::string post = "POST / HTTP/1.1\r\n";

INSTANTIATE_TEST_SUITE_P(
    Malformed, Refusals,
    testing::Values(RefusalCase{"bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
                    RefusalCase{"bare line feed in the fields", get + "Host: a\n\r\n", 400},
                    RefusalCase{"folded field", get + "A: b\r\n c\r\n\r\n", 400},
                    RefusalCase{"folded with a tab", get + "A: b\r\n\tc\r\n\r\n", 400},
                    RefusalCase{"blank before the colon", get + "A : b\r\n\r\n", 400},
                    RefusalCase{"no colon", get + "A\r\n\r\n", 400},
                    RefusalCase{"control character", get + "A: b\x01\r\n\r\n", 400},
                    RefusalCase{"NUL in the target", std::string("GET /\0 HTTP/1.1\r\n\r\n", 19), 400},
                    RefusalCase{"no version", "GET /\r\n\r\n", 400},
                    RefusalCase{"two blanks", "GET  / HTTP/1.1\r\n\r\n", 400},
                    RefusalCase{"garbage", "\x16\x03\x01\r\n\r\n", 400},
                    RefusalCase{"endless empty lines", "\r\n\r\n\r\n\r\n\r\n\r\n", 400},
                    RefusalCase{"another version", "GET / HTTP/2.0\r\n\r\n", 505},
                    RefusalCase{"long line", "GET /" + std::string(100, 'a') + " HTTP/1.1\r\n", 414},
                    RefusalCase{"long line without an end", std::string(200, 'a'), 414},
                    RefusalCase{"long field", get + "A: " + std::string(300, 'a'), 431},
                    RefusalCase{"many fields", get + "A:1\r\nA:1\r\nA:1\r\nA:1\r\nA:1\r\nA:1\r\n\r\n", 431}));

// RFC 9112 sections 6.1 and 6.3: where a request ends must be beyond doubt.
INSTANTIATE_TEST_SUITE_P(
    Smuggling, Refusals,
    testing::Values(
        RefusalCase{"length and coding", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                    400},
        RefusalCase{"coding and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
                    400},
        RefusalCase{"identity and length", post + "Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\n",
                    400},
        RefusalCase{"two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\n", 400},
        RefusalCase{"a list of lengths", post + "Content-Length: 3, 4\r\n\r\n", 400},
        RefusalCase{"negative length", post + "Content-Length: -3\r\n\r\n", 400},
        RefusalCase{"signed length", post + "Content-Length: +3\r\n\r\n", 400},
        RefusalCase{"enormous length", post + "Content-Length: 99999999999999999999999\r\n\r\n", 400},
        RefusalCase{"coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        RefusalCase{"unknown coding", post + "Transfer-Encoding: gzip\r\n\r\n", 501},
        RefusalCase{"chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n", 501},
        RefusalCase{"chunked in two fields",
                    post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n", 400},
        RefusalCase{"above the limit", post + "Content-Length: 1001\r\n\r\n", 413},
        RefusalCase{"unknown expectation", post + "Expect: miracles\r\n\r\n", 417}));

TEST(RequestParser, KeepsTheLineOfARefusedRequestForTheLog) {
  RequestParser parser(limits());
  ASSERT_FALSE(parser.read_head("GET / HTTP/9.9\r\n\r\n"));
  EXPECT_EQ(parser.head().request_line, "GET / HTTP/9.9");
  parser.reset();
  ASSERT_FALSE(parser.read_head("BAD\nLINE"));
  EXPECT_THAT(std::string(parser.head().request_line), testing::StartsWith("BAD"));
}

TEST(RequestParser, BodyOfAKnownLength) {
  const auto text = post + "Content-Length: 5\r\n\r\nhelloGET";
  EXPECT_EQ(body_of(text, 1), "hello + GET");
  EXPECT_EQ(body_of(text, 100), "hello + GET");
  EXPECT_EQ(body_of(post + "Content-Length: 5\r\n\r\nhel", 2), "hel (cut)");
}

TEST(RequestParser, ChunkedBody) {
  const auto text =
      post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n!\r\n0\r\nTrailer: t\r\n\r\nGET";
  EXPECT_EQ(body_of(text, 1), "hello! + GET");
  EXPECT_EQ(body_of(text, 7), "hello! + GET");
  EXPECT_EQ(body_of(text, 1000), "hello! + GET");
}

TEST(RequestParser, RefusesBrokenChunks) {
  const auto start = post + "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(body_of(start + "zz\r\n", 100), "refused 400");
  EXPECT_EQ(body_of(start + "5\r\nhelloX\r\n0\r\n\r\n", 100), "refused 400");
  EXPECT_EQ(body_of(start + "ffffffffffffffffff\r\n", 100), "refused 400");
  EXPECT_EQ(body_of(start + "7d0\r\n", 100), "refused 413");
}

TEST(Method, NamesAreCaseSensitive) {
  EXPECT_EQ(method_named("GET"), Method::get);
  EXPECT_EQ(method_named("get"), Method::unknown);
  EXPECT_EQ(method_named("PATCH"), Method::known);
  EXPECT_EQ(method_named("BREW"), Method::unknown);
}

}  // namespace
}  // namespace refd::http
