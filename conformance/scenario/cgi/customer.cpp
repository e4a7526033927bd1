// CGI-4: scripts run as the customer, so that what they make is his, and what is his is theirs.

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

/// `body`, Perl, in the directory in which the script "<stem><extension>" lies: that it begins there is
/// CGI-9's.
std::string at_home(Context& context, std::string_view stem, std::string_view body) {
  return "chdir $1 if $0 =~ m{^(.+)/} and -e \"$1/" + std::string(stem) + script_extension(context) +
         "\";\n" + std::string(body);
}

/// Runs it; it begins with the proof, and what follows is what it says.
std::string said_by(Context& context, const Proof& proof, std::string_view stem, std::string_view body) {
  const HttpReply reply = run_script(context, stem, at_home(context, stem, body));
  context.need("the script runs", reply, Status(200));
  context.need("and says so", reply.body, testing::StartsWith(proof.said()));
  return reply.body.substr(proof.said().size());
}

void makes_files(Context& context) {
  Place& place = context.place();
  const Proof proof(context);
  const std::string text = context.unique() + "\n";
  const std::string said =
      said_by(context, proof, "note",
              proof.printed() + "open my $f, '>', 'note.txt' or print \"not made: $!\";\n" + "print {$f} \"" +
                  text.substr(0, text.size() - 1) + "\\n\" if $f;\n" +
                  "close $f or print \"not written: $!\" if $f;\n");
  context.expect("a script can make a file beside itself", said, testing::Eq(std::string()));
  FtpClient& ftp = place.session();
  context.expect("the customer can fetch it by FTP", ftp.download(place.path("note.txt")), DataIs(text));
  context.expect("and remove it", ftp.command("DELE " + place.path("note.txt")), Completed());
  context.expect("upon which it is gone", ftp.download(place.path("note.txt")), TransferRefused());
}

void makes_directories(Context& context) {
  Place& place = context.place();
  const Proof proof(context);
  const std::string said = said_by(context, proof, "album",
                                   proof.printed() +
                                       "mkdir 'album', 0755 or print \"not made: $!\";\n"
                                       "open my $f, '>', 'album/one.txt' or print \"not made: $!\";\n"
                                       "close $f if $f;\n");
  context.expect("a script can make a directory, and a file in it", said, testing::Eq(std::string()));
  FtpClient& ftp = place.session();
  context.expect("the customer can store a file of his own in it",
                 ftp.upload(place.path("album/two.txt"), context.unique()), TransferSucceeds());
  context.expect("remove it", ftp.command("DELE " + place.path("album/two.txt")), Completed());
  context.expect("and the script's", ftp.command("DELE " + place.path("album/one.txt")), Completed());
  context.expect("and the directory", ftp.command("RMD " + place.path("album")), Completed());
}

void changes_files(Context& context) {
  Place& place = context.place();
  const Proof proof(context);
  const std::string before = context.unique() + "\n";
  const std::string added = context.unique();
  place.put("guests.txt", before);
  place.change_mode("guests.txt", "644");
  const std::string said = said_by(
      context, proof, "guests",
      proof.printed() + "open my $f, '>>', 'guests.txt' or print \"not opened: $!\";\n" + "print {$f} \"" +
          added + "\\n\" if $f;\n" + "close $f or print \"not written: $!\" if $f;\n");
  context.expect("a script can write to a file that was uploaded with permissions 644", said,
                 testing::Eq(std::string()));
  context.expect("and the customer finds what it wrote there",
                 place.session().download(place.path("guests.txt")), DataIs(before + added + "\n"));
}

void reads_private_files(Context& context) {
  Place& place = context.place();
  const Proof proof(context);
  const std::string secret = context.unique();
  place.put("addresses.txt", secret);
  place.change_mode("addresses.txt", "600");
  const std::string said = said_by(context, proof, "addresses",
                                   proof.printed() +
                                       "open my $f, '<', 'addresses.txt' or print \"not opened: $!\";\n"
                                       "print <$f> if $f;\n");
  context.expect("a script can read a file that only its owner may read", said, testing::Eq(secret));
}

void owner_of_the_files(Context& context) {
  Place& place = context.place();
  const Proof proof(context);
  place.put("mine.txt", context.unique());
  const std::string said =
      said_by(context, proof, "who",
              proof.printed() +
                  "my @file = stat 'mine.txt';\n"
                  "print $> == $file[4] ? 'the owner' : \"user $> beside owner $file[4]\";\n");
  context.expect("a script runs as the user whom the customer's files belong to", said,
                 testing::Eq(std::string("the owner")));
}

const Scenario table[] = {
    {.id = "cgi.customer.makes_files",
     .clauses = {"CGI-4"},
     .purpose = "A file that a script makes is the customer's, to fetch and to remove by FTP.",
     .needs = Need::web | Need::ftp_login,
     .run = makes_files},
    {.id = "cgi.customer.makes_directories",
     .clauses = {"CGI-4"},
     .purpose = "So is a directory with files in it.",
     .needs = Need::web | Need::ftp_login,
     .run = makes_directories},
    {.id = "cgi.customer.changes_files",
     .clauses = {"CGI-4"},
     .purpose = "A guest book that was uploaded like any file can be written to by a script.",
     .needs = Need::web | Need::ftp_login,
     .run = changes_files},
    {.id = "cgi.customer.reads_private_files",
     .clauses = {"CGI-4"},
     .purpose = "What only the customer may read, his scripts may.",
     .needs = Need::web | Need::ftp_login,
     .run = reads_private_files},
    {.id = "cgi.customer.owner_of_the_files",
     .clauses = {"CGI-4"},
     .purpose = "Scripts have the user id that the customer's files belong to.",
     .needs = Need::web | Need::ftp_login,
     .run = owner_of_the_files},
};

}  // namespace

std::span<const Scenario> script_customer_scenarios() {
  return table;
}

}  // namespace cts
