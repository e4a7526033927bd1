#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/html_page.h"
#include "client/http_client.h"

namespace cts {

class Context;

/// A visitor of the members' site: keeps cookies, follows redirections within the site, sends forms. Carries
/// out no scripts, as the manuals ask for none.
class Browser {
 public:
  explicit Browser(Context& context);

  struct Seen {
    HttpReply reply;   ///< the last of a chain of redirections
    std::string path;  ///< where that was
    HtmlPage page;     ///< empty when it is no page

    bool is_shown() const { return reply.problem.empty() && reply.status >= 200 && reply.status < 300; }
  };
  Seen open(std::string_view path);

  using Values = std::vector<std::pair<std::string, std::string>>;
  /// Sends the form of a page seen at `path`: what it holds, with `values` in place of its own, and every box
  /// ticked that must be.
  Seen submit(const std::string& path, const ShownForm& form, const Values& values);

 private:
  HttpReply send(HttpRequest request);
  Seen follow(std::string path, HttpReply reply);
  void keep_cookies(const HttpReply& reply);

  HttpClient client_;
  std::map<std::string, std::string> cookies_;
};

/// The path and query on the same site that `link` on the page `path` leads to; empty: it leads elsewhere.
std::string path_of_link(std::string_view link, std::string_view path);

/// What a browser sends for the form with those values.
Browser::Values values_of(const ShownForm& form, const Browser::Values& values);

}  // namespace cts
