#include "http/request_target.h"

#include <vector>

#include "base/percent.h"
#include "http/text.h"

namespace refd::http {

namespace {

Outcome<std::string> decoded(std::string_view encoded) {
  std::string out;
  out.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '\0') return Refusal{400};
    if (encoded[i] != '%') {
      out += encoded[i];
      continue;
    }
    if (i + 2 >= encoded.size()) return Refusal{400};
    const int high = hex_value(encoded[i + 1]);
    const int low = hex_value(encoded[i + 2]);
    if (high < 0 || low < 0) return Refusal{400};
    const auto octet = static_cast<char>(high * 16 + low);
    if (octet == '\0') return Refusal{400};
    if (octet == '/') return Refusal{404};
    out += octet;
    i += 2;
  }
  return out;
}

// Removes the last component of "/a/b/" or "/a/b"; false at the root.
bool climb(std::string& path) {
  if (path.size() <= 1) return false;
  path.pop_back();
  path.erase(path.rfind('/') + 1);
  return true;
}

bool needs_no_escape(char c) {
  if (is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z')) return true;
  return std::string_view("/-._~!$&'()*+,;=:@").find(c) != std::string_view::npos;
}

}  // namespace

Outcome<UrlPath> understand_path(std::string_view encoded) {
  const auto text = decoded(encoded);
  if (!text) return text.error();
  if (text->empty() || text->front() != '/') return Refusal{400};

  UrlPath path;
  path.text.reserve(text->size());
  std::size_t position = 1;
  while (position <= text->size()) {
    const auto slash = std::min(text->find('/', position), text->size());
    const auto component = std::string_view(*text).substr(position, slash - position);
    position = slash + 1;
    if (component == "..") {
      if (!climb(path.text)) return Refusal{400};
    } else if (!component.empty() && component != ".") {
      path.text.append(component);
      if (slash < text->size()) path.text += '/';
    }
  }
  path.names_directory = path.text.back() == '/';
  return path;
}

std::string encoded_path(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(path.size());
  for (const char c : path) {
    if (needs_no_escape(c)) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += '%';
    out += digits[octet >> 4U];
    out += digits[octet & 15U];
  }
  return out;
}

Outcome<RequestTarget> understand_target(Method method, std::string_view target) {
  RequestTarget result;
  if (target == "*") {
    if (method != Method::options) return Refusal{400};
    result.is_asterisk = true;
    result.path = "/";
    return result;
  }
  if (target.find('#') != std::string_view::npos) return Refusal{400};
  constexpr std::string_view scheme = "http://";
  if (equals_ignoring_case(target.substr(0, scheme.size()), scheme)) {
    target.remove_prefix(scheme.size());
    const auto end = std::min(target.find_first_of("/?"), target.size());
    result.authority = target.substr(0, end);
    if (result.authority.empty()) return Refusal{400};
    target.remove_prefix(end);
  } else if (!target.starts_with('/')) {
    return Refusal{400};
  }
  const auto mark = target.find('?');
  result.has_query = mark != std::string_view::npos;
  if (result.has_query) result.query = target.substr(mark + 1);
  result.path = target.substr(0, mark);
  if (result.path.empty()) result.path = "/";
  return result;
}

}  // namespace refd::http
