#include "ssi/page_variables.h"

#include <algorithm>
#include <array>

#include "ssi/characters.h"
#include "ssi/text_coding.h"

namespace refd::ssi {

namespace {

// Credentials, and a field that would become HTTP_PROXY, which programs take for their own proxy.
constexpr std::array withheld_fields = {"Authorization", "Proxy-Authorization", "Proxy"};

bool is_withheld(std::string_view name) {
  return std::any_of(withheld_fields.begin(), withheld_fields.end(),
                     [name](std::string_view withheld) { return equals_ignoring_case(withheld, name); });
}

std::string variable_of(std::string_view field) {
  if (equals_ignoring_case(field, "Content-Type")) return "CONTENT_TYPE";
  if (equals_ignoring_case(field, "Content-Length")) return "CONTENT_LENGTH";
  std::string name = "HTTP_";
  for (const char c : field) {
    const bool is_small = c >= 'a' && c <= 'z';
    name.push_back(is_small ? static_cast<char>(c - 'a' + 'A') : is_alphanumeric(c) ? c : '_');
  }
  return name;
}

void add_fields(const http::RequestHead& head, Variables& variables) {
  for (const auto& field : head.fields) {
    if (is_withheld(field.name)) continue;
    const auto name = variable_of(field.name);
    const auto* earlier = variables.find(name);
    variables.set(name, (earlier == nullptr ? "" : *earlier + ", ") + std::string(field.value));
  }
}

}  // namespace

void note_query(const http::ResolvedRequest& request, Variables& variables) {
  if (request.head.target.find('?') == std::string_view::npos) return;
  variables.set("QUERY_STRING", request.query);
  auto decoded = url_decoded(request.query, false);
  decoded.resize(std::min(decoded.find('\0'), decoded.size()));
  variables.set("QUERY_STRING_UNESCAPED", shell_escaped(decoded));
}

void add_page_variables(const http::ResolvedRequest& request, Variables& variables) {
  const auto& head = request.head;
  const auto& ends = request.ends;
  add_fields(head, variables);
  variables.set("PATH", "/usr/local/bin:/usr/bin:/bin");
  variables.set("SERVER_SOFTWARE", "hosting-refd");
  variables.set("SERVER_NAME", request.host_name);
  variables.set("SERVER_ADDR", ends.server_address);
  variables.set("SERVER_PORT", std::to_string(ends.server_port));
  variables.set("REMOTE_ADDR", ends.visitor_address);
  variables.set("DOCUMENT_ROOT", "/web");
  variables.set("REQUEST_SCHEME", "http");
  variables.set("SCRIPT_FILENAME", request.document.text());
  variables.set("REMOTE_PORT", std::to_string(ends.visitor_port));
  variables.set("GATEWAY_INTERFACE", "CGI/1.1");
  variables.set("SERVER_PROTOCOL", head.is_http_1_1 ? "HTTP/1.1" : "HTTP/1.0");
  variables.set("REQUEST_METHOD", std::string(head.method_name));
  variables.set("QUERY_STRING", request.query);
  variables.set("REQUEST_URI", std::string(head.target));
  variables.set("SCRIPT_NAME", request.script_path);
  for (const auto* name : {"DATE_LOCAL", "DATE_GMT", "LAST_MODIFIED"}) variables.set_later(name);
  variables.set("DOCUMENT_URI", request.script_path);
  variables.set("DOCUMENT_ARGS", request.query);
  variables.set_later("USER_NAME");
  variables.set("DOCUMENT_NAME", std::string(request.document.name()));
  note_query(request, variables);
}

}  // namespace refd::ssi
