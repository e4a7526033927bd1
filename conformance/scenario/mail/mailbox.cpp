#include "scenario/mail/mailbox.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "check/pop_checks.h"
#include "scenario/mail/letter.h"
#include "scenario/patience.h"

namespace cts {
namespace {

using testing::Eq;

struct Listed {
  std::size_t number = 0;
  std::string id;
};

// Number and what a message is known by: its unique id, or where the target has none its place and size.
std::vector<Listed> listed_in(Context& context, PopClient& pop) {
  std::vector<Listed> all;
  if (const PopText ids = pop.fetch("UIDL"); ids.succeeded()) {
    const auto rows = parse_pop_uidl(ids.lines());
    context.need("UIDL can be read", rows.has_value(), Eq(true));
    for (const PopUniqueId& row : *rows) all.push_back({row.number, row.id});
    return all;
  }
  const PopText sizes = pop.fetch("LIST");
  context.need("the mailbox can be listed", sizes, Positive());
  const auto rows = parse_pop_list(sizes.lines());
  context.need("LIST can be read", rows.has_value(), Eq(true));
  for (const PopListed& row : *rows)
    all.push_back({row.number, std::to_string(row.number) + "/" + std::to_string(row.octets)});
  return all;
}

bool holds(const Arrival& arrival, std::string_view mark) {
  return arrival.message.head.find(mark) != std::string::npos;
}

std::vector<std::string> texts_of(std::vector<Arrival> arrivals) {
  std::vector<std::string> texts;
  for (Arrival& arrival : arrivals) texts.push_back(std::move(arrival.message.head));
  return texts;
}

}  // namespace

struct Mailbox::State {
  State(Context& where, std::size_t number) : context(where), account(where.mail_account(number)) {}

  /// Reads what is new.
  void look();
  /// Deletes those of which `goes` is true.
  template <class Goes>
  void remove_if(Goes goes);

  /// Of what has been fetched in this scenario.
  std::vector<Arrival> with(std::string_view mark) const;
  /// Of that, what was there at the last look.
  std::vector<Arrival> present_with(std::string_view mark) const;

  Context& context;
  const Target::MailAccount& account;
  std::set<std::string> before;             // ids of what is not ours
  std::map<std::string, Arrival> arrivals;  // by id, of what has been fetched
  std::set<std::string> present;            // ids at the last look
  std::vector<LargeLetter> letters;         // that are looked for
};

void Mailbox::State::look() {
  PopClient pop = context.pop(account);
  present.clear();
  for (const Listed& message : listed_in(context, pop)) {
    if (before.contains(message.id)) continue;
    present.insert(message.id);
    if (arrivals.contains(message.id)) continue;
    ArrivalReader reader(letters);
    const PopText text = pop.fetch_into([&reader](std::string_view piece) { reader.add(piece); },
                                        "RETR " + std::to_string(message.number));
    context.need("a message can be fetched", text, Positive());
    arrivals.emplace(message.id, reader.result());
  }
  pop.quit();
}

std::vector<Arrival> Mailbox::State::with(std::string_view mark) const {
  std::vector<Arrival> found;
  for (const auto& [id, arrival] : arrivals)
    if (holds(arrival, mark)) found.push_back(arrival);
  return found;
}

std::vector<Arrival> Mailbox::State::present_with(std::string_view mark) const {
  std::vector<Arrival> found;
  for (const std::string& id : present)
    if (const Arrival& arrival = arrivals.at(id); holds(arrival, mark)) found.push_back(arrival);
  return found;
}

template <class Goes>
void Mailbox::State::remove_if(Goes goes) {
  PopClient pop = context.pop(account);
  for (const Listed& message : listed_in(context, pop))
    if (goes(pop, message)) pop.command("DELE " + std::to_string(message.number));
  pop.quit();
}

Mailbox::Mailbox(Context& context, std::size_t account) : state_(std::make_shared<State>(context, account)) {
  PopClient pop = context.pop(state_->account);
  for (const Listed& message : listed_in(context, pop)) state_->before.insert(message.id);
  pop.quit();
  context.undo_letters(state_->account);
}

const Target::MailAccount& Mailbox::account() const {
  return state_->account;
}

std::vector<std::string> Mailbox::await(std::string_view mark, std::size_t count) {
  std::vector<Arrival> found;
  seen_within(state_->context.profile().mail.bounce_wait, [&] {
    state_->look();
    found = state_->with(mark);
    return found.size() >= count;
  });
  return texts_of(std::move(found));
}

std::vector<std::string> Mailbox::holding(std::string_view mark) {
  state_->look();
  return texts_of(state_->present_with(mark));
}

std::vector<Arrival> Mailbox::await(const LargeLetter& letter) {
  state_->letters.push_back(letter);
  await(letter.mark);
  return state_->with(letter.mark);
}

std::vector<Arrival> Mailbox::holding(const LargeLetter& letter) {
  state_->look();
  return state_->present_with(letter.mark);
}

Mailbox::Use Mailbox::use() {
  PopClient pop = state_->context.pop(state_->account);
  const PopReply reply = pop.command("STAT");
  pop.quit();
  Use use;
  std::istringstream numbers(reply.text());
  numbers >> use.messages >> use.octets;
  state_->context.need("STAT tells number and octets", reply.positive && !numbers.fail(), Eq(true));
  return use;
}

void Mailbox::remove(std::string_view mark) {
  state_->look();
  state_->remove_if([&](PopClient&, const Listed& message) {
    const auto found = state_->arrivals.find(message.id);
    return found != state_->arrivals.end() && holds(found->second, mark);
  });
}

void Mailbox::remove_what_earlier_runs_left() {
  const auto is_ours = [](PopClient& pop, const Listed& message) {
    constexpr int lines = 100;  // as far down as an error mail quotes the header of what it is about
    PopText head = pop.fetch("TOP " + std::to_string(message.number) + " " + std::to_string(lines));
    if (!head.succeeded()) head = pop.fetch("RETR " + std::to_string(message.number));
    return head.text.find("@client.test>") != std::string::npos;
  };
  state_->remove_if(is_ours);
}

}  // namespace cts
