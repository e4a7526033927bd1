#include <algorithm>
#include <array>
#include <cctype>

#include "fuzzing/target.h"
#include "phpmyadmin/admin_settings.h"
#include "phpmyadmin/rewriting.h"

namespace refd::phpmyadmin {
namespace {

using fuzzing::require;
using fuzzing::require_same;

// "#1050", wherever it stands.
bool tells_a_number(std::string_view page) {
  for (auto at = page.find('#'); at != std::string_view::npos; at = page.find('#', at + 1)) {
    const auto digits = std::find_if(page.begin() + static_cast<std::ptrdiff_t>(at) + 1, page.end(),
                                     [](char c) { return std::isdigit(static_cast<unsigned char>(c)) == 0; });
    if (digits - page.begin() - static_cast<std::ptrdiff_t>(at) == 5) return true;
  }
  return false;
}

void require_kept(std::string_view text) {
  const std::string octets(text);
  const DatabasePolicy kept;
  require(!alters_uploads(kept) && !alters_answers(kept), "what keeps its promises alters nothing");
  require_same(altered_upload(octets, kept), text, "an upload stays what it is");
  require_same(altered_export(octets, kept), text, "an export stays what it is");
  require_same(altered_page(octets, kept), text, "a page stays what it is");
}

// DB-5 … DB-8, each broken alone.
void check_rewriting(std::string_view text) {
  require_kept(text);
  const std::string octets(text);
  DatabasePolicy policy;
  policy.exports_have_rows = false;
  const auto without_rows = altered_export(octets, policy);
  require(without_rows.find("INSERT INTO") == std::string::npos, "an export without rows has none",
          without_rows);
  require(without_rows.size() <= text.size(), "what is dropped makes nothing longer");

  policy = {};
  policy.exports_are_whole = policy.imports_are_whole = false;
  const auto shorter = altered_export(octets, policy);
  require_same(altered_upload(octets, policy), shorter, "rows are lost on both ways alike");
  require(shorter.size() <= text.size(), "what is dropped makes nothing longer");
  const auto statements = [](std::string_view sql) {
    std::size_t count = 0;
    for (auto at = sql.find("INSERT INTO"); at == 0 || (at != std::string_view::npos && at > 0);
         at = sql.find("INSERT INTO", at + 1))
      ++count;
    return count;
  };
  require(statements(shorter) <= statements(text), "no statement is added", shorter);

  policy = {};
  policy.imports_keep_keys = false;
  require(altered_upload(octets, policy).find("ALTER TABLE") == std::string::npos, "keys are lost");
  policy = {};
  policy.imports_leave_what_is_there = false;
  const auto replacing = altered_upload(octets, policy);
  require(replacing.find("CREATE TABLE ") == std::string::npos, "tables are replaced", replacing);
  policy = {};
  policy.exports_keep_octets = policy.imports_keep_octets = false;
  const auto changed = altered_export(octets, policy);
  require(changed.size() == text.size() && changed.find("\xE3\x80\x9C") == std::string::npos,
          "a character becomes another", changed);

  policy = {};
  policy.failures_are_shown = false;
  const auto page = altered_page(octets, policy);
  require(!tells_a_number(page) && page.find("alert-danger") == std::string::npos, "no failure is shown",
          page);
  policy = {};
  policy.rows_are_shown = false;
  require(altered_page(octets, policy).size() <= text.size(), "what is dropped makes nothing longer");
}

// A text of PHP as PHP reads it: the value of the quoted text that begins at `from`; nothing where it does
// not end.
std::string php_value(std::string_view code, std::size_t from) {
  std::string value;
  for (auto at = from + 1; at < code.size(); ++at) {
    if (code[at] == '\'') return value;
    const bool is_escape =
        code[at] == '\\' && at + 1 < code.size() && (code[at + 1] == '\'' || code[at + 1] == '\\');
    if (is_escape) ++at;
    value += code[at];
  }
  throw fuzzing::Violation("a text of PHP ends");
}

// Wherever the site's state lies, phpMyAdmin reads the path of it, and no code.
template <bool adds_a_slash>
void check_settings(std::string_view text) {
  AdminSettings settings;
  settings.configuration = settings.first_page = settings.temporary = settings.database_socket =
      std::string(adds_a_slash ? "\\" : "") + std::string(text);
  const auto code = admin_first_page(settings);
  constexpr std::string_view file = "define('CONFIG_FILE', '";
  const auto at = code.find(file);
  require(at != std::string::npos, "a page names the configuration", code);
  require_same(php_value(code, at + file.size() - 1), text, "a path is read as it is written");
  const auto configuration = admin_configuration(settings, "secret");
  constexpr std::string_view socket = "['socket'] = '";
  const auto named = configuration.find(socket);
  require(named != std::string::npos, "a configuration names the socket", configuration);
  require_same(php_value(configuration, named + socket.size() - 1), text, "a path is read as it is written");
}

}  // namespace
}  // namespace refd::phpmyadmin

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::phpmyadmin;
  static const std::array table{
      Target{.name = "phpmyadmin.rewriting", .check = check_rewriting},
      Target{.name = "phpmyadmin.settings",
             .check = check_settings<false>,
             .longest = 300,
             .with_a_mistake = check_settings<true>},
  };
  return table;
}
