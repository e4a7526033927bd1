#include "operator/desk.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "operator/instant.h"

namespace refd {
namespace {

using Words = std::vector<std::string>;
using Answer = Desk::Answer;

Answer refuse(std::string text) {
  return {false, std::move(text) + "\n", nullptr};
}

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
    return refuse(
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
    return refuse(fmt::format("there is no deviation '{}'; 'deviation list' names them", words[0]));
  }
  return deviation_status(services, words);
}

Answer switch_deviation_off(DeskServices& services, const Words& words) {
  services.deviations.switch_off();
  return deviation_status(services, words);
}

Answer delete_log(DeskServices& services, const Words&) {
  if (const auto removed = services.log.remove_all(); !removed) return refuse(removed.error().message());
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
  if (!count) return refuse(count.error().message());
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
  if (!renamed) return refuse(fmt::format("{}: {}", words[0], renamed.error().message()));
  return {true, fmt::format("kept as {}\n", *renamed), {{"path", *renamed}}};
}

// CGI-8: what the operator does with a script that is a danger to others.
Answer remove_script(DeskServices& services, const Words& words) {
  const auto kept = services.scripts.remove(words[0]);
  if (!kept) return refuse(fmt::format("{}: {}", words[0], kept.error().message()));
  return {true, fmt::format("out of the tree; kept as {}\n", *kept), {{"file", *kept}}};
}

Answer show_counter(DeskServices& services, const Words&) {
  const auto counters = services.counters.counters();
  if (!counters) return refuse(counters.error().message());
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
  if (const auto done = services.counters.reset(); !done) return refuse(done.error().message());
  return {true, "as if nobody had visited it\n", nullptr};
}

struct Command {
  std::string_view group;
  std::string_view verb;
  std::string_view argument;  ///< how help calls the one argument; empty: takes none
  std::string_view help;
  Answer (*run)(DeskServices&, const Words&);
};

constexpr std::array commands = {
    Command{"status", "", "", "what the server is doing", status},
    Command{"clock", "show", "", "the server's clock", show_clock},
    Command{"clock", "set", "TIME|SPAN", "put it to a time, or move it by a span such as +90m", set_clock},
    Command{"clock", "reset", "", "back to the machine's clock", reset_clock},
    Command{"log", "delete", "", "remove the access log and its generations", delete_log},
    Command{"access-file", "disable", "DIR", "rename DIR/.ftpaccess, whose text is kept",
            disable_access_file},
    Command{"script", "remove", "PATH", "take a script out of the customer's tree, and keep it",
            remove_script},
    Command{"disk", "use", "", "how much space the site uses, and may use", disk_use},
    Command{"disk", "recount", "", "count that anew, and correct the ledger", recount_disk},
    Command{"counter", "show", "", "the access counter, and who was the last to count", show_counter},
    Command{"counter", "reset", "", "make it as if nobody had visited it", reset_counter},
    Command{"deviation", "list", "", "the ways of breaking a clause", list_deviations},
    Command{"deviation", "on", "ID", "break one clause, and no other", switch_deviation_on},
    Command{"deviation", "off", "", "keep every clause again", switch_deviation_off},
    Command{"deviation", "status", "", "which is on, and how often it came into play", deviation_status},
};

Answer help() {
  std::string text;
  for (const auto& row : commands) {
    const auto usage = fmt::format("{} {} {}", row.group, row.verb, row.argument);
    text += fmt::format("  {:<24} {}\n", usage, row.help);
  }
  return {true, text, nullptr};
}

}  // namespace

Desk::Answer Desk::answer(const Words& words) {
  if (words.empty() || words.front() == "help") return help();
  for (const auto& row : commands) {
    const std::size_t named = row.verb.empty() ? 1 : 2;
    if (words.size() < named || words[0] != row.group || (named == 2 && words[1] != row.verb)) continue;
    const Words arguments(words.begin() + static_cast<std::ptrdiff_t>(named), words.end());
    const std::size_t wanted = row.argument.empty() ? 0 : 1;
    if (arguments.size() == wanted) return row.run(services_, arguments);
    return refuse(fmt::format("usage: {} {} {}", row.group, row.verb, row.argument));
  }
  return refuse(fmt::format("unknown command '{}'; 'help' names them", fmt::join(words, " ")));
}

std::string Desk::answer_line(const std::string& request) {
  const auto parsed = nlohmann::json::parse(request, nullptr, false);
  const auto words = parsed.is_object() ? parsed.find("words") : parsed.end();
  const bool well_formed =
      parsed.is_object() && words != parsed.end() && words->is_array() &&
      std::all_of(words->begin(), words->end(), [](const nlohmann::json& word) { return word.is_string(); });
  const auto result =
      well_formed ? answer(words->get<Words>()) : refuse("the request is no {\"words\": [...]}");
  const nlohmann::json line = {{"ok", result.ok}, {"text", result.text}, {"data", result.data}};
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string desk_request(const Words& words) {
  return nlohmann::json{{"words", words}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace refd
