#include <algorithm>
#include <array>

#include "counter/counter_query.h"
#include "counter/visitor.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"

namespace refd {
namespace {

using fuzzing::require;
using fuzzing::require_same;

// Every octet as %XX.
std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    out.append("%").append(1, digits[octet >> 4U]).append(1, digits[octet & 15U]);
  }
  return out;
}

void check_query(std::string_view text) {
  const CounterPolicy policy;
  const auto [query, mistake] = understand_counter_query(text, policy);
  if (mistake) {
    require(!mistake->reason.empty() && mistake->reason.size() < 120,
            "a mistake is told in a short sentence");
    return;
  }
  require(text.size() <= 2047, "a query keeps to the limit");
  require(query.design >= 'A' && query.design <= 'E', "a design is one of five", text);
  if (query.display != CounterQuery::Display::counter) return;
  require(query.digits >= policy.fewest_digits && query.digits <= policy.most_digits,
          "digits are from 5 to 10", text);
  // Written anew, in another order, with other letters.
  std::string again = "DD=" + std::string(1, query.design) + "|md=" + std::to_string(query.digits);
  if (query.domain) again += "%7CDf=" + escaped(*query.domain);
  if (query.start) again += "&sT=" + std::to_string(*query.start);
  if (again.size() > 2047) return;
  const auto understood = understand_counter_query(again, policy);
  require(!understood.mistake, "a query that is written is one", again);
  require(understood.query.domain == query.domain && understood.query.digits == query.digits &&
              understood.query.design == query.design && understood.query.start == query.start,
          "a query that is written is the same", again);
}

// CTR-10: whoever is taken for ours by a browser, and only they.
template <bool ends_at_colon>
void check_referer(std::string_view text) {
  const auto host = referring_host(text);
  std::string seen = host.value_or("");
  if (ends_at_colon)
    seen = text.starts_with("http://") ? std::string(text.substr(7, text.find_first_of(":/", 7) - 7)) : "";
  if (seen.empty()) return;
  require(seen.find_first_of(std::string_view("\r\n\0/ @\\?#\"<>", 12)) == std::string::npos,
          "a host is a name", seen);
  const auto authority = text.substr(text.find("//") + 2);
  const auto plain = authority.substr(0, authority.find_first_of("/?#"));
  require(plain.find('@') == std::string_view::npos, "user information makes it nobody's", text);
  require(text.starts_with("http") || text.starts_with("HTTP") || text.find(':') <= 5,
          "a referring page has a URL", text);
  if (host) {
    const auto again =
        referring_host("https://" + (host->find(':') == std::string::npos ? *host : "[" + *host + "]") + "/");
    require(again.has_value(), "a host that is written is one", *host);
    require_same(*again, *host, "a host that is written is the same");
  }
}

void check_visitor(std::string_view text) {
  const auto address = canonical_address(text);
  if (address) {
    require(address->find_first_not_of("0123456789abcdef.:") == std::string::npos, "an address is plain",
            *address);
    require_same(canonical_address(*address).value_or("none"), *address, "a canonical address is its own");
  }
  const std::vector<std::string> proxies{"192.0.2.1", "2001:db8::1"};
  require_same(visitor_address("198.51.100.7", text, proxies), "198.51.100.7",
               "who is no proxy speaks for nobody");
  const auto visitor = visitor_address("192.0.2.1", text, proxies);
  require_same(canonical_address(visitor).value_or("none"), visitor, "a visitor is an address");
}

}  // namespace
}  // namespace refd

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd;
  static const std::array table{
      Target{.name = "counter.query", .check = check_query, .longest = 2100},
      Target{.name = "counter.referer",
             .check = check_referer<false>,
             .longest = 600,
             .with_a_mistake = check_referer<true>},
      Target{.name = "counter.visitor", .check = check_visitor, .longest = 300},
  };
  return table;
}
