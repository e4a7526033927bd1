#include <array>

#include "config/site_reader.h"
#include "fuzzing/target.h"

namespace refd {
namespace {

using fuzzing::require;

constexpr const char* secret = "Hemmelig1";

SecretSources secrets() {
  return {.environment =
              [](const std::string& name) {
                return name.starts_with("HOSTING") ? std::optional<std::string>(secret) : std::nullopt;
              },
          .file = [](const std::filesystem::path&) -> std::optional<std::string> {
            return std::nullopt;
          }};
}

std::size_t lines_in(std::string_view text) {
  std::size_t lines = 1;
  for (const char c : text) lines += c == '\n' ? 1 : 0;
  return lines;
}

void check_site(std::string_view text) {
  const auto read = read_site(text, "site.toml", secrets());
  if (const auto* const errors = std::get_if<ConfigErrors>(&read)) {
    require(!errors->empty(), "a file that is refused has a mistake", text);
    for (const auto& error : *errors) {
      require(error.line <= lines_in(text), "a mistake is in the file", error.text());
      require(!error.message.empty() && error.message.find(secret) == std::string::npos,
              "a mistake tells no secret", error.text());
      require(error.text().find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
              "a mistake is one line", error.text());
    }
    return;
  }
  const auto& site = std::get<Site>(read);
  require(!site.domain.empty(), "a site has a domain", text);
  require(site.domain.find_first_of(std::string_view(" \r\n\0/@<>", 8)) == std::string::npos,
          "a domain is a name", site.domain);
}

// As if the reader stopped at its first mistake's line and told none.
void check_site_without_mistakes(std::string_view text) {
  const auto read = read_site(text, "site.toml", secrets());
  const auto* const errors = std::get_if<ConfigErrors>(&read);
  require(errors == nullptr || errors->size() == 1, "a file that is refused has a mistake", text);
}

}  // namespace
}  // namespace refd

std::span<const fuzzing::Target> fuzzing::targets() {
  static const std::array table{
      Target{.name = "config.site",
             .check = refd::check_site,
             .mutations = 300,
             .with_a_mistake = refd::check_site_without_mistakes},
  };
  return table;
}
