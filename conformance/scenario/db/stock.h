#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// A small shop's tables, with what dumps have trouble with: quotation marks, semicolons, lines, octets,
/// nothing at all. They can be made by MySQL since 3.23.
class Stock {
 public:
  /// `mark` is in every row.
  Stock(std::string goods, std::string orders, std::string mark);

  /// Makes and fills both tables.
  std::string statements() const;
  /// What occurs in every complete dump of them, in that order, table by table.
  std::vector<std::string> parts() const;

  static constexpr unsigned rows = 40;

 private:
  std::string row_mark(std::string_view table, unsigned number) const;

  const std::string goods_;
  const std::string orders_;
  const std::string mark_;
};

/// Those of `parts` that `text` lacks.
std::vector<std::string> missing_in(std::string_view text, const std::vector<std::string>& parts);

}  // namespace cts
