#include "scenario/counter/counter_page.h"

#include <algorithm>
#include <utility>

#include "check/http_checks.h"
#include "client/transcript.h"
#include "scenario/context.h"

namespace cts {

using testing::Eq;

std::string with_zeros(std::uint64_t number, unsigned digits) {
  std::string text = std::to_string(number);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return text;
}

std::string CounterPage::settings(unsigned digits) const {
  return "df=" + context_.target().domain.name + "&md=" + std::to_string(digits) +
         "&dd=" + context_.profile().counter.designs.front();
}

std::string CounterPage::settings() const {
  return settings(context_.profile().counter.most_digits);
}

std::string CounterPage::url(std::string_view query) const {
  return context_.profile().counter.path + "?" + std::string(query);
}

std::string CounterPage::page_url() const {
  return "http://" + context_.target().web.host + "/";
}

HttpClient& CounterPage::browser(unsigned from) {
  const auto found = browsers_.find(from);
  return found != browsers_.end() ? found->second : browsers_.emplace(from, context_.web(from)).first->second;
}

HttpReply CounterPage::visit(unsigned from, std::string_view query, const HttpHeaders& headers) {
  return browser(from).send(
      {.target = url(query), .headers = headers, .take_at_most = largest_picture_file + 1});
}

Picture CounterPage::picture(unsigned from, std::string_view query) {
  const HttpReply reply = visit(from, query);
  context_.need("the counter answers", reply, Status(200));
  DecodedPicture decoded = decode_picture(reply.body);
  context_.need("what it answers is a picture", decoded.problem, Eq(std::string()));
  return std::move(*decoded.picture);
}

DigitGeometry CounterPage::learn_geometry() {
  const unsigned most = context_.profile().counter.most_digits;
  const Picture fewer = picture(0, settings(most - 1));
  const Picture more = picture(0, settings(most));
  const auto geometry = geometry_of(fewer, more, most - 1);
  context_.expect_for("CTR-3", "with one digit more the picture is wider by one digit",
                      geometry ? std::string()
                               : std::to_string(fewer.width) + " and " + std::to_string(more.width) +
                                     " pixels wide, for " + std::to_string(most - 1) + " and " +
                                     std::to_string(most) + " digits",
                      Eq(std::string()));
  if (!geometry) context_.stop_inconclusive("what the counter shows cannot be taken apart into digits");
  return *geometry;
}

void CounterPage::learn_digits() {
  // Visitors of the real site may come in between and spoil a lesson.
  constexpr int lessons = 3;
  const DigitGeometry geometry = learn_geometry();
  std::string why;
  for (int lesson = 0; lesson < lessons && !reader_; ++lesson) {
    // The last one to be seen is the first vantage point, for whom all later looks are reloads.
    std::vector<Picture> seen;
    for (unsigned i = 0; i <= 10; ++i) seen.push_back(picture(i % 2, settings()));
    reader_ = DigitReader::taught_by(geometry, seen, why);
  }
  if (reader_) why.clear();
  context_.expect_for("CTR-9", "each visit from another address than the last one counts one", why,
                      Eq(std::string()));
  if (!reader_) context_.stop_inconclusive("the digits cannot be learned from a counter that does not count");
  const std::uint64_t before = number(0);
  if (!context_.expect_for("CTR-9", "a reload from the same address counts nothing", number(0), Eq(before)))
    context_.stop_inconclusive("whether something counts cannot be seen where every look counts");
}

std::optional<std::string> CounterPage::text_in(const HttpReply& reply) const {
  if (!reader_ || reply.status != 200 || !reply.problem.empty()) return std::nullopt;
  const DecodedPicture decoded = decode_picture(reply.body);
  return decoded.picture ? reader_->read(*decoded.picture) : std::nullopt;
}

std::string CounterPage::digits_in(const HttpReply& reply) const {
  const DecodedPicture decoded = decode_picture(reply.body);
  return reader_ && decoded.picture ? reader_->digits_among_others(*decoded.picture) : std::string();
}

std::uint64_t CounterPage::number(unsigned from, std::string_view query) {
  const HttpReply reply = visit(from, query);
  const auto text = text_in(reply);
  // Twenty digits might not fit.
  if (!text || text->size() > 19) context_.stop_inconclusive("the counter shows no number: " + told(reply));
  return std::stoull(*text);
}

std::string CounterPage::told(const HttpReply& reply) const {
  if (reply.status != 200 || !reply.problem.empty()) return testing::PrintToString(reply);
  if (const auto text = text_in(reply)) return "the number " + *text;
  const DecodedPicture decoded = decode_picture(reply.body);
  return decoded.picture ? testing::PrintToString(*decoded.picture) + " without a number" : decoded.problem;
}

bool RefusedMatcher::MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const {
  if (reply.status == 0) return false;
  *listener << page_.told(reply);
  const auto text = page_.text_in(reply);
  if (text) return std::all_of(text->begin(), text->end(), [](char digit) { return digit == '8'; });
  return reply.status >= 400 || decode_picture(reply.body).picture.has_value();
}

void RefusedMatcher::DescribeTo(std::ostream* out) const {
  *out << "a picture of eights or of no number, or an error status";
}
void RefusedMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "a picture of a number";
}

bool DigitsMatcher::MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const {
  *listener << page_.told(reply);
  return page_.text_in(reply) == text_;
}

void DigitsMatcher::DescribeTo(std::ostream* out) const {
  *out << "a picture of the digits " << text_;
}
void DigitsMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "anything but a picture of the digits " << text_;
}

void expect_not_counted(Context& context, CounterPage& page, std::string_view clause, std::string_view what,
                        std::uint64_t number) {
  context.expect_for(clause, std::string(what) + " counts nothing", page.number(0), Eq(number));
}

void expect_goes_on(Context& context, CounterPage& page) {
  const std::uint64_t number = page.number(0);
  context.expect_for("CTR-9", "the counter goes on: another address counts one", page.number(1),
                     Eq(number + 1));
}

}  // namespace cts
