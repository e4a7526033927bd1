// FTP-XFER-2: TYPE A and I, SIZE, MDTM, and going on where a transfer was cut off.

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::Eq;
using testing::Ge;
using testing::Le;
using testing::Optional;

void text_type(Context& context) {
  const std::string mark = context.unique();
  const std::string with_lf = "#!/bin/sh\n" + mark + "\n\nend\n";
  const std::string with_crlf = "#!/bin/sh\r\n" + mark + "\r\n\r\nend\r\n";
  FtpClient& ftp = context.place().session();
  context.place().put("unix.txt", with_lf);
  context.expect("a text with Unix line ends is downloaded in type A with the line ends of a text transfer",
                 ftp.download(context.place().path("unix.txt"), {.type = 'A'}), DataIs(with_crlf));
  context.expect("in type I it is as it was", fetched(context, "unix.txt"), DataIs(with_lf));

  context.expect("a text is uploaded in type A",
                 ftp.upload(context.place().path("text.txt"), with_crlf, {.type = 'A'}), TransferSucceeds());
  context.expect("and comes back the same in type A",
                 ftp.download(context.place().path("text.txt"), {.type = 'A'}), DataIs(with_crlf));
  const FtpTransfer as_stored = fetched(context, "text.txt");
  context.record("ftp.text_is_stored_with", as_stored.data == with_lf ? "LF" : "CR LF");
  context.expect("what is stored has the line ends of Unix, or those that were sent", as_stored,
                 AnyOf(DataIs(with_lf), DataIs(with_crlf)));
}

void size_tells_octets(Context& context) {
  const std::string data = "one line\nanother line\n" + context.unique();
  context.place().put("page.html", data);
  FtpClient& ftp = context.place().session();
  const std::string size = "SIZE " + context.place().path("page.html");
  context.expect("type I can be chosen", ftp.command("TYPE I"), Completed());
  context.expect("SIZE tells how many octets a file has", size_told(ftp.command(size)),
                 Optional(Eq(data.size())));
  context.expect("SIZE of a name that is not there is refused",
                 ftp.command("SIZE " + context.place().path("absent.html")), Refused());
  context.expect("type A can be chosen", ftp.command("TYPE A"), Completed());
  const FtpReply in_text = ftp.command(size);
  context.record("ftp.size_in_type_a", in_text.completed() ? "told" : "refused");
  context.expect("in type A SIZE is told or refused", in_text, AnyOf(Code(213), Refused()));
}

void mdtm_tells_when(Context& context) {
  context.place().put("page.html", context.unique());
  FtpClient& ftp = context.place().session();
  const FtpReply reply = ftp.command("MDTM " + context.place().path("page.html"));
  context.expect("MDTM is answered with a time", reply, Code(213));
  const auto told = time_told(reply);
  if (context.expect("the time has fourteen digits, year to second", told.has_value(), Eq(true))) {
    // Servers whose clock or time zone is wrong are common, and programs live with them: a day and a half it
    // is.
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto apart =
        std::chrono::duration_cast<std::chrono::minutes>(now > *told ? now - *told : *told - now);
    context.record("ftp.mdtm", apart <= std::chrono::minutes(15) ? "universal time" : "another time");
    context.expect("a file uploaded now has a time of today: minutes apart", apart.count(), Le(36 * 60));
  }
  context.expect("MDTM of a name that is not there is refused",
                 ftp.command("MDTM " + context.place().path("absent.html")), Refused());
}

void resumes_a_download(Context& context) {
  const std::string data = "the part that had arrived, the part that had not: " + context.unique();
  context.place().put("film.dat", data);
  const FtpTransferOptions options{.restart_at = 26};
  const std::string path = context.place().path("film.dat");
  FtpClient& ftp = context.place().session();
  context.expect("a download that starts at octet 26 gives the rest", ftp.download(path, options),
                 DataIs(data.substr(26)));
  context.expect("the next one gives the whole file again", ftp.download(path), DataIs(data));
}

/// Sends the second half of a file by `send`, and says whether that was accepted.
template <class Send>
bool resumed(Context& context, const std::string& way, Send send) {
  const std::string name = way + ".dat";
  const std::string first = "the part that had arrived " + context.unique();
  const std::string rest = ", the part that had not: " + context.unique();
  context.place().put(name, first);
  const FtpTransfer transfer = send(context.place().session(), context.place().path(name), first, rest);
  context.record("ftp.resuming_uploads_by_" + way, transfer.succeeded() ? "works" : "refused");
  if (!transfer.succeeded()) return false;
  context.expect("an upload that went on by " + way + " gives the whole file", fetched(context, name),
                 DataIs(first + rest));
  return true;
}

void resumes_an_upload(Context& context) {
  const bool by_restart =
      resumed(context, "rest", [&](FtpClient& ftp, const auto& path, const auto& first, const auto& rest) {
        return ftp.upload(path, rest, {.restart_at = first.size()});
      });
  const bool by_appending =
      resumed(context, "appe", [&](FtpClient& ftp, const auto& path, const auto&, const auto& rest) {
        return ftp.append(path, rest);
      });
  context.expect("an upload can go on by REST and STOR or by APPE: ways that work",
                 int{by_restart} + int{by_appending}, Ge(1));
}

const Scenario table[] = {
    {.id = "ftp.client.text_type",
     .clauses = {"FTP-XFER-2"},
     .purpose = "Text transferred in type A has its line ends adapted, so that scripts and pages stay right.",
     .needs = Need::ftp_login,
     .run = text_type},
    {.id = "ftp.client.size_tells_octets",
     .clauses = {"FTP-XFER-2"},
     .purpose = "A program can ask how long a file is, to show progress and to resume.",
     .needs = Need::ftp_login,
     .run = size_tells_octets},
    {.id = "ftp.client.mdtm_tells_when",
     .clauses = {"FTP-XFER-2"},
     .purpose = "A program can ask when a file was changed, to upload only what is newer.",
     .needs = Need::ftp_login,
     .run = mdtm_tells_when},
    {.id = "ftp.client.resumes_a_download",
     .clauses = {"FTP-XFER-2"},
     .purpose = "A download that was cut off goes on where it stopped.",
     .needs = Need::ftp_login,
     .run = resumes_a_download},
    {.id = "ftp.client.resumes_an_upload",
     .clauses = {"FTP-XFER-2"},
     .purpose = "An upload that was cut off goes on where it stopped.",
     .needs = Need::ftp_login,
     .run = resumes_an_upload},
};

}  // namespace

std::span<const Scenario> ftp_facts_scenarios() {
  return table;
}

}  // namespace cts
