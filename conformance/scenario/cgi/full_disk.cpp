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

/// Programs of the customer's, each of which writes a file of its own beside itself and says "written", or
/// "not written" and why. All are uploaded at once: later there may be no room for them.
class Writers {
 public:
  /// The text of a program that writes `octets` into `file`, and says `proof` before all else.
  using Text = std::string (*)(Context& context, const Proof& proof, std::size_t octets,
                               std::string_view file, std::string_view own_name);

  Writers(Context& context, std::string_view extension, Text text)
      : context_(context), extension_(extension), proof_(context), web_(context.web()) {
    put(text, small, "before");
    put(text, small, "again");
    put(text, small, "last");
    const Profile::Web& promised = context.profile().web;
    too_much_ = fill_file_size(context) + small;
    // The first of them is already too much; with the last of them everything has to be refused.
    largest_number_ = 1 + (promised.quota_refused_from - promised.quota) / too_much_ + 1;
    for (std::size_t number = 1; number <= largest_number_; ++number) put(text, too_much_, beyond(number));
  }

  HttpReply ask(const std::string& stem) { return web_.get(context_.place().url_path(stem + extension_)); }
  /// The first of those beyond the space that could not write; else the last of all. Who measures now and
  /// then may let programs go on until everything has to be refused, and for a moment longer.
  HttpReply ask_beyond_the_space() {
    HttpReply reply;
    for (last_asked_ = 1; last_asked_ <= largest_number_; ++last_asked_)
      if (!has_written(reply = ask(beyond(last_asked_)))) return reply;
    seen_within(context_.target().timeouts.connect, [&] { return !has_written(reply = ask("last")); });
    return reply;
  }
  bool has_written(const HttpReply& reply) const { return reply.body == written(); }
  std::string written() const { return proof_.said() + " written"; }
  /// Begins so.
  std::string not_written() const { return proof_.said() + " not written: "; }
  /// The file of the one that was asked last for too much.
  std::string last_file() const {
    return (last_asked_ <= largest_number_ ? beyond(last_asked_) : "last") + ".dat";
  }

 private:
  static constexpr std::size_t small = 100'000;

  static std::string beyond(std::size_t number) { return "beyond-" + std::to_string(number); }
  void put(Text text, std::size_t octets, const std::string& stem) {
    const std::string name = stem + extension_;
    put_script(context_, name, text(context_, proof_, octets, stem + ".dat", name));
  }

  Context& context_;
  std::string extension_;
  Proof proof_;
  HttpClient web_;
  std::size_t too_much_ = 0;
  std::size_t largest_number_ = 0;
  std::size_t last_asked_ = 0;
};

// What Perl keeps in a buffer is not written yet: it has none here.
std::string in_perl(Context& context, const Proof& proof, std::size_t octets, std::string_view file,
                    std::string_view own_name) {
  return perl(context, "chdir $1 if $0 =~ m{^(.+)/} and -e \"$1/" + std::string(own_name) + "\";\n" +
                           proof.printed() + "my ($left, $file) = (" + std::to_string(octets) + ", '" +
                           std::string(file) + "');\n" + R"perl(
my $block = "0123456789abcdef" x 4096;
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
)perl");
}

std::string in_php(Context&, const Proof& proof, std::size_t octets, std::string_view file,
                   std::string_view) {
  return "<?php echo " + proof.expression() + ";\n$left = " + std::to_string(octets) + ";\n$file = '" +
         std::string(file) + "';\n" + R"php(
$block = str_repeat("0123456789abcdef", 4096);
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
)php";
}

/// Fills the space, and judges what becomes of what `writers` write then. `own_clause`: whose affair it is
/// that they write at all.
void expect_no_room_for(Context& context, Writers writers, std::string_view own_clause,
                        std::string_view reading) {
  Place& place = context.place();
  if (!context.expect_for(own_clause, "a program of the customer's writes a file while there is room",
                          writers.ask("before"), Serves(writers.written())))
    return;
  const Fill fill = filled(context);
  context.need("the space can be filled until an upload is refused", fill.last, RefusedForWantOfRoom());
  if (fill.names.size() < 2) context.stop_inconclusive("too little fitted to make room by removing it");
  context.expect("when the space is used up, the program cannot write", writers.ask_beyond_the_space(),
                 BodyContains(writers.not_written()));
  const FtpTransfer left = fetched_anew(context, writers.last_file());
  context.record(std::string(reading), !left.succeeded()   ? "absent"
                                       : left.data.empty() ? "empty"
                                                           : "partial");
  FtpClient ftp = context.ftp();
  for (const std::string& name : fill.names)
    context.need("a stored file can be removed", ftp.command("DELE " + place.path(name)), Completed());
  HttpReply again;
  seen_within(context.target().timeouts.connect,
              [&] { return writers.has_written(again = writers.ask("again")); });
  context.expect("when files have been removed, the program can write again", again,
                 Serves(writers.written()));
}

void scripts_cannot_write(Context& context) {
  expect_no_room_for(context, Writers(context, script_extension(context), in_perl), "CGI-4",
                     "web.quota.file_of_a_script");
}

void pages_cannot_write(Context& context) {
  expect_no_room_for(context, Writers(context, php_extension(context), in_php), "CGI-3",
                     "web.quota.file_of_a_page");
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
