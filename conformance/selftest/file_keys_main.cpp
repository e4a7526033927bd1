// cts-file-keys: the keys of the files that the suite reads, as JSON. ci/docs makes the manual's reference of
// them.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "target/file_keys.h"
#include "verdict/expectation_keys.h"

namespace {

nlohmann::ordered_json rows(const cts::AskedKeys& keys) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const cts::AskedKey& key : keys)
    all.push_back({{"table", key.table},
                   {"key", key.key},
                   {"kind", key.kind},
                   {"range", key.range},
                   {"default", key.standard},
                   {"required", key.required}});
  return all;
}

}  // namespace

int main() {
  const nlohmann::ordered_json files{{"target", rows(cts::target_keys())},
                                     {"profile", rows(cts::profile_keys())},
                                     {"expectations", rows(cts::expectation_keys())}};
  fmt::print("{}\n", files.dump(1));
}
