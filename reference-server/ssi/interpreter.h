#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "files/file_tree.h"
#include "policy/ssi_policy.h"
#include "ssi/formats.h"
#include "ssi/page.h"
#include "ssi/pattern.h"
#include "ssi/substitution.h"
#include "ssi/variables.h"

namespace refd::ssi {

/// The documents around a page, as its directives name them.
class Neighbours {
 public:
  Neighbours() = default;
  Neighbours(const Neighbours&) = delete;
  Neighbours& operator=(const Neighbours&) = delete;
  virtual ~Neighbours() = default;

  /// What fsize and flastmod ask about; none: there is none that a visitor may have.
  virtual std::optional<FileFacts> facts_of_file(std::string_view name) const = 0;
  virtual std::optional<FileFacts> facts_of_url(std::string_view url) const = 0;
  /// Whether nothing forbids a visitor that URL.
  virtual bool may_reach(std::string_view url) const = 0;
};

/// What the time variables and USER_NAME are made of: facts of the page that was asked for.
struct PageFacts {
  std::chrono::system_clock::time_point requested;
  std::chrono::system_clock::time_point modified;
  std::string owner;
};

/// What a directive wants from elsewhere, for somebody else to fetch in order.
struct Errand {
  enum class Kind {
    file,      ///< include file=
    url,       ///< include virtual=
    on_error,  ///< the URL to take instead when what stands before it failed
    command,   ///< exec cmd=
    program,   ///< exec cgi=
  };
  struct Task {
    Kind kind;
    std::string text;
  };
  std::vector<Task> tasks;
  bool fails_after_them = false;  ///< the directive is wrong from there on
};

/// SSI-3: carries out the directives of one document, one after the other. A machine without sockets and
/// files. Variables are shared with the documents around it; formats, messages and captures are its own.
class Interpreter {
 public:
  /// References outlive the interpreter.
  struct Parts {
    const SsiPolicy& policy;
    Variables& variables;
    const PageFacts& page;
    const Neighbours& neighbours;
  };
  explicit Interpreter(Parts parts) : parts_(parts) {}

  /// Whether text that comes now is shown.
  bool shows() const noexcept { return shows_ && !has_ended_; }
  /// Nothing more of the page is to be looked at.
  bool has_ended() const noexcept { return has_ended_; }

  /// What the directive prints is appended to `out`.
  Errand carry_out(const Directive& directive, std::string& out);
  /// The message for something that failed, an errand among them.
  void print_error(std::string& out);
  /// The page has taken too much: an error message, and its end.
  void give_up(std::string& out);

 private:
  struct Row;
  static const Row* row_of(std::string_view name);

  void malformed(const Directive& directive, std::string& out);
  Errand echo(const Directive& directive, std::string& out);
  Errand set(const Directive& directive, std::string& out);
  Errand config(const Directive& directive, std::string& out);
  bool configure(const Argument& argument);
  Errand file_facts(const Directive& directive, std::string& out);
  Errand include(const Directive& directive, std::string& out);
  Errand exec(const Directive& directive, std::string& out);
  Errand printenv(const Directive& directive, std::string& out);
  Errand comment(const Directive& directive, std::string& out);
  Errand begin_if(const Directive& directive, std::string& out);
  Errand else_if(const Directive& directive, std::string& out);
  Errand otherwise(const Directive& directive, std::string& out);
  Errand end_if(const Directive& directive, std::string& out);

  void decide(const Directive& directive, std::string& out);
  void break_chain(std::string& out);
  std::optional<bool> holds(const Directive& directive);
  void print_fact(const Directive& directive, const FileFacts& facts, std::string& out) const;
  std::optional<std::string> value_of(std::string_view name);
  std::optional<std::string> expanded(std::string_view text, Unknown unknown = Unknown::dropped);
  std::optional<std::string> made_value(std::string_view name) const;

  Parts parts_;
  std::string error_message_ = "[an error occurred while processing this directive]";
  std::string undefined_message_ = "(none)";
  std::string time_format_ = default_time_format;
  bool sizes_in_octets_ = false;
  std::optional<Captures> captures_;

  bool shows_ = true;
  bool chain_is_decided_ = true;  // one of the present if, elif, else was shown, or none may be any more
  unsigned hidden_ifs_ = 0;       // so many are open inside a block that is not shown
  bool has_ended_ = false;
};

}  // namespace refd::ssi
