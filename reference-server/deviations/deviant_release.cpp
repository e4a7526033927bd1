#include "deviations/deviant_release.h"

namespace refd {

Result<std::string> DeviantRelease::disable(const std::string& directory) {
  const auto& effects = deviations_.effects();
  if (effects.release_changes_nothing) {
    deviations_.note_acted();
    return directory;
  }
  auto renamed = kept_.disable(directory);
  if (renamed && effects.release_loses_the_text) {
    deviations_.note_acted();
    if (const auto path = TreePath::resolve({}, *renamed)) (void)files_.remove_file(*path);
  }
  return renamed;
}

}  // namespace refd
