#include "office/support_desk.h"

#include <limits>

#include "accounts/password_hashes.h"

namespace refd::office {

namespace {

using Step = SqliteStatement::Step;

constexpr std::size_t read_of_a_message = 262'144;

#define REFD_REQUEST_COLUMNS \
  "number, received, subject, customer_number, domain, phone, server, directory, state, note"

std::int64_t number_of(const JapanTime& time) {
  return (time.day.time_since_epoch() + time.since_midnight) / std::chrono::seconds(1);
}

JapanTime time_of(std::int64_t number) {
  const std::chrono::sys_seconds local{std::chrono::seconds(number)};
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return {Day(day), local - day};
}

std::string text_of(const Maildrop& drop, std::size_t index) {
  std::string text;
  const auto source = drop.read(index);
  if (!source) return text;
  while (text.size() < read_of_a_message) {
    const auto piece = (*source)->next();
    if (!piece || piece->empty()) break;
    text.append(*piece);
  }
  return text;
}

// Why it cannot be done; empty: it can.
std::string objection_to(const RequestMail& mail, const Contract& contract) {
  if (!mail.is_release()) return "it does not name a directory";
  if (mail.customer_number != contract.number) return "the customer number is not the contract's";
  if (without_case(mail.domain) != without_case(contract.domain)) return "the domain is not the contract's";
  return {};
}

}  // namespace

SupportDesk::SupportDesk(const std::string& file, Parts parts, Contract contract)
    : parts_(std::move(parts)),
      contract_(std::move(contract)),
      file_(file, "the customer's requests", SqliteFile::Keeps::everything) {
  file_.check();
  file_.execute(
      "CREATE TABLE IF NOT EXISTS request (number INTEGER PRIMARY KEY AUTOINCREMENT,"
      " unique_id TEXT NOT NULL UNIQUE, received INTEGER NOT NULL, subject TEXT NOT NULL,"
      " customer_number TEXT NOT NULL, domain TEXT NOT NULL, phone TEXT NOT NULL, server TEXT NOT NULL,"
      " directory TEXT NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL) STRICT");
  insert_ = file_.prepared(
      "INSERT INTO request (unique_id, received, subject, customer_number, domain, phone, server, directory,"
      " state, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open', '') ON CONFLICT (unique_id) DO NOTHING");
  settle_ = file_.prepared("UPDATE request SET state = ?2, note = ?3 WHERE number = ?1");
  latest_ = file_.prepared("SELECT " REFD_REQUEST_COLUMNS " FROM request ORDER BY number DESC LIMIT ?1");
  find_ = file_.prepared("SELECT " REFD_REQUEST_COLUMNS " FROM request WHERE number = ?1");
  open_ = file_.prepared("SELECT " REFD_REQUEST_COLUMNS " FROM request WHERE state = 'open' ORDER BY number");
}

bool SupportDesk::record(const std::string& unique_id, const RequestMail& mail) {
  const std::lock_guard lock(mutex_);
  insert_.bind(1, unique_id);
  insert_.bind(2, number_of(in_japan(parts_.clock.now())));
  insert_.bind(3, mail.subject);
  insert_.bind(4, mail.customer_number);
  insert_.bind(5, mail.domain);
  insert_.bind(6, mail.phone);
  insert_.bind(7, mail.server);
  insert_.bind(8, mail.directory);
  if (insert_.run()) return true;
  parts_.log->error("{}: {}", file_.name(), file_.last_error());
  return false;
}

// Taken in before it is removed: a server that ends between the two finds it again, and knows it by its id.
std::size_t SupportDesk::take_in() {
  const std::lock_guard one_at_a_time(handling_);
  const auto use = parts_.store.use(parts_.mailbox);
  if (!use || use->messages == 0) return 0;
  const auto drop = parts_.store.open(parts_.mailbox);
  if (!drop) return 0;
  const auto& messages = (*drop)->messages();
  std::vector<std::size_t> taken;
  std::size_t made = 0;
  for (std::size_t index = 0; index < messages.size(); ++index) {
    // ACL-9 turned off.
    if (parts_.policies.office().requests_are_taken_in) {
      const auto mail = understand_request(text_of(**drop, index));
      if (!record(messages[index].unique_id, mail)) break;
      parts_.audit.note("office", "request.taken_in",
                        {{"domain", mail.domain}, {"directory", mail.directory}, {"subject", mail.subject}});
      ++made;
    }
    taken.push_back(index);
  }
  if (const auto removed = (*drop)->remove(taken); !removed)
    parts_.log->warn("a request's mail is left: {}", removed.error().message());
  return made;
}

std::vector<SupportRequest> SupportDesk::found(SqliteStatement& statement) const {
  std::vector<SupportRequest> requests;
  while (statement.step() == Step::row) {
    requests.push_back({.number = statement.number(0),
                        .received = time_of(statement.number(1)),
                        .mail = {.subject = statement.text(2),
                                 .customer_number = statement.text(3),
                                 .domain = statement.text(4),
                                 .phone = statement.text(5),
                                 .server = statement.text(6),
                                 .directory = statement.text(7)},
                        .state = statement.text(8),
                        .note = statement.text(9)});
  }
  return requests;
}

std::vector<SupportRequest> SupportDesk::latest(std::size_t most) const {
  const std::lock_guard lock(mutex_);
  latest_.bind(1, static_cast<std::int64_t>(most));
  return found(latest_);
}

std::optional<SupportRequest> SupportDesk::find(std::int64_t number) const {
  const std::lock_guard lock(mutex_);
  find_.bind(1, number);
  auto requests = found(find_);
  if (requests.empty()) return std::nullopt;
  return std::move(requests.front());
}

void SupportDesk::settle(SupportRequest& request, std::string_view who) {
  {
    const std::lock_guard lock(mutex_);
    settle_.bind(1, request.number);
    settle_.bind(2, request.state);
    settle_.bind(3, request.note);
    if (!settle_.run()) parts_.log->error("{}: {}", file_.name(), file_.last_error());
  }
  parts_.audit.note(
      who, "request." + request.state,
      {{"request", request.number}, {"directory", request.mail.directory}, {"note", request.note}});
}

std::optional<SupportRequest> SupportDesk::handle_open(SupportRequest request, std::string_view who) {
  const auto objection = objection_to(request.mail, contract_);
  if (!objection.empty()) {
    request.state = "refused";
    request.note = objection;
  } else if (const auto renamed = parts_.access_files.disable(request.mail.directory)) {
    request.state = "done";
    request.note = "kept as " + *renamed;
  } else {
    request.state = "refused";
    request.note = renamed.error().message();
  }
  settle(request, who);
  return request;
}

std::optional<SupportRequest> SupportDesk::handle(std::int64_t number, std::string_view who) {
  const std::lock_guard one_at_a_time(handling_);
  auto request = find(number);
  if (!request || request->state != "open") return std::nullopt;
  return handle_open(std::move(*request), who);
}

std::vector<SupportRequest> SupportDesk::handle_all(std::string_view who) {
  const std::lock_guard one_at_a_time(handling_);
  std::vector<SupportRequest> open;
  {
    const std::lock_guard lock(mutex_);
    open = found(open_);
  }
  std::vector<SupportRequest> handled;
  for (auto& request : open) {
    if (auto done = handle_open(std::move(request), who)) handled.push_back(std::move(*done));
  }
  return handled;
}

}  // namespace refd::office
