// CGI-7: scripts that take more than their share. Whatever becomes of them, the site goes on answering. Each
// ends by itself in the end, so that a server that stops none is left as it was found.

#include <algorithm>
#include <chrono>
#include <thread>

#include "check/http_checks.h"
#include "client/crowd.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::Eq;
using testing::Le;

/// How long a script goes on that nobody stops: long enough to see it stopped in time, and far shorter than
/// this scenario may take.
seconds longest_run(Context& context) {
  const milliseconds promised = context.profile().cgi.longest_run;
  const auto wanted =
      std::chrono::ceil<seconds>(promised.count() == 0 ? seconds(20) : promised * 2 + seconds(5));
  return std::min(wanted, std::chrono::floor<seconds>(context.target().timeouts.scenario / 2));
}

/// A visitor who asks for a script, and waits for it on a thread of his own.
class Visitor {
 public:
  Visitor(Context& context, std::string_view name)
      : context_(context), transcript_({}), since_(std::chrono::steady_clock::now()) {
    const Target& target = context.target();
    const VantagePoint& point = target.vantage_points.front();
    const Dial dial{target.web.host, target.web.address, target.web.port, point.bind, point.proxy};
    // Some servers keep what a script says until it has ended.
    const Deadlines deadlines{target.timeouts.connect, longest_run(context) + target.timeouts.reply,
                              longest_run(context) + target.timeouts.reply};
    const HttpRequest request{.target = context.place().url_path(name)};
    at_work_ = std::jthread([this, dial, deadlines, request] {
      reply_ = send_together({dial}, deadlines, request, transcript_).front();
      took_ = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - since_);
    });
  }

  /// What he has got at last.
  const HttpReply& reply() {
    if (at_work_.joinable()) {
      at_work_.join();
      const std::string channel = context_.transcript().channel("visitor");
      for (const auto& entry : transcript_.entries()) context_.transcript().note(channel, entry.text);
    }
    return reply_;
  }
  /// How long he had to wait.
  milliseconds took() {
    reply();
    return took_;
  }

 private:
  Context& context_;
  Transcript transcript_;
  const std::chrono::steady_clock::time_point since_;
  HttpReply reply_;
  milliseconds took_{};
  std::jthread at_work_;
};

/// A page and a script that are asked for while others are at work.
class Meanwhile {
 public:
  explicit Meanwhile(Context& context) : context_(context), text_(context.unique()), proof_(context) {
    context.place().put("page.html", text_);
    name_ = "quick" + script_extension(context);
    put_script(context, name_, perl(context, proof_.printed()));
    context.need("a quick script runs", context.web().get(context.place().url_path(name_)),
                 Serves(proof_.said()));
  }

  void expect_pages(std::string_view when) {
    for (int time = 0; time < 3; ++time) {
      HttpClient web = context_.web();
      context_.expect("a page is served " + std::string(when),
                      web.get(context_.place().url_path("page.html")), Serves(text_));
      std::this_thread::sleep_for(milliseconds(100));
    }
  }
  void expect_scripts(std::string_view when) {
    HttpClient web = context_.web();
    context_.expect("a script is run " + std::string(when), web.get(context_.place().url_path(name_)),
                    Serves(proof_.said()));
  }

 private:
  Context& context_;
  std::string text_;
  Proof proof_;
  std::string name_;
};

/// `body`, Perl, below a head that is sent at once; $end is when it is to end by itself. The script's name.
std::string put_greedy_script(Context& context, std::string_view stem, std::string_view body) {
  const std::string name = std::string(stem) + script_extension(context);
  put_script(context, name,
             perl(context, "$| = 1;\nprint \"Content-Type: text/plain\\n\\nbegun.\";\nmy $end = time + " +
                               std::to_string(longest_run(context).count()) + ";\n" + std::string(body)));
  return name;
}

