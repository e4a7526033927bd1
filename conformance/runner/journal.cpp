#include "runner/journal.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "runner/json_text.h"

namespace cts {
namespace {

using nlohmann::json;

constexpr std::size_t largest_journal = 64u << 20;

[[noreturn]] void throw_errno(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// One write() per line, so that lines of several processes do not mix (O_APPEND).
void append_durably(int descriptor, const json& value) {
  const std::string line = value.dump() + "\n";
  if (::write(descriptor, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    throw_errno("cannot write the journal");
  if (::fdatasync(descriptor) != 0) throw_errno("cannot sync the journal");
}

struct Reader {
  JournalContent content;
  bool has_head = false;

  void take(const json& line) {
    if (line.contains("run")) {
      content.head = {text_of_json(line.at("run")), text_of_json(line.at("target")),
                      text_of_json(line.at("place_prefix"))};
      has_head = true;
    } else if (line.contains("creates")) {
      content.remaining.push_back(text_of_json(line.at("creates")));
      content.anything_created |= content.remaining.back().starts_with('/');
    } else {
      std::erase(content.remaining, text_of_json(line.at("removed")));
    }
  }
};

}  // namespace

void Journal::begin(const std::string& file, const JournalHead& head) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor < 0) throw_errno(file);
  try {
    append_durably(descriptor, {{"run", json_of_text(head.run_id)},
                                {"target", json_of_text(head.target)},
                                {"place_prefix", json_of_text(head.place_prefix)}});
  } catch (...) {
    ::close(descriptor);
    throw;
  }
  ::close(descriptor);
}

Journal::Journal(const std::string& file)
    : descriptor_(::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC)) {
  if (descriptor_ < 0) throw_errno(file);
}

Journal::~Journal() {
  ::close(descriptor_);
}

void Journal::about_to_create(std::string_view path) {
  append_durably(descriptor_, {{"creates", json_of_text(path)}});
}

void Journal::removed(std::string_view path) {
  append_durably(descriptor_, {{"removed", json_of_text(path)}});
}

Checked<JournalContent> read_journal(const std::string& file) {
  const Checked<std::string> text = read_text_file(file, largest_journal);
  if (!text) return {std::nullopt, text.errors};
  return read_journal_text(*text, file);
}

Checked<JournalContent> read_journal_text(std::string_view text, const std::string& file) {
  Reader reader;
  std::string_view rest = text;
  for (std::uint32_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) break;  // torn by a kill: what it announced was not created
    try {
      reader.take(json::parse(rest.substr(0, end)));
    } catch (const json::exception&) {
      return {std::nullopt, {{file, number, 0, "is no line of a journal of hosting-cts"}}};
    }
    rest.remove_prefix(end + 1);
  }
  if (!reader.has_head)
    return {std::nullopt, {{file, 0, 0, "is no journal of hosting-cts: it names no run"}}};
  std::reverse(reader.content.remaining.begin(), reader.content.remaining.end());
  return {std::move(reader.content), {}};
}

}  // namespace cts
