#include "doctor/login_trouble.h"

#include <array>

#include "client/small_letters.h"

namespace cts {
namespace {

enum class Which { ftp, pop, both };

/// How the reply begins, or what it holds (in small letters); empty: anything. The first row that matches
/// counts.
struct Row {
  Which which;
  std::string_view begins;
  std::string_view holds;
  LoginTrouble trouble;
};

constexpr LoginTrouble wants_tls{
    "wants-tls", "the target takes passwords over TLS alone, and the manuals promise a plain login",
    "have plain logins allowed for this account, or do not offer the service in the profile"};
constexpr LoginTrouble in_use{
    "in-use", "another session has the mailbox, as the suite's own would",
    "end that session (a mail program that polls?), or give an account that nobody else uses"};
constexpr LoginTrouble no_reply{
    "no-reply",
    "the target greets and then waits: it may slow down whoever guesses, or look up this machine's name",
    "try again in a few minutes; else make reply in [timeouts] longer"};
constexpr LoginTrouble cut{
    "cut", "the target hangs up on this login: it may have banned this address for earlier mistakes",
    "have the ban lifted, then try with the right password"};
constexpr LoginTrouble busy{"busy",
                            "the target takes no login now: too many sessions, or too many from this address",
                            "try again later; else end other sessions, or run with fewer --jobs"};
constexpr LoginTrouble ftp_wrong{
    "wrong-credentials",
    "name or password are not the account's, or an access file (.ftpaccess) shuts this address out",
    "check [ftp] login and the password that its environment variable or file gives; log in by hand once"};
constexpr LoginTrouble pop_wrong{"wrong-credentials", "name or password are not the account's",
                                 "check name of the [[mail_account]] (some hosts want the whole address) and "
                                 "the password that its variable or file gives"};
constexpr LoginTrouble account{
    "wants-account", "the target asks for an account beside name and password, which the suite does not know",
    "have an FTP account set up that needs none"};
constexpr LoginTrouble out_of_order{"out-of-order", "the target says that it is its own trouble",
                                    "look into the target's log, and try again"};

constexpr std::array rows{
    Row{Which::both, "", "tls", wants_tls},
    Row{Which::both, "", "ssl", wants_tls},
    Row{Which::both, "", "encrypt", wants_tls},
    Row{Which::both, "", "plaintext", wants_tls},
    Row{Which::both, "", "secure connection", wants_tls},
    Row{Which::pop, "-err [in-use]", "", in_use},
    Row{Which::pop, "-err", "lock", in_use},
    Row{Which::pop, "-err", "in use", in_use},
    Row{Which::pop, "-err [login-delay]", "", busy},
    Row{Which::pop, "-err [sys/", "", out_of_order},
    Row{Which::pop, "-err", "too many", busy},
    Row{Which::pop, "-err", "", pop_wrong},
    Row{Which::ftp, "421", "", busy},
    Row{Which::ftp, "332", "", account},
    Row{Which::ftp, "532", "", account},
    Row{Which::ftp, "4", "", out_of_order},
    Row{Which::ftp, "530", "too many", busy},
    Row{Which::ftp, "530", "maximum", busy},
    Row{Which::ftp, "5", "", ftp_wrong},
    Row{Which::both, "no ", "", no_reply},
    Row{Which::both, "", "in time", no_reply},
    Row{Which::both, "", "closed", cut},
    Row{Which::both, "", "reset", cut},
};

}  // namespace

LoginTrouble login_trouble(LoginService service, std::string_view said) {
  const std::string small = in_small_letters(said.substr(0, 1000));
  const Which which = service == LoginService::ftp ? Which::ftp : Which::pop;
  for (const Row& row : rows) {
    if (row.which != Which::both && row.which != which) continue;
    if (small.starts_with(row.begins) && small.find(row.holds) != std::string::npos) return row.trouble;
  }
  return {"not-understood", "what the target answers is no reply to a login that is known",
          "log in by hand once, and compare"};
}

}  // namespace cts
