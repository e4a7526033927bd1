#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/http_checks.h"
#include "client/http_client.h"
#include "picture/digit_reader.h"
#include "picture/picture.h"

namespace cts {

class Context;

namespace resource {
inline constexpr std::string_view counter = "counter";
}

/// The counter of a page of the site, as its visitors see it. Used like a Place: what cannot be prepared
/// makes the scenario inconclusive. The scenario holds resource::counter.
///
/// A counter cannot be put back, and what it shows is not known beforehand. So it is first taught to be read:
/// visits of two addresses in turn count it up by ten and some, whatever it was, and show every digit.
class CounterPage {
 public:
  explicit CounterPage(Context& context) : context_(context) {}

  /// "df=example.jp&md=7&dd=A": the settings that a customer writes, for his own domain and the first design.
  std::string settings(unsigned digits) const;
  /// With the most digits, which any number fits into.
  std::string settings() const;
  /// The URL of the picture for these settings.
  std::string url(std::string_view query) const;
  /// The URL of a page of the site, as browsers tell it in Referer.
  std::string page_url() const;

  /// What a browser on a page of the site gets, seen from a vantage point.
  HttpReply visit(unsigned from, std::string_view query) {
    return visit(from, query, {{"Referer", page_url()}});
  }
  /// With other headers; none of its own.
  HttpReply visit(unsigned from, std::string_view query, const HttpHeaders& headers);
  /// The picture of such a visit; inconclusive without one.
  Picture picture(unsigned from, std::string_view query);

  /// Learns the digits of the first design. That takes promises, which are judged by the way: CTR-3, a digit
  /// more makes the picture wider, and CTR-9, another address counts one and a reload counts none. When they
  /// are not kept the body is left here. The scenario names both clauses, and has two vantage points.
  void learn_digits();

  /// "0001024"; none when it is no picture, or one of something else. After learn_digits().
  std::optional<std::string> text_in(const HttpReply& reply) const;
  /// As far as digits can be found in it: "11.48." for a clock. Empty when it is no picture.
  std::string digits_in(const HttpReply& reply) const;
  /// The number that a visit shows; inconclusive when it shows none.
  std::uint64_t number(unsigned from, std::string_view query);
  std::uint64_t number(unsigned from) { return number(from, settings()); }
  /// For people and reports: "the number 0001024", "eights", "404 …", "a picture without a number".
  std::string told(const HttpReply& reply) const;

 private:
  HttpClient& browser(unsigned from);
  DigitGeometry learn_geometry();

  Context& context_;
  std::map<unsigned, HttpClient> browsers_;
  std::optional<DigitReader> reader_;
};

/// What somebody is shown who is not to count: a picture of eights, of something else than a number, or an
/// error status.
class RefusedMatcher {
 public:
  using is_gtest_matcher = void;
  explicit RefusedMatcher(const CounterPage& page) : page_(page) {}
  bool MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  const CounterPage& page_;
};
inline RefusedMatcher ShowsNoNumber(const CounterPage& page) {
  return RefusedMatcher(page);
}

/// ShowsDigits(page, "0001024").
class DigitsMatcher {
 public:
  using is_gtest_matcher = void;
  DigitsMatcher(const CounterPage& page, std::string text) : page_(page), text_(std::move(text)) {}
  bool MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  const CounterPage& page_;
  std::string text_;
};
inline DigitsMatcher ShowsDigits(const CounterPage& page, std::string text) {
  return {page, std::move(text)};
}

/// `number` with zeros in front, as many as it takes for `digits`.
std::string with_zeros(std::uint64_t number, unsigned digits);

/// Sees that what `what` tells counted nothing: the first vantage point, which was the last to count, still
/// sees `number`. Judged against `clause`.
void expect_not_counted(Context& context, CounterPage& page, std::string_view clause, std::string_view what,
                        std::uint64_t number);
/// And that the counter goes on: the second vantage point counts one.
void expect_goes_on(Context& context, CounterPage& page);

}  // namespace cts
