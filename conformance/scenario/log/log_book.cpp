#include "scenario/log/log_book.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "check/gzip.h"
#include "client/crowd.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/patience.h"

namespace cts {
namespace {

// With it a request line stays below the 8,190 octets that Apache httpd takes.
constexpr std::size_t padding_octets = 7'500;
constexpr unsigned visits_between_looks = 10;

}  // namespace

LogBook::LogBook(Context& context)
    : context_(context), ftp_(context.ftp()), web_(context.web()), mark_("visit-" + context.unique() + "-") {
  ftp_.command("TYPE I");
  // Without this every scenario would wait as long for each thing that it looks for.
  context_.need("the log shows the accesses, and can be read", await(visit()), testing::Eq(true));
}

unsigned LogBook::visit_with(std::string_view padding) {
  const unsigned number = ++visits_;
  // The final dot ends the number: 1 is not found in 12.
  const HttpReply reply = web_.get("/?" + mark_ + std::to_string(number) + "." + std::string(padding));
  context_.need("the site answers", reply.status, testing::Ge(200));
  return number;
}

unsigned LogBook::visit() {
  return visit_with("");
}

unsigned LogBook::long_visit() {
  return visit_with(std::string(padding_octets, 'x'));
}

void LogBook::long_visits_together(unsigned visitors) {
  const Target& target = context_.target();
  const VantagePoint& point = target.vantage_points.front();
  const std::vector<Dial> dials(
      visitors, {target.web.host, target.web.address, target.web.port, point.bind, point.proxy});
  const std::string address =
      "/?" + mark_ + std::to_string(++visits_) + "." + std::string(padding_octets, 'x');
  const auto replies =
      send_together(dials, {target.timeouts.connect, target.timeouts.reply, target.timeouts.transfer},
                    {.target = address}, context_.transcript());
  const bool answers =
      std::any_of(replies.begin(), replies.end(), [](const HttpReply& reply) { return reply.status >= 200; });
  context_.need("the site answers visitors who come together", answers, testing::Eq(true));
}

bool LogBook::was_rotated() {
  const auto newest = generation(1);
  if (!newest) return false;
  const std::vector<unsigned> found = visits_in(*newest);
  const unsigned latest = found.empty() ? 0 : *std::max_element(found.begin(), found.end());
  if (latest <= set_aside_) return false;
  set_aside_ = latest;
  return true;
}

bool LogBook::fill(std::uint64_t octets) {
  // Twice as many as it would take: others may make the log rotate meanwhile.
  std::uint64_t left = 2 * (octets / padding_octets + visits_between_looks);
  const unsigned before = set_aside_;
  std::uint64_t last_size = 0;
  for (std::uint64_t now = size(); now < octets; now = size()) {
    // Some servers rotate at the visit that makes the log full, and it is never seen so.
    if (now < last_size && seen_within(context_.target().timeouts.reply, [&] { return was_rotated(); }))
      break;
    last_size = now;
    for (unsigned i = 0; i < visits_between_looks; ++i) long_visit();
    if (left < visits_between_looks) {
      // The server may be behind with its writing.
      if (!seen_within(context_.target().timeouts.reply, [&] { return size() >= octets || was_rotated(); }))
        return false;
      break;
    }
    left -= visits_between_looks;
  }
  rotated_by_size_ = set_aside_ > before;
  visit();
  return true;
}

void LogBook::let_a_day_pass() {
  context_.move_clock(std::chrono::hours(24 * ++days_));
}

bool LogBook::rotate() {
  const auto since = std::chrono::steady_clock::now();
  bool rotated = std::exchange(rotated_by_size_, false);
  if (!rotated) {
    let_a_day_pass();
    rotated = seen_within(context_.target().timeouts.reply, [&] { return was_rotated(); });
  }
  last_rotation_ = std::chrono::steady_clock::now() - since;
  return rotated;
}

std::uint64_t LogBook::size() {
  if (const auto told = size_told(ftp_.command("SIZE " + context_.profile().log.file))) return *told;
  return text().size();
}

std::string LogBook::text() {
  const FtpTransfer log = ftp_.download(context_.profile().log.file);
  return log.succeeded() ? log.data : "";
}

std::string LogBook::generation_name(unsigned number) const {
  return context_.profile().log.file + "." + std::to_string(number) + ".gz";
}

std::optional<std::string> LogBook::generation(unsigned number) {
  const FtpTransfer file = ftp_.download(generation_name(number));
  if (!file.succeeded()) return std::nullopt;
  return gunzipped(file.data);
}

std::vector<std::string> LogBook::names() {
  const std::string& file = context_.profile().log.file;
  return names_in(ftp_, file.substr(0, file.rfind('/') + 1));
}

bool LogBook::holds(std::string_view text, unsigned number) const {
  return text.find(mark_ + std::to_string(number) + ".") != std::string_view::npos;
}

std::vector<unsigned> LogBook::visits_in(std::string_view text) const {
  std::vector<unsigned> numbers;
  for (std::size_t at = text.find(mark_); at != std::string_view::npos; at = text.find(mark_, at)) {
    at += mark_.size();
    unsigned number = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), number);
    numbers.push_back(number);
  }
  return numbers;
}

bool LogBook::await(unsigned number) {
  return seen_within(context_.target().timeouts.reply, [&] { return holds(text(), number); });
}

}  // namespace cts
