#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "client/http_client.h"
#include "target/profile.h"

namespace cts {

class Context;

/// What the profile says of a program ("Perl"); nullopt when it promises none of that name.
std::optional<Profile::Program> promised_program(Context& context, std::string_view name);

/// `body` below an interpreter line that names Perl, or PHP, where the profile says that it is. Not
/// applicable when the profile has no such program.
std::string perl(Context& context, std::string_view body);
std::string php_script(Context& context, std::string_view body);

/// What a script says when it runs, and only then: its source does not hold it.
class Proof {
 public:
  explicit Proof(Context& context);
  const std::string& said() const noexcept { return said_; }
  /// In Perl as in PHP.
  const std::string& expression() const noexcept { return expression_; }
  /// Perl that prints a head for plain text, and said().
  std::string printed() const;
  /// Part of every source with an expression().
  static constexpr std::string_view in_source = "(40 + 2)";

 private:
  std::string said_;
  std::string expression_;
};

/// Extension of scripts that run by their interpreter line (".cgi"); not applicable when there is none.
std::string script_extension(Context& context);
/// The same of pages that PHP runs (".php").
std::string php_extension(Context& context);

/// Uploads `text` into the scenario's place, with permissions 755.
void put_script(Context& context, std::string_view name, std::string_view text);

/// Uploads the Perl script "<stem><extension>" and asks for it.
HttpReply run_script(Context& context, std::string_view stem, std::string_view body);

/// What a script has told of itself.
class Told {
 public:
  explicit Told(std::string_view text);
  /// "(not set)" when there is none of that name.
  std::string operator[](std::string_view fact) const;
  std::string variable(std::string_view name) const { return (*this)["variable " + std::string(name)]; }
  static constexpr std::string_view absent = "(not set)";

 private:
  std::map<std::string, std::string, std::less<>> facts_;
};

/// A script in the scenario's place that tells everything it was given: "variable NAME" for each of the
/// environment, "argument 1" …, "body", "directory" (whether its own is the working directory).
class TellingScript {
 public:
  /// Uploads it; `name` without its extension.
  explicit TellingScript(Context& context, std::string_view name = "tell");
  /// Path of its URL, percent-encoded, and the same as it reads.
  const std::string& url() const noexcept { return url_; }
  const std::string& path() const noexcept { return path_; }

  /// Inconclusive when it does not run.
  Told ask(HttpClient& web, const HttpRequest& request);
  Told ask(HttpClient& web, std::string_view behind_url = "");

 private:
  Context& context_;
  std::string proof_;
  std::string url_;
  std::string path_;
};

}  // namespace cts
