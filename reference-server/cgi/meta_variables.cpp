#include "cgi/meta_variables.h"

#include <algorithm>
#include <array>

#include "base/percent.h"
#include "cgi/text.h"

namespace refd::cgi {

namespace {

// Credentials; and what has a variable of its own.
constexpr std::array withheld_fields = {"Authorization", "Proxy-Authorization", "Content-Type",
                                        "Content-Length"};

bool is_withheld_field(std::string_view name, const CgiPolicy& policy) {
  if (policy.proxy_field_is_withheld && equals_ignoring_case(name, "Proxy")) return true;
  return std::any_of(withheld_fields.begin(), withheld_fields.end(),
                     [name](std::string_view withheld) { return equals_ignoring_case(withheld, name); });
}

// Section 4.1.18. Empty for a name that another one could stand for: "A_B" would become HTTP_A_B, as "A-B".
std::string variable_of_field(std::string_view field) {
  std::string name = "HTTP_";
  for (const char c : field) {
    if (!is_alphanumeric(c) && c != '-') return {};
    name.push_back(c == '-' ? '_' : upper(c));
  }
  return name;
}

std::string percent_encoded(std::string_view path) {
  constexpr std::string_view plain = "-._~!$&'()*+,;=:@/";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : path) {
    if (is_alphanumeric(c) || plain.find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else {
      const auto octet = static_cast<unsigned char>(c);
      encoded.push_back('%');
      encoded.push_back(digits[octet >> 4U]);
      encoded.push_back(digits[octet & 15U]);
    }
  }
  return encoded;
}

// nullopt also for NUL, which no word can hold.
std::optional<std::string> decoded_word(std::string_view text) {
  auto word = percent_decoded(text);
  if (word && word->find('\0') != std::string::npos) return std::nullopt;
  return word;
}

class Environment {
 public:
  explicit Environment(const CgiPolicy& policy) : policy_(policy) {}

  void add(std::string_view name, std::string_view value) {
    if (!is_withheld(name)) variables_.emplace_back(name, up_to_nul(value));
  }

  // Several fields of one name are one list (RFC 9110 section 5.3), but cookies are joined as cookies are.
  void add_field(std::string_view name, std::string_view value) {
    const auto earlier = std::find_if(variables_.begin(), variables_.end(),
                                      [name](const auto& row) { return row.first == name; });
    if (earlier == variables_.end()) return add(name, value);
    earlier->second.append(name == "HTTP_COOKIE" ? "; " : ", ").append(up_to_nul(value));
  }

  Variables take() { return std::move(variables_); }

 private:
  // A variable would end there.
  static std::string_view up_to_nul(std::string_view value) { return value.substr(0, value.find('\0')); }

  bool is_withheld(std::string_view name) const {
    const auto& withheld = policy_.withheld_variables;
    return std::any_of(withheld.begin(), withheld.end(), [name](std::string_view pattern) {
      if (!pattern.ends_with('*')) return pattern == name;
      return name.starts_with(pattern.substr(0, pattern.size() - 1));
    });
  }

  const CgiPolicy& policy_;
  Variables variables_;
};

void add_fields(const http::RequestHead& head, const CgiPolicy& policy, Environment& environment) {
  for (const auto& field : head.fields) {
    if (is_withheld_field(field.name, policy)) continue;
    if (const auto name = variable_of_field(field.name); !name.empty())
      environment.add_field(name, field.value);
  }
  if (const auto type = head.field("Content-Type")) environment.add("CONTENT_TYPE", *type);
  // Of a body in chunks nobody knows it; a request without a body has none.
  if (head.has_body && head.content_length)
    environment.add("CONTENT_LENGTH", std::to_string(*head.content_length));
}

}  // namespace

Variables meta_variables(const http::ResolvedRequest& request, const SitePlaces& places,
                         const CgiPolicy& policy) {
  const auto& head = request.head;
  const auto& ends = request.ends;
  const auto documents = places.root + places.document_root;
  Environment environment(policy);
  add_fields(head, policy, environment);
  environment.add("PATH", places.path);
  for (const auto& [name, value] : places.more) environment.add(name, value);
  environment.add("GATEWAY_INTERFACE", "CGI/1.1");
  environment.add("SERVER_SOFTWARE", "hosting-refd");
  environment.add("SERVER_SIGNATURE", "");
  environment.add("SERVER_NAME", request.host_name);
  environment.add("SERVER_ADDR", ends.server_address);
  environment.add("SERVER_PORT", std::to_string(ends.server_port));
  environment.add("SERVER_PROTOCOL", head.is_http_1_1 ? "HTTP/1.1" : "HTTP/1.0");
  environment.add("SERVER_ADMIN", places.server_admin);
  environment.add("REQUEST_SCHEME", "http");
  environment.add("REQUEST_METHOD", head.method_name);
  environment.add("REQUEST_URI", head.target);
  environment.add("QUERY_STRING", request.query);
  // Section 4.1.9: the address may stand for a name that nobody has looked up.
  environment.add("REMOTE_HOST", ends.visitor_address);
  environment.add("REMOTE_ADDR", ends.visitor_address);
  environment.add("REMOTE_PORT", std::to_string(ends.visitor_port));
  environment.add("DOCUMENT_ROOT", documents);
  environment.add("SCRIPT_NAME", request.script_path);
  environment.add("SCRIPT_FILENAME", places.root + request.document.text());
  if (!request.path_info.empty()) {
    environment.add("PATH_INFO",
                    policy.path_info_is_decoded ? request.path_info : percent_encoded(request.path_info));
    environment.add("PATH_TRANSLATED", documents + request.path_info);
  }
  return environment.take();
}

std::vector<std::string> search_words(const http::ResolvedRequest& request) {
  const auto method = request.head.method;
  const std::string_view query = request.query;
  if (method != http::Method::get && method != http::Method::head) return {};
  if (query.empty() || query.find('=') != std::string_view::npos) return {};
  std::vector<std::string> words;
  for (std::size_t start = 0; start <= query.size();) {
    const auto end = std::min(query.find('+', start), query.size());
    auto word = decoded_word(query.substr(start, end - start));
    if (!word) return {};
    words.push_back(std::move(*word));
    start = end + 1;
  }
  return words;
}

}  // namespace refd::cgi
