// WEB-QUOTA: the space for web content, what happens when it is used up, and how its use is told.

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "check/listing.h"
#include "scenario/context.h"
#include "scenario/octets.h"
#include "scenario/patience.h"
#include "scenario/tables.h"
#include "scenario/web/filling.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::Ge;
using testing::Not;

/// What an FTP client is shown below a directory: the files' sizes added up.
struct Shown {
  std::uint64_t octets = 0;
  std::uint64_t entries = 0;
  bool is_all = true;  ///< false: there were too many directories to look into each
};

Shown shown_below(FtpClient& ftp, const std::string& top) {
  constexpr std::size_t most_directories = 500;
  Shown shown;
  std::vector<std::string> directories{top};
  for (std::size_t next = 0; next < directories.size(); ++next) {
    if (!ftp.command("CWD " + directories[next]).completed()) continue;
    const Listing listing = parse_unix_list(ftp.list("LIST -a").data);
    for (const ListEntry& entry : listing.entries) {
      ++shown.entries;
      if (entry.kind == ListEntry::Kind::file) shown.octets += entry.size;
      if (entry.kind != ListEntry::Kind::directory) continue;
      if (directories.size() == most_directories) {
        shown.is_all = false;
      } else {
        directories.push_back((directories[next] == "/" ? "" : directories[next]) + "/" + entry.name);
      }
    }
  }
  return shown;
}

/// WEB-QUOTA-4 lets the server's measure be up to half as much again as what a client is shown; what takes no
/// octets has at least a name.
void expect_room_as_promised(Context& context, const Fill& fill, const Shown& before) {
  constexpr std::uint64_t octets_of_an_entry = 16'384;
  const std::uint64_t promised = context.profile().web.quota;
  const std::uint64_t met =
      (fill.stored() + fill.octets.size() + before.octets) / 2 * 3 + before.entries * octets_of_an_entry;
  if (met < promised && !before.is_all)
    context.stop_inconclusive("the contract holds too many directories to see what else takes its space");
  context.expect_for("WEB-QUOTA-1",
                     "nothing is refused before " + std::to_string(promised) +
                         " octets are in use; what was met, counted as generously as a server may",
                     met, Ge(promised));
}

void record_what_is_left(Context& context, const FtpTransfer& left) {
  context.record("web.quota.file_that_was_refused",
                 !left.succeeded() ? "absent" : (left.data.empty() ? "empty" : "partial"));
}

void full_to_the_promised_size(Context& context) {
  Place& place = context.place();
  const Shown before = shown_below(place.session(), "/");
  const Fill fill = filled(context);
  const bool refused =
      context.expect("an upload beyond " + std::to_string(context.profile().web.quota_refused_from) +
                         " octets in all is refused",
                     fill.last, RefusedForWantOfRoom());
  if (!refused) return;
  context.expect("the connection is kept then", place.session().command("NOOP"),
                 Code(testing::AllOf(Ge(200), testing::Ne(421))));
  const FtpTransfer left = fetched_anew(context, fill.last_name);
  context.expect("the file that was refused is not there whole", left,
                 AnyOf(TransferRefused(), Not(DataIs(fill.octets))));
  record_what_is_left(context, left);
  expect_room_as_promised(context, fill, before);
  if (fill.names.size() < 2) context.stop_inconclusive("too little fitted to make room by removing it");
  FtpClient ftp = context.ftp();
  for (auto name = fill.names.end() - 2; name != fill.names.end(); ++name)
    context.need("a stored file can be removed", ftp.command("DELE " + place.path(*name)), Completed());
  context.expect("when files have been removed, an upload succeeds again",
                 ftp.upload(place.path("again.dat"), fill.octets), TransferSucceeds());
  context.expect("and the file is whole", fetched_anew(context, "again.dat"), DataIs(fill.octets));
}

