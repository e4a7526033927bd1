#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/config_error.h"
#include "scenario/footprint.h"

namespace cts {

/// The first line of a journal: whose footprint it is.
struct JournalHead {
  std::string run_id;
  std::string target;        ///< its name
  std::string place_prefix;  ///< everything that the run makes begins so, before the run's id
  friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

/// The footprint on disk: one JSON line per creation and removal, appended whole and synced, so that several
/// processes may write the same file and a kill loses at most what was not created yet.
class Journal final : public Footprint {
 public:
  /// Makes a new, empty journal; throws std::system_error when that is not possible.
  static void begin(const std::string& file, const JournalHead& head);
  /// Opens one that exists, for appending; throws std::system_error.
  explicit Journal(const std::string& file);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal() override;

  void about_to_create(std::string_view path) override;
  void removed(std::string_view path) override;

 private:
  int descriptor_ = -1;
};

struct JournalContent {
  JournalHead head;
  std::vector<std::string> remaining;  ///< created and not removed, the newest first
  bool anything_created = false;       ///< in the tree that FTP shows
};

/// Reads a journal; a torn last line is what a kill leaves and no mistake.
Checked<JournalContent> read_journal(const std::string& file);
/// The same of its text; `file` names it in mistakes.
Checked<JournalContent> read_journal_text(std::string_view text, const std::string& file);

}  // namespace cts
