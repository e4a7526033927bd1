#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace refd {

/// What the manual fixes about the access counter, as data. A deviation is another set of these values.
struct CounterPolicy {
  /// CTR-1: what a picture is sent as.
  std::string content_type = "image/gif";

  /// CTR-2: df must be given. false: without it the contract's own counter is meant.
  bool domain_is_required = true;

  /// CTR-3: how many digits may be asked for, and are shown when none are. The manual leaves the last open:
  /// six is what wwwcount shows.
  unsigned fewest_digits = 5;
  unsigned most_digits = 10;
  unsigned usual_digits = 6;
  /// CTR-3: md is obeyed; false: always the usual number.
  bool digits_are_honoured = true;
  /// CTR-3: missing digits are zeros. false: there are fewer digits.
  bool pads_with_zeros = true;

  /// CTR-4: the design that stands for each letter from A to E, and for a missing dd.
  std::string designs = "ABCDE";
  char usual_design = 'A';

  /// CTR-5: the first value when st is missing, and whether st is obeyed at all.
  std::uint64_t usual_start = 1;
  bool start_is_honoured = true;
  /// CTR-5: true: st is the value at each visit that counts.
  bool start_applies_always = false;
  /// CTR-5, CTR-6: what the first visitor sees beyond the first value.
  std::uint64_t first_step = 0;

  /// CTR-8: east of Greenwich; Japan has no summer time.
  std::chrono::minutes clock_zone{9 * 60};
  std::chrono::minutes date_zone{9 * 60};
  /// CTR-8: other settings matter to clock and date; true: md cuts them.
  bool digits_cut_the_clock = false;
  /// CTR-8: true: looking at the clock or the date is a visit.
  bool clock_counts = false;

  /// CTR-9: true: a reload counts.
  bool reloads_count = false;
  /// CTR-9: true: whoever is connected may name another address by X-Forwarded-For.
  bool believes_everybodys_forwarding = false;

  /// CTR-10: what a visitor without a Referer of the site sees, whatever was asked for.
  std::string refused_text = "88888888";
  /// CTR-10: false: it does not matter.
  bool referer_is_required = true;
  bool foreign_referers_are_refused = true;
  /// CTR-10: true: a Referer that begins with the site's name is the site's ("http://<site>:80@elsewhere/").
  bool referer_is_read_to_its_colon = false;
  /// CTR-10: true: who is refused counts all the same.
  bool refused_visits_count = false;

  /// CTR-11: true: df may name any domain; it gets a counter of its own.
  bool counts_for_anybody = false;

  /// CTR-12: true: of a df with slashes only what follows the last one matters.
  bool domain_is_last_of_path = false;
  /// CTR-9, CTR-12: what a visit adds.
  std::uint64_t step = 1;
  /// HEAD asks about a picture; nobody sees it.
  bool head_counts = false;
};

}  // namespace refd
