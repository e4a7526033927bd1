// LOG-2 … LOG-4: what becomes of a log that has grown, and of one that the operator deletes.

#include <algorithm>
#include <numeric>

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/log/log_book.h"
#include "scenario/patience.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Contains;
using testing::Eq;
using testing::Le;
using testing::Not;

/// In so much time a server that rotates at all would have looked at its log: the one judged needed `took`
/// when it had to.
std::chrono::milliseconds long_enough_for_a_check(std::chrono::steady_clock::duration took) {
  constexpr std::chrono::milliseconds shortest{300};
  return std::max(shortest, std::chrono::ceil<std::chrono::milliseconds>(3 * took));
}

/// The name without its directory, as a listing shows it.
std::string listed(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

/// Fills the log and lets it be rotated, as LOG-2 promises; whether that was seen.
bool rotates_when_full(Context& context, LogBook& log) {
  return context.expect("the log grows with the visits to the site",
                        log.fill(context.profile().log.rotated_from), Eq(true)) &&
         context.expect("a log of full size becomes generation 1, a gzip file that can be read", log.rotate(),
                        Eq(true));
}

void becomes_a_gzip_file(Context& context) {
  LogBook log(context);
  if (!rotates_when_full(context, log)) return;
  const unsigned former = log.last_set_aside();
  context.expect("it stands beside the log", log.names(), Contains(listed(log.generation_name(1))));
  context.expect("a new log is begun", log.await(log.visit()), Eq(true));
  context.expect("which does not repeat what was set aside", log.visits_in(log.text()),
                 Not(Contains(former)));
}

void stays_until_it_has_its_size(Context& context) {
  LogBook log(context);
  if (!rotates_when_full(context, log)) return;
  const auto patience = long_enough_for_a_check(log.last_rotation());
  const unsigned kept = log.visit();
  context.need("the new log can be read", log.await(kept), Eq(true));
  context.need("it is still small", log.size(), testing::Lt(context.profile().log.rotated_from));
  log.let_a_day_pass();
  const bool rotated = seen_within(patience, [&] {
    const auto newest = log.generation(1);
    return newest && log.holds(*newest, kept);
  });
  context.expect("a log that is small is not rotated", rotated, Eq(false));
  context.expect("it goes on as it was", log.visits_in(log.text()), Contains(kept));
}

void never_grows_too_large(Context& context) {
  LogBook log(context);
  const std::uint64_t largest = context.profile().log.largest;
  context.need("the log can be read", log.await(log.visit()), Eq(true));
  std::uint64_t seen = 0;
  std::uint64_t before = 0;
  // So many long visits are more than it may hold, also seen after each twenty only. It was rotated when it
  // is smaller than before; once that may have been due when this began.
  constexpr unsigned together = 10;
  const std::uint64_t enough = largest / 5'000 / 20 + 5;
  const auto begun = std::chrono::steady_clock::now();
  unsigned rotations = 0;
  for (std::uint64_t twenties = enough; twenties > 0; --twenties) {
    log.long_visits_together(together);
    log.long_visits_together(together);
    const std::uint64_t now = log.size();
    seen = std::max(seen, now);
    if (now > largest || (now < before && ++rotations == 2)) break;
    if (now < before) twenties = enough;
    before = now;
    if (std::chrono::steady_clock::now() - begun > context.target().timeouts.scenario * 3 / 4)
      context.stop_inconclusive("the log has grown to " + std::to_string(now) +
                                " octets in three quarters of the time that a scenario may take " +
                                "(scenario in [timeouts])");
  }
  // Also one that was rotated has grown before, be it only to what is promised for that.
  context.need("the log has grown", rotations == 2 || seen > largest / 4, Eq(true));
  context.expect("the log is never larger than promised", seen, Le(largest));
}

void four_generations(Context& context) {
  LogBook log(context);
  const unsigned kept = context.profile().log.generations;
  std::vector<unsigned> visits;  // one of each generation, the oldest first
  for (unsigned round = 0; round <= kept; ++round) {
    if (!rotates_when_full(context, log)) return;
    visits.push_back(log.last_set_aside());
  }
  for (unsigned number = 1; number <= kept; ++number) {
    const auto generation = log.generation(number);
    context.expect("generation " + std::to_string(number) + " is there, numbered by its age",
                   log.visits_in(generation.value_or("")), Contains(visits[kept + 1 - number]));
  }
  // logrotate takes it away last of all, when generation 1 can be read already.
  const std::string older = listed(log.generation_name(kept + 1));
  std::vector<std::string> names;
  seen_within(long_enough_for_a_check(log.last_rotation()), [&] {
    names = log.names();
    return std::ranges::find(names, older) == names.end();
  });
  context.expect("an older one is gone", names, Not(Contains(older)));
}

void no_line_is_lost_or_doubled(Context& context) {
  LogBook log(context);
  for (int round = 0; round < 2; ++round)
    if (!rotates_when_full(context, log)) return;
  log.visit();
  context.expect("what is visited afterwards is logged", log.await(log.visit()), Eq(true));
  std::vector<unsigned> found;
  for (const std::string& text :
       {log.generation(2).value_or(""), log.generation(1).value_or(""), log.text()}) {
    for (const unsigned number : log.visits_in(text)) found.push_back(number);
  }
  std::vector<unsigned> made(log.last());
  std::iota(made.begin(), made.end(), 1u);
  context.expect("each visit stands in the log or in one of its generations, once", found,
                 testing::UnorderedElementsAreArray(made));
}

void readers_are_not_disturbed(Context& context) {
  LogBook log(context);
  // Half full: a full one may be rotated before the reading begins.
  context.need("the log grows", log.fill(context.profile().log.rotated_from / 2), Eq(true));
  const unsigned last = log.last();
  context.need("the log can be read", log.await(last), Eq(true));
  const auto rotates_now = [&] {
    return log.fill(context.profile().log.rotated_from) && log.rotate();
  };
  bool rotated = false;
  FtpClient reader = context.ftp();
  const FtpTransfer read = reader.interrupted_download(context.profile().log.file, {},
                                                       [&](FtpClient&) { rotated = rotates_now(); });
  context.expect("the log is rotated while it is read", rotated, Eq(true));
  context.expect("who reads it gets it whole", read, TransferSucceeds());
  context.expect("with all that it held when the reading began", log.visits_in(read.data), Contains(last));
}

void can_be_deleted(Context& context) {
  LogBook log(context);
  const unsigned before = log.visit();
  if (!context.expect("a visit stands in the log", log.await(before), Eq(true))) return;
  context.ask_operator("delete_log");
  context.expect("a visit made after the log was deleted stands in a new one", log.await(log.visit()),
                 Eq(true));
  context.expect("which begins anew", log.visits_in(log.text()), Not(Contains(before)));
  for (unsigned number = 1; number <= context.profile().log.generations; ++number)
    context.expect("generation " + std::to_string(number) + " is gone too", log.names(),
                   Not(Contains(listed(log.generation_name(number)))));
}

const Scenario table[] = {
    {.id = "log.rotation.becomes_a_gzip_file",
     .clauses = {"LOG-2"},
     .purpose = "The customer finds a full log as a gzip file, and a new one in its place.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::access_log, resource::clock},
     .hooks = {"set_clock"},
     .run = becomes_a_gzip_file},
    {.id = "log.rotation.stays_until_it_has_its_size",
     .clauses = {"LOG-2"},
     .purpose = "The customer finds a log that is not full in one piece, however old it is.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::access_log, resource::clock},
     .hooks = {"set_clock"},
     .run = stays_until_it_has_its_size},
    {.id = "log.rotation.never_grows_too_large",
     .clauses = {"LOG-2"},
     .purpose = "The log never becomes larger than promised, however many visitors there are.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::access_log, resource::clock},
     .run = never_grows_too_large},
    {.id = "log.rotation.four_generations",
     .clauses = {"LOG-3"},
     .purpose = "The customer finds the last four generations of the log, numbered by age, and no more.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::access_log, resource::clock},
     .hooks = {"set_clock"},
     .run = four_generations},
    {.id = "log.rotation.no_line_is_lost_or_doubled",
     .clauses = {"LOG-3"},
     .purpose = "The customer who adds up the generations counts each visit once.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::access_log, resource::clock},
     .hooks = {"set_clock"},
     .run = no_line_is_lost_or_doubled},
    {.id = "log.rotation.readers_are_not_disturbed",
     .clauses = {"LOG-3"},
     .purpose = "The customer who downloads the log while it is rotated gets it whole.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::access_log, resource::clock},
     .hooks = {"set_clock"},
     .run = readers_are_not_disturbed},
    {.id = "log.deletion.can_be_deleted",
     .clauses = {"LOG-4"},
     .purpose = "After the operator has deleted the logs, visits are logged anew.",
     .needs = Need::web | Need::ftp_login,
     .consent = Consent::destructive,
     .resources = {resource::access_log},
     .hooks = {"delete_log"},
     .run = can_be_deleted},
};

}  // namespace

std::span<const Scenario> log_rotation_scenarios() {
  return table;
}

}  // namespace cts
