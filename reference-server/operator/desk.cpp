#include "operator/desk.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "office/audit_log.h"
#include "operator/desk_command.h"
#include "operator/instant.h"

namespace refd {
namespace {

using Words = std::vector<std::string>;
using Answer = Desk::Answer;

Answer status(DeskServices& services, const Words&) {
  auto data = services.status();
  data["clock"] = format_instant(services.clock.now());
  data["deviation"] = nullptr;
  if (const auto active = services.deviations.active()) data["deviation"] = *active;
  std::string text;
  for (const auto& [key, value] : data.items()) {
    text += fmt::format("{:<12} {}\n", key, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return {true, text, data};
}

Answer show_clock(DeskServices& services, const Words&) {
  const auto now = format_instant(services.clock.now());
  return {true, now + "\n", {{"clock", now}}};
}

// clock set 2026-11-23T14:00:00+09:00 | clock set +90m
Answer set_clock(DeskServices& services, const Words& words) {
  if (const auto time = parse_instant(words[0])) {
    services.clock.set(*time);
  } else if (const auto span = parse_span(words[0])) {
    services.clock.set(services.clock.now() + *span);
  } else {
    return refusal(
        fmt::format("'{}' is neither a time (2026-11-23T14:00:00+09:00) nor a span (+90m)", words[0]));
  }
  return show_clock(services, words);
}

Answer reset_clock(DeskServices& services, const Words& words) {
  services.clock.reset();
  return show_clock(services, words);
}

Answer list_deviations(DeskServices& services, const Words&) {
  Answer answer{true, "", nlohmann::json::array()};
  for (const auto& row : services.deviations.rows()) {
    answer.text += fmt::format("{:<44} {:<24} {}\n", row.id, fmt::join(row.clauses, ","), row.summary);
    answer.data.push_back({{"id", row.id}, {"clauses", row.clauses}, {"summary", row.summary}});
  }
  return answer;
}

Answer deviation_status(DeskServices& services, const Words&) {
  const auto active = services.deviations.active();
  const auto acted = services.deviations.acted();
  nlohmann::json data = {{"active", nullptr}, {"acted", acted}};
  if (active) data["active"] = *active;
  return {true, fmt::format("{}, acted {} times\n", active.value_or("none"), acted), data};
}

Answer switch_deviation_on(DeskServices& services, const Words& words) {
  if (!services.deviations.switch_on(words[0])) {
    return refusal(fmt::format("there is no deviation '{}'; 'deviation list' names them", words[0]));
  }
  return deviation_status(services, words);
}

Answer switch_deviation_off(DeskServices& services, const Words& words) {
  services.deviations.switch_off();
  return deviation_status(services, words);
}

Answer delete_log(DeskServices& services, const Words&) {
  if (const auto removed = services.log.remove_all(); !removed) return refusal(removed.error().message());
  return {true, "the access log and its generations are gone\n", nullptr};
}

// WEB-QUOTA-5: what a customer is told who asks.
Answer disk_use(DeskServices& services, const Words&) {
  const auto use = services.disk.use();
  return {true,
          fmt::format("{} octets in use, of {}\n", use.octets, use.limit),
          {{"use", use.octets}, {"limit", use.limit}}};
}

Answer recount_disk(DeskServices& services, const Words&) {
  const auto count = services.disk.recount();
  if (!count) return refusal(count.error().message());
  return {
      true,
      fmt::format("{} octets in use by {} entries, directories {} of them; the files' sizes add up to {}{}\n",
                  count->octets, count->entries, count->directory_octets, count->content_octets,
                  count->is_exact ? "" : " (not exact: something changed, or could not be read)"),
      {{"use", count->octets},
       {"entries", count->entries},
       {"directories", count->directory_octets},
       {"sizes", count->content_octets},
       {"exact", count->is_exact}}};
}

// ACL-9: what the support desk does for a customer who is locked out.
Answer disable_access_file(DeskServices& services, const Words& words) {
  const auto renamed = services.access_files.disable(words[0]);
  if (!renamed) return refusal(fmt::format("{}: {}", words[0], renamed.error().message()));
  return {true, fmt::format("kept as {}\n", *renamed), {{"path", *renamed}}};
}

// CGI-8: what the operator does with a script that is a danger to others.
Answer remove_script(DeskServices& services, const Words& words) {
  const auto kept = services.scripts.remove(words[0]);
  if (!kept) return refusal(fmt::format("{}: {}", words[0], kept.error().message()));
  return {true, fmt::format("out of the tree; kept as {}\n", *kept), {{"file", *kept}}};
}

// CGI-7: what the operator does with a script that overloads the machine, before its time is up.
Answer stop_script(DeskServices& services, const Words& words) {
  const auto runs = services.stop_script ? services.stop_script(words[0]) : std::size_t{0};
  return {true, fmt::format("{} runs of it were ended\n", runs), {{"runs", runs}}};
}

Answer show_counter(DeskServices& services, const Words&) {
  const auto counters = services.counters.counters();
  if (!counters) return refusal(counters.error().message());
  Answer answer{true, "", nlohmann::json::array()};
  for (const auto& entry : *counters) {
    answer.text += fmt::format("{} {}, last visitor {}\n", entry.name, entry.value, entry.last_address);
    answer.data.push_back(
        {{"name", entry.name}, {"value", entry.value}, {"last_address", entry.last_address}});
  }
  if (counters->empty()) answer.text = "nobody has visited it yet\n";
  return answer;
}

Answer reset_counter(DeskServices& services, const Words&) {
  if (const auto done = services.counters.reset(); !done) return refusal(done.error().message());
  return {true, "as if nobody had visited it\n", nullptr};
}

constexpr std::array commands = {
    DeskCommand{"status", "", "", "what the server is doing", status},
    DeskCommand{"clock", "show", "", "the server's clock", show_clock},
    DeskCommand{"clock", "set", "TIME|SPAN", "put it to a time, or move it by a span such as +90m", set_clock,
                true},
    DeskCommand{"clock", "reset", "", "back to the machine's clock", reset_clock, true},
    DeskCommand{"log", "delete", "", "remove the access log and its generations", delete_log, true},
    DeskCommand{"access-file", "disable", "DIR", "rename DIR/.ftpaccess, whose text is kept",
                disable_access_file, true},
    DeskCommand{"script", "stop", "PATH", "end the runs of a script, which stays where it is", stop_script,
                true},
    DeskCommand{"script", "remove", "PATH", "take a script out of the customer's tree, and keep it",
                remove_script, true},
    DeskCommand{"disk", "use", "", "how much space the site uses, and may use", disk_use},
    DeskCommand{"disk", "recount", "", "count that anew, and correct the ledger", recount_disk, true},
    DeskCommand{"counter", "show", "", "the access counter, and who was the last to count", show_counter},
    DeskCommand{"counter", "reset", "", "make it as if nobody had visited it", reset_counter, true},
    DeskCommand{"deviation", "list", "", "the ways of breaking a clause", list_deviations},
    DeskCommand{"deviation", "on", "ID", "break one clause, and no other", switch_deviation_on, true},
    DeskCommand{"deviation", "off", "", "keep every clause again", switch_deviation_off, true},
    DeskCommand{"deviation", "status", "", "which is on, and how often it came into play", deviation_status},
};

// The rows of all tables, in the order of `help`.
const std::vector<DeskCommand>& all_commands() {
  static const std::vector<DeskCommand> all = [] {
    std::vector<DeskCommand> rows(std::begin(commands), std::end(commands));
    const auto more = office_commands();
    rows.insert(rows.end() - 4, more.begin(), more.end());  // before the deviations
    return rows;
  }();
  return all;
}

Answer help() {
  std::string text;
  for (const auto& row : all_commands()) {
    const auto usage = fmt::format("{} {} {}", row.group, row.verb, row.arguments);
    text += fmt::format("  {:<32} {}\n", usage, row.help);
  }
  return {true, text, nullptr};
}

std::size_t words_in(std::string_view text) {
  return text.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
}

}  // namespace

Desk::Answer refusal(std::string text) {
  return {false, std::move(text) + "\n", nullptr};
}

Desk::Answer Desk::answer(const Words& words) {
  if (words.empty() || words.front() == "help") return help();
  for (const auto& row : all_commands()) {
    const std::size_t named = row.verb.empty() ? 1 : 2;
    if (words.size() < named || words[0] != row.group || (named == 2 && words[1] != row.verb)) continue;
    const Words arguments(words.begin() + static_cast<std::ptrdiff_t>(named), words.end());
    if (arguments.size() != words_in(row.arguments))
      return refusal(fmt::format("usage: {} {} {}", row.group, row.verb, row.arguments));
    auto result = row.run(services_, arguments);
    if (row.changes && services_.audit != nullptr)
      services_.audit->note("desk", fmt::format("{} {}", row.group, row.verb),
                            {{"words", arguments}, {"ok", result.ok}});
    return result;
  }
  return refusal(fmt::format("unknown command '{}'; 'help' names them", fmt::join(words, " ")));
}

std::string Desk::answer_line(const std::string& request) {
  const auto parsed = nlohmann::json::parse(request, nullptr, false);
  const auto words = parsed.is_object() ? parsed.find("words") : parsed.end();
  const bool well_formed =
      parsed.is_object() && words != parsed.end() && words->is_array() &&
      std::all_of(words->begin(), words->end(), [](const nlohmann::json& word) { return word.is_string(); });
  const auto result =
      well_formed ? answer(words->get<Words>()) : refusal("the request is no {\"words\": [...]}");
  const nlohmann::json line = {{"ok", result.ok}, {"text", result.text}, {"data", result.data}};
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string desk_request(const Words& words) {
  return nlohmann::json{{"words", words}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace refd
