#pragma once

#include <string>
#include <vector>

namespace cts {

/// A key of a file, as its reader asked for it. Of these the manual's reference is made.
struct AskedKey {
  std::string table;  ///< "cgi.programs"; empty at the top of the file
  std::string key;
  std::string kind;      ///< "text", "size", "seconds", …
  std::string range;     ///< "1…100"; empty: none
  std::string standard;  ///< what stands when the key is absent; empty: nothing
  bool required = false;
};
using AskedKeys = std::vector<AskedKey>;

}  // namespace cts
