#include <algorithm>
#include <array>

#include "fuzzing/target.h"
#include "reports/json/json_record.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using fuzzing::require;
using fuzzing::require_same;

void check_record(std::string_view text) {
  const auto read = read_json(text);
  if (const auto* const failure = std::get_if<ReadFailure>(&read)) {
    require(!failure->reason.empty() && failure->reason.size() < 10'000, "a failure is told");
    return;
  }
  const auto& record = std::get<RunRecord>(read);
  const auto written = write_json(record);
  require(written.ends_with('\n'), "a file ends in a line end");
  const auto again = read_json(written);
  require(std::holds_alternative<RunRecord>(again), "a record that is written is one", written);
  require_same(write_json(std::get<RunRecord>(again)), written, "a record that is written is the same");
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

template <bool shows_all>
void check_text(std::string_view bytes) {
  const auto utf8 = valid_utf8(bytes);
  require_same(valid_utf8(utf8), utf8, "what is UTF-8 stays");
  const auto line = shows_all ? utf8 : printable(bytes, Lines::join);
  require(std::none_of(line.begin(), line.end(), is_control), "nothing steers a terminal", line);
  require_same(valid_utf8(line), line, "what is printable is UTF-8");
  require(line.find("\u202e") == std::string::npos && line.find("\xc2\x9b") == std::string::npos,
          "nothing reorders the text around it", line);
  require_same(printable(line, Lines::join), line, "what is printable stays");
  const auto lines = printable(bytes, Lines::keep);
  require(std::none_of(lines.begin(), lines.end(),
                       [](char c) { return is_control(c) && c != '\n' && c != '\t'; }),
          "nothing but line ends and tabs steers a terminal", lines);
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, std::size_t{10}, std::size_t{100}}) {
    const auto cut = shortened(utf8, limit);
    require_same(valid_utf8(cut), cut, "a character is not cut in two");
    require(utf8.size() > limit || cut == utf8, "what is short stays", cut);
    require(cut.size() <= limit + 80, "what is long is cut", cut);
    const auto begun = beginning(utf8, limit);
    require(begun.size() <= limit + 3 && begun.find('\n') == std::string::npos,
            "a beginning is short, on one line", begun);
    require_same(valid_utf8(begun), begun, "a character is not cut in two");
  }
  require(display_width(line) <= line.size(), "no octet takes two columns", line);
  require(display_width(padded(line, 40)) >= 40, "what is padded is that wide", line);
  require(without_line_end(bytes).size() <= bytes.size(), "a line end goes");
}

}  // namespace
}  // namespace reports

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace reports;
  static const std::array table{
      Target{.name = "reports.record", .check = check_record, .longest = 20'000},
      Target{.name = "reports.text",
             .check = check_text<false>,
             .longest = 500,
             .with_a_mistake = check_text<true>},
  };
  return table;
}
