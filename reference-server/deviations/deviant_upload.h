#pragma once

#include <functional>
#include <memory>
#include <string>

#include "deviations/deviations.h"
#include "files/file_tree.h"

namespace refd {

/// An upload that goes wrong as the deviation says that was on when it began. `deviations` must outlive it.
class DeviantUpload final : public Upload {
 public:
  /// `old_content`: what is to stay behind the new content where uploads_keep_the_old_tail is on; its octets
  /// count from the start of the old file. `on_no_room` is called when there is no room for more.
  DeviantUpload(std::unique_ptr<Upload> kept, std::string old_content, std::function<void()> on_no_room,
                const Deviations& deviations);
  Result<void> write(std::span<const char> octets) override;
  Result<void> commit() override;

 private:
  std::unique_ptr<Upload> kept_;
  const std::string old_content_;
  const std::function<void()> on_no_room_;
  const Deviations& deviations_;
  const Effects& effects_;
  std::uint64_t written_ = 0;
};

}  // namespace refd
