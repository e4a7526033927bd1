#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "cgi/cgi_fuzz.h"
#include "cgi/script_reports.h"
#include "cgi/wrapper/failure.h"
#include "cgi/wrapper/orders.h"
#include "cgi/wrapper/report.h"
#include "cgi/wrapper/script_file.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"

namespace refd::cgi {
namespace {

using fuzzing::require;
using fuzzing::require_same;

// A command line that lives as long as what points into it.
struct CommandLine {
  std::vector<std::string> texts;
  std::vector<char*> words;
  wrapper::Orders orders;
  bool is_understood;

  explicit CommandLine(std::vector<std::string> given) : texts(std::move(given)) {
    for (auto& text : texts) words.push_back(text.data());
    words.push_back(nullptr);
    is_understood = wrapper::read_orders(words.data(), orders);
  }
  std::vector<std::string> arguments() const {
    std::vector<std::string> found;
    for (char** each = orders.arguments; *each != nullptr; ++each) found.emplace_back(*each);
    return found;
  }
};

// No argument of a program holds a NUL.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const auto line : fuzzing::lines_of(text)) words.emplace_back(line.substr(0, line.find('\0')));
  return words;
}

void require_sound(const wrapper::Orders& orders) {
  require(orders.directory != nullptr, "orders say where");
  require((orders.name == nullptr) != (orders.command == nullptr), "orders name a script or a command");
  if (orders.name != nullptr) {
    const std::string_view name = orders.name;
    require(!name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos,
            "a script's name leads nowhere else", name);
  }
  require(orders.withheld_count >= 0 && orders.withheld_count <= wrapper::Orders::most_withheld,
          "no more programs are withheld than there is room for");
  if (!orders.changes_user) return;
  require(orders.user != 0 && orders.group != 0, "nobody becomes root");
  require(orders.user != static_cast<uid_t>(-1) && orders.group != static_cast<gid_t>(-1),
          "nobody stays root");
}

// The orders in the server's words.
std::vector<std::string> written(const CommandLine& line) {
  const auto& orders = line.orders;
  std::vector<std::string> words;
  const auto number = [&words](const char* name, unsigned long long value) {
    words.push_back(std::string(name) + "=" + std::to_string(value));
  };
  const auto text = [&words](const char* name, const char* value) {
    if (value != nullptr) words.push_back(std::string(name) + "=" + value);
  };
  if (orders.changes_user) number("user", orders.user);
  number("group", orders.group);
  number("owner", orders.owner);
  number("cpu", orders.cpu_seconds);
  number("memory", orders.memory_octets);
  number("processes", orders.processes);
  number("files", orders.open_files);
  number("file-octets", orders.file_octets);
  number("wall", orders.wall_seconds);
  text("directory", orders.directory);
  text("name", orders.name);
  text("path", orders.path);
  text("command", orders.command);
  text("php", orders.php);
  text("root", orders.root);
  if (orders.is_in_world) words.emplace_back("world");
  if (orders.is_stranger) words.emplace_back("stranger");
  for (int i = 0; i < orders.withheld_count; ++i) text("withheld", orders.withheld[i]);
  words.emplace_back("--");
  for (const auto& argument : line.arguments()) words.push_back(argument);
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += word + "\n";
  return out;
}

// What a visitor searches for stands behind the orders, whatever it looks like.
void require_arguments(const std::vector<std::string>& words, bool end_is_there) {
  std::vector<std::string> given{"directory=web", "name=a.cgi", "user=7", "group=7"};
  if (end_is_there) given.emplace_back("--");
  given.insert(given.end(), words.begin(), words.end());
  const CommandLine line(given);
  require(line.is_understood, "orders are understood, whatever the arguments are", joined(words));
  require_same(joined(line.arguments()), joined(words), "arguments are the script's");
  require(line.orders.user == 7 && line.orders.command == nullptr, "no argument is an order", joined(words));
}

}  // namespace

void check_orders(std::string_view text) {
  const auto words = words_of(text);
  require_arguments(words, true);
  const CommandLine line(words);
  if (!line.is_understood) return;
  require_sound(line.orders);
  const auto again = written(line);
  const CommandLine read(again);
  require(read.is_understood, "orders that are written are orders", joined(again));
  require_same(joined(written(read)), joined(again), "orders that are written are the same");
}

void check_orders_without_end(std::string_view text) {
  require_arguments(words_of(text), false);
}

// What the wrapper tells, as the server hears it; then what it never would.
void check_reports(std::string_view text) {
  const auto words = words_of(text);
  const auto part = [&words](std::size_t at) {
    return at < words.size() ? words[at].c_str() : nullptr;
  };
  wrapper::Failure failure;
  if (part(0) != nullptr) failure.set(wrapper::other_failure, part(0), part(1), part(2), part(3));
  std::string said;
  for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 4); ++i) said += words[i];
  require(failure.size() <= wrapper::Failure::most_octets, "a failure has its length");
  require(failure.is_set() == (part(0) != nullptr), "a failure is one");
  if (failure.is_set()) {
    ScriptReports heard;
    heard.add({failure.octets(), failure.size()});
    require(heard.start_failure() && heard.start_failure()->kind == wrapper::other_failure,
            "a failure is heard as it was told");
    require_same(heard.start_failure()->text, said.substr(0, wrapper::Failure::most_octets - 1),
                 "a failure is told by its beginning");
  }
  wrapper::Failure of_number;
  of_number.set_error(wrapper::too_busy, static_cast<int>(text.size()), part(0), part(1));
  require(of_number.is_set() && of_number.size() <= wrapper::Failure::most_octets,
          "a failure has its length");

  ScriptReports reports;
  for (const auto line : fuzzing::lines_of(text)) reports.add(line);
  require(reports.ending_signal() >= 0 && reports.ending_signal() < NSIG, "a signal is one", text);
}

// The beginning of a script.
void check_interpreter(std::string_view text) {
  static const int folder = [] {
    const char* const memory = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    const int opened = ::open(memory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) throw std::runtime_error("no directory for the fuzzed script");
    return opened;
  }();
  const auto name = "fuzzed-script-" + std::to_string(::getpid());
  const int file = ::openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool is_written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(file);
  const auto line = wrapper::read_interpreter_line(folder, name.c_str());
  ::unlinkat(folder, name.c_str(), 0);
  require(is_written, "a script can be written");

  const std::string_view program = line.program;
  const std::string_view argument = line.argument;
  require(line.is_there == !program.empty(), "a line names a program");
  if (!line.is_there) return;
  require(text.starts_with("#!"), "a line has its mark", text);
  const auto first =
      text.substr(0, std::min<std::size_t>(text.find('\n'), wrapper::InterpreterLine::most_octets));
  require(first.find(program) != std::string_view::npos && first.find(argument) != std::string_view::npos,
          "what is named stands in the first line", text);
  require(program.find_first_of(" \t\n") == std::string_view::npos, "a program is a word", program);
  require(argument.find('\n') == std::string_view::npos && !argument.starts_with(' '),
          "an argument is a text", argument);
  require(!line.means_php() || line.is_php(), "who means PHP is PHP", program);
}

}  // namespace refd::cgi
