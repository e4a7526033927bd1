#include "ftpaccess/access_release.h"

namespace refd {

Result<std::string> AccessRelease::disable(const std::string& directory) {
  constexpr int most_names = 99;
  const auto place = TreePath::resolve({}, directory);
  if (!place) return place.error();
  const std::lock_guard lock(one_at_a_time_);
  const auto file = place->child(".ftpaccess");
  if (const auto there = files_.real_place(file); !there) return there.error();
  for (int number = 1; number <= most_names; ++number) {
    const auto suffix = number == 1 ? std::string() : "." + std::to_string(number);
    const auto other = place->child(".ftpaccess.disabled" + suffix);
    if (const auto taken = files_.real_place(other)) continue;
    if (const auto renamed = files_.rename(file, other); !renamed) return renamed.error();
    return other.text();
  }
  return system_error(EEXIST);
}

}  // namespace refd
