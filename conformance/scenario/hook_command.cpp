#include "scenario/hook_command.h"

#include <array>
#include <ctime>

namespace cts {

std::vector<std::string> hook_command(const Target& target, std::string_view hook, std::string_view value) {
  const std::vector<std::string>* given = target.hook(hook);
  if (given == nullptr) return {};
  std::vector<std::string> command = *given;
  for (const HookName& known : hook_names()) {
    if (known.name != hook || known.placeholder.empty()) continue;
    for (std::string& word : command) {
      for (std::size_t at = word.find(known.placeholder); at != std::string::npos;
           at = word.find(known.placeholder, at + value.size()))
        word.replace(at, known.placeholder.size(), value);
    }
  }
  return command;
}

std::string hook_time(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace cts
