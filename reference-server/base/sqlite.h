#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace refd {

/// One statement of a SqliteFile, prepared once and run often. Must not outlive its file.
class SqliteStatement {
 public:
  enum class Step {
    row,   ///< text() and number() tell what is in it
    done,  ///< no (further) row
    failed
  };

  SqliteStatement() = default;

  /// Values for the next run; positions count from 1.
  void bind(int position, std::string_view text);
  void bind(int position, std::int64_t number);
  void bind_octets(int position, std::string_view octets);
  void bind_nothing(int position);

  /// Runs a statement that gives no rows; whether that succeeded. Ready for its next run afterwards.
  bool run();

  /// The next row. After the last, and after a failure, the statement is ready for its next run; whoever
  /// stops reading before calls reset().
  Step step();
  void reset();

  /// Columns of the row; they count from 0.
  std::string text(int column) const;
  std::string octets(int column) const;
  bool is_nothing(int column) const;
  std::int64_t number(int column) const;

 private:
  friend class SqliteFile;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A SQLite file that nobody else uses. What is wrong with the file itself is the operator's to mend: a
/// std::system_error that names it, its content and what SQLite says. Used by one thread at a time.
class SqliteFile {
 public:
  /// What a loss of power may take away of what was committed last. A kill of the process takes nothing.
  enum class Keeps { everything, all_but_the_last };

  /// Opens or makes `file`; an empty name keeps everything in memory. `content` is how messages call what is
  /// in it ("the access counters").
  SqliteFile(const std::string& file, std::string_view content, Keeps keeps);

  /// Throws when the file is damaged. Reads all of it.
  void check();
  /// Throws when it fails.
  void execute(const char* sql);
  SqliteStatement prepared(const char* sql);

  /// Whether a transaction is open: SQLite rolls back by itself after some failures.
  bool in_transaction() const;
  /// What SQLite says about the last failure.
  std::string last_error() const;
  /// Throws what the constructor would, with that text.
  [[noreturn]] void refuse(const std::string& why) const;
  [[noreturn]] void refuse() const { refuse(last_error()); }

  /// File and content, as messages call them.
  const std::string& name() const { return name_; }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::string name_;
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace refd
