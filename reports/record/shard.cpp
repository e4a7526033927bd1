#include "reports/record/shard.h"

#include <charconv>

namespace reports {

std::optional<Shard> parse_shard(std::string_view written) {
  const std::size_t slash = written.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto number_of = [](std::string_view digits) -> std::size_t {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? number : 0;
  };
  const Shard shard{number_of(written.substr(0, slash)), number_of(written.substr(slash + 1))};
  if (shard.number == 0 || shard.number > shard.count) return std::nullopt;
  return shard;
}

}  // namespace reports
