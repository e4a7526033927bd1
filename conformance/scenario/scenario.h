#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "target/consent.h"

namespace cts {

class Context;

/// Services that a scenario cannot do without. When the interconnection stage finds one dead, the scenario is
/// inconclusive with that cause, and its body is not run.
enum class Need : unsigned {
  web = 1,           ///< the site answers HTTP
  ftp = 2,           ///< FTP greets
  ftp_login = 4,     ///< the contract's FTP credentials are accepted
  reverse_name = 8,  ///< the target file tells the name that the last of its vantage points resolves to
  pop = 16,          ///< POP3 greets
  pop_login = 32,    ///< the first of the mail accounts can log in by POP3
  pops = 64,         ///< POP3 over TLS greets
  smtp = 128,        ///< SMTP greets
  elsewhere = 256,   ///< the target file tells where the target sends mail for a foreign domain
  members = 512,     ///< the members' site answers HTTP, and the target file has credentials for it
};
struct Needs {
  unsigned bits = 0;
  constexpr Needs() = default;
  constexpr Needs(Need need) : bits(static_cast<unsigned>(need)) {}
  constexpr bool has(Need need) const { return (bits & static_cast<unsigned>(need)) != 0; }
  friend constexpr Needs operator|(Needs a, Needs b) {
    Needs both;
    both.bits = a.bits | b.bits;
    return both;
  }
};
constexpr Needs operator|(Need a, Need b) {
  return Needs(a) | Needs(b);
}

/// smoke: seconds for the whole tier; standard: the default; slow: moves tens of megabytes or waits.
enum class Tier { smoke, standard, slow };

/// Single things of the target that only one scenario may hold at a time.
namespace resource {
inline constexpr std::string_view root_access_file = "root-access-file";
inline constexpr std::string_view site_root = "site-root";
inline constexpr std::string_view clock = "clock";
/// The address at which the suite takes the target's mail for elsewhere.
inline constexpr std::string_view elsewhere = "elsewhere";
/// All of it: nothing else runs meanwhile. For what fills the disk, or measures the whole.
inline constexpr std::string_view whole_target = "whole-target";
}  // namespace resource

/// What a scenario does, and where its row stands in the source. (clang 14 has no std::source_location, and
/// with GCC a default initialiser of the row itself would name the table's last line.)
class ScenarioBody {
 public:
  using Function = void (*)(Context&);
  constexpr ScenarioBody() = default;
  constexpr ScenarioBody(Function function, const char* file = __builtin_FILE(),
                         unsigned line = __builtin_LINE())
      : function_(function), file_(file), line_(line) {}

  void operator()(Context& context) const { function_(context); }
  constexpr explicit operator bool() const { return function_ != nullptr; }
  /// As the compiler was given it; "" without a function.
  constexpr const char* file() const { return file_; }
  constexpr unsigned line() const { return line_; }

 private:
  Function function_ = nullptr;
  const char* file_ = "";
  unsigned line_ = 0;
};

/// One check of one promise: a row in an explicit table. Rows are constants; results are kept elsewhere.
struct Scenario {
  /// Stable slug "service.chapter.what_is_checked"; [a-z0-9_.] only; never reused for something else.
  std::string_view id;
  /// Clauses it proves; the first is the one blamed unless a check names another of them.
  std::vector<std::string_view> clauses;
  /// One sentence: what the customer relies on.
  std::string_view purpose;
  Needs needs;
  Tier tier = Tier::standard;
  Consent consent = Consent::reversible;
  /// Names from namespace resource; leased for the whole scenario.
  std::vector<std::string_view> resources = {};
  /// How many vantage points it needs (1 = any single one).
  unsigned vantage_points = 1;
  /// How many of the target's mail accounts it has for itself (Context::mail_account()).
  unsigned mail_accounts = 0;
  /// The operator's commands that it runs, names from hook_names(); without one of them it is not run.
  std::vector<std::string_view> hooks = {};
  ScenarioBody run = {};
};

/// All tables, in the order of the catalogue. Ids are unique; checked by a test and at start-up.
std::vector<const Scenario*> all_scenarios();

}  // namespace cts