/// Where the provider names a limit, it is one; the wait for the answer is the measure.
void expect_stopped(Context& context, Visitor& visitor, const std::string& what) {
  const std::string& body = visitor.reply().body;
  // A server that keeps what a script says until it has ended has an error for the visitor of one that was
  // not let end.
  const bool is_told = visitor.reply().status >= 500 && visitor.reply().status <= 504;
  context.expect("what a script said that " + what + " without end has reached its visitor, or an error has",
                 is_told ? std::string("begun.") : body.substr(0, 6), Eq(std::string("begun.")));
  const bool was_stopped =
      body.find("not stopped", body.size() - std::min<std::size_t>(body.size(), 20)) == std::string::npos;
  context.record(
      "cgi.script_that_" + what.substr(0, what.find(' ')),
      was_stopped ? "stopped after " + std::to_string(visitor.took().count() / 1000) + " s" : "not stopped");
  const milliseconds promised = context.profile().cgi.longest_run;
  if (promised.count() == 0) return;
  context.need("this scenario may wait long enough", milliseconds(longest_run(context)).count(),
               testing::Ge(2 * promised.count()));
  context.expect("a script that " + what + " without end is stopped", was_stopped, Eq(true));
  context.expect("within the milliseconds that the provider names, and as many again for it to end",
                 visitor.took().count(), Le(2 * promised.count()));
}

void record_processes(Context& context, const std::string& said, unsigned most) {
  constexpr std::string_view before = "made ";
  const std::size_t made = said.find(before);
  if (made == std::string::npos) return;
  const std::size_t number = made + before.size();
  context.record("cgi.processes_of_a_script",
                 said.substr(number, said.find('.', number) - number) + " of " + std::to_string(most));
}

// The processes are enough for a person to notice, not enough to harm a machine that lets them all be; they
// hold the answer open, so that its end is that of the last of them. What is printed as fast as it can be has
// a visitor who leaves when he has had enough: whoever keeps it in memory has none left soon.
void greedy_scripts(Context& context) {
  constexpr unsigned most_processes = 40;
  Meanwhile meanwhile(context);
  const std::string said_at_the_end = "print 'not stopped';\n";
  const std::string busy = put_greedy_script(context, "busy", "1 while time < $end;\n" + said_at_the_end);
  const std::string idle = put_greedy_script(
      context, "idle", "$SIG{TERM} = 'IGNORE';\nsleep 1 while time < $end;\n" + said_at_the_end);
  const std::string talk = put_greedy_script(
      context, "talk",
      "while (time < $end) { print 'and so on, ' x 1000; select undef, undef, undef, 0.1 }\n" +
          said_at_the_end);
  const std::string many =
      put_greedy_script(context, "many",
                        "my $made = 0;\nfor (1 .. " + std::to_string(most_processes) +
                            ") {\n  my $child = fork;\n  last unless defined $child;\n"
                            "  if (!$child) { sleep 1 while time < $end; exit 0 }\n  ++$made;\n}\n"
                            "print \"made $made.\";\nsleep 1 while time < $end;\n" +
                            said_at_the_end);
  const std::string flood = put_greedy_script(
      context, "flood", "my $text = 'and so on, ' x 6000;\nprint $text while time < $end;\n");
  Visitor of_busy(context, busy);
  Visitor of_idle(context, idle);
  Visitor of_talk(context, talk);
  Visitor of_many(context, many);
  Visitor of_flood(context, flood);
  meanwhile.expect_pages("beside scripts that never end");
  meanwhile.expect_scripts("beside scripts that never end");
  expect_stopped(context, of_busy, "counts");
  expect_stopped(context, of_idle, "waits");
  expect_stopped(context, of_talk, "prints");
  expect_stopped(context, of_many, "makes processes");
  record_processes(context, of_many.reply().body.substr(0, 100), most_processes);
  context.expect("what a script prints as fast as it can reaches its visitor",
                 of_flood.reply().body.substr(0, 28), Eq(std::string("begun.and so on, and so on, ")));
  meanwhile.expect_pages("afterwards");
  meanwhile.expect_scripts("afterwards");
}

const Scenario table[] = {
    {.id = "cgi.load.greedy_scripts",
     .clauses = {"CGI-7"},
     .purpose =
         "The site goes on answering beside scripts that never end; where a limit is named, it is one.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .run = greedy_scripts},
};

}  // namespace

std::span<const Scenario> script_load_scenarios() {
  return table;
}

}  // namespace cts
