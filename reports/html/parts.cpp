#include "reports/html/parts.h"

#include <algorithm>

#include "reports/text/safe_text.h"

namespace reports::html {
namespace {

/// `id` with a place to break the line after each of its words.
void breakable(Markup& out, std::string_view id) {
  while (!id.empty()) {
    const std::size_t end = std::min(id.find_first_of("._"), id.size() - 1) + 1;
    out.text(id.substr(0, end));
    id.remove_prefix(end);
    if (!id.empty()) out.raw("<wbr>");
  }
}

}  // namespace

void say(Markup& out, const Both& text) {
  if (text.english == text.japanese) return out.text(text.english);
  out.leaf("span", text.english, {{"lang", "en"}});
  out.leaf("span", text.japanese, {{"lang", "ja"}});
}

void leaf(Markup& out, std::string_view tag, const Both& text, Markup::Attributes attributes) {
  const Element element(out, tag, attributes);
  say(out, text);
}

std::string_view symbol(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "✓";
    case Verdict::fail:
      return "✗";
    case Verdict::inconclusive:
      return "?";
    case Verdict::expected_failure:
      return "≈";
    case Verdict::not_run:
      return "○";
    case Verdict::not_applicable:
      return "–";
    case Verdict::none:
    case Verdict::unexpected_pass:
    case Verdict::error:
      break;
  }
  return "!";
}

void badge(Markup& out, Verdict verdict) {
  const Element element(out, "span", {{"class", std::string("badge v-").append(to_key(verdict))}});
  out.leaf("span", symbol(verdict), {{"aria-hidden", "true"}, {"class", "symbol"}});
  say(out, both([verdict](const Phrases& phrases) { return verdict_word(verdict, phrases); }));
}

std::string anchor(std::string_view scenario_id) {
  return std::string("s-").append(scenario_id);
}

std::string clause_anchor(std::string_view clause_id) {
  return std::string("c-").append(clause_id);
}

std::vector<const ScenarioResult*> broken_scenarios(const RunRecord& record) {
  std::vector<const ScenarioResult*> broken;
  for (const Verdict verdict : {Verdict::fail, Verdict::unexpected_pass, Verdict::error, Verdict::none}) {
    for (const ScenarioResult* scenario : with_verdict(record, verdict)) broken.push_back(scenario);
  }
  return broken;
}

bool has_card(const ScenarioResult& scenario) {
  return is_bad(scenario.verdict) || scenario.verdict == Verdict::none;
}

void scenario_name(Markup& out, const ScenarioResult& scenario) {
  const Element code(out, "code");
  const bool link = has_card(scenario);
  if (link) out.open("a", {{"href", "#" + anchor(scenario.id)}});
  breakable(out, scenario.id);
  if (link) out.close();
}

void section_heading(Markup& out, std::string_view id, const Both& text) {
  leaf(out, "h2", text, {{"id", id}});
}

void open_table(Markup& out, const Both& caption, const std::vector<Both>& columns,
                std::string_view css_class) {
  out.open("table", {{"class", css_class}});
  leaf(out, "caption", caption);
  {
    const Element head(out, "thead");
    const Element row(out, "tr");
    for (const Both& column : columns) leaf(out, "th", column, {{"scope", "col"}});
  }
  out.open("tbody");
}

void close_table(Markup& out) {
  out.close();
  out.close();
}

std::vector<const ScenarioResult*> with_verdict(const RunRecord& record, Verdict verdict) {
  std::vector<const ScenarioResult*> found;
  for (const ScenarioResult& scenario : record.scenarios) {
    if (scenario.verdict == verdict) found.push_back(&scenario);
  }
  return found;
}

}  // namespace reports::html
