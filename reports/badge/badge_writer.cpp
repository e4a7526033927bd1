#include "reports/badge/badge_writer.h"

#include <cmath>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "reports/record/derive.h"
#include "reports/text/phrases.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

constexpr int height = 24;
constexpr int margin = 9;
/// A round mark before the verdict, which says the same as the colour to those who see no colours.
constexpr int mark_width = 16;
constexpr std::size_t longest_name = 40;
constexpr std::size_t shown_kinds = 2;

struct Look {
  /// White on it has a contrast of more than 4.5 : 1.
  const char* colour;
  const char* mark;
};

Look look_of(Conclusion conclusion) {
  switch (conclusion) {
    case Conclusion::conforms:
      return {"#1a6b3c", "M4 8.2 7 11l5-6"};
    case Conclusion::does_not_conform:
      return {"#b3221b", "M4.5 4.5l7 7m0-7l-7 7"};
    case Conclusion::harness_fault:
      return {"#7a2a9c", "M8 3.5v6m0 2.2v1.3"};
    case Conclusion::interrupted:
    case Conclusion::nothing_ran:
    case Conclusion::inconclusive:
    case Conclusion::stale_expectations:
      break;
  }
  return {"#855300", "M8 3.5v6m0 2.2v1.3"};
}

/// About as wide as common sans-serif faces are at 12 px; textLength makes it exact.
int width_of(std::string_view text) {
  constexpr double column = 6.6;
  return static_cast<int>(std::lround(static_cast<double>(display_width(text)) * column));
}

/// How many there are of the worst verdicts, of no more than `most` kinds.
std::string figures(const RunRecord& record, std::size_t most) {
  std::string text;
  std::size_t kinds = 0;
  for (const Verdict verdict : all_verdicts) {
    const bool told = is_bad(verdict) || verdict == Verdict::none || verdict == Verdict::inconclusive ||
                      verdict == Verdict::expected_failure || verdict == Verdict::pass;
    const auto count = record.totals.find(verdict);
    if (!told || count == record.totals.end() || count->second == 0 || kinds == most) continue;
    ++kinds;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count->second, to_string(verdict));
  }
  return text;
}

void attribute(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(std::string(value).c_str());
}

void attribute(pugi::xml_node node, const char* name, int value) {
  node.append_attribute(name).set_value(value);
}

void box(pugi::xml_node parent, int left, int width, const char* colour) {
  pugi::xml_node rectangle = parent.append_child("rect");
  attribute(rectangle, "x", left);
  attribute(rectangle, "width", width);
  attribute(rectangle, "height", height);
  attribute(rectangle, "fill", colour);
}

void words(pugi::xml_node parent, int left, int width, const std::string& text) {
  pugi::xml_node node = parent.append_child("text");
  attribute(node, "x", left);
  attribute(node, "y", 16);
  attribute(node, "textLength", width);
  node.append_child(pugi::node_pcdata).set_value(text.c_str());
}

void mark(pugi::xml_node parent, int left, const char* path) {
  pugi::xml_node node = parent.append_child("path");
  attribute(node, "transform", fmt::format("translate({} 4)", left));
  attribute(node, "d", path);
  attribute(node, "fill", "none");
  attribute(node, "stroke", "#fff");
  attribute(node, "stroke-width", 2);
  attribute(node, "stroke-linecap", "round");
}

/// Two fields side by side with round corners.
void draw(pugi::xml_node svg, const std::string& name, const std::string& verdict, const Look& look) {
  const int left = width_of(name) + 2 * margin;
  const int right = width_of(verdict) + mark_width + 2 * margin + 4;
  attribute(svg, "width", left + right);
  attribute(svg, "height", height);
  attribute(svg, "viewBox", fmt::format("0 0 {} {}", left + right, height));
  pugi::xml_node clip = svg.append_child("clipPath");
  attribute(clip, "id", "round");
  pugi::xml_node round = clip.append_child("rect");
  attribute(round, "width", left + right);
  attribute(round, "height", height);
  attribute(round, "rx", 5);
  pugi::xml_node fields = svg.append_child("g");
  attribute(fields, "clip-path", "url(#round)");
  box(fields, 0, left, "#333c47");
  box(fields, left, right, look.colour);
  pugi::xml_node texts = svg.append_child("g");
  attribute(texts, "fill", "#fff");
  attribute(texts, "font-family", "system-ui,Segoe UI,Roboto,DejaVu Sans,sans-serif");
  attribute(texts, "font-size", 12);
  words(texts, margin, width_of(name), name);
  mark(texts, left + margin - 1, look.mark);
  words(texts, left + margin + mark_width + 3, width_of(verdict), verdict);
}

}  // namespace

std::string write_badge(const RunRecord& record) {
  const Conclusion conclusion = conclude(record);
  const std::string name = beginning(printable(record.target.name, Lines::join), longest_name);
  const auto verdict_with = [&](const std::string& counted) {
    return fmt::format("{}{}{}", headline(conclusion, english()), counted.empty() ? "" : " · ", counted);
  };

  pugi::xml_document document;
  pugi::xml_node svg = document.append_child("svg");
  attribute(svg, "xmlns", "http://www.w3.org/2000/svg");
  attribute(svg, "role", "img");
  attribute(svg, "aria-labelledby", "title");
  attribute(svg, "lang", "en");
  pugi::xml_node title = svg.append_child("title");
  attribute(title, "id", "title");
  title.append_child(pugi::node_pcdata)
      .set_value(fmt::format("{}, {}: {}", english().report_title, name,
                             verdict_with(figures(record, all_verdicts.size())))
                     .c_str());
  draw(svg, name, verdict_with(figures(record, shown_kinds)), look_of(conclusion));
  std::ostringstream output;
  document.save(output, " ", pugi::format_default | pugi::format_no_declaration, pugi::encoding_utf8);
  return output.str();
}

}  // namespace reports
