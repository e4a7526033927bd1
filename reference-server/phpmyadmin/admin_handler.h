#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "cgi/meta_variables.h"
#include "cgi/php_pool.h"
#include "http/content_handler.h"
#include "phpmyadmin/admin_files.h"
#include "policy/cgi_policy.h"
#include "policy/database_policy.h"

namespace refd::phpmyadmin {

/// DB-4, HOST-4: phpMyAdmin as the machine's package has it, under "/phpMyAdmin/" of every name that the
/// manual lists. Its pages are run by processes of its own, as a user who is not the customer; nothing of it
/// lies in the customer's tree.
class AdminHandler final : public http::ContentHandler {
 public:
  /// Names by which the manual lets it be called.
  struct Names {
    std::vector<std::string> added;  ///< www.<added domain>
    std::string server;
  };
  /// References outlive the handler.
  struct Parts {
    cgi::PhpPool& pool;
    const DatabasePolicySource& policies;
    std::string directory;  ///< where it was installed
    std::string spool;      ///< a directory for bodies whose length has to be found out
    Names names;
    cgi::SitePlaces places;
    Log log;
  };
  struct Limits {
    std::chrono::milliseconds time{300'000};  ///< for one page
    std::uint64_t body_octets = 128ULL << 20;
  };

  AdminHandler(Parts parts, Limits limits) : parts_(std::move(parts)), limits_(limits) {}

  boost::asio::awaitable<void> respond(const http::ResolvedRequest& request, http::BodySource& body,
                                       http::AnswerSink& answer) override;

 private:
  bool is_at(std::string_view host, const DatabasePolicy& policy) const;
  boost::asio::awaitable<void> send_file(const http::ResolvedRequest& request, const AdminFile& file,
                                         http::AnswerSink& answer) const;
  boost::asio::awaitable<void> run(const http::ResolvedRequest& request, const AdminFile& page,
                                   http::BodySource& body, http::AnswerSink& answer);
  boost::asio::awaitable<void> run_altered(const http::ResolvedRequest& request, const AdminFile& page,
                                           http::BodySource& body, http::AnswerSink& answer);
  boost::asio::awaitable<void> run_spooled(const http::ResolvedRequest& request, const AdminFile& page,
                                           http::BodySource& body, http::AnswerSink& answer);
  cgi::Variables variables_for(const http::ResolvedRequest& request, const AdminFile& page,
                               std::optional<std::uint64_t> body_octets) const;
  boost::asio::awaitable<void> exchange_for(const http::ResolvedRequest& request,
                                            const cgi::Variables& variables, http::BodySource* body,
                                            http::AnswerSink& out);
  boost::asio::awaitable<void> exchange(const http::ResolvedRequest& request, const AdminFile& page,
                                        http::BodySource* body, std::uint64_t body_octets,
                                        http::AnswerSink& answer);

  const Parts parts_;
  const Limits limits_;
  const CgiPolicy promised_;  // what breaks the customer's scripts does not break these
};

}  // namespace refd::phpmyadmin
