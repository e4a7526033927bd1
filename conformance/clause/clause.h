#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// How an outsider can observe whether a clause is kept.
enum class Observability {
  automatic,  ///< with a customer's own credentials, over the network
  operated,   ///< needs an operator's hand: a hook of the target
  document,   ///< nothing to observe; kept for completeness
};
/// "auto", "operator", "document".
std::string_view name_of(Observability observability);

/// One text in both languages of the reports.
struct BilingualText {
  std::string en;
  std::string ja;
  bool empty() const noexcept { return en.empty() && ja.empty(); }
  friend bool operator==(const BilingualText&, const BilingualText&) = default;
};

/// Where a clause comes from: a manual and the section of it, by title.
struct ClauseSource {
  std::string
      manual;  ///< "D" the dedicated-server manual, "M" the mail manual, or the name of a specification
  std::string section;  ///< its title, as printed there
  friend bool operator==(const ClauseSource&, const ClauseSource&) = default;
};

/// One promise of the manuals, in our own words. A value; constant once read.
struct Clause {
  std::string id;                     ///< "WEB-INDEX-3"; never reused for something else
  std::string service;                ///< the chapter it is filed under: "web", "ftp", "mail.pop", …
  BilingualText title;                ///< a few words
  BilingualText promise;              ///< what the customer may rely on, whole
  BilingualText ruling;               ///< how an unclear statement is read; empty: it is clear
  std::vector<ClauseSource> sources;  ///< at least one
  Observability observability = Observability::automatic;
  bool slow = false;         ///< moves tens of megabytes, or waits
  bool destructive = false;  ///< can lock the customer out, or fill a quota
  /// Offers of the profile without which it is not applicable (names of target/profile.h's Offers); may be
  /// empty.
  std::vector<std::string> needs;
};

}  // namespace cts
