#include "scenario/db/stock.h"

#include <algorithm>

#include <fmt/format.h>

#include "client/small_letters.h"

namespace cts {

namespace {

// As SQL writes them, in turn.
constexpr std::string_view notes[] = {
    "'plain'", "'O''Reilly; and \"others\"'", "NULL", "''", "'-- no comment'", "'a \\\\ b % _'"};
constexpr std::string_view octets[] = {"0x00", "0x27225c0a0d1a", "0xfffe00ff"};

}  // namespace

Stock::Stock(std::string goods, std::string orders, std::string mark)
    : goods_(std::move(goods)), orders_(std::move(orders)), mark_(std::move(mark)) {}

std::string Stock::row_mark(std::string_view table, unsigned number) const {
  return fmt::format("{}-{}-{}-end", mark_, table, number);
}

std::string Stock::statements() const {
  std::string sql = fmt::format(
      "CREATE TABLE `{}` (id INT NOT NULL, name VARCHAR(120) NOT NULL, note VARCHAR(80), "
      "price DECIMAL(10,2) NOT NULL, photo BLOB, PRIMARY KEY (id), KEY by_name (name));\n"
      "CREATE TABLE `{}` (number INT NOT NULL, label VARCHAR(120) NOT NULL, day DATE NOT NULL, "
      "UNIQUE KEY by_number (number));\n",
      goods_, orders_);
  sql += fmt::format("INSERT INTO `{}` (id, name, note, price, photo) VALUES", goods_);
  for (unsigned number = 1; number <= rows; ++number) {
    sql += fmt::format("{}({}, '{}', {}, {}.{:02}, {})", number == 1 ? " " : ", ", number,
                       row_mark("goods", number), notes[number % std::size(notes)], number * 7, number,
                       octets[number % std::size(octets)]);
  }
  sql += fmt::format(";\nINSERT INTO `{}` (number, label, day) VALUES", orders_);
  for (unsigned number = 1; number <= rows; ++number) {
    sql += fmt::format("{}({}, '{}', '2011-02-{:02}')", number == 1 ? " " : ", ", 1000 + number,
                       row_mark("orders", number), number % 28 + 1);
  }
  return sql + ";\n";
}

std::vector<std::string> Stock::parts() const {
  std::vector<std::string> parts{goods_,  orders_, "by_name",        "by_number", "PRIMARY KEY",
                                 "photo", "label", "0x27225c0a0d1a", "0xfffe00ff"};
  for (unsigned number = 1; number <= rows; ++number) {
    parts.push_back(row_mark("goods", number));
    parts.push_back(row_mark("orders", number));
  }
  return parts;
}

std::vector<std::string> missing_in(std::string_view text, const std::vector<std::string>& parts) {
  const std::string searched = in_small_letters(text);
  std::vector<std::string> missing;
  for (const std::string& part : parts)
    if (searched.find(in_small_letters(part)) == std::string::npos) missing.push_back(part);
  return missing;
}

}  // namespace cts
