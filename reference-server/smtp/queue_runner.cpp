#include "smtp/queue_runner.h"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "smtp/reply.h"
#include "smtp/sending_pump.h"
#include "smtp/settling.h"

namespace refd::smtp {

namespace asio = boost::asio;

namespace {

using Kind = Outcome::Kind;

// How often the clock and the mail drop are looked at: the operator may move the one, scripts fill the other.
constexpr auto look_around = std::chrono::milliseconds(200);
// More would only wait for the disk.
constexpr std::size_t most_here_at_once = 16;
// So many times what goes one way at a time goes all ways together.
constexpr std::size_t most_ways = 16;

std::vector<Outcome> same_for_all(const std::vector<std::string>& recipients, Kind kind,
                                  const std::string& status, const std::string& diagnostic) {
  std::vector<Outcome> outcomes;
  for (const auto& recipient : recipients) outcomes.push_back({recipient, kind, status, diagnostic, ""});
  return outcomes;
}

// What it means that nobody is known to take a domain's mail.
std::vector<Outcome> without_hops(const std::vector<std::string>& recipients, const std::string& domain,
                                  boost::system::error_code error) {
  if (error == system_error(ENOENT))
    return same_for_all(recipients, Kind::failed, "5.1.2", "There is no mail host for " + domain);
  if (error == system_error(EOPNOTSUPP))
    return same_for_all(recipients, Kind::failed, "5.1.10", domain + " takes no mail");
  if (error == system_error(ENXIO))
    return same_for_all(recipients, Kind::failed, "5.4.4", "No route leads to " + domain);
  return same_for_all(recipients, Kind::deferred, "4.4.3",
                      "Who takes the mail for " + domain + " cannot be found out now");
}

std::map<std::string, ReportWishes> wishes_about(const QueuedMessage& message) {
  std::map<std::string, ReportWishes> wishes;
  for (const auto& recipient : message.recipients) wishes.emplace(recipient.address, recipient.wishes);
  return wishes;
}

const char* word_for(Kind kind) {
  return kind == Kind::delivered ? "delivered" : kind == Kind::failed ? "failed" : "to be tried again";
}

}  // namespace

QueueRunner::QueueRunner(asio::io_context& context, net::SessionGroup& sessions, Surroundings surroundings)
    : context_(context),
      strand_(asio::make_strand(context)),
      sessions_(sessions),
      around_(std::move(surroundings)) {}

QueueRunner::~QueueRunner() {
  around_.queue.listen(nullptr);
}

void QueueRunner::start() {
  auto waiting = around_.queue.listen([this](QueuedMessage message) {
    asio::post(strand_, [this, message = std::move(message)]() mutable { arrive(std::move(message)); });
  });
  asio::post(strand_, [this, waiting = std::move(waiting)]() mutable {
    for (auto& message : waiting) arrive(std::move(message));
  });
  sessions_.spawn(strand_, watch());
}

void QueueRunner::arrive(QueuedMessage message) {
  const auto now = around_.clock.now();
  const auto id = message.id;
  std::vector<std::string> due;
  for (const auto& recipient : message.recipients) {
    if (recipient.next_try <= now) {
      due.push_back(recipient.address);
    } else {
      later_.emplace(recipient.next_try, std::pair(id, recipient.address));
    }
  }
  messages_.insert_or_assign(id, std::move(message));
  plan(id, due);
  dispatch();
}

void QueueRunner::plan(const std::string& id, const std::vector<std::string>& due) {
  for (auto& task : delivery_plan(id, due, around_.local, around_.sending)) {
    auto& waiting = task.elsewhere ? elsewhere_[way_of(task)].waiting : here_;
    waiting.push_back(std::move(task));
  }
}

void QueueRunner::dispatch() {
  dispatch_here();
  dispatch_elsewhere();
}

void QueueRunner::dispatch_here() {
  while (!here_.empty() && here_under_way_ < most_here_at_once) {
    auto task = std::move(here_.front());
    here_.pop_front();
    if (begin(std::move(task), {})) ++here_under_way_;
  }
}

// One from each way in turn, as long as there are some.
void QueueRunner::dispatch_elsewhere() {
  std::size_t passed = 0;
  while (passed < elsewhere_.size() && elsewhere_under_way_ < most_ways * around_.sending.at_once) {
    auto way = elsewhere_.upper_bound(last_way_);
    if (way == elsewhere_.end()) way = elsewhere_.begin();
    last_way_ = way->first;
    if (begin_one(way->first, way->second)) {
      passed = 0;
    } else if (way->second.waiting.empty() && way->second.under_way == 0) {
      elsewhere_.erase(way);
    } else {
      ++passed;
    }
  }
}

bool QueueRunner::begin_one(const std::string& name, Way& way) {
  while (!way.waiting.empty() && way.under_way < around_.sending.at_once) {
    auto task = std::move(way.waiting.front());
    way.waiting.pop_front();
    if (!begin(std::move(task), name)) continue;
    ++way.under_way;
    ++elsewhere_under_way_;
    return true;
  }
  return false;
}

// False: the message has gone meanwhile.
bool QueueRunner::begin(DeliveryTask task, const std::string& way) {
  const auto message = messages_.find(task.message);
  if (message == messages_.end()) return false;
  sessions_.spawn(asio::make_strand(context_), deliver(std::move(task), message->second, way));
  return true;
}

asio::awaitable<void> QueueRunner::watch() {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::steady_timer pause(co_await asio::this_coro::executor);
  const std::function<void()> job = [this] {
    around_.drop->collect();
  };
  for (;;) {
    take_up_due();
    retry_settlements();
    dispatch();
    try {
      if (around_.drop != nullptr) co_await around_.pool.run(job);
    } catch (const std::exception& exception) {
      around_.log->error("smtp: the mail drop: {}", exception.what());
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
    pause.expires_after(look_around);
    (void)co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

// What is due; also what was put off further than ever happens: the clock was put back since.
void QueueRunner::take_up_due() {
  const auto now = around_.clock.now();
  std::map<std::string, std::vector<std::string>> due;
  const auto take = [&](auto begin, auto end) {
    for (auto each = begin; each != end; ++each) due[each->second.first].push_back(each->second.second);
    later_.erase(begin, end);
  };
  take(later_.begin(), later_.upper_bound(now));
  take(later_.upper_bound(now + around_.sending.longest_retry + std::chrono::minutes(1)), later_.end());
  for (const auto& [id, recipients] : due) plan(id, recipients);
}

asio::awaitable<void> QueueRunner::deliver(DeliveryTask task, QueuedMessage message, std::string way) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto outcomes = co_await try_to_deliver(task, message);
  // What the server's end has broken off is tried at its next start, as if it had never been.
  const auto state = co_await asio::this_coro::cancellation_state;
  const bool ending = state.cancelled() != asio::cancellation_type::none;
  if (ending) std::erase_if(outcomes, [](const auto& outcome) { return outcome.kind == Kind::deferred; });
  std::optional<Settlement> settlement;
  if (!outcomes.empty()) {
    const std::function<void()> job = [this, &settlement, &message, &outcomes] {
      settlement = settlement_after(message, outcomes);
    };
    co_await around_.pool.run(job);
  }
  asio::post(strand_, [this, way = std::move(way), settlement = std::move(settlement)]() mutable {
    ended(way, std::move(settlement));
  });
}

// A fault of ours is no reason to forget a message, nor to let others wait for ever.
asio::awaitable<std::vector<Outcome>> QueueRunner::try_to_deliver(const DeliveryTask& task,
                                                                  const QueuedMessage& message) {
  try {
    if (task.elsewhere) co_return co_await send_elsewhere(task, message);
    std::vector<Outcome> outcomes;
    const std::function<void()> job = [this, &outcomes, &task, &message] {
      outcomes = deliver_here(task, message);
    };
    co_await around_.pool.run(job);
    co_return outcomes;
  } catch (const std::exception& exception) {
    around_.log->error("smtp: {} could not be delivered by a fault of ours: {}", message.id,
                       exception.what());
  }
  co_return same_for_all(task.recipients, Kind::deferred, "4.3.0", "A fault of the server");
}

asio::awaitable<std::vector<Outcome>> QueueRunner::send_elsewhere(const DeliveryTask& task,
                                                                  const QueuedMessage& message) {
  auto hops = co_await hops_for(task);
  if (!hops) co_return without_hops(task.recipients, task.domain, hops.error());
  const auto content = around_.queue.content(message.id);
  if (!content) co_return same_for_all(task.recipients, Kind::deferred, "4.3.0", content.error().message());
  SendingSession::Task what{.host_name = around_.sending.host_name,
                            .remote = "",
                            .sender = message.sender,
                            .recipients = task.recipients,
                            .octets = message.octets,
                            .wishes = message.wishes,
                            .wishes_about = wishes_about(message)};
  co_return co_await send_message(std::move(*hops), std::move(what), **content, around_.sending.connect);
}

asio::awaitable<Result<std::vector<NextHop>>> QueueRunner::hops_for(const DeliveryTask& task) {
  std::vector<NextHop> hops;
  if (task.route) {
    hops.push_back(*task.route);
    co_return hops;
  }
  if (around_.exchangers == nullptr) co_return system_error(ENXIO);
  Result<std::vector<net::MailExchanger>> found = system_error(EAGAIN);
  const std::function<void()> job = [this, &found, &task] {
    found = around_.exchangers->of(task.domain);
  };
  co_await around_.pool.run(job);
  if (!found) co_return found.error();
  for (const auto& exchanger : *found) {
    for (const auto& address : exchanger.addresses) hops.push_back({exchanger.host, address});
  }
  co_return hops;
}

std::vector<Outcome> QueueRunner::deliver_here(const DeliveryTask& task, const QueuedMessage& message) {
  std::vector<Outcome> outcomes;
  for (const auto& recipient : task.recipients) {
    const auto content = around_.queue.content(message.id);
    if (content) {
      outcomes.push_back(around_.local.deliver(message.sender, recipient, message.octets, **content));
    } else {
      outcomes.push_back({recipient, Kind::deferred, "4.3.0", content.error().message(), ""});
    }
  }
  return outcomes;
}

Settlement QueueRunner::settlement_after(const QueuedMessage& message, const std::vector<Outcome>& outcomes) {
  for (const auto& outcome : outcomes)
    around_.log->info("smtp: {} for <{}>: {} {}", message.id, shown(outcome.address), word_for(outcome.kind),
                      shown(outcome.diagnostic));
  return settlement_of(
      message, outcomes,
      {around_.sending, around_.policies.mail().smtp, around_.clock.now(), [&](Excerpt::Extent extent) {
         const auto content = around_.queue.content(message.id);
         return content ? excerpt_of(**content, extent) : Excerpt();
       }});
}

void QueueRunner::ended(const std::string& way, std::optional<Settlement> settlement) {
  if (way.empty()) {
    --here_under_way_;
  } else {
    --elsewhere_under_way_;
    const auto found = elsewhere_.find(way);
    if (--found->second.under_way == 0 && found->second.waiting.empty()) elsewhere_.erase(found);
  }
  if (settlement) settle(std::move(*settlement));
  dispatch();
}

void QueueRunner::settle(Settlement settlement) {
  auto kept = settlement;
  around_.queue.settle(std::move(settlement),
                       [this, kept = std::move(kept)](boost::system::error_code error) mutable {
                         asio::post(strand_, [this, kept = std::move(kept), error] { settled(kept, error); });
                       });
}

// Until the disk takes it, nothing else is done about these recipients: they would get the message twice.
void QueueRunner::settled(const Settlement& settlement, boost::system::error_code error) {
  if (error == system_error(ECANCELED)) return;  // the queue has ended
  if (error) {
    unsettled_.push_back(settlement);
    return;
  }
  const auto found = messages_.find(settlement.message);
  if (found == messages_.end()) return;
  auto& recipients = found->second.recipients;
  for (const auto& address : settlement.finished)
    std::erase_if(recipients, [&](const auto& recipient) { return recipient.address == address; });
  for (const auto& deferred : settlement.deferred) {
    for (auto& recipient : recipients) {
      if (recipient.address == deferred.address) recipient = deferred;
    }
    later_.emplace(deferred.next_try, std::pair(settlement.message, deferred.address));
  }
  if (recipients.empty()) messages_.erase(found);
}

void QueueRunner::retry_settlements() {
  for (auto& settlement : std::exchange(unsettled_, {})) settle(std::move(settlement));
}

}  // namespace refd::smtp
