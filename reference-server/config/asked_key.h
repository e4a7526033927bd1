#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace refd {

/// A key of a site file, as its reader asked for it. Of these the manual's reference is made.
struct AskedKey {
  std::string table;  ///< "limits.ftp"; empty at the top of the file
  std::string key;
  std::string kind;      ///< "text", "texts", "flag", "integer", "integers", "seconds", "table", "tables"
  std::string range;     ///< "1…1000"; empty: none
  std::string standard;  ///< what stands when the key is absent; empty where the reader does not know it
  bool required = false;
};
using AskedKeys = std::vector<AskedKey>;

}  // namespace refd
