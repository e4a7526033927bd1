#include "http/http_fuzz.h"

#include <algorithm>
#include <array>

#include "files/tree_path.h"
#include "fuzzing/target.h"
#include "http/byte_ranges.h"
#include "http/conditions.h"
#include "http/http_date.h"
#include "http/inside_urls.h"
#include "http/request_target.h"
#include "http/text.h"
#include "http/virtual_hosts.h"

namespace refd::http {
namespace {

using fuzzing::require;
using fuzzing::require_same;

void require_refusal(const Refusal& refusal) {
  require(refusal.status >= 400 && refusal.status <= 505, "a refusal has the status of one");
}

// Nothing in it that is a step of its own, so that whoever appends it to a root stays below that.
void require_below_root(std::string_view path) {
  require(path.starts_with('/'), "a path begins at the root", path);
  require(path.find('\0') == std::string_view::npos, "a path holds no NUL", path);
  require(path.find("//") == std::string_view::npos, "a path has no empty names", path);
  for (auto rest = path.substr(1);;) {
    const auto slash = rest.find('/');
    const auto name = rest.substr(0, slash);
    require(name != "." && name != "..", "a path climbs nowhere", path);
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
}

void check_path(std::string_view encoded) {
  const auto path = understand_path(encoded);
  if (!path) return require_refusal(path.error());
  require_below_root(path->text);
  require(path->names_directory == path->text.ends_with('/'), "a directory's path ends in a slash",
          path->text);
  const auto again = encoded_path(path->text);
  require(std::all_of(again.begin(), again.end(), [](char c) { return c > ' ' && c <= '~'; }),
          "a path is written in printable octets", again);
  require(again.find_first_of("\"<>\\^`{|}?#") == std::string::npos, "a path that is written is no markup",
          again);
  const auto understood = understand_path(again);
  require(understood.has_value(), "a path that is written is a path", again);
  require_same(understood->text, path->text, "a path that is written is the same");
  const auto place = TreePath::resolve({}, path->text);
  if (place && !path->names_directory)
    require_same(place->text(), path->text, "a path is a place in the tree");
}

// What a page asks the server for: the page's own path, then the name of a file beside it, or a URL.
void check_inside(std::string_view text) {
  const auto line_end = std::min(text.find('\n'), text.size());
  const auto page = understand_path("/" + std::string(text.substr(0, line_end)));
  if (!page) return;
  const RequestHead head;
  const Ends ends;
  const ResolvedRequest from{head, ends, "www.example.test", page->text, "", "", {}};
  const auto directory = page->text.substr(0, page->text.rfind('/') + 1);
  const auto name = text.substr(std::min(line_end + 1, text.size()));
  if (const auto url = url_of_file(from, name); !url.empty()) {
    require(url.starts_with('/') && url.find_first_of("?#\r\n ") == std::string::npos,
            "a file's URL is a path", url);
    if (const auto path = understand_path(url))
      require(path->text.starts_with(directory), "a file lies in the page's directory, or below", path->text);
  }
  const auto url = url_seen_from(from, name);
  require(url.empty() == name.empty() && (url.empty() || url.front() == '/'), "a URL begins at the root",
          url);
}

// As if an escape were understood once more.
void check_path_decoded_twice(std::string_view encoded) {
  const auto path = understand_path(encoded);
  if (!path) return;
  std::string twice = path->text;
  for (auto at = twice.find("%2e"); at != std::string::npos; at = twice.find("%2e"))
    twice.replace(at, 3, ".");
  require_below_root(twice);
}

void check_target(std::string_view text) {
  for (const auto method : {Method::get, Method::options, Method::connect, Method::unknown}) {
    const auto target = understand_target(method, text);
    if (!target) {
      require_refusal(target.error());
      continue;
    }
    if (target->is_asterisk) {
      require(method == Method::options && text == "*", "only OPTIONS asks for all", text);
      continue;
    }
    require(target->path.starts_with('/'), "a target's path begins at the root", text);
    require(target->path.find_first_of("?#") == std::string_view::npos, "a path ends before the query", text);
    require(target->has_query || target->query.empty(), "what is no query is empty", text);
    std::string whole(target->path);
    if (target->has_query) whole.append("?").append(target->query);
    require(text.ends_with(whole) || (target->path == "/" && text.ends_with(target->authority)) ||
                target->has_query,
            "a target is what was asked for", text);
  }
}

void check_host(std::string_view text) {
  const auto host = understand_host(text);
  static const VirtualHosts hosts("Example.jp", {"other.example"}, "vs1.example.net");
  if (!host) return require_refusal(host.error());
  require(host->text.find_first_of(std::string_view("\r\n \t\0\"<>@/?#\\", 13)) == std::string_view::npos,
          "a host can stand in a field and in a page", text);
  require(text.find(host->text) != std::string_view::npos, "a host is what was asked for", text);
  const auto again = understand_host(host->text);
  require(again && again->name == host->name, "a host that is written is the same", host->text);
  const auto match = hosts.match(host->name, false);
  require(match != VirtualHosts::Match::case_only, "case matters only where it should", text);
  std::string capitals(host->name);
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  require(hosts.match(capitals, false) == match, "a host's case does not matter", text);
}

void check_range(std::string_view text) {
  for (const std::uint64_t size :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, std::uint64_t{1} << 62U}) {
    const auto request = understand_range(text, size);
    require((request.kind == RangeRequest::Kind::parts) == !request.ranges.empty(),
            "parts are asked for or not", text);
    require(request.ranges.size() <= most_ranges, "ranges are not too many", text);
    std::uint64_t sum = 0;
    for (const auto& range : request.ranges) {
      require(range.length > 0 && range.first < size && range.length <= size - range.first,
              "a range is of the file", text);
      require(range.length <= size - sum, "ranges ask for no more than the file", text);
      sum += range.length;
    }
  }
}

void check_date(std::string_view text) {
  const auto time = parse_http_date(text);
  // The clock that dates are printed from goes from 1678 to 2262.
  if (!time || std::chrono::abs(time->time_since_epoch()) > std::chrono::seconds(9'000'000'000)) return;
  const auto written = http_date(*time);
  const auto again = parse_http_date(written);
  require(again.has_value(), "a date that is written is a date", written);
  require(*again == *time, "a date that is written is the same", written);
  std::string log;
  append_log_time(*time, log);
  require(log.size() == 26 || log.size() == 27, "a log's time has its length", log);
}

// The four conditional fields, one a line; what is no such field is left out.
void check_conditions(std::string_view text) {
  RequestHead head;
  head.method = Method::get;
  for (auto rest = text; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && head.fields.size() < 100)
      head.fields.push_back({line.substr(0, colon), trimmed(line.substr(colon + 1))});
  }
  const auto modified = std::chrono::sys_seconds(std::chrono::seconds(1'795'387'894));
  const auto validators =
      validators_of(7, 1000, modified.time_since_epoch(), modified + std::chrono::hours(1));
  const auto condition = evaluate_conditions(head, validators);
  (void)range_applies(head, validators);
  const auto none = head.field("If-None-Match");
  if (head.fields.empty()) require(condition == Condition::proceed, "who asks without a condition gets it");
  if (head.fields.size() == 1 && none && (*none == "*" || *none == validators.etag))
    require(condition == Condition::not_modified, "who has it gets none", text);
  if (condition == Condition::not_modified)
    require(none || head.field("If-Modified-Since"), "only who has something gets none", text);
  if (condition == Condition::failed)
    require(head.field("If-Match") || head.field("If-Unmodified-Since"), "only what was asked for fails",
            text);
}

}  // namespace
}  // namespace refd::http

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::http;
  static const std::array table{
      Target{.name = "http.conditions", .check = check_conditions, .longest = 600},
      Target{.name = "http.date", .check = check_date, .longest = 64},
      Target{.name = "http.host", .check = check_host, .longest = 300},
      Target{.name = "http.inside", .check = check_inside, .longest = 600},
      Target{.name = "http.log_line",
             .check = check_log_line,
             .longest = 1000,
             .with_a_mistake = check_log_line_to_the_first_quote},
      Target{.name = "http.path",
             .check = check_path,
             .longest = 600,
             .with_a_mistake = check_path_decoded_twice},
      Target{.name = "http.range", .check = check_range, .longest = 600},
      Target{.name = "http.request",
             .check = check_requests,
             .longest = 8192,
             .with_a_mistake = check_smuggling},
      Target{.name = "http.target", .check = check_target, .longest = 600},
  };
  return table;
}
