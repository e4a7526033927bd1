#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace reports {

/// One of `count` equal parts of the scenarios; `number` from 1.
struct Shard {
  std::size_t number = 1;
  std::size_t count = 1;
};

/// "2/3", as RunOptions::shard has it; nullopt when that is no shard.
std::optional<Shard> parse_shard(std::string_view text);

}  // namespace reports
