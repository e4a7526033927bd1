#include "http/request_head.h"

#include <array>
#include <utility>

#include "http/text.h"

namespace refd::http {

namespace {

constexpr auto methods = std::to_array<std::pair<std::string_view, Method>>({
    {"GET", Method::get},
    {"HEAD", Method::head},
    {"POST", Method::post},
    {"PUT", Method::put},
    {"DELETE", Method::remove},
    {"OPTIONS", Method::options},
    {"TRACE", Method::trace},
    {"CONNECT", Method::connect},
    {"PATCH", Method::known},
    {"PROPFIND", Method::known},
    {"PROPPATCH", Method::known},
    {"MKCOL", Method::known},
    {"COPY", Method::known},
    {"MOVE", Method::known},
    {"LOCK", Method::known},
    {"UNLOCK", Method::known},
});

}  // namespace

Method method_named(std::string_view name) noexcept {
  for (const auto& [known_name, method] : methods) {
    if (known_name == name) return method;
  }
  return Method::unknown;
}

std::optional<std::string_view> RequestHead::field(std::string_view name) const noexcept {
  for (const auto& field : fields) {
    if (equals_ignoring_case(field.name, name)) return field.value;
  }
  return std::nullopt;
}

std::size_t RequestHead::count(std::string_view name) const noexcept {
  std::size_t found = 0;
  for (const auto& field : fields) found += equals_ignoring_case(field.name, name) ? 1 : 0;
  return found;
}

std::optional<std::string> RequestHead::combined(std::string_view name) const {
  std::optional<std::string> all;
  for (const auto& field : fields) {
    if (!equals_ignoring_case(field.name, name)) continue;
    if (all) {
      all->append(", ").append(field.value);
    } else {
      all.emplace(field.value);
    }
  }
  return all;
}

}  // namespace refd::http
