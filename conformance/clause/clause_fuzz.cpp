// What people write for the suite: the catalogue of clauses, targets and profiles.
#include <algorithm>
#include <array>

#include "clause/clause_catalogue.h"
#include "fuzzing/target.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {
namespace {

using fuzzing::require;

constexpr const char* secret = "Hemmelig1";

template <class T>
void require_checked(const Checked<T>& read, std::string_view text) {
  require(read.ok() == read.errors.empty(), "a file is read, or has mistakes", text);
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  for (const auto& error : read.errors) {
    require(error.line <= static_cast<std::size_t>(lines), "a mistake is in the file", error.text());
    require(!error.message.empty() && error.message.find(secret) == std::string::npos,
            "a mistake tells no secret", error.text());
    require(error.text().find_first_of(std::string_view("\r\n\0\x1b", 4)) == std::string::npos,
            "a mistake is one line", error.text());
  }
}

void check_catalogue(std::string_view text) {
  const auto read = read_catalogue(text, "clauses.toml");
  require_checked(read, text);
  if (!read) return;
  for (const auto& clause : read->clauses()) {
    require(!clause.id.empty() && read->find(clause.id) == &clause, "a clause is found by its id", clause.id);
    require(std::any_of(read->services().begin(), read->services().end(),
                        [&](const ClauseService& service) { return service.key == clause.service; }),
            "a clause is of a chapter", clause.id);
  }
}

SecretSource secrets() {
  return {.environment = [](const std::string& name) -> std::optional<std::string> {
            return name.starts_with("HOSTING") ? std::optional<std::string>(secret) : std::nullopt;
          },
          .file = [](const std::string& file) -> Checked<std::string> {
            return {std::nullopt, {{.file = file, .line = 0, .column = 0, .message = "is not there"}}};
          }};
}

void check_target(std::string_view text) {
  const auto read = read_target(text, "target.toml", secrets());
  require_checked(read, text);
  if (!read) return;
  const auto& target = *read;
  require(!target.name.empty() && !target.domain.name.empty() && !target.vantage_points.empty(),
          "defaults are filled in", text);
  require(!target.web.host.empty() && target.web.port != 0 && !target.place_prefix.empty(),
          "defaults are filled in", text);
  // A name goes into commands and requests.
  for (const auto& name :
       {target.domain.name, target.web.host, target.ftp.host, target.ftp.login, target.place_prefix})
    require(name.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "a name is one line",
            name);
  for (const auto& one : target.secrets()) require(!one.empty(), "a secret is something");
  require(read_target(text, "target.toml", secrets())->name == target.name,
          "a target is the same whenever it is read");
}

void check_profile(std::string_view text) {
  const auto read = read_profile(text, "profile.toml");
  require_checked(read, text);
  if (read) require(!read->name.empty(), "a profile has a name", text);
}

// As if a reader told only one mistake.
void check_profile_with_one_mistake(std::string_view text) {
  require(read_profile(text, "profile.toml").errors.size() <= 1, "a file is read, or has mistakes", text);
}

}  // namespace
}  // namespace cts

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace cts;
  static const std::array table{
      Target{.name = "suite.catalogue", .check = check_catalogue},
      Target{
          .name = "suite.profile", .check = check_profile, .with_a_mistake = check_profile_with_one_mistake},
      Target{.name = "suite.target", .check = check_target},
  };
  return table;
}
