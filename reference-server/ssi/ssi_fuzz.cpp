#include <algorithm>
#include <array>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "ssi/expression.h"
#include "ssi/expression_tokens.h"
#include "ssi/formats.h"
#include "ssi/interpreter.h"
#include "ssi/page_parser.h"
#include "ssi/substitution.h"
#include "ssi/text_coding.h"

namespace refd::ssi {
namespace {

using fuzzing::require;
using fuzzing::require_same;

// One directive as a person could have written it; empty when there is no such way.
std::string written(const Directive& directive) {
  std::string out = "<!--#" + directive.name;
  for (const auto& [name, value] : directive.arguments) {
    out += " " + name;
    if (!value) continue;
    const auto quote = value->find('"') == std::string::npos ? '"' : '\'';
    if (value->find(quote) != std::string::npos || value->find('\\') != std::string::npos) return {};
    out += std::string("=") + quote + *value + quote;
  }
  return out + " -->";
}

// All of a page in one line, pieces of text that touch joined: two pages are the same when this is.
std::string outlined(const Page& page) {
  std::string out;
  bool in_text = false;
  for (const auto& piece : page) {
    const auto* const text = std::get_if<std::string>(&piece);
    if (text == nullptr) {
      const auto& directive = std::get<Directive>(piece);
      out += "\n#" + directive.name + (directive.is_malformed ? "!" : "");
      for (const auto& [name, value] : directive.arguments) out += "\n " + name + (value ? "=" + *value : "");
    } else if (!text->empty()) {
      out += (in_text ? "" : "\n\"") + *text;
    }
    in_text = text != nullptr && (in_text || !text->empty());
  }
  return out;
}

Page parsed(std::string_view text) {
  Page page;
  PageParser parser;
  parser.feed(text, page);
  parser.finish(page);
  return page;
}

template <class Parser>
Page parsed_in_pieces(std::string_view text) {
  fuzzing::Dice dice(text);
  Page page;
  Parser parser;
  for (const auto piece : fuzzing::pieces_of(text, dice)) parser.feed(piece, page);
  parser.finish(page);
  return page;
}

// The text that is shown, and directives written anew; none when one of them cannot be.
std::optional<std::string> written(const Page& page) {
  std::string out;
  for (const auto& piece : page) {
    if (const auto* const text = std::get_if<std::string>(&piece)) {
      out += *text;
      continue;
    }
    const auto& directive = std::get<Directive>(piece);
    const auto again = written(directive);
    if (directive.is_malformed || again.empty()) return std::nullopt;
    out += again;
  }
  return out;
}

template <class Parser>
void check_page(std::string_view text) {
  const auto page = parsed(text);
  require_same(outlined(parsed_in_pieces<Parser>(text)), outlined(page), "a page in pieces is the page");
  std::size_t shown = 0;
  for (const auto& piece : page) {
    if (const auto* const part = std::get_if<std::string>(&piece)) shown += part->size();
  }
  require(shown <= text.size(), "what is shown is a part of the page");
  if (text.find("<!--#") == std::string_view::npos)
    require(shown == text.size(), "a page without directives is shown whole", text);
  if (const auto again = written(page))
    require_same(outlined(parsed(*again)), outlined(page), "a page that is written anew is the same");
}

// Forgets where it is in a mark whenever a piece begins with a hyphen.
struct ForgetfulParser : PageParser {
  void feed(std::string_view piece, Page& page) {
    PageParser::feed(piece.starts_with('-') ? piece.substr(1) : piece, page);
  }
};

std::optional<std::string> value_of(std::string_view name) {
  if (name == "a") return "abc";
  if (name == "query") return "x=1&y=<b>";
  if (name == "empty") return "";
  if (name == "0") return "all";
  return std::nullopt;
}

// Whether it holds: 1 or 0; -1: it is wrong.
int outcome_of(const std::string& text) {
  const auto holds = expression_holds(text, {.lookup = value_of,
                                             .may_reach = [](std::string_view url) { return url == "/open"; },
                                             .captured =
                                                 [](const std::optional<Captures>&) {
                                                 }});
  return holds ? static_cast<int>(*holds) : -1;
}

bool same_tokens(const std::vector<Token>& a, std::size_t from, std::size_t count,
                 const std::vector<Token>& b) {
  for (std::size_t i = 0; i < count; ++i) {
    if (a[from + i].kind != b[i].kind || a[from + i].text != b[i].text) return false;
  }
  return true;
}

// Whether brackets could be put around it: it is something, and closes what it opens.
bool is_closed(const std::vector<Token>& tokens) {
  int depth = 0;
  for (const auto& token : tokens) {
    depth += token.kind == TokenKind::opening ? 1 : token.kind == TokenKind::closing ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth == 0 && tokens.size() > 1;
}

void check_expression(std::string_view text) {
  const std::string whole(text);
  const auto outcome = outcome_of(whole);
  require(outcome == outcome_of(whole), "an expression holds or does not", text);
  const auto tokens = tokens_of(text);
  if (!tokens) {
    require(outcome == -1, "what has no tokens is no expression", text);
    return;
  }
  require(!tokens->empty() && tokens->back().kind == TokenKind::end, "tokens end with the end", text);
  std::size_t octets = 0;
  for (const auto& token : *tokens) octets += token.text.size();
  require(octets <= text.size(), "tokens are made of the expression", text);
  // Only where its end is no quote's and no pattern's, which would take the bracket in.
  const auto inside = tokens_of("!(" + whole + ")");
  if (!is_closed(*tokens) || !inside || inside->size() != tokens->size() + 3 ||
      !same_tokens(*inside, 2, tokens->size() - 1, *tokens) ||
      (*inside)[inside->size() - 2].kind != TokenKind::closing)
    return;
  const auto negated = outcome_of("!(" + whole + ")");
  if (outcome >= 0 && negated >= 0) require(negated == 1 - outcome, "a negation is the contrary", text);
  if (outcome < 0) require(negated < 0, "the negation of what is wrong is wrong", text);
}

void check_substitution(std::string_view text) {
  const auto plain_name = [](std::string_view name) {
    return std::all_of(name.begin(), name.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
  };
  const auto known = substituted(text, value_of);
  if (known) require(known->size() <= longest_text, "a text keeps to the limit");
  const auto kept = substituted(
      text,
      [&](std::string_view name) -> std::optional<std::string> {
        if (text.find("${") == std::string_view::npos) require(plain_name(name), "a name is a word", name);
        require(text.find(name) != std::string_view::npos, "a name stands in the text", name);
        return std::nullopt;
      },
      Unknown::kept);
  if (kept && text.find('\\') == std::string_view::npos && text.find("${") == std::string_view::npos)
    require_same(*kept, text, "unknown variables stay as they were written");
}

void check_coding(std::string_view text) {
  const std::string whole(text);
  require_same(entities_decoded(entities_encoded(text)), text, "entities come back");
  require(entities_encoded(text).find_first_of("<>\"") == std::string::npos,
          "entities leave nothing that is markup", text);
  require_same(url_decoded(url_encoded(text), false), text, "a URL's text comes back");
  require_same(url_decoded(form_encoded(text), true), text, "a form's text comes back");
  require_same(base64_decoded(base64_encoded(text)), text, "base64 comes back");
  (void)base64_decoded(text);
  require(entities_decoded(text).size() <= text.size(), "decoding makes no text longer", text);
  const auto quoted = shell_escaped(text);
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] == '\\') {
      ++i;
    } else {
      require(std::string_view("&;`'\"|*?~<>^()[]{}$\n").find(quoted[i]) == std::string_view::npos,
              "nothing speaks to a shell", quoted);
    }
  }
  for (const auto* const names : {"none", "url", "urlencoded,entity", "base64 entity", "URL, entity"}) {
    require(decoded_by(names, whole).has_value() && encoded_by(names, whole).has_value(), "codings are known",
            names);
  }
  (void)decoded_by(text, "abc");
  (void)encoded_by(text, "abc");
}

void check_time_format(std::string_view text) {
  const auto time = std::chrono::system_clock::time_point(std::chrono::seconds(1'795'387'894));
  for (const auto zone : {Zone::japan, Zone::greenwich}) {
    const auto made = formatted_time(time, std::string(text), zone);
    require(made.size() <= 8192, "a time is no longer than 8 KiB");
    if (text.find('%') == std::string_view::npos && text.find('\0') == std::string_view::npos)
      require_same(made, text, "what is no conversion stays");
  }
}

class Folder final : public Neighbours {
 public:
  std::optional<FileFacts> facts_of_file(std::string_view name) const override {
    return name == "f" ? std::optional(FileFacts()) : std::nullopt;
  }
  std::optional<FileFacts> facts_of_url(std::string_view url) const override { return facts_of_file(url); }
  bool may_reach(std::string_view url) const override { return url != "/secret"; }
};

// What a page shows; what is fetched from elsewhere left out.
std::string shown_page(const Page& page, std::string_view hostile, const SsiPolicy& policy) {
  const Folder folder;
  Variables variables;
  variables.set("QUERY_STRING", std::string(hostile));
  for (const auto* name : {"DATE_LOCAL", "DATE_GMT", "LAST_MODIFIED", "USER_NAME"}) variables.set_later(name);
  const PageFacts facts{.requested = {}, .modified = {}, .owner = "ab"};
  Interpreter interpreter({policy, variables, facts, folder});
  std::string out;
  for (const auto& piece : page) {
    if (interpreter.has_ended()) break;
    if (const auto* text = std::get_if<std::string>(&piece)) {
      if (interpreter.shows()) out += *text;
      continue;
    }
    const auto errand = interpreter.carry_out(std::get<Directive>(piece), out);
    if (errand.fails_after_them) interpreter.print_error(out);
    require(out.size() < 16'000'000, "a page of some KiB shows no more than some MB");
  }
  return out;
}

// A visitor's text, which must never become markup unless the page's author says so.
constexpr std::string_view hostile = "<script\">&'";

template <bool encodes>
void check_interpreter(std::string_view text) {
  SsiPolicy policy;
  policy.echo_encodes = encodes;
  const auto out = shown_page(parsed(text), hostile, policy);
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto says = [&small](std::string_view word) {
    return small.find(word) != std::string::npos;
  };
  if (says("none") || says("config") || says("encoding") || says("<script")) return;
  require(out.find("<script") == std::string::npos, "what a visitor wrote is no markup", out);
}

}  // namespace
}  // namespace refd::ssi

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::ssi;
  static const std::array table{
      Target{.name = "ssi.coding", .check = check_coding},
      Target{.name = "ssi.expression", .check = check_expression},
      Target{.name = "ssi.interpreter",
             .check = check_interpreter<true>,
             .with_a_mistake = check_interpreter<false>},
      Target{
          .name = "ssi.page", .check = check_page<PageParser>, .with_a_mistake = check_page<ForgetfulParser>},
      Target{.name = "ssi.substitution", .check = check_substitution},
      Target{.name = "ssi.time_format", .check = check_time_format, .longest = 512},
  };
  return table;
}
