// refd-file-keys: the keys of the files that the reference server reads, as JSON. ci/docs makes the manual's
// reference of them.

#include <iostream>

#include <nlohmann/json.hpp>

#include "config/site_keys.h"

int main() {
  nlohmann::ordered_json site = nlohmann::ordered_json::array();
  for (const refd::AskedKey& key : refd::site_keys())
    site.push_back({{"table", key.table},
                    {"key", key.key},
                    {"kind", key.kind},
                    {"range", key.range},
                    {"default", key.standard},
                    {"required", key.required}});
  std::cout << nlohmann::ordered_json{{"site", site}}.dump(1) << "\n";
}
