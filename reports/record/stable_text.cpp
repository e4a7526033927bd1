#include "reports/record/stable_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>

namespace reports {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

/// "05.11.2026" and "5.1.2026" have one layout: ##.##.####.
std::string layout_of(const std::string& part) {
  std::string layout;
  for (std::size_t at = 0; at < part.size();) {
    std::size_t end = at;
    while (end < part.size() && is_digit(part[end])) ++end;
    if (end == at) {
      layout += part[at++];
      continue;
    }
    layout += end - at > 2 ? "####" : "##";
    at = end;
  }
  return layout;
}

std::string without_numbers(const std::string& part) {
  std::string kept;
  for (const char c : part) {
    if (!is_digit(c))
      kept += c;
    else if (!kept.ends_with('#'))
      kept += '#';
  }
  return kept;
}

/// A session's id mixes letters and digits as no word and no version does.
std::string unless_an_id(const std::string& part) {
  const auto digits = std::count_if(part.begin(), part.end(), is_digit);
  const auto letters = std::count_if(part.begin(), part.end(), is_letter);
  const bool is_id = digits >= 3 && letters >= 2 && part.find('_') == std::string::npos;
  return is_id ? "#" : part;
}

struct Rule {
  std::regex volatile_part;
  std::string instead;
  /// Of the part itself, where it depends on that.
  std::string (*rewritten)(const std::string& part) = nullptr;
};

/// Each is applied to what those before it have left.
const auto& rules() {
  const std::string day = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  const std::string month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
  const std::string clock = R"(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)";
  static const std::array all{
      // The greeting of POP3 with APOP, and Message-IDs.
      Rule{std::regex(R"(<[^<>@\s]*\d[^<>@\s]*@[^<>\s]*>)"), "<#@#>"},
      // RFC 5322, RFC 850; asctime and what logs have.
      Rule{std::regex("(?:" + day + R"([a-z]*,? +)?\d{1,2}[ -])" + month + R"([a-z]*[ -]\d{2,4}(?:,? )" +
                      clock + ")?"),
           "#date"},
      Rule{std::regex("(?:" + day + " +)?" + month + R"( +\d{1,2} )" + clock +
                      R"((?: [A-Z]{2,5})?(?: \d{4})?)"),
           "#date"},
      Rule{std::regex(R"(\b\d{4}([-/.])\d{1,2}\1\d{1,2}\b)"), {}, layout_of},
      Rule{std::regex(R"(\b\d{1,2}([-/.])\d{1,2}\1\d{4}\b)"), {}, layout_of},
      Rule{std::regex(R"(\b)" + clock + R"(\b)"), "#time"},
      Rule{std::regex(R"((?:::ffff:)?\b(?:\d{1,3}\.){3}\d{1,3}\b)"), "#IP"},
      Rule{std::regex(R"(\[(?:IPv6:)?[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*\])"), "[#IP]"},
      Rule{std::regex(R"(\b(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b)"), {}, without_numbers},
      Rule{std::regex(R"(\b\w{10,}\b)"), {}, unless_an_id},
      // "You are user number 3 of 50"; the number that a counter shows.
      Rule{std::regex(R"(\bnumber \d+)"), {}, without_numbers},
      // A process.
      Rule{std::regex(R"(\[\d+\])"), "[#]"},
  };
  return all;
}

std::string applied(const Rule& rule, const std::string& text) {
  std::string result;
  auto rest = text.begin();
  for (std::sregex_iterator match(text.begin(), text.end(), rule.volatile_part), none; match != none;
       ++match) {
    result.append(rest, (*match)[0].first);
    result += rule.rewritten != nullptr ? rule.rewritten(match->str()) : rule.instead;
    rest = (*match)[0].second;
  }
  result.append(rest, text.end());
  return result;
}

}  // namespace

std::string stable_text(std::string_view text) {
  std::string stable(text.substr(0, stable_text_limit));
  for (const Rule& rule : rules()) stable = applied(rule, stable);
  return stable;
}

std::string without_run_id(std::string_view text, std::string_view run_id) {
  if (run_id.empty()) return std::string(text);
  std::string result;
  for (std::size_t at = 0;;) {
    const std::size_t found = text.find(run_id, at);
    result += text.substr(at, found - at);
    if (found == std::string_view::npos) return result;
    result += "<run>";
    at = found + run_id.size();
  }
}

}  // namespace reports
