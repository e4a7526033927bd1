#include "http/inside_urls.h"

#include <algorithm>

#include "http/request_target.h"

namespace refd::http {

namespace {

std::string directory_of(const ResolvedRequest& from) {
  return encoded_path(from.script_path.substr(0, from.script_path.rfind('/') + 1));
}

}  // namespace

std::string url_seen_from(const ResolvedRequest& from, std::string_view url) {
  if (url.empty()) return {};
  return url.front() == '/' ? std::string(url) : directory_of(from) + std::string(url);
}

std::string url_of_file(const ResolvedRequest& from, std::string_view name) {
  if (name.empty() || name.front() == '/') return {};
  int depth = 0;
  for (std::size_t start = 0; start < name.size();) {
    const auto end = std::min(name.find('/', start), name.size());
    const auto component = name.substr(start, end - start);
    start = end + 1;
    if (component == "..") {
      --depth;
    } else if (!component.empty() && component != ".") {
      ++depth;
    }
    if (depth < 0) return {};
  }
  return directory_of(from) + encoded_path(name);
}

}  // namespace refd::http
