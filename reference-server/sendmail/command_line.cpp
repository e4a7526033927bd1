#include "sendmail/command_line.h"

#include <algorithm>
#include <array>

namespace refd::sendmail {

namespace {

enum class Value {
  none,      // other options may follow in the same word
  attached,  // the rest of the word
  required,  // the rest of the word, or else the next one
};

struct Option {
  char letter;
  Value value;
};

// Sendmail 8's, and Postfix's where callers use them.
constexpr std::array options = {
    Option{'A', Value::attached}, Option{'B', Value::required}, Option{'C', Value::required},
    Option{'F', Value::required}, Option{'G', Value::none},     Option{'L', Value::required},
    Option{'N', Value::required}, Option{'O', Value::required}, Option{'R', Value::required},
    Option{'U', Value::none},     Option{'V', Value::required}, Option{'X', Value::required},
    Option{'b', Value::attached}, Option{'d', Value::attached}, Option{'e', Value::attached},
    Option{'f', Value::required}, Option{'h', Value::required}, Option{'i', Value::none},
    Option{'m', Value::none},     Option{'n', Value::none},     Option{'o', Value::attached},
    Option{'p', Value::required}, Option{'q', Value::attached}, Option{'r', Value::required},
    Option{'s', Value::none},     Option{'t', Value::none},     Option{'v', Value::none},
    Option{'x', Value::none},
};

class CommandReader {
 public:
  explicit CommandReader(std::span<const std::string_view> arguments) : arguments_(arguments) {}

  std::variant<Command, std::string> run();

 private:
  bool has_next() const { return at_ < arguments_.size(); }
  bool own_option(std::string_view word);
  bool options_in(std::string_view word);
  bool apply(char letter, std::string_view value);
  bool mode(std::string_view value);
  bool refuse(std::string why);

  std::span<const std::string_view> arguments_;
  std::size_t at_ = 0;
  Command command_;
  std::string mistake_;
};

bool CommandReader::refuse(std::string why) {
  mistake_ = std::move(why);
  return false;
}

bool CommandReader::mode(std::string_view value) {
  // "-d0.1 -bt" is how people ask for the version.
  if (command_.mode == Command::Mode::show_version) return true;
  if (value == "m") {
    command_.mode = Command::Mode::deliver;
  } else if (value == "p") {
    command_.mode = Command::Mode::show_queue;
  } else if (value == "i") {
    command_.mode = Command::Mode::run_queue;
  } else {
    // -bs, -bd, -bt, …: a server's, not a command's.
    return refuse("-b" + std::string(value) + " is not supported");
  }
  return true;
}

bool CommandReader::apply(char letter, std::string_view value) {
  switch (letter) {
    case 'b':
      return mode(value);
    case 'd':
      if (value.starts_with('0')) command_.mode = Command::Mode::show_version;
      return true;
    case 'F':
      command_.full_name = value;
      return true;
    case 'f':
    case 'r':
      command_.has_sender = true;
      command_.sender = value;
      return true;
    case 'i':
      command_.dot_ends = false;
      return true;
    case 'o':
      if (value.starts_with('i')) command_.dot_ends = false;
      return true;
    case 'q':
      command_.mode = Command::Mode::run_queue;
      return true;
    case 't':
      command_.header_names_recipients = true;
      return true;
    default:
      return true;
  }
}

// "-ti", "-oi", "-fa@b", "-f", "a@b".
bool CommandReader::options_in(std::string_view word) {
  for (std::size_t i = 1; i < word.size(); ++i) {
    const auto* const option = std::find_if(options.begin(), options.end(),
                                            [c = word[i]](const Option& known) { return known.letter == c; });
    if (option == options.end()) return refuse("unknown option -" + std::string(1, word[i]));
    if (option->value == Value::none) {
      if (!apply(option->letter, {})) return false;
      continue;
    }
    auto value = word.substr(i + 1);
    if (value.empty() && option->value == Value::required) {
      if (!has_next()) return refuse("option -" + std::string(1, word[i]) + " takes an argument");
      value = arguments_[at_++];
    }
    return apply(option->letter, value);
  }
  return true;
}

bool CommandReader::own_option(std::string_view word) {
  const std::pair<std::string_view, std::string*> own[] = {
      {"--drop", &command_.drop}, {"--host", &command_.host}, {"--user", &command_.user}};
  for (const auto& [name, value] : own) {
    if (word != name) continue;
    if (!has_next()) return refuse(std::string(name) + " takes an argument");
    *value = arguments_[at_++];
    return true;
  }
  return refuse("unknown option " + std::string(word));
}

std::variant<Command, std::string> CommandReader::run() {
  bool is_valid = true;
  bool may_be_option = true;
  while (is_valid && has_next()) {
    const auto word = arguments_[at_++];
    if (!may_be_option || !word.starts_with('-') || word == "-") {
      command_.recipients.emplace_back(word);
    } else if (word == "--") {
      may_be_option = false;
    } else if (word.starts_with("--")) {
      is_valid = own_option(word);
    } else {
      is_valid = options_in(word);
    }
  }
  if (!is_valid) return mistake_;
  return command_;
}

}  // namespace

std::variant<Command, std::string> understand_command(std::span<const std::string_view> arguments) {
  return CommandReader(arguments).run();
}

}  // namespace refd::sendmail
