#include "scenario/ftp/reading.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "check/listing.h"
#include "scenario/context.h"

namespace cts {
namespace {

std::optional<std::uint64_t> number_in(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view without_code(const FtpReply& reply) {
  if (reply.lines.empty() || reply.lines.front().size() < 4) return {};
  return trimmed(std::string_view(reply.lines.front()).substr(4));
}

}  // namespace

std::optional<std::string> quoted_path(const FtpReply& reply) {
  if (reply.code != 257 || reply.lines.empty()) return std::nullopt;
  const std::string& line = reply.lines.front();
  const std::size_t start = line.find('"');
  if (start == std::string::npos) return std::nullopt;
  std::string path;
  for (std::size_t i = start + 1; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (i + 1 == line.size() || line[i + 1] != '"') return path;
      ++i;
    }
    path.push_back(line[i]);
  }
  return std::nullopt;
}

std::string working_directory(FtpClient& ftp) {
  const FtpReply reply = ftp.command("PWD");
  if (std::optional<std::string> path = quoted_path(reply)) return *path;
  return reply.lines.empty() ? reply.problem : reply.lines.front();
}

std::optional<std::uint64_t> size_told(const FtpReply& reply) {
  return reply.code == 213 ? number_in(without_code(reply)) : std::nullopt;
}

std::optional<std::chrono::sys_seconds> time_told(const FtpReply& reply) {
  if (reply.code != 213) return std::nullopt;
  std::string_view text = without_code(reply);
  text = text.substr(0, text.find('.'));
  if (text.size() != 14) return std::nullopt;
  const auto date_part = number_in(text.substr(0, 8));
  const auto clock_part = number_in(text.substr(8));
  if (!date_part || !clock_part) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*date_part / 10000)),
                                         std::chrono::month(static_cast<unsigned>(*date_part / 100 % 100)),
                                         std::chrono::day(static_cast<unsigned>(*date_part % 100))};
  const std::uint64_t hour = *clock_part / 10000;
  const std::uint64_t minute = *clock_part / 100 % 100;
  const std::uint64_t second = *clock_part % 100;
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

bool announces(const FtpReply& features, std::string_view feature) {
  if (features.code != 211) return false;
  return std::ranges::any_of(features.lines, [&](std::string_view line) {
    line = trimmed(line);
    if (line.size() < feature.size() || (line.size() > feature.size() && line[feature.size()] != ' '))
      return false;
    return std::ranges::equal(line.substr(0, feature.size()), feature, [](unsigned char a, unsigned char b) {
      return std::toupper(a) == std::toupper(b);
    });
  });
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> names_in(FtpClient& ftp, std::string_view directory) {
  if (!ftp.command("CWD " + std::string(directory)).completed()) return {};
  if (const FtpTransfer bare = ftp.list("NLST"); bare.succeeded()) return parse_nlst(bare.data);
  const FtpTransfer unix_style = ftp.list("LIST");
  const Listing listing =
      unix_style.succeeded() ? parse_unix_list(unix_style.data) : parse_mlsd(ftp.list("MLSD").data);
  std::vector<std::string> names;
  for (const ListEntry& entry : listing.entries) names.push_back(entry.name);
  return names;
}

FtpTransfer fetched(Context& context, std::string_view name) {
  return context.place().session().download(context.place().path(name));
}

FtpTransfer stored(Context& context, std::string_view name, std::string_view data) {
  return context.place().session().upload(context.place().path(name), data);
}

}  // namespace cts
