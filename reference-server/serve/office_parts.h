#pragma once

#include <memory>
#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/log.h"
#include "config/site.h"
#include "http/access_log.h"
#include "http/http_service.h"
#include "members/members_handler.h"
#include "members/portal.h"
#include "net/session_group.h"
#include "office/application_book.h"
#include "office/audit_log.h"
#include "office/contract_terms.h"
#include "office/office.h"
#include "office/out_tray.h"
#include "office/support_desk.h"
#include "policy/policies.h"
#include "serve/foundation.h"
#include "serve/mail_parts.h"
#include "serve/state_folder.h"

namespace refd {

/// The office behind the members' site and the desk, its clerk, and that site itself where there is one.
/// Outlives the context that its sessions run in.
class OfficeParts {
 public:
  OfficeParts(Foundation& on, MailParts& mail, office::ContractTerms& terms, AccessKeeper& access_files,
              const Site& site, const StateFolder& state, const Log& log);
  OfficeParts(const OfficeParts&) = delete;
  OfficeParts& operator=(const OfficeParts&) = delete;
  ~OfficeParts();

  /// Begins to look, every second, at what is due and at what has arrived for the support.
  void start(boost::asio::io_context& context, net::SessionGroup& sessions);

  /// One connection to the members' site; only where the site has one.
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket) {
    return http_->serve(std::move(socket));
  }

 private:
  // What visitors of the members' site look at is nobody's business but the audit log's.
  class NoAccessLog final : public http::AccessLog {
   public:
    void record(const http::Access&) override {}
  };

  MailParts& mail_;
  const Log log_;

 public:
  office::AuditLog audit;
  office::OutTray letters;

 private:
  office::ApplicationBook book_;

 public:
  office::Office office;
  office::SupportDesk support;

 private:
  // Of its own: what is broken on the customer's site is not broken on this one.
  const FixedPolicies policies_;
  NoAccessLog no_log_;
  members::Portal portal_;
  members::MembersHandler handler_;
  std::optional<http::HttpService> http_;
};

}  // namespace refd
