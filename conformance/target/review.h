#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/source_places.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// Something in a target or profile that can be seen by reading alone, before any packet.
struct Remark {
  /// note: worth knowing; warning: odd, and judgements may come out wrong or thin; contradiction: what is
  /// said cannot all be true, and no run would mean anything.
  enum class Weight { note, warning, contradiction };
  Weight weight = Weight::note;
  std::string rule;    ///< a stable slug: "pops-without-plan"
  std::string where;   ///< "target.ftp.login", "profile.offers.pops", "target.vantage_point[1].bind"
  std::string what;    ///< what is written there
  std::string why;     ///< why it matters
  std::string remedy;  ///< what to do
  friend bool operator==(const Remark&, const Remark&) = default;
};

/// Everything that the rules find, in their order. Pure; opens no connection.
std::vector<Remark> review(const Profile& profile, const Target& target);

/// Where `where` of a remark stands. What a profile inherits from its base stands where it names that.
SourcePlace place_of(std::string_view where, const SourcePlaces& profile, const SourcePlaces& target);

/// The places of a file that was read a moment ago; of a built-in profile: of no file, only its name.
SourcePlaces places_in(const std::string& name_or_file);

}  // namespace cts
