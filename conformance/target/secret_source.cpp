#include <sys/stat.h>

#include <cstdlib>

#include <fmt/format.h>

#include "target/target.h"

namespace cts {
namespace {

constexpr std::size_t longest_secret_file = 4096;

Checked<std::string> first_line_of(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0) {
    return {std::nullopt,
            {{file, 0, 0,
              fmt::format("everybody on this machine may read it (mode {:o}): chmod 600 it",
                          status.st_mode & 07777)}}};
  }
  Checked<std::string> text = read_text_file(file, longest_secret_file);
  if (!text) return text;
  text.value->resize(std::min(text.value->find_first_of("\r\n"), text.value->size()));
  return text;
}

}  // namespace

SecretSource system_secrets() {
  return {.environment = [](const std::string& variable) -> std::optional<std::string> {
            const char* value =
                std::getenv(variable.c_str());  // NOLINT(concurrency-mt-unsafe): read before threads start
            return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
          },
          .file = first_line_of};
}

}  // namespace cts
