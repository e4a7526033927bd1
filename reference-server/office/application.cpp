#include "office/application.h"

#include <array>

namespace refd::office {

namespace {

// In the order of the enumerations; kept in files.
constexpr std::array<std::string_view, 3> kinds = {"add", "change", "delete"};
constexpr std::array<std::string_view, 4> states = {"waiting", "done", "withdrawn", "refused"};

template <class Enum, std::size_t size>
std::optional<Enum> found_in(const std::array<std::string_view, size>& words, std::string_view word) {
  for (std::size_t i = 0; i < size; ++i) {
    if (words[i] == word) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view word_of(ApplicationKind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}

std::string_view word_of(ApplicationState state) {
  return states[static_cast<std::size_t>(state)];
}

std::optional<ApplicationKind> application_kind(std::string_view word) {
  return found_in<ApplicationKind>(kinds, word);
}

std::optional<ApplicationState> application_state(std::string_view word) {
  return found_in<ApplicationState>(states, word);
}

}  // namespace refd::office
