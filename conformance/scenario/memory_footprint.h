#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/footprint.h"

namespace cts {

/// A footprint for tests.
class MemoryFootprint : public Footprint {
 public:
  void about_to_create(std::string_view path) override {
    history.push_back("+ " + std::string(path));
    present.emplace_back(path);
  }
  void removed(std::string_view path) override {
    history.push_back("- " + std::string(path));
    std::erase(present, path);
  }

  std::vector<std::string> present;  ///< announced and not removed
  std::vector<std::string> history;  ///< "+ /web/x", "- /web/x", in order
};

}  // namespace cts
