// WEB-QUOTA-3: when the space is used up, scripts cannot write either.

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/patience.h"
#include "scenario/tables.h"
#include "scenario/web/filling.h"

namespace cts {
namespace {

/// A program of the customer's that writes as many octets as it is told, into the file beside itself that it
/// is told ("100/one.dat" behind its URL's question mark), and says "written", or "not written" and why.
class Writer {
 public:
  Writer(Context& context, const std::string& name, std::string said)
      : web_(context.web()), url_(context.place().url_path(name)), said_(std::move(said)) {}

  HttpReply ask(std::size_t octets, const std::string& file) {
    return web_.get(url_ + "?" + std::to_string(octets) + "/" + file);
  }
  std::string written() const { return said_ + " written"; }
  /// Begins so.
  std::string not_written() const { return said_ + " not written: "; }

 private:
  HttpClient web_;
  std::string url_;
  std::string said_;
};

// What Perl keeps in a buffer is not written yet: a full disk shows at the latest when the file is closed.
Writer perl_writer(Context& context) {
  const Proof proof(context);
  const std::string name = "writer" + script_extension(context);
  put_script(
      context, name,
      perl(context, "chdir $1 if $0 =~ m{^(.+)/} and -e \"$1/" + name + "\";\n" + proof.printed() + R"perl(
my $block = "0123456789abcdef" x 4096;
my ($left, $file) = split m{/}, $ENV{QUERY_STRING};
my $failed = "";
if (open my $f, '>', $file) {
  while ($left > 0) {
    my $now = $left < length $block ? $left : length $block;
    unless (defined syswrite $f, $block, $now) { $failed = "$!"; last }
    $left -= $now;
  }
  close $f or $failed = "$!";
} else {
  $failed = "$!";
}
print $failed eq "" ? " written" : " not written: $failed";
)perl"));
  return {context, name, proof.said()};
}

Writer php_writer(Context& context) {
  const Proof proof(context);
  const std::string name = "writer" + php_extension(context);
  context.place().put(name, "<?php echo " + proof.expression() + R"php(;
$block = str_repeat("0123456789abcdef", 4096);
list($left, $file) = explode("/", $_SERVER["QUERY_STRING"]);
$failed = "";
if ($f = @fopen(dirname(__FILE__) . "/" . $file, "w")) {
  while ($left > 0 && $failed == "") {
    $now = min($left, strlen($block));
    $done = @fwrite($f, substr($block, 0, $now));
    if ($done === false || $done < $now) $failed = "write";
    $left -= $now;
  }
  if (!fflush($f)) $failed = "flush";
  fclose($f);
} else {
  $failed = "open";
}
echo $failed == "" ? " written" : " not written: $failed";
)php");
  context.place().change_mode(name, "755");
  return {context, name, proof.said()};
}

/// Has it write beyond the space: the first that it could not write. Who measures now and then may let it go
/// on until that much is in use that everything has to be refused, and for a moment longer.
HttpReply refused_beyond_the_space(Context& context, Writer& writer, const Fill& fill) {
  const auto is_written = [&](const HttpReply& reply) {
    return reply.body == writer.written();
  };
  // The upload that was refused did not fit; so neither does as much again.
  const std::size_t too_much = fill.octets.size() + 65'536;
  std::uint64_t stored = fill.stored();
  HttpReply reply;
  for (unsigned number = 1;
       number == 1 || (is_written(reply) && stored < context.profile().web.quota_refused_from);
       ++number, stored += too_much)
    reply = writer.ask(too_much, "beyond-" + std::to_string(number) + ".dat");
  if (is_written(reply))
    seen_within(context.target().timeouts.connect,
                [&] { return !is_written(reply = writer.ask(65'536, "last.dat")); });
  return reply;
}

/// What is left of the files that could not be written: of the one that was begun last.
void record_what_is_left(Context& context, std::string_view reading) {
  std::string left = "absent";
  for (const std::string_view name : {"beyond-1.dat", "beyond-2.dat", "beyond-3.dat", "last.dat"}) {
    const FtpTransfer file = fetched_anew(context, name);
    if (file.succeeded()) left = file.data.empty() ? "empty" : "partial, or whole";
  }
  context.record(std::string(reading), left);
}

/// Fills the space, and judges what becomes of what `writer` writes then. `own_clause`: whose affair it is
/// that it writes at all.
void expect_no_room_for(Context& context, Writer writer, std::string_view own_clause,
                        std::string_view reading) {
  Place& place = context.place();
  const HttpReply before = writer.ask(100'000, "before.dat");
  if (!context.expect_for(own_clause, "a program of the customer's writes a file while there is room", before,
                          Serves(writer.written())))
    return;
  const Fill fill = filled(context);
  context.need("the space can be filled until an upload is refused", fill.last, RefusedForWantOfRoom());
  if (fill.names.size() < 2) context.stop_inconclusive("too little fitted to make room by removing it");
  context.expect("when the space is used up, the program cannot write",
                 refused_beyond_the_space(context, writer, fill), BodyContains(writer.not_written()));
  record_what_is_left(context, reading);
  FtpClient ftp = context.ftp();
  for (const std::string& name : fill.names)
    context.need("a stored file can be removed", ftp.command("DELE " + place.path(name)), Completed());
  HttpReply again;
  seen_within(context.target().timeouts.connect, [&] {
    again = writer.ask(100'000, "again.dat");
    return again.body == writer.written();
  });
  context.expect("when files have been removed, the program can write again", again,
                 Serves(writer.written()));
}

void scripts_cannot_write(Context& context) {
  expect_no_room_for(context, perl_writer(context), "CGI-4", "web.quota.file_of_a_script");
}

void pages_cannot_write(Context& context) {
  expect_no_room_for(context, php_writer(context), "CGI-3", "web.quota.file_of_a_page");
}

const Scenario table[] = {
    {.id = "web.quota.scripts_cannot_write",
     .clauses = {"WEB-QUOTA-3", "CGI-4"},
     .purpose = "When the space is used up, a script's file cannot grow; it can when something is removed.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::whole_target},
     .run = scripts_cannot_write},
    {.id = "web.quota.pages_cannot_write",
     .clauses = {"WEB-QUOTA-3", "CGI-3"},
     .purpose = "The same holds for a PHP page.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::whole_target},
     .run = pages_cannot_write},
};

}  // namespace

std::span<const Scenario> full_disk_scenarios() {
  return table;
}

}  // namespace cts
