#include <algorithm>
#include <map>

#include "cgi/cgi_fuzz.h"
#include "cgi/meta_variables.h"
#include "cgi/text.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"

namespace refd::cgi {
namespace {

using fuzzing::require;
using fuzzing::require_same;

// A request as somebody writes it: "METHOD TARGET", its path information, then a field a line. Harsher than
// the parser of requests lets it be.
struct Asked {
  http::RequestHead head;
  http::Ends ends{"192.0.2.7", 50'000, "192.0.2.1", 80};
  std::string path_info;
  std::string query;

  explicit Asked(std::string_view text) {
    auto lines = fuzzing::lines_of(text);
    lines.resize(std::max<std::size_t>(lines.size(), 2));
    const auto blank = std::min(lines[0].find(' '), lines[0].size());
    head.method_name = lines[0].substr(0, blank);
    head.method = head.method_name == "GET"    ? http::Method::get
                  : head.method_name == "HEAD" ? http::Method::head
                                               : http::Method::post;
    head.target = lines[0].substr(std::min(blank + 1, lines[0].size()));
    if (const auto mark = head.target.find('?'); mark != std::string_view::npos)
      query = head.target.substr(mark + 1);
    head.is_http_1_1 = true;
    if (!lines[1].empty()) path_info = "/" + std::string(lines[1]);
    for (std::size_t i = 2; i < lines.size(); ++i) {
      const auto colon = std::min(lines[i].find(':'), lines[i].size());
      head.fields.push_back(
          {lines[i].substr(0, colon), trimmed(lines[i].substr(std::min(colon + 1, lines[i].size())))});
    }
    head.has_body = head.method == http::Method::post;
    if (head.has_body) head.content_length = 7;
  }
  http::ResolvedRequest request() const {
    return {head,
            ends,
            "www.example.test",
            "/dir/form.cgi",
            path_info,
            query,
            *TreePath::resolve({}, "/web/dir/form.cgi")};
  }
};

bool is_variable_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string variable_of(std::string_view field) {
  std::string name;
  for (const char c : field) name.push_back(c == '-' ? '_' : upper(c));
  return name == "CONTENT_TYPE" ? name : "HTTP_" + name;
}

void check_environment(const Asked& asked, const CgiPolicy& policy) {
  const SitePlaces places{.root = "/state/site/root", .server_admin = "webmaster@example.test"};
  const auto found = meta_variables(asked.request(), places, policy);
  std::map<std::string_view, std::string_view> rows;
  for (const auto& [name, value] : found) {
    require(is_variable_name(name), "a variable's name is one", name);
    require(value.find('\0') == std::string::npos, "a variable holds no NUL", value);
    require(rows.emplace(name, value).second, "no variable is there twice", name);
  }
  for (const auto* withheld : {"HTTP_PROXY", "HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION"})
    require(!rows.contains(withheld), "no credentials and no proxy are handed on", withheld);
  // Nothing that a visitor says changes what the server says.
  require_same(rows["PATH"], places.path, "the path is the server's");
  require_same(rows["DOCUMENT_ROOT"], "/state/site/root/web", "the documents are where they are");
  require_same(rows["SCRIPT_FILENAME"], "/state/site/root/web/dir/form.cgi", "the script is where it is");
  require_same(rows["REMOTE_ADDR"], "192.0.2.7", "the visitor is who it is");
  require_same(rows["SERVER_NAME"], "www.example.test", "the server is who it is");
  require(rows.contains("CONTENT_LENGTH") == asked.head.has_body, "there is a length when there is a body");
  require(rows.contains("PATH_INFO") == !asked.path_info.empty(),
          "there is information behind the path, or not");
  if (rows.contains("PATH_TRANSLATED"))
    require(rows["PATH_TRANSLATED"].starts_with("/state/site/root/web/"),
            "it is translated below the documents", rows["PATH_TRANSLATED"]);
  for (const auto& row : rows) {
    const auto name = row.first;
    if (!name.starts_with("HTTP_") && name != "CONTENT_TYPE") continue;
    const auto& fields = asked.head.fields;
    require(std::any_of(fields.begin(), fields.end(),
                        [name](const auto& field) { return variable_of(field.name) == name; }),
            "a field's variable comes of a field", name);
  }
}

void check_words(const Asked& asked) {
  const auto words = search_words(asked.request());
  if (words.empty()) return;
  require(asked.head.method != http::Method::post && asked.query.find('=') == std::string::npos,
          "only a search has words", asked.query);
  const auto pluses = std::count(asked.query.begin(), asked.query.end(), '+');
  require(words.size() == static_cast<std::size_t>(pluses) + 1, "there is a word on each side of a plus",
          asked.query);
  for (const auto& word : words)
    require(word.find('\0') == std::string::npos, "a word can be an argument", word);
}

}  // namespace

void check_variables(std::string_view text) {
  const Asked asked(text);
  check_environment(asked, {});
  check_words(asked);
}

void check_variables_with_proxy(std::string_view text) {
  CgiPolicy policy;
  policy.proxy_field_is_withheld = false;
  check_environment(Asked(text), policy);
}

}  // namespace refd::cgi
