#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refd::smtp {

/// What a sender wants to be told about one recipient (RFC 3461 section 4). A value.
struct ReportWishes {
  std::string notify;    ///< NOTIFY in capitals, "SUCCESS,DELAY"; empty: nothing was said
  std::string original;  ///< ORCPT as it came, "rfc822;taro+2Bx@example.jp"; empty: none

  /// Who says nothing hears of failures and of delays.
  bool wants_success() const { return names("SUCCESS"); }
  bool wants_failure() const { return notify.empty() || names("FAILURE"); }
  bool wants_delay() const { return notify.empty() || names("DELAY"); }

 private:
  bool names(std::string_view event) const { return notify.find(event) != std::string::npos; }
};

/// What he wants about all of them.
struct MessageWishes {
  std::string returns;      ///< RET: FULL or HDRS, how much a report gives back; empty: nothing was said
  std::string envelope_id;  ///< ENVID as it came: xtext; empty: none
};

/// The values of NOTIFY and RET in capitals; nothing for what is none.
std::optional<std::string> notify_of(std::string_view value);
std::optional<std::string> returns_of(std::string_view value);
/// Whether that can be ENVID or ORCPT.
bool is_envelope_id(std::string_view value);
bool is_original_recipient(std::string_view value);
/// What xtext stands for (RFC 3461 section 4).
std::string from_xtext(std::string_view text);

}  // namespace refd::smtp
