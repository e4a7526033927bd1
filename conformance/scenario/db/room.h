#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/db/admin_pages.h"

namespace cts {

class Context;

/// Tables of a scenario's own in one of the customer's databases; removed at the end. What else is in that
/// database is never touched. What cannot be prepared makes the scenario inconclusive, as with a Place.
class DatabaseRoom {
 public:
  /// In database `number`, from 1.
  explicit DatabaseRoom(Context& context, unsigned number = 1);
  /// The same, worked in by somebody who is there already.
  DatabaseRoom(Context& context, unsigned number, std::shared_ptr<AdminPages> pages);

  const std::string& database() const noexcept { return database_; }
  AdminPages& pages() noexcept { return *pages_; }

  /// The name of a table that is about to be made.
  std::string new_table();
  /// That table was not made.
  void forget(std::string_view table);
  /// Carries out statements, which must succeed.
  void prepare(std::string_view sql);
  /// Removes its tables, which must succeed.
  void empty();

  /// An export of its tables, which must be one.
  std::string dump(std::string_view charset = "utf-8");
  /// Its tables, in the order in which they were named.
  const std::vector<std::string>& tables() const noexcept { return *tables_; }

 private:
  Context& context_;
  std::string database_;
  std::shared_ptr<AdminPages> pages_;  // also who removes the tables works with them
  std::shared_ptr<std::vector<std::string>> tables_;
};

/// The statements of a dump, without its comments, which tell when it was made.
std::string statements_of(std::string_view dump);

/// Whether this is a file that a browser stores, with SQL in it.
bool is_dump(const HttpReply& reply);

}  // namespace cts
