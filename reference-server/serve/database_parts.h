#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "base/log.h"
#include "cgi/error_log.h"
#include "cgi/meta_variables.h"
#include "cgi/php_pool.h"
#include "config/site.h"
#include "database/database_accounts.h"
#include "database/database_door.h"
#include "database/database_keeper.h"
#include "database/server_command.h"
#include "net/listener.h"
#include "net/session_group.h"
#include "phpmyadmin/admin_handler.h"
#include "policy/deviation_switch.h"
#include "serve/foundation.h"
#include "serve/state_folder.h"

namespace refd {

/// Where programs of the customer's find the database; empty where the site has none.
std::string database_socket(const Site& site, const StateFolder& state);

/// Variables by which MySQL's clients, and PHP as a script, find it there as "localhost"; none where the site
/// has none.
cgi::Variables database_variables(const Site& site, const StateFolder& state);

/// The databases (DB-1 … DB-8): the process of the server, its port, and phpMyAdmin's pages. All of it lies
/// below the state, outside the customer's tree. Outlives the context that its sessions run in.
class DatabaseParts {
 public:
  /// Begins to start the database server at once, beside whatever else is made. Throws std::system_error when
  /// the state cannot be used; what is missing on the machine is told in the log only.
  DatabaseParts(Foundation& on, const Site& site, const StateFolder& state, const Log& log);
  DatabaseParts(const DatabaseParts&) = delete;
  DatabaseParts& operator=(const DatabaseParts&) = delete;
  ~DatabaseParts();

  /// phpMyAdmin; null where it is not installed.
  http::ContentHandler* pages() { return pages_.get(); }
  /// Its port, which opens when that is started.
  std::unique_ptr<net::Listener> listener(boost::asio::io_context& context, net::SessionGroup& sessions);

  /// Whether the server answers; waits while it starts, as long as the site says.
  bool wait_until_ready();
  /// Makes databases and accounts be as the policy has them now.
  void follow_policy();
  /// Process id of the server; 0 when none runs.
  pid_t process() const { return keeper_.process(); }
  /// Ends the pages' processes, and the server. To be called while threads still run the context.
  void stop();

 private:
  db::DatabaseKeeper::Options keeping();
  void open_to_programs(bool open) const;
  bool run_statements(const std::string& statements);
  std::unique_ptr<cgi::PhpPool> make_pool(const StateFolder& state);
  void make_pages(const Site& site, const StateFolder& state);

  Foundation& on_;
  const Site::Database site_;
  const db::Customer customer_;
  const Log log_;
  const std::string root_password_;  // of the database's root
  const std::optional<Owner> user_;
  const std::string folder_;
  const std::string customers_socket_;
  const UniqueFd output_;
  const db::ServerSettings settings_;
  db::DatabaseKeeper keeper_;
  const db::DatabaseDoor door_;
  std::mutex following_;
  std::string followed_;  // statements that were run last
  std::unique_ptr<cgi::ErrorLog> errors_;
  std::unique_ptr<cgi::PhpPool> pool_;
  std::unique_ptr<http::ContentHandler> pages_;
};

/// The switch of the desk's, which lets somebody know when it was turned.
class ToldSwitch final : public DeviationSwitch {
 public:
  ToldSwitch(DeviationSwitch& turned, std::function<void()> tell) : turned_(turned), tell_(std::move(tell)) {}

  std::vector<Row> rows() const override { return turned_.rows(); }
  bool switch_on(std::string_view id) override {
    const bool is_known = turned_.switch_on(id);
    if (is_known) tell_();
    return is_known;
  }
  void switch_off() override {
    turned_.switch_off();
    tell_();
  }
  std::optional<std::string_view> active() const override { return turned_.active(); }
  std::uint64_t acted() const override { return turned_.acted(); }

 private:
  DeviationSwitch& turned_;
  const std::function<void()> tell_;
};

}  // namespace refd
