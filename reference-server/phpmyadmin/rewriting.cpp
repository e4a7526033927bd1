#include "phpmyadmin/rewriting.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace refd::phpmyadmin {

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

// Statements of that beginning, each up to the semicolon that ends its line.
void drop_statements(std::string& text, std::string_view beginning) {
  for (;;) {
    const auto begin = text.find(beginning);
    if (begin == std::string::npos) return;
    const auto end = text.find(";\n", begin);
    text.erase(begin, end == std::string::npos ? std::string::npos : end + 2 - begin);
  }
}

// The last row of each list of values.
void drop_last_rows(std::string& text) {
  for (auto at = text.find("INSERT INTO"); at != std::string::npos; at = text.find("INSERT INTO", at + 1)) {
    const auto end = text.find(");\n", at);
    const auto last = end == std::string::npos ? std::string::npos : text.rfind("),\n", end);
    if (last != std::string::npos && last > at) text.erase(last + 1, end - last);
  }
}

// The middle octet of three-octet characters, as one wrong table of characters would have it.
void change_octets(std::string& text) {
  constexpr std::string_view wave = "\xE3\x80\x9C";   // WAVE DASH
  constexpr std::string_view tilde = "\xEF\xBD\x9E";  // FULLWIDTH TILDE
  replace_all(text, wave, tilde);
}

// "#1050", wherever the page has it: the numbers by which MySQL calls its errors.
void hide_error_numbers(std::string& page) {
  for (auto at = page.find('#'); at != std::string::npos; at = page.find('#', at + 1)) {
    auto end = at + 1;
    while (end < page.size() && std::isdigit(static_cast<unsigned char>(page[end])) != 0) ++end;
    if (end - at == 5) page.replace(at, 5, "OK");
  }
}

// The table of a query's outcome.
void hide_rows(std::string& page) {
  const auto begin = page.find("table_results");
  const auto end = page.find("</table>", begin);
  if (begin == std::string::npos || end == std::string::npos) return;
  const auto rows = page.find("<tbody>", begin);
  if (rows < end) page.erase(rows, end - rows);
}

}  // namespace

bool alters_uploads(const DatabasePolicy& policy) {
  return !policy.imports_are_whole || !policy.imports_keep_keys || !policy.imports_leave_what_is_there ||
         !policy.imports_keep_octets;
}

std::string altered_upload(std::string body, const DatabasePolicy& policy) {
  if (!policy.imports_are_whole) drop_last_rows(body);
  if (!policy.imports_keep_keys) drop_statements(body, "ALTER TABLE");
  if (!policy.imports_leave_what_is_there) replace_all(body, "CREATE TABLE ", "CREATE OR REPLACE TABLE ");
  if (!policy.imports_keep_octets) change_octets(body);
  return body;
}

bool alters_answers(const DatabasePolicy& policy) {
  return !policy.exports_are_whole || !policy.exports_have_rows || !policy.exports_keep_octets ||
         !policy.failures_are_shown || !policy.rows_are_shown;
}

std::string altered_export(std::string sql, const DatabasePolicy& policy) {
  if (!policy.exports_are_whole) drop_last_rows(sql);
  if (!policy.exports_have_rows) drop_statements(sql, "INSERT INTO");
  if (!policy.exports_keep_octets) change_octets(sql);
  return sql;
}

std::string altered_page(std::string page, const DatabasePolicy& policy) {
  if (!policy.failures_are_shown) {
    hide_error_numbers(page);
    replace_all(page, "alert-danger", "alert-success");
  }
  if (!policy.rows_are_shown) hide_rows(page);
  return page;
}

}  // namespace refd::phpmyadmin
