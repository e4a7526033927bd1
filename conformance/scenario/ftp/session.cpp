// FTP-XFER-2: moving about, keeping a session alive, stopping a transfer, and commands that nobody knows.

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/octets.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::Each;
using testing::Eq;

/// A session that does not just say yes: it knows where it stands, and what is in a file.
void expect_it_goes_on(Context& context, FtpClient& ftp, std::string_view name, const std::string& content) {
  context.expect("the session goes on and tells where it stands", working_directory(ftp),
                 Eq(context.place().directory()));
  context.expect("and gives what it is asked for", ftp.download(context.place().path(name)), DataIs(content));
}

/// The place's session, standing in the place, with a file "page.html" of that content there.
FtpClient& standing_in_place(Context& context, const std::string& content) {
  context.place().put("page.html", content);
  FtpClient& ftp = context.place().session();
  context.need("the session can stand in the directory", ftp.command("CWD " + context.place().directory()),
               Completed());
  return ftp;
}

void cdup_and_pwd(Context& context) {
  Place& place = context.place();
  place.make_directory("my album");
  FtpClient& ftp = place.session();
  context.expect("a directory with a blank in its name can be entered",
                 ftp.command("CWD " + place.path("my album")), Completed());
  context.expect("PWD tells its whole path", working_directory(ftp), Eq(place.path("my album")));
  context.expect("CDUP leads one level up", ftp.command("CDUP"), Completed());
  context.expect("PWD tells so", working_directory(ftp), Eq(place.directory()));
  context.expect("CWD to what is not there is refused", ftp.command("CWD " + place.path("absent")),
                 Refused());
  context.expect("and leaves the session where it was", working_directory(ftp), Eq(place.directory()));
  context.record("ftp.xpwd", ftp.command("XPWD").completed() ? "answered" : "refused");
  context.record("ftp.xcup", ftp.command("XCUP").completed() ? "answered" : "refused");
}

void noop(Context& context) {
  const std::string text = context.unique();
  FtpClient& ftp = standing_in_place(context, text);
  for (int time = 0; time < 3; ++time) {
    context.expect("NOOP is answered with yes", ftp.command("NOOP"), Completed());
  }
  expect_it_goes_on(context, ftp, "page.html", text);
  for (const auto& [command, reading] :
       {std::pair("SYST", "ftp.syst"), std::pair("STAT", "ftp.stat"), std::pair("HELP", "ftp.help")}) {
    const FtpReply reply = ftp.command(command);
    context.record(reading, reply.completed() ? reply.text() : "refused");
  }
}

void unknown_command(Context& context) {
  const std::string text = context.unique();
  FtpClient& ftp = standing_in_place(context, text);
  for (const std::string_view command : {"XYZZY", "XYZZY with an argument", "LISTEN", "SITE XYZZY"}) {
    context.expect("the unknown command \"" + std::string(command) + "\" is refused", ftp.command(command),
                   command.starts_with("SITE") ? testing::Matcher<const FtpReply&>(Refused())
                                               : testing::Matcher<const FtpReply&>(Code(AnyOf(500, 502))));
  }
  expect_it_goes_on(context, ftp, "page.html", text);
}

void abor_when_idle(Context& context) {
  const std::string text = context.unique();
  FtpClient& ftp = standing_in_place(context, text);
  context.expect("ABOR without a transfer is answered with yes", ftp.command("ABOR"), Completed());
  expect_it_goes_on(context, ftp, "page.html", text);
}

void abor_in_the_middle(Context& context) {
  const std::string text = context.unique();
  FtpClient& ftp = standing_in_place(context, text);
  const std::string film = noise(8'000'000, 2);
  context.place().put("film.dat", film);
  // As programs do, it goes on taking what is under way: a server that is busy sending hears nothing.
  const FtpTransfer transfer = ftp.interrupted_download(
      context.place().path("film.dat"), {}, [](FtpClient& session) { session.send_raw("ABOR\r\n"); });
  const FtpReply further = ftp.next_reply();
  // One reply is for the transfer and one for ABOR; servers differ in their order.
  context.expect("the transfer and ABOR are answered as cut off or as done",
                 std::vector{transfer.completed.code, further.code}, Each(AnyOf(225, 226, 426, 450, 451)));
  expect_it_goes_on(context, ftp, "page.html", text);
}

const Scenario table[] = {
    {.id = "ftp.client.cdup_and_pwd",
     .clauses = {"FTP-XFER-2"},
     .purpose = "A program can go up one level and is told where it stands.",
     .needs = Need::ftp_login,
     .run = cdup_and_pwd},
    {.id = "ftp.client.noop",
     .clauses = {"FTP-XFER-2"},
     .purpose = "A program can keep its session alive by NOOP.",
     .needs = Need::ftp_login,
     .run = noop},
    {.id = "ftp.client.unknown_command",
     .clauses = {"FTP-XFER-2"},
     .purpose = "A program may try a command that the service does not know, and go on without it.",
     .needs = Need::ftp_login,
     .run = unknown_command},
    {.id = "ftp.client.abor_when_idle",
     .clauses = {"FTP-XFER-2"},
     .purpose = "Stopping a transfer that has just ended does no harm.",
     .needs = Need::ftp_login,
     .run = abor_when_idle},
    {.id = "ftp.client.abor_in_the_middle",
     .clauses = {"FTP-XFER-2"},
     .purpose = "A transfer can be stopped, and the session goes on.",
     .needs = Need::ftp_login,
     .run = abor_in_the_middle},
};

}  // namespace

std::span<const Scenario> ftp_session_scenarios() {
  return table;
}

}  // namespace cts
