#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock-matchers.h>

#include "client/ftp_client.h"
#include "client/http_client.h"
#include "client/knock.h"
#include "client/pop_client.h"
#include "client/smtp_client.h"
#include "client/transcript.h"
#include "reports/record/scenario_result.h"
#include "scenario/footprint.h"
#include "scenario/operator_hand.h"
#include "scenario/place.h"
#include "scenario/scenario.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// Thrown by need(), stop_inconclusive() and not_applicable() to leave a scenario's body; the verdict is
/// already recorded. Caught by the runner only. A body never catches it.
struct ScenarioStopped {};

/// What a scenario works with: the target, clients, a place of its own, and the judge's notebook.
///
/// A body reads like the promise: it prepares with need() (a precondition that fails makes the scenario
/// inconclusive) and judges with expect() (what the manuals promise; a mismatch is a failure, and the body
/// goes on). Matchers are GoogleMock's, and those of check/. One thread; lives as long as the scenario.
class Context {
 public:
  struct Services {
    const Target& target;
    const Profile& profile;
    Footprint& footprint;
    OperatorHand& operator_hand;
    std::string run_id;  ///< [a-z0-9]{8}; in every name that the run creates
    /// Numbers of the target's mail accounts that the scenario has for itself.
    std::vector<std::size_t> mail_accounts = {};
  };
  Context(const Scenario& scenario, Services services);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context();

  const Target& target() const noexcept { return services_.target; }
  const Profile& profile() const noexcept { return services_.profile; }
  Transcript& transcript() noexcept { return transcript_; }

  /// Judges one observation against one promise. `requirement`: the promise as a sentence in the target's
  /// terms
  /// ("a file that does not exist is answered 404"). Returns whether it is kept. `clause` must be one of the
  /// scenario's.
  template <class Actual, class Matcher>
  bool expect(std::string_view requirement, const Actual& actual, Matcher matcher) {
    return expect_for(scenario_.clauses.front(), requirement, actual, matcher);
  }
  template <class Actual, class Matcher>
  bool expect_for(std::string_view clause, std::string_view requirement, const Actual& actual,
                  Matcher matcher) {
    const auto [matched, expected, explained] = explain(actual, matcher);
    return judge(clause, requirement, matched, expected, explained);
  }

  /// A precondition that is no promise of this scenario's clauses: unless it holds, the scenario is
  /// inconclusive and its body is left here.
  template <class Actual, class Matcher>
  void need(std::string_view what, const Actual& actual, Matcher matcher) {
    const auto [matched, expected, explained] = explain(actual, matcher);
    if (!matched) stop_inconclusive(std::string(what) + ": expected " + expected + ", got " + explained);
  }
  [[noreturn]] void stop_inconclusive(const std::string& why);
  [[noreturn]] void not_applicable(const std::string& why);

  /// A legitimate choice of the target that a report should tell ("web.mode_600": "served").
  void record(std::string name, std::string value);

  // `from` is the number of a vantage point, 0 the default one. A scenario is inconclusive when the target
  // has none of that number.

  /// A fresh FTP control connection, not logged in, unjudged.
  FtpClient connect_ftp(unsigned from = 0);
  /// The same, logged in as the contract's user; inconclusive when that does not succeed.
  FtpClient ftp(unsigned from = 0);
  /// A visitor's browser at the site (www.<domain>).
  HttpClient web(unsigned from = 0);
  /// A browser at the members' site, which keeps no cookies by itself.
  HttpClient members_site(unsigned from = 0);
  /// One of the mail accounts that the scenario has for itself; its row says how many.
  const Target::MailAccount& mail_account(std::size_t number = 0) const;
  /// A fresh POP3 connection, plain or over TLS, not logged in, unjudged.
  PopClient connect_pop(unsigned from = 0);
  PopClient connect_pops(unsigned from = 0);
  /// A plain one, logged in to that mail account; inconclusive when that does not succeed.
  PopClient pop(const Target::MailAccount& account, unsigned from = 0);
  /// The same unjudged: the last answer, greeting or login, is told in `reply`. While the target says that
  /// the refusal will pass, again in new sessions, as long as it may take to see that one before has ended
  /// (POP-3).
  struct PopAttempt {
    unsigned from = 0;
    bool over_tls = false;
    std::function<void(PopClient&)> before_login;  ///< called in each session that greets
    bool after_any_refusal = false;                ///< again also when the target says nothing of the kind
    unsigned waits = 1;                            ///< for so many times as long
  };
  PopClient try_pop(const Target::MailAccount& account, PopReply& reply, const PopAttempt& how);
  /// A fresh SMTP connection to port 25 or 587 (of the target's), before EHLO, unjudged.
  enum class SmtpPort { transfer, submission };
  SmtpClient connect_smtp(SmtpPort port = SmtpPort::transfer, unsigned from = 0);
  /// Tries the database's port (DB-3), and says nothing there.
  Knock knock_at_database(unsigned from = 0);
  /// The contract's FTP login name and password.
  const std::string& ftp_login() const;
  const std::string& ftp_password() const;

