#pragma once

#include <string_view>

namespace cts {

/// Writes down what a run is about to create on the target, before it does, so that a killed run can be
/// cleaned up. The runner keeps it on disk; tests keep it in memory.
class Footprint {
 public:
  Footprint() = default;
  Footprint(const Footprint&) = delete;
  Footprint& operator=(const Footprint&) = delete;
  virtual ~Footprint() = default;

  /// `path`, a file or directory (with all below it) on the target, absolute as FTP names it, is about to
  /// exist; or letters are about to come into a mailbox (mailbox_footprint()). Durable on return.
  virtual void about_to_create(std::string_view path) = 0;
  /// It has been removed, and a listing has shown that.
  virtual void removed(std::string_view path) = 0;
};

}  // namespace cts
