#include "ssi/interpreter.h"

#include <algorithm>

#include "ssi/expression.h"
#include "ssi/text_coding.h"

namespace refd::ssi {

namespace {

constexpr std::string_view date_local = "DATE_LOCAL";
constexpr std::string_view date_gmt = "DATE_GMT";
constexpr std::string_view last_modified = "LAST_MODIFIED";
constexpr std::string_view user_name = "USER_NAME";

}  // namespace

// Which directives there are, and what all of them have in common.
struct Interpreter::Row {
  std::string_view name;
  enum class Arguments { needed, none, any } arguments;
  bool steers;  // it has a say in whether it is shown, so it is looked at also when nothing is
  Errand (Interpreter::*run)(const Directive&, std::string&);
};

const Interpreter::Row* Interpreter::row_of(std::string_view name) {
  using Arguments = Row::Arguments;
  static constexpr Row rows[] = {
      {"comment", Arguments::any, false, &Interpreter::comment},
      {"config", Arguments::needed, false, &Interpreter::config},
      {"echo", Arguments::needed, false, &Interpreter::echo},
      {"elif", Arguments::any, true, &Interpreter::else_if},
      {"else", Arguments::any, true, &Interpreter::otherwise},
      {"endif", Arguments::any, true, &Interpreter::end_if},
      {"exec", Arguments::needed, false, &Interpreter::exec},
      {"flastmod", Arguments::needed, false, &Interpreter::file_facts},
      {"fsize", Arguments::needed, false, &Interpreter::file_facts},
      {"if", Arguments::any, true, &Interpreter::begin_if},
      {"include", Arguments::needed, false, &Interpreter::include},
      {"printenv", Arguments::none, false, &Interpreter::printenv},
      {"set", Arguments::needed, false, &Interpreter::set},
  };
  const auto* found =
      std::find_if(std::begin(rows), std::end(rows), [name](const Row& row) { return row.name == name; });
  return found == std::end(rows) ? nullptr : found;
}

Errand Interpreter::carry_out(const Directive& directive, std::string& out) {
  if (has_ended_) return {};
  const auto* row = row_of(directive.name);
  if (directive.is_malformed || row == nullptr) {
    malformed(directive, out);
    return {};
  }
  if (!row->steers) {
    if (!shows_) return {};
    const bool has_arguments = !directive.arguments.empty();
    if ((row->arguments == Row::Arguments::needed && !has_arguments) ||
        (row->arguments == Row::Arguments::none && has_arguments)) {
      print_error(out);
      return {};
    }
  }
  return (this->*row->run)(directive, out);
}

// A block whose `if` could not be read is shown to nobody, and still ends at its own `endif`.
void Interpreter::malformed(const Directive& directive, std::string& out) {
  const bool begins_block = directive.name == "if";
  if (!shows_) {
    if (begins_block) ++hidden_ifs_;
  } else if (begins_block) {
    break_chain(out);
  } else {
    print_error(out);
  }
}

void Interpreter::print_error(std::string& out) {
  if (parts_.policy.errors_are_shown) out.append(error_message_);
  if (!parts_.policy.page_goes_on_after_errors) has_ended_ = true;
}

void Interpreter::give_up(std::string& out) {
  print_error(out);
  has_ended_ = true;
}

std::optional<std::string> Interpreter::made_value(std::string_view name) const {
  const auto& page = parts_.page;
  if (equals_ignoring_case(name, date_local))
    return formatted_time(page.requested, time_format_, Zone::japan);
  if (equals_ignoring_case(name, date_gmt))
    return formatted_time(page.requested, time_format_, Zone::greenwich);
  if (equals_ignoring_case(name, last_modified))
    return formatted_time(page.modified, time_format_, Zone::japan);
  if (equals_ignoring_case(name, user_name)) return page.owner;
  return std::nullopt;
}

std::optional<std::string> Interpreter::value_of(std::string_view name) {
  if (name.size() == 1 && is_digit(name.front())) {
    return captures_ ? captures_->group(static_cast<std::size_t>(name.front() - '0')) : std::nullopt;
  }
  auto& variables = parts_.variables;
  if (const auto* value = variables.find(name)) return *value;
  if (variables.kind_of(name) == Variables::Kind::none) return std::nullopt;
  auto value = made_value(name);
  if (value) variables.set(name, *value);
  return value;
}

std::optional<std::string> Interpreter::expanded(std::string_view text, Unknown unknown) {
  return substituted(
      text, [this](std::string_view name) { return value_of(name); }, unknown);
}

// <!--#echo [encoding="…"] [decoding="…"] var="…" … -->
Errand Interpreter::echo(const Directive& directive, std::string& out) {
  std::string encoding = parts_.policy.echo_encodes ? "entity" : "none";
  std::string decoding = "none";
  for (const auto& argument : directive.arguments) {
    if (!argument.value) break;
    auto text = entities_decoded(*argument.value);
    if (argument.name == "encoding") {
      encoding = std::move(text);
      continue;
    }
    if (argument.name == "decoding") {
      decoding = std::move(text);
      continue;
    }
    const auto name = expanded(text);
    if (argument.name != "var" || !name) {
      print_error(out);
      break;
    }
    auto value = parts_.policy.echo_shows_values ? value_of(*name) : std::nullopt;
    if (!value) {
      out.append(undefined_message_);
      continue;
    }
    auto plain = decoded_by(decoding, std::move(*value));
    const auto shown = plain ? encoded_by(encoding, std::move(*plain)) : std::nullopt;
    if (!shown) {
      print_error(out);
      break;
    }
    out.append(*shown);
  }
  return {};
}

// <!--#set [encoding="…"] [decoding="…"] var="…" value="…" … -->
Errand Interpreter::set(const Directive& directive, std::string& out) {
  std::string_view encoding = "none";
  std::string_view decoding = "none";
  std::optional<std::string> name;
  bool works = directive.arguments.size() >= 2;
  for (const auto& argument : directive.arguments) {
    if (!works || !argument.value) break;
    const auto& text = *argument.value;
    if (argument.name == "var") {
      name = expanded(entities_decoded(text));
      works = name.has_value();
    } else if (argument.name == "encoding") {
      encoding = text;
    } else if (argument.name == "decoding") {
      decoding = text;
    } else if (argument.name == "value" && name) {
      auto value = parts_.policy.set_substitutes ? expanded(text) : std::optional(text);
      if (value) value = decoded_by(decoding, std::move(*value));
      if (value) value = encoded_by(encoding, std::move(*value));
      works = value && (!parts_.policy.set_takes_effect || parts_.variables.set(*name, std::move(*value)));
    } else {
      works = false;
    }
  }
  if (!works) print_error(out);
  return {};
}

bool Interpreter::configure(const Argument& argument) {
  const auto& policy = parts_.policy;
  auto value = expanded(*argument.value);
  if (!value) return false;
  if (argument.name == "errmsg") {
    if (policy.error_message_is_honoured) error_message_ = std::move(*value);
  } else if (argument.name == "echomsg") {
    undefined_message_ = std::move(*value);
  } else if (argument.name == "timefmt") {
    if (policy.time_format_is_honoured) time_format_ = std::move(*value);
    // At once: a document included after this one has other formats, but shares these variables.
    for (const auto name : {date_local, date_gmt, last_modified}) {
      if (!parts_.variables.set(name, *made_value(name))) return false;
    }
  } else if (argument.name == "sizefmt" && (*value == "bytes" || *value == "abbrev")) {
    if (policy.size_format_is_honoured) sizes_in_octets_ = *value == "bytes";
  } else {
    return false;
  }
  return true;
}

// <!--#config [errmsg="…"] [echomsg="…"] [timefmt="…"] [sizefmt="bytes|abbrev"] -->
Errand Interpreter::config(const Directive& directive, std::string& out) {
  for (const auto& argument : directive.arguments) {
    if (!argument.value) break;
    if (configure(argument)) continue;
    print_error(out);
    break;
  }
  return {};
}

void Interpreter::print_fact(const Directive& directive, const FileFacts& facts, std::string& out) const {
  if (directive.name == "flastmod") {
    const auto time = parts_.policy.modification_times_are_real ? facts.modified : parts_.page.requested;
    out.append(formatted_time(time, time_format_, Zone::japan));
    return;
  }
  const auto size = parts_.policy.sizes_are_real ? facts.size : 2 * facts.size + 1;
  out.append(sizes_in_octets_ ? size_in_octets(size) : abbreviated_size(size));
}

// <!--#fsize file="…"|virtual="…" … -->, and flastmod likewise.
Errand Interpreter::file_facts(const Directive& directive, std::string& out) {
  for (const auto& argument : directive.arguments) {
    if (!argument.value) break;
    const auto text = expanded(entities_decoded(*argument.value));
    std::optional<FileFacts> facts;
    if (text && argument.name == "file") facts = parts_.neighbours.facts_of_file(*text);
    if (text && argument.name == "virtual") facts = parts_.neighbours.facts_of_url(*text);
    if (!facts) {
      print_error(out);
      break;
    }
    print_fact(directive, *facts, out);
  }
  return {};
}

// <!--#include file="…"|virtual="…"|onerror="…" … -->
Errand Interpreter::include(const Directive& directive, std::string& /*out*/) {
  Errand errand;
  for (const auto& argument : directive.arguments) {
    if (!argument.value) break;
    auto text = expanded(entities_decoded(*argument.value));
    if (text && argument.name == "file") {
      errand.tasks.push_back({Errand::Kind::file, std::move(*text)});
    } else if (text && argument.name == "virtual") {
      errand.tasks.push_back({Errand::Kind::url, std::move(*text)});
    } else if (text && argument.name == "onerror") {
      errand.tasks.push_back({Errand::Kind::on_error, std::move(*text)});
    } else {
      errand.fails_after_them = true;
      break;
    }
  }
  return errand;
}

// <!--#exec cmd="…"|cgi="…" … -->
Errand Interpreter::exec(const Directive& directive, std::string& /*out*/) {
  Errand errand;
  for (const auto& argument : directive.arguments) {
    if (!argument.value) break;
    const bool is_command = argument.name == "cmd";
    // To a shell "$x" may mean something of its own.
    auto text = expanded(entities_decoded(*argument.value), is_command ? Unknown::kept : Unknown::dropped);
    errand.fails_after_them =
        !text || !parts_.policy.exec_is_allowed || (!is_command && argument.name != "cgi");
    if (errand.fails_after_them) break;
    errand.tasks.push_back({is_command ? Errand::Kind::command : Errand::Kind::program, std::move(*text)});
  }
  return errand;
}

Errand Interpreter::printenv(const Directive& /*directive*/, std::string& out) {
  // Looking at a pending variable makes its value, which changes no other's place.
  for (const auto& [name, value] : parts_.variables.rows()) {
    const auto known = value ? value : made_value(name);
    out.append(entities_encoded(name)).append("=").append(entities_encoded(known.value_or("")));
    out.push_back('\n');
  }
  return {};
}

Errand Interpreter::comment(const Directive& /*directive*/, std::string& /*out*/) {
  return {};
}

std::optional<bool> Interpreter::holds(const Directive& directive) {
  if (directive.arguments.size() != 1) return std::nullopt;
  const auto& argument = directive.arguments.front();
  if (argument.name != "expr" || !argument.value) return std::nullopt;
  const ExpressionContext context{[this](std::string_view name) { return value_of(name); },
                                  [this](std::string_view url) { return parts_.neighbours.may_reach(url); },
                                  [this](std::optional<Captures> captures) {
                                    captures_ = std::move(captures);
                                  }};
  const auto result = expression_holds(*argument.value, context);
  return result && parts_.policy.conditions_always_hold ? std::optional(true) : result;
}

// The manual of mod_include leaves open what follows a broken condition. Its block, and what else belongs to
// it, is not shown: what was to be shown to some only is then shown to none (as in Apache 2.4.71).
void Interpreter::break_chain(std::string& out) {
  print_error(out);
  shows_ = false;
  chain_is_decided_ = true;
}

void Interpreter::decide(const Directive& directive, std::string& out) {
  const auto result = holds(directive);
  if (!result) {
    break_chain(out);
    return;
  }
  shows_ = *result;
  chain_is_decided_ = *result;
}

// <!--#if expr="…" -->
Errand Interpreter::begin_if(const Directive& directive, std::string& out) {
  if (!shows_) {
    ++hidden_ifs_;
  } else {
    decide(directive, out);
  }
  return {};
}

// <!--#elif expr="…" -->
Errand Interpreter::else_if(const Directive& directive, std::string& out) {
  if (hidden_ifs_ > 0) return {};
  if (chain_is_decided_ || !parts_.policy.elif_is_considered) {
    shows_ = false;
  } else {
    decide(directive, out);
  }
  return {};
}

// <!--#else -->
Errand Interpreter::otherwise(const Directive& directive, std::string& out) {
  if (hidden_ifs_ > 0) return {};
  if (!directive.arguments.empty()) {
    if (shows_) print_error(out);
    return {};
  }
  shows_ = !chain_is_decided_ && parts_.policy.else_is_considered;
  chain_is_decided_ = true;
  return {};
}

// <!--#endif -->
Errand Interpreter::end_if(const Directive& directive, std::string& out) {
  if (hidden_ifs_ > 0) {
    --hidden_ifs_;
  } else if (!directive.arguments.empty()) {
    print_error(out);
  } else {
    shows_ = true;
    chain_is_decided_ = true;
  }
  return {};
}

}  // namespace refd::ssi
