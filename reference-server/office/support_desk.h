#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/access_keeper.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/sqlite.h"
#include "mail/mail_store.h"
#include "office/audit_log.h"
#include "office/letter.h"
#include "office/request_mail.h"
#include "policy/office_policy.h"

namespace refd::office {

/// One request of the customer's. A value.
struct SupportRequest {
  std::int64_t number = 0;
  JapanTime received;
  RequestMail mail;
  std::string state;  ///< "open", "done" or "refused"
  std::string note;   ///< what was done, or why not
};

/// Takes in what is mailed to the support address, and does what is asked for (ACL-9). Thread-safe; what was
/// taken in survives the server's end, and is taken in once.
class SupportDesk {
 public:
  /// References outlive the desk. `mailbox`: where the mail arrives.
  struct Parts {
    MailStore& store;
    Mailbox mailbox;
    AccessKeeper& access_files;
    AuditLog& audit;
    const Clock& clock;
    const OfficePolicySource& policies;
    Log log;
  };
  /// Opens or makes `file`; an empty name keeps the requests in memory. Throws std::system_error when it
  /// cannot be used.
  SupportDesk(const std::string& file, Parts parts, Contract contract);

  /// Makes requests of the mails that have arrived; how many.
  std::size_t take_in();

  /// The latest first; at most `most`.
  std::vector<SupportRequest> latest(std::size_t most) const;
  std::optional<SupportRequest> find(std::int64_t number) const;

  /// Renames the access file that an open request is about: of whoever names the contract's number and
  /// domain. The request as it is then; nothing when none of that number is open.
  std::optional<SupportRequest> handle(std::int64_t number, std::string_view who);
  /// All that are open, the first first.
  std::vector<SupportRequest> handle_all(std::string_view who);

 private:
  bool record(const std::string& unique_id, const RequestMail& mail);
  void settle(SupportRequest& request, std::string_view who);
  std::optional<SupportRequest> handle_open(SupportRequest request, std::string_view who);
  std::vector<SupportRequest> found(SqliteStatement& statement) const;

  const Parts parts_;
  const Contract contract_;
  mutable std::mutex mutex_;  // of the file
  std::mutex handling_;
  SqliteFile file_;
  SqliteStatement insert_, settle_;
  mutable SqliteStatement latest_, find_, open_;
};

}  // namespace refd::office
