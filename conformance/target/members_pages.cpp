#include "target/members_pages.h"

#include <utility>

#include <fmt/format.h>

namespace cts {

void read_members_pages(StrictTable& table, Target::Members& members) {
  const std::pair<std::string_view, std::string*> pages[] = {
      {"login_page", &members.login_page},       {"add_page", &members.add_page},
      {"change_page", &members.change_page},     {"delete_page", &members.delete_page},
      {"accounts_page", &members.accounts_page}, {"faq_page", &members.faq_page}};
  for (const auto& [key, page] : pages) {
    if (table.read(key, *page) && !page->starts_with('/'))
      table.mistake(key,
                    fmt::format("\"{}\" in [members] is a path on that site: it begins with \"/\"", key));
  }
  table.read("login_field", members.login_field);
  table.read("password_field", members.password_field);
  table.read("string_field", members.string_field);
  table.read("new_string_field", members.new_string_field);
  table.read("account_field", members.account_field);
}

}  // namespace cts
