#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "cgi/cgi_fuzz.h"
#include "cgi/error_log_file.h"
#include "cgi/text.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"

namespace refd::cgi {
namespace {

namespace fs = std::filesystem;
using fuzzing::require;

constexpr unsigned most_lines = 20;

// One for all inputs, in memory where there is such a place: thousands of logs are made.
class Folder {
 public:
  Folder() {
    const fs::path memory = "/dev/shm";
    const auto place = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
    std::string name = (place / "fuzzed-log-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory for the fuzzed log");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string file() const { return (path_ / "error.log").string(); }

 private:
  fs::path path_;
};

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

// The first line is the script's name.
void check_error_log(std::string_view text) {
  static const Folder folder;
  static const ManualClock clock(std::chrono::sys_days(std::chrono::year(2026) / 11 / 26));
  fs::remove(folder.file());
  const auto name_end = std::min(text.find('\n'), text.size());
  const auto name = text.substr(0, name_end);
  const auto said = text.substr(std::min(name_end + 1, text.size()));
  ErrorLogFile log(folder.file(), {.octets = 1 << 20, .lines_per_second = most_lines}, clock, nullptr);
  log.record("192.0.2.7", name, said);

  auto lines = fuzzing::lines_of(said);
  std::erase_if(lines,
                [](std::string_view line) { return line.find_first_not_of('\r') == std::string_view::npos; });
  const auto written = content_of(folder.file());
  require(written.empty() || written.ends_with('\n'), "a log ends in a line end", written);
  std::size_t count = 0;
  for (const auto line : fuzzing::lines_of(written)) {
    ++count;
    require(line.starts_with("[Thu Nov 26 ") && line.find("] [error] [client 192.0.2.7] ") < 30,
            "an entry begins as the server says", line);
    require(std::none_of(line.begin(), line.end(), is_control), "an entry steers no terminal", line);
    require(line.size() < 4 * 2 * 1024 + 200, "an entry is not too long", line);
  }
  require(count == std::min<std::size_t>(lines.size(), most_lines),
          "there is an entry for each line, up to a limit", said);
}

}  // namespace refd::cgi
