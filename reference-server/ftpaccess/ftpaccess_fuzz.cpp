#include <algorithm>
#include <array>

#include "ftpaccess/access_file.h"
#include "ftpaccess/access_rules.h"
#include "ftpaccess/command_groups.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"

namespace refd {
namespace {

using fuzzing::require;

const AccessSource& visitor() {
  static const AccessSource source{.address = "192.0.2.7", .names = {"host.isp.example.jp"}};
  return source;
}

AccessDecision decision_of(const AccessFile& file, std::string_view verb, const AccessSource& source) {
  return decide({&file}, AccessRequest{.verb = verb, .login = "ab-cdftp", .source = source});
}

void require_well_formed(const AccessFile& file, std::string_view text) {
  for (const auto& section : file.sections) {
    require(file.is_unusable || !section.commands.empty(), "a section is about something", text);
    for (const auto& command : section.commands)
      require(file.is_unusable || is_limitable(command), "a section names commands", command);
  }
  const auto ends = std::count_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; });
  for (const auto& remark : file.remarks) {
    require(remark.line >= 1 && remark.line <= static_cast<std::size_t>(ends) + 1,
            "a remark's line is in the file");
    require(remark.text.find_first_of("\r\n") == std::string::npos, "a remark is one line of the log",
            remark.text);
  }
}

// Line ends as Windows editors write them, a byte order mark and full-width blanks change nothing.
std::string as_windows_writes(std::string_view text) {
  std::string out = text.starts_with("\xef\xbb\xbf") ? "" : "\xef\xbb\xbf";
  char before = '\0';
  for (const char c : text) {
    if (c == '\n' && before != '\r') out += '\r';
    out += c;
    before = c;
  }
  return out;
}

void check_file(std::string_view text) {
  const auto file = parse_access_file(text);
  require_well_formed(file, text);
  const auto windows = parse_access_file(as_windows_writes(text));
  for (const auto* const verb : {"RETR", "STOR", "LIST", "SITE_CHMOD", "LOGIN", "PASS", "CWD"}) {
    const auto decision = decision_of(file, verb, visitor());
    if (file.is_unusable && is_covered_by_all(verb))
      require(decision == AccessDecision::deny, "a file that cannot be obeyed denies", text);
    if (text.size() < 60'000)
      require(decision == decision_of(windows, verb, visitor()), "what Windows writes means the same", text);
    if (file.sections.empty() && !file.is_unusable)
      require(decision == AccessDecision::no_opinion, "a file without sections says nothing", text);
    // Who is not known may be denied more, but is never allowed more.
    const AccessSource unknown{
        .address = "192.0.2.7", .names = {}, .known = AccessSource::Names::not_asked_yet};
    if (decision == AccessDecision::deny && !needs_names({&file}))
      require(decision_of(file, verb, unknown) == AccessDecision::deny,
              "names change nothing where none is asked for");
  }
}

// As if an unusable file said nothing.
void check_file_that_is_ignored(std::string_view text) {
  auto file = parse_access_file(text);
  const bool unusable = file.is_unusable;
  file.is_unusable = false;
  file.sections.clear();
  if (unusable)
    require(decision_of(file, "RETR", visitor()) == AccessDecision::deny,
            "a file that cannot be obeyed denies", text);
}

// The prefix length in "/NN"; the address before it.
void check_pattern(std::string_view text) {
  const auto pattern = SourcePattern::parse(text);
  const auto address = IpAddress::parse(text);
  if (address) {
    require(address->is_in(*address, address->bits()), "an address is in itself", text);
    require(address->is_in(*address, 0), "every network of no bits holds it", text);
    require(address->bits() == 32 || address->bits() == 128, "an address has 32 or 128 bits", text);
    require(pattern.has_value(), "an address is a pattern", text);
    require(pattern->matches({.address = std::string(text), .names = {}}) == Match::yes,
            "an address matches itself", text);
  }
  if (!pattern) return;
  require(text.find_first_of(std::string_view(" \t\r\n\0", 5)) == std::string_view::npos,
          "a pattern is one word", text);
  const auto match = pattern->matches(visitor());
  require(match != Match::perhaps, "where all is known, the answer is known", text);
  if (!pattern->needs_names()) {
    const AccessSource unknown{
        .address = visitor().address, .names = {}, .known = AccessSource::Names::not_asked_yet};
    require(pattern->matches(unknown) == match, "names change nothing where none is asked for", text);
  }
  if (!text.starts_with('!')) {
    const auto negated = SourcePattern::parse("!" + std::string(text));
    require(negated && negated->is_negated() && negated->matches(visitor()) == match,
            "a negation speaks of the same", text);
  }
}

}  // namespace
}  // namespace refd

std::span<const fuzzing::Target> fuzzing::targets() {
  static const std::array table{
      Target{.name = "ftpaccess.file",
             .check = refd::check_file,
             .with_a_mistake = refd::check_file_that_is_ignored},
      Target{.name = "ftpaccess.pattern", .check = refd::check_pattern, .longest = 200},
  };
  return table;
}