void what_was_there_stays(Context& context) {
  Place& place = context.place();
  HttpClient web = context.web();
  const std::string text = context.unique();
  place.put("page.html", text);
  place.put("replaced.html", text);
  const Fill fill = filled(context);
  context.need("the space can be filled until an upload is refused", fill.last, RefusedForWantOfRoom());
  FtpClient ftp = context.ftp();
  // Longer, since the file that is replaced makes some room.
  const std::string too_long = fill.octets + fill.octets.substr(0, 65'536);
  context.expect("a file for which there is no room does not replace a smaller one",
                 ftp.upload(place.path("replaced.html"), too_long), RefusedForWantOfRoom());
  context.expect("which stays as it was", fetched_anew(context, "replaced.html"), DataIs(text));
  context.expect("so does a page that nobody touched", fetched_anew(context, "page.html"), DataIs(text));
  context.expect("and visitors are served it", web.get(place.url_path("page.html")),
                 testing::AllOf(Status(200), BodyIs(text)));
}

/// The first number in what the operator's command prints.
std::uint64_t use_told(Context& context) {
  const std::string said = context.ask_operator("disk_use");
  const auto is_digit = [](unsigned char c) {
    return std::isdigit(c) != 0;
  };
  const auto digit = std::find_if(said.begin(), said.end(), is_digit);
  std::uint64_t octets = 0;
  const char* const begin = said.data() + (digit - said.begin());
  const auto parsed = std::from_chars(begin, said.data() + said.size(), octets);
  if (parsed.ec != std::errc())
    context.stop_inconclusive("the operator's command disk_use printed no number of octets");
  return octets;
}

/// Some file systems account for what was written a few seconds later.
std::uint64_t use_when_it_has_grown(Context& context, std::uint64_t before, std::uint64_t by) {
  std::uint64_t told = 0;
  seen_within(context.target().timeouts.connect, [&] { return (told = use_told(context)) >= before + by; });
  return told;
}

void measured_on_the_server(Context& context) {
  Place& place = context.place();
  constexpr unsigned files = 32;
  constexpr std::size_t size = 600;
  const std::uint64_t empty = use_told(context);
  for (unsigned number = 1; number <= files; ++number)
    place.put("small-" + std::to_string(number) + ".dat", noise(size, number));
  constexpr std::uint64_t expected = files * size * 6 / 5;
  const std::uint64_t with_files = use_when_it_has_grown(context, empty, expected);
  context.expect("small files count at least 1.2 times the sum of their sizes, " +
                     std::to_string(files * size) + " octets, since the server counts what they really use",
                 with_files - std::min(empty, with_files), Ge(expected));
  constexpr unsigned directories = 48;
  const std::string long_name(100, 'd');
  for (unsigned number = 1; number <= directories; ++number)
    place.make_directory(long_name + std::to_string(number));
  const std::uint64_t names = directories * long_name.size();
  const std::uint64_t with_directories = use_when_it_has_grown(context, with_files, names);
  context.expect("directories count as well, at least by their names",
                 with_directories - std::min(with_files, with_directories), Ge(names));
}

void told_on_request(Context& context) {
  Place& place = context.place();
  constexpr std::size_t size = 1'000'000;
  const std::uint64_t before = use_told(context);
  place.put("film.dat", noise(size, 5));
  const std::uint64_t after = use_when_it_has_grown(context, before, size);
  context.expect("the use that is told grows by a file of " + std::to_string(size) + " octets", after,
                 Ge(before + size));
  place.remove("film.dat");
  std::uint64_t at_last = after;
  seen_within(context.target().timeouts.connect,
              [&] { return (at_last = use_told(context)) < before + size; });
  context.expect("and shrinks when it is removed", at_last, testing::Lt(before + size));
}

const Scenario table[] = {
    {.id = "web.quota.full_to_the_promised_size",
     .clauses = {"WEB-QUOTA-2", "WEB-QUOTA-1"},
     .purpose = "Uploads succeed up to the promised size; then they are refused until something is removed.",
     .needs = Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::whole_target},
     .run = full_to_the_promised_size},
    {.id = "web.quota.what_was_there_stays",
     .clauses = {"WEB-QUOTA-2"},
     .purpose = "A full disk harms nothing that is there, not even the file that was to be replaced.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::whole_target},
     .run = what_was_there_stays},
    {.id = "web.quota.measured_on_the_server",
     .clauses = {"WEB-QUOTA-4"},
     .purpose = "What counts is the space used on the server, directories included, not the sum of sizes.",
     .needs = Need::ftp_login,
     .resources = {resource::whole_target},
     .hooks = {"disk_use"},
     .run = measured_on_the_server},
    {.id = "web.quota.told_on_request",
     .clauses = {"WEB-QUOTA-5"},
     .purpose = "The operator tells the present use, which follows what is stored and removed.",
     .needs = Need::ftp_login,
     .resources = {resource::whole_target},
     .hooks = {"disk_use"},
     .run = told_on_request},
};

}  // namespace

std::span<const Scenario> disk_space_scenarios() {
  return table;
}

}  // namespace cts
