#include "http/conditions.h"

#include <charconv>

#include "http/http_date.h"
#include "http/text.h"

namespace refd::http {

namespace {

enum class Comparison { strong, weak };

void append_hex(std::uint64_t value, std::string& out) {
  char digits[16];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value, 16).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

// Whether the list of entity tags holds `etag`. A comma inside the quotes belongs to the tag.
bool lists_tag(std::string_view list, std::string_view etag, Comparison comparison) {
  list = trimmed(list);
  if (list == "*") return true;
  while (!list.empty()) {
    const bool is_weak = list.starts_with("W/");
    if (is_weak) list.remove_prefix(2);
    if (!list.starts_with('"')) return false;
    const auto close = list.find('"', 1);
    if (close == std::string_view::npos) return false;
    const auto tag = list.substr(0, close + 1);
    if (tag == etag && !(is_weak && comparison == Comparison::strong)) return true;
    list = list.substr(close + 1);
    const auto next = list.find_first_not_of(" \t,");
    list = next == std::string_view::npos ? std::string_view() : list.substr(next);
  }
  return false;
}

}  // namespace

Validators validators_of(std::uint64_t inode, std::uint64_t size, std::chrono::nanoseconds modified,
                         std::chrono::system_clock::time_point now) {
  Validators result;
  result.etag.reserve(52);
  result.etag += '"';
  append_hex(inode, result.etag);
  result.etag += '-';
  append_hex(size, result.etag);
  result.etag += '-';
  append_hex(static_cast<std::uint64_t>(modified.count()), result.etag);
  result.etag += '"';
  const std::chrono::sys_seconds changed(std::chrono::floor<std::chrono::seconds>(modified));
  result.last_modified = std::min(changed, std::chrono::floor<std::chrono::seconds>(now));
  return result;
}

Condition evaluate_conditions(const RequestHead& request, const Validators& validators) {
  const bool reads = request.method == Method::get || request.method == Method::head;
  if (const auto tags = request.combined("If-Match")) {
    if (!lists_tag(*tags, validators.etag, Comparison::strong)) return Condition::failed;
  } else if (const auto field = request.field("If-Unmodified-Since")) {
    const auto since = parse_http_date(*field);
    if (since && validators.last_modified > *since) return Condition::failed;
  }
  if (const auto tags = request.combined("If-None-Match")) {
    if (lists_tag(*tags, validators.etag, Comparison::weak)) {
      return reads ? Condition::not_modified : Condition::failed;
    }
  } else if (const auto field = request.field("If-Modified-Since"); field && reads) {
    const auto since = parse_http_date(*field);
    if (since && validators.last_modified <= *since) return Condition::not_modified;
  }
  return Condition::proceed;
}

bool range_applies(const RequestHead& request, const Validators& validators) {
  const auto condition = request.field("If-Range");
  if (!condition) return true;
  if (condition->starts_with('"')) return *condition == validators.etag;
  if (condition->starts_with("W/")) return false;
  const auto date = parse_http_date(*condition);
  return date && *date == validators.last_modified;
}

}  // namespace refd::http
