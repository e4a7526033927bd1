// FTP-CASE-1: names that differ in case are different names.

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Contains;

void two_files(Context& context) {
  const std::string lower = "lower " + context.unique();
  const std::string upper = "upper " + context.unique();
  context.place().put("photo.txt", lower);
  context.place().put("Photo.txt", upper);
  context.expect("both names are listed", names_in(context.place().session(), context.place().directory()),
                 AllOf(Contains("photo.txt"), Contains("Photo.txt")));
  context.expect("photo.txt has its own content", fetched(context, "photo.txt"), DataIs(lower));
  context.expect("Photo.txt has its own content", fetched(context, "Photo.txt"), DataIs(upper));
}

void wrong_case_is_absent(Context& context) {
  const std::string text = context.unique();
  Place& place = context.place();
  place.put("Report.txt", text);
  place.make_directory("Album");
  context.expect("report.txt is another name, and not there", fetched(context, "report.txt"),
                 TransferRefused());
  place.session().command("DELE " + place.path("REPORT.TXT"));
  context.expect("deleting REPORT.TXT does not delete Report.txt", fetched(context, "Report.txt"),
                 DataIs(text));
  context.expect("album cannot be entered", place.session().command("CWD " + place.path("album")), Refused());
  context.expect("Album can", place.session().command("CWD " + place.path("Album")), Completed());
}

const Scenario table[] = {
    {.id = "ftp.case.two_files",
     .clauses = {"FTP-CASE-1"},
     .purpose = "Two files may have names that differ only in case.",
     .needs = Need::ftp_login,
     .run = two_files},
    {.id = "ftp.case.wrong_case_is_absent",
     .clauses = {"FTP-CASE-1"},
     .purpose = "A file or directory is found only under its name as it is spelled, capitals included.",
     .needs = Need::ftp_login,
     .run = wrong_case_is_absent},
};

}  // namespace

std::span<const Scenario> ftp_case_scenarios() {
  return table;
}

}  // namespace cts
