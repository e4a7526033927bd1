#include <array>
#include <charconv>
#include <iterator>

#include <fmt/format.h>

#include "office/office.h"
#include "office/support_desk.h"
#include "operator/desk_command.h"

namespace refd {
namespace {

using office::Application;
using office::SupportRequest;
using office::written;
using Answer = Desk::Answer;
using Words = std::vector<std::string>;

constexpr std::size_t most_listed = 200;
constexpr std::string_view who = "desk";

Answer no_office() {
  return refusal("this server has no office");
}

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

Answer list_accounts(DeskServices& services, const Words&) {
  if (services.office == nullptr) return no_office();
  Answer answer{true, "", nlohmann::json::array()};
  for (const auto& account : services.office->accounts()) {
    answer.text +=
        fmt::format("{:<24} {:<40} {} octets\n", account.name, account.address, account.quota_octets);
    answer.data.push_back(
        {{"name", account.name}, {"address", account.address}, {"quota", account.quota_octets}});
  }
  return answer;
}

// MBOX-1: the option that the Basic plan has.
Answer set_space(DeskServices& services, const Words& words) {
  if (services.office == nullptr) return no_office();
  if (words[1] != "more" && words[1] != "usual") return refusal("a mailbox has 'more' or the 'usual' space");
  const auto set = services.office->set_more_space(words[0], words[1] == "more", who);
  if (set) return list_accounts(services, {});
  if (set.error().value() == EINVAL) return refusal("the plan has no option for more space");
  return refusal(fmt::format("{}: {}", words[0], set.error().message()));
}

Answer show_plan(DeskServices& services, const Words&) {
  if (services.office == nullptr) return no_office();
  const auto& plan = services.office->plan();
  return {true,
          fmt::format("{}: {} MB a mailbox{}\n", plan.name, plan.mailbox_octets >> 20,
                      plan.has_pops ? ", POP over TLS" : ""),
          {{"plan", plan.name}, {"mailbox", plan.mailbox_octets}, {"pops", plan.has_pops}}};
}

// PLAN-2: the port for POP over TLS is opened, or closed, at the next start: the move to another server.
Answer set_plan(DeskServices& services, const Words& words) {
  if (services.office == nullptr) return no_office();
  const bool had_pops = services.office->plan().has_pops;
  if (const auto set = services.office->set_plan(words[0], who); !set)
    return refusal(fmt::format("'{}': {}", words[0], set.error().message()));
  auto answer = show_plan(services, words);
  if (services.office->plan().has_pops != had_pops) answer.text += "POP over TLS follows at the next start\n";
  return answer;
}

nlohmann::json facts_of(const Application& application) {
  return {{"number", application.number},    {"kind", word_of(application.kind)},
          {"address", application.address},  {"new_address", application.new_address},
          {"account", application.account},  {"applied", written(application.applied)},
          {"due", written(application.due)}, {"state", word_of(application.state)},
          {"note", application.note}};
}

Answer told(const std::vector<Application>& applications, std::string_view none) {
  Answer answer{true, "", nlohmann::json::array()};
  for (const auto& application : applications) {
    answer.text += fmt::format(
        "{:>5} {:<7} {}{}{}  applied {}, due {}, {}{}{}\n", application.number, word_of(application.kind),
        application.address, application.new_address.empty() ? "" : " -> ", application.new_address,
        written(application.applied), written(application.due), word_of(application.state),
        application.note.empty() ? "" : ": ", application.note);
    answer.data.push_back(facts_of(application));
  }
  if (applications.empty()) answer.text = std::string(none) + "\n";
  return answer;
}

Answer list_applications(DeskServices& services, const Words&) {
  if (services.office == nullptr) return no_office();
  return told(services.office->latest(most_listed), "nothing was applied for");
}

Answer carry_out(DeskServices& services, const Words&) {
  if (services.office == nullptr) return no_office();
  return told(services.office->carry_out(office::Office::Which::of_the_day, who), "nothing is due");
}

Answer withdraw(DeskServices& services, const Words& words) {
  if (services.office == nullptr) return no_office();
  const auto number = number_in(words[0]);
  if (!number || !services.office->withdraw(*number, who))
    return refusal(fmt::format("no application {} waits", words[0]));
  return {true, "withdrawn\n", nullptr};
}

Answer list_letters(DeskServices& services, const Words&) {
  if (services.letters == nullptr) return no_office();
  Answer answer{true, "", nlohmann::json::array()};
  for (const auto& name : services.letters->waiting()) {
    answer.text += name + "\n";
    answer.data.push_back(name);
  }
  if (answer.data.empty()) answer.text = "nothing is to be posted\n";
  return answer;
}

// Two lines: the account's name, and its password. Nothing when no letter about the address is there.
Answer letter_settings(DeskServices& services, const Words& words) {
  if (services.office == nullptr) return no_office();
  const auto settings = services.office->posted_settings(words[0]);
  if (!settings) return {true, "", nullptr};
  return {true,
          settings->account + "\n" + settings->password + "\n",
          {{"account", settings->account}, {"password", settings->password}}};
}

Answer letter_posted(DeskServices& services, const Words& words) {
  if (services.letters == nullptr) return no_office();
  const auto number = number_in(words[0]);
  if (!number || !services.letters->posted(*number))
    return refusal(fmt::format("there is no letter about application {}", words[0]));
  return {true, "it is no longer kept\n", nullptr};
}

Answer told(const std::vector<SupportRequest>& requests, std::string_view none) {
  Answer answer{true, "", nlohmann::json::array()};
  for (const auto& request : requests) {
    const auto& mail = request.mail;
    answer.text += fmt::format(
        "{:>5} {} {}, {} of customer {}, telephone {}: {}{}{}\n", request.number, written(request.received),
        mail.directory.empty() ? "no directory" : mail.directory, mail.domain, mail.customer_number,
        mail.phone, request.state, request.note.empty() ? "" : ", ", request.note);
    answer.data.push_back({{"number", request.number},
                           {"received", written(request.received)},
                           {"subject", mail.subject},
                           {"customer_number", mail.customer_number},
                           {"domain", mail.domain},
                           {"phone", mail.phone},
                           {"server", mail.server},
                           {"directory", mail.directory},
                           {"state", request.state},
                           {"note", request.note}});
  }
  if (requests.empty()) answer.text = std::string(none) + "\n";
  return answer;
}

Answer list_requests(DeskServices& services, const Words&) {
  if (services.support == nullptr) return no_office();
  services.support->take_in();
  return told(services.support->latest(most_listed), "nobody has asked for anything");
}

// ACL-9. request handle 3 | request handle all
Answer handle_request(DeskServices& services, const Words& words) {
  if (services.support == nullptr) return no_office();
  services.support->take_in();
  if (words[0] == "all") return told(services.support->handle_all(who), "no request is open");
  const auto number = number_in(words[0]);
  const auto handled = number ? services.support->handle(*number, who) : std::nullopt;
  if (!handled) return refusal(fmt::format("no request {} is open", words[0]));
  return told(std::vector{*handled}, "");
}

constexpr std::array commands = {
    DeskCommand{"account", "list", "", "the mail accounts, with their space", list_accounts},
    DeskCommand{"account", "space", "NAME more|usual", "the option for more space, in the Basic plan",
                set_space, true},
    DeskCommand{"plan", "show", "", "the contract's plan", show_plan},
    DeskCommand{"plan", "set", "PLAN", "change it; every mailbox gets its space", set_plan, true},
    DeskCommand{"application", "list", "", "what members have applied for", list_applications},
    DeskCommand{"application", "carry-out", "", "set up what is due today", carry_out, true},
    DeskCommand{"application", "withdraw", "NUMBER", "take one back that waits", withdraw, true},
    DeskCommand{"letter", "list", "", "what is to be printed and posted", list_letters},
    DeskCommand{"letter", "settings", "ADDRESS", "account and password in the letter about it",
                letter_settings, true},
    DeskCommand{"letter", "posted", "NUMBER", "it was posted: keep it no longer", letter_posted, true},
    DeskCommand{"request", "list", "", "what was asked for by mail", list_requests},
    DeskCommand{"request", "handle", "NUMBER|all", "rename the access file that it is about", handle_request,
                true},
};

}  // namespace

std::span<const DeskCommand> office_commands() {
  return commands;
}

}  // namespace refd