  /// This scenario's own directory below /web, made at the first call and removed, with all in it, at the
  /// end.
  Place& place();
  /// The same below another directory, which exists ("/users/<login>"): for what is promised everywhere.
  Place& place_in(std::string_view parent);

  /// Says that the body is about to create `path` (a file or directory, absolute, as FTP names it) outside
  /// its places, because the promise is about just that name; it is removed at the end like a place. To be
  /// called before. Inconclusive when something of that name is there already: nothing of the customer's is
  /// touched.
  void will_create(std::string_view path);

  /// Runs a hook of the target, one that the scenario's row names, with `value` in place of its placeholder;
  /// what it printed. Inconclusive when it fails: that is the operator's tool, not the service.
  std::string ask_operator(std::string_view hook, std::string_view value = "");
  /// As ask_operator(); each line of what it printed is a secret from now on, and none of it is kept.
  std::vector<std::string> ask_operator_secretly(std::string_view hook, std::string_view value = "");
  /// Moves the server's clock to now + `span`, by the hook set_clock. Put back at the end. The row holds
  /// resource::clock: who measures the server's time must not meet this.
  void move_clock(std::chrono::seconds span);

  /// Says that letters are about to get into a mail account's mailbox; those that carry a unique() of this
  /// scenario are removed at the end, and the error mails about them. To be called before.
  void undo_letters(const Target::MailAccount& account);

  /// Something to be undone at the end, the latest first; it returns what is left, as places do.
  void undo_at_end(std::string what, std::function<std::vector<std::string>()> undo);

  /// A text that occurs nowhere else: "<run>-<scenario number>-<counter>"; [a-z0-9-].
  std::string unique();

  // For the runner, after the body has ended:
  /// Removes what the scenario made and verifies that by listing; what is left is told in the outcome.
  void clean_up() noexcept;
  /// Everything observed, without id, times and worker: verdict, message, findings, readings, transcript,
  /// leftovers. A body that judged nothing is an error: it asserted nothing.
  reports::ScenarioResult outcome() const;
  /// The harness itself failed (an exception that is no ScenarioStopped).
  void record_error(const std::string& what);

 private:
  struct Explained {
    bool matched;
    std::string expected;
    std::string actual;
  };
  template <class Actual, class Matcher>
  static Explained explain(const Actual& actual, const Matcher& matcher) {
    const testing::Matcher<const Actual&> typed = testing::SafeMatcherCast<const Actual&>(matcher);
    testing::StringMatchResultListener listener;
    const bool matched = typed.MatchAndExplain(actual, &listener);
    std::ostringstream expected;
    typed.DescribeTo(&expected);
    std::string got = testing::PrintToString(actual);
    if (!listener.str().empty()) got += " (" + listener.str() + ")";
    return {matched, expected.str(), std::move(got)};
  }
  bool judge(std::string_view clause, std::string_view requirement, bool kept, const std::string& expected,
             const std::string& actual);
  void worsen(reports::Verdict verdict, const std::string& message);
  const VantagePoint& vantage_point(unsigned from);
  Dial dial_ftp(unsigned from);
  Dial dial_web(unsigned from);
  template <class Service>
  Dial dial(const Service& service, std::uint16_t port, unsigned from);
  Deadlines deadlines() const;
  std::string run_hook(std::string_view hook, std::string_view value, bool is_secret);
  std::vector<std::string> remove_letters_of(const Target::MailAccount& account);
  std::string place_name() const;
  void remove_one(const std::string& path);

  const Scenario& scenario_;
  Services services_;
  Transcript transcript_;
  std::string number_;  // stands for the scenario in names; [a-z0-9]{6}
  std::vector<std::unique_ptr<Place>> places_;
  std::vector<std::string> announced_;
  struct Undo {
    std::string what;
    std::function<std::vector<std::string>()> act;
  };
  std::vector<Undo> undos_;
  bool clock_moved_ = false;
  reports::ScenarioResult result_;
  unsigned counter_ = 0;
  bool cleaned_up_ = false;
};

}  // namespace cts
