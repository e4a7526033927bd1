#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "reports/record/stable_text.h"
#include "runner/journal.h"
#include "runner/result_codec.h"
#include "runner/traits.h"
#include "runner/worker.h"
#include "scenario/memory_footprint.h"

namespace cts {
namespace {

namespace fs = std::filesystem;
using fuzzing::require;
using fuzzing::require_same;

std::vector<std::string> texts_of(std::string_view text) {
  const auto lines = fuzzing::lines_of(text);
  return {lines.begin(), lines.end()};
}

/// A result with the octets of whoever is tested in every text that may hold them.
WorkerEvent event_saying(std::string_view text) {
  const auto lines = texts_of(text);
  reports::ScenarioResult result;
  result.id = lines.empty() ? "" : lines.front();
  result.verdict = reports::Verdict::fail;
  result.message = text;
  result.root_cause = text;
  result.leftovers = lines;
  result.clauses = lines;
  for (const std::string& line : lines) {
    result.findings.push_back(
        {.clause = line, .requirement = line, .expected = std::string(text), .actual = line});
    result.readings.push_back({line, std::string(text)});
    result.transcript.push_back(
        {reports::Seconds(0.1), line, reports::Direction::received, std::string(text)});
  }
  return {WorkerEvent::Kind::finished, result.id, result};
}

void require_kept(const WorkerEvent& event, std::string_view written) {
  require(written.find('\n') == std::string_view::npos, "an event is one line", written);
  const auto read = decode(written);
  require(read.has_value(), "an event that is written is one", written);
  require(read->kind == event.kind && read->id == event.id && read->result == event.result,
          "an event that is written is the same", written);
}

void check_events(std::string_view text) {
  for (const auto line : fuzzing::lines_of(text)) {
    if (const auto event = decode(line)) require_kept(*event, encode(*event));
  }
  const WorkerEvent event = event_saying(text);
  require_kept(event, encode(event));
  require_kept({WorkerEvent::Kind::started, event.id, {}},
               encode({WorkerEvent::Kind::started, event.id, {}}));
}

/// As if what is no UTF-8 were replaced, as writers of JSON like to do.
void check_events_replaced(std::string_view text) {
  auto event = event_saying(text);
  const auto replaced = [](std::string& octets) {
    const auto json = nlohmann::json(octets).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    octets = nlohmann::json::parse(json).get<std::string>();
  };
  const WorkerEvent whole = event;
  replaced(event.result.message);
  require_kept(whole, encode(event));
}

/// A worker that is told of scenarios which it does not know, whatever they are called.
void check_jobs(std::string_view text) {
  for (const auto line : fuzzing::lines_of(text)) {
    const Job job = read_job(line);
    const Job again = read_job(job_line(job));
    const bool is_whole = !job.scenario.empty() && !job.run_id.empty();
    require(!is_whole || job == again, "a job that is written is the same", line);
  }
  const int out = ::memfd_create("events", MFD_CLOEXEC);
  if (out < 0) throw std::runtime_error("no file for the fuzzed worker");
  std::istringstream in{std::string(text)};
  MemoryFootprint footprint;
  serve_scenarios(in, out, {}, Target{}, Profile{}, footprint);
  std::string said(static_cast<std::size_t>(::lseek(out, 0, SEEK_END)), '\0');
  const bool is_read = ::pread(out, said.data(), said.size(), 0) == static_cast<ssize_t>(said.size());
  ::close(out);
  require(is_read, "what a worker says can be read");
  std::size_t answers = 0;
  for (const auto line : fuzzing::lines_of(said)) {
    const auto event = decode(line);
    require(event && event->result.verdict == reports::Verdict::error,
            "a worker answers what it does not know", line);
    ++answers;
  }
  const auto asked =
      std::count(text.begin(), text.end(), '\n') + (!text.empty() && text.back() != '\n' ? 1 : 0);
  require(answers == static_cast<std::size_t>(asked), "a worker answers every line", said);
}

/// In memory, where there is such a place: every line is synced.
const std::string& journal_file() {
  struct Folder {
    std::string file;
    Folder() {
      const fs::path memory = "/dev/shm";
      const auto place = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
      std::string name = (place / "fuzzed-journal-XXXXXX").string();
      if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory for the fuzzed journal");
      file = name + "/journal.jsonl";
    }
    ~Folder() {
      std::error_code ignored;
      fs::remove_all(fs::path(file).parent_path(), ignored);
    }
  };
  static const Folder folder;
  return folder.file;
}

void require_sound(const ConfigErrors& errors, std::string_view text) {
  const auto lines = static_cast<std::size_t>(1 + std::count(text.begin(), text.end(), '\n'));
  for (const ConfigError& error : errors)
    require(error.line <= lines, "a mistake is in the file", error.text());
}

/// A journal of a run that makes `paths`, removes some and is killed in the middle of a line.
template <bool ends_the_line>
void check_killed(const std::vector<std::string>& paths, fuzzing::Dice& dice) {
  const JournalHead head{"k3x9a0b1", paths.empty() ? "example" : paths.front(), "cts-"};
  Journal::begin(journal_file(), head);
  MemoryFootprint expected;
  {
    Journal journal(journal_file());
    for (const std::string& path : paths) {
      journal.about_to_create(path);
      expected.about_to_create(path);
      if (dice.roll(3) != 0) continue;
      const std::string gone = expected.present[dice.roll(expected.present.size())];
      journal.removed(gone);
      expected.removed(gone);
    }
  }
  std::ifstream in(journal_file(), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto whole = read_journal_text(text, "journal");
  require(whole.ok() && whole->head == head, "a journal that is written is one", text);
  std::reverse(expected.present.begin(), expected.present.end());
  require(whole->remaining == expected.present, "what was made and not removed remains, the newest first",
          text);
  std::string torn = text.substr(0, dice.roll(text.size() + 1));
  if (ends_the_line) torn += '\n';
  const auto read = read_journal_text(torn, "journal");
  const bool has_head = torn.find('\n') != std::string::npos;
  require(read.ok() == has_head, "a torn line is what a kill leaves", torn);
  if (!read) return;
  for (const std::string& path : read->remaining)
    require(std::find(paths.begin(), paths.end(), path) != paths.end(), "nothing remains that was not made",
            path);
}

void check_journal(std::string_view text) {
  const auto read = read_journal_text(text, "journal");
  require(read.ok() == read.errors.empty(), "a journal is read, or has mistakes", text);
  require_sound(read.errors, text);
  fuzzing::Dice dice(text);
  check_killed<false>(texts_of(text), dice);
}

void check_journal_ended(std::string_view text) {
  fuzzing::Dice dice(text);
  check_killed<true>(texts_of(text), dice);
}

constexpr std::string_view secret = "s3cr3t-of-the-customer";

/// What a target answers, as it is compared with another day's answers.
void check_traits(std::string_view text) {
  const auto lines = texts_of(text);
  const auto line = [&lines](std::size_t at) {
    return at < lines.size() ? lines[at] : std::string();
  };
  const FtpReply ftp{.code = 211, .lines = lines, .problem = ""};
  const SmtpReply smtp{.code = 250, .lines = lines, .problem = ""};
  HttpReply page{.status = 200};
  for (const std::string& each : lines) {
    const auto colon = std::min(each.find(':'), each.size());
    page.headers.emplace_back(each.substr(0, colon), each.substr(std::min(colon + 1, each.size())));
  }
  Traits traits("ftp", {std::string(secret)});
  traits.one("greeting", line(0));
  traits.set("FEAT", features(ftp));
  traits.set("HELP", listed_commands(ftp));
  traits.set("EHLO", extensions(smtp));
  traits.set("lines", lines);
  traits.code("NOOP", line(1));
  traits.one("APOP",
             offers_apop({.positive = true, .line = line(0), .problem = ""}) ? "offered" : "not offered");
  add_web_traits(traits, page, page, page);
  for (const reports::Trait& trait : traits.take()) {
    require(trait.values.size() <= Traits::most_values, "a trait has not too many values", trait.name);
    require(std::is_sorted(trait.values.begin(), trait.values.end()), "values are sorted", trait.name);
    for (const std::string& value : trait.values) {
      require(value.size() <= reports::stable_text_limit, "a value is clipped", value);
      require(value.find(secret) == std::string::npos, "a value holds no secret", value);
      require(std::none_of(value.begin(), value.end(),
                           [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; }),
              "a value is readable", value);
    }
  }
}

}  // namespace
}  // namespace cts

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace cts;
  static const std::array table{
      Target{.name = "suite.events",
             .check = check_events,
             .longest = 2000,
             .mutations = 150,
             .with_a_mistake = check_events_replaced},
      Target{.name = "suite.jobs", .check = check_jobs, .longest = 500, .mutations = 300},
      Target{.name = "suite.journal",
             .check = check_journal,
             .longest = 1000,
             .with_a_mistake = check_journal_ended},
      Target{.name = "suite.traits", .check = check_traits, .mutations = 300},
  };
  return table;
}
