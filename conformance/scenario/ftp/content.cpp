// FTP-XFER-1: any file, under any name, arrives and comes back octet for octet.

#include <functional>

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/octets.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Contains;

/// Puts `data` under `name` and gets it back.
void expect_round_trip(Context& context, std::string_view what, std::string_view name,
                       const std::string& data) {
  context.expect("uploading " + std::string(what) + " succeeds", stored(context, name, data),
                 TransferSucceeds());
  context.expect(std::string(what) + " comes back octet for octet", fetched(context, name), DataIs(data));
}

void empty_file(Context& context) {
  context.expect("uploading an empty file succeeds", stored(context, "empty.dat", ""), TransferSucceeds());
  context.expect("it is there then", names_in(context.place().session(), context.place().directory()),
                 Contains("empty.dat"));
  context.expect("it comes back empty", fetched(context, "empty.dat"), DataIs(""));
}

void one_octet(Context& context) {
  expect_round_trip(context, "a file of one octet", "one.dat", "x");
}

void every_value(Context& context) {
  expect_round_trip(context, "a file with every octet value", "every.dat",
                    every_octet_value() + context.unique());
}

void tens_of_megabytes(Context& context) {
  constexpr std::size_t size = 24'000'000;
  expect_round_trip(context, "a file of 24 MB", "film.dat",
                    noise(size, std::hash<std::string>{}(context.unique())));
}

void names_with_blanks(Context& context) {
  expect_round_trip(context, "a file with blanks in its name", "my summer  holidays.txt", context.unique());
  context.expect("its name is listed as it is",
                 names_in(context.place().session(), context.place().directory()),
                 Contains("my summer  holidays.txt"));
}

void japanese_names(Context& context) {
  context.place().make_directory("お知らせ");
  expect_round_trip(context, "a file with a Japanese name", "会社案内 第2版.txt", context.unique());
  expect_round_trip(context, "a file in a directory with a Japanese name", "お知らせ/夏休み.txt",
                    context.unique());
  context.expect("both names are listed as they are",
                 names_in(context.place().session(), context.place().directory()),
                 testing::AllOf(Contains("会社案内 第2版.txt"), Contains("お知らせ")));
}

void shorter_file_replaces(Context& context) {
  expect_round_trip(context, "a long file", "page.html",
                    "the first version, which is long: " + context.unique());
  expect_round_trip(context, "a shorter one in its place", "page.html", "short: " + context.unique());
}

const Scenario table[] = {
    {.id = "ftp.xfer.empty_file",
     .clauses = {"FTP-XFER-1"},
     .purpose = "An empty file can be uploaded, is there, and stays empty.",
     .needs = Need::ftp_login,
     .run = empty_file},
    {.id = "ftp.xfer.one_octet",
     .clauses = {"FTP-XFER-1"},
     .purpose = "The smallest file comes back as it was sent.",
     .needs = Need::ftp_login,
     .tier = Tier::smoke,
     .run = one_octet},
    {.id = "ftp.xfer.every_octet_value",
     .clauses = {"FTP-XFER-1"},
     .purpose = "A binary file comes back unchanged, whatever its octets are.",
     .needs = Need::ftp_login,
     .tier = Tier::smoke,
     .run = every_value},
    {.id = "ftp.xfer.tens_of_megabytes",
     .clauses = {"FTP-XFER-1"},
     .purpose = "A file of tens of megabytes comes back unchanged.",
     .needs = Need::ftp_login,
     .run = tens_of_megabytes},
    {.id = "ftp.xfer.names_with_blanks",
     .clauses = {"FTP-XFER-1"},
     .purpose = "Files may have blanks in their names.",
     .needs = Need::ftp_login,
     .run = names_with_blanks},
    {.id = "ftp.xfer.japanese_names",
     .clauses = {"FTP-XFER-1"},
     .purpose = "Files and directories may have Japanese names.",
     .needs = Need::ftp_login,
     .run = japanese_names},
    {.id = "ftp.xfer.shorter_file_replaces",
     .clauses = {"FTP-XFER-1"},
     .purpose = "A file that is uploaded again replaces the old one, with nothing of it left.",
     .needs = Need::ftp_login,
     .run = shorter_file_replaces},
};

}  // namespace

std::span<const Scenario> ftp_content_scenarios() {
  return table;
}

}  // namespace cts
