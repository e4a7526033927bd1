#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runner/child_process.h"
#include "verdict/kill_verdict.h"

namespace cts {

/// The environment variables that a site file (TOML) has secrets read from, as often as they occur.
std::vector<std::string> secret_variables(const std::string& site_text);

/// A reference server of our own, with a state folder of its own, spoken to only as anybody would: by its
/// command line. What does not go as it should is thrown as std::runtime_error. One thread.
class ReferenceServer {
 public:
  struct Files {
    std::string program;  ///< hosting-refd
    std::string site;     ///< TOML
    std::string folder;   ///< exists; state, log and target file are made in it
  };
  /// Starts it and waits until it is ready.
  explicit ReferenceServer(Files files);

  /// For hosting-cts.
  std::string target_file() const;
  std::vector<KnownDeviation> deviations() const;
  /// Breaks it in one way; nothing else is broken then.
  void switch_on(const std::string& deviation) const;
  /// How often the deviation that is on has acted.
  std::size_t acted() const;
  void switch_off() const;
  int id() const { return process_->id(); }

 private:
  /// The desk's answer, JSON.
  std::string ask(std::vector<std::string> words) const;

  Files files_;
  std::unique_ptr<BackgroundProgram> process_;
};

}  // namespace cts
