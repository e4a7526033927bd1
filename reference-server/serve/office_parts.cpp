#include "serve/office_parts.h"

#include <chrono>
#include <exception>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd {

namespace asio = boost::asio;

namespace {

constexpr auto look_around = std::chrono::seconds(1);

office::Contract contract_of(const Site& site) {
  return {site.contract.number, site.contract.holder, site.contract.postal_address, site.domain};
}

office::BusinessDays business_days_of(const Site& site) {
  const auto& decrees = site.members.holiday_decrees;
  if (decrees.empty()) return office::BusinessDays();
  return office::BusinessDays(office::Holidays(office::Holidays::read_decrees(decrees)));
}

members::Portal::Settings portal_settings(const Site::Members& members) {
  return {.host_name = members.host_name,
          .sessions = {.idle = members.idle, .longest = members.longest},
          .logins = {.attempts = members.login_attempts, .locked_out = members.locked_out}};
}

// The members' site as a web service sees a site: no names but its own, and short bodies.
Site members_site(const Site& site) {
  Site members;
  members.domain = site.domain;
  members.server_name = site.members.host_name;
  members.http = site.http;
  members.http.body_octets = site.members.form_octets;
  members.http.max_sessions = site.members.max_sessions;
  members.http.max_sessions_per_source = site.members.max_sessions_per_source;
  return members;
}

http::HandlerTable everything_by(http::ContentHandler& handler) {
  http::HandlerTable table;
  table.extensions.clear();
  table.mounts.push_back({"/", &handler});
  return table;
}

// A free coroutine: it must not hold what a lambda would.
asio::awaitable<void> clerk_at_work(office::Office& office, office::SupportDesk& support,
                                    net::BlockingPool& pool, Log log) {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::steady_timer pause(co_await asio::this_coro::executor);
  const std::function<void()> job = [&office, &support] {
    office.carry_out(office::Office::Which::of_now, "office");
    support.take_in();
  };
  for (;;) {
    try {
      co_await pool.run(job);
    } catch (const std::exception& exception) {
      log->error("office: {}", exception.what());
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
    pause.expires_after(look_around);
    (void)co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

}  // namespace

OfficeParts::OfficeParts(Foundation& on, MailParts& mail, office::ContractTerms& terms,
                         AccessKeeper& access_files, const Site& site, const StateFolder& state,
                         const Log& log)
    : mail_(mail),
      log_(log),
      audit((state / "audit.log").string(), on.clock, log),
      letters((state / "out-tray").string()),
      book_((state / "applications.sqlite").string(), log),
      office({book_, mail.accounts, mail.accounts, mail.store, letters, terms, audit, on.clock, on.deviations,
              log},
             contract_of(site), business_days_of(site)),
      support((state / "requests.sqlite").string(),
              {mail.store, MailParts::support_mailbox(), access_files, audit, on.clock, on.deviations, log},
              contract_of(site)),
      portal_(office, on.deviations, on.clock,
              {site.members.login,
               {.hash = site.members.password.hash, .caseless_hash = site.members.password.caseless_hash}},
              portal_settings(site.members)),
      handler_(portal_, mail.pool, site.members.form_octets, log) {
  if (!site.members.is_served()) return;
  http_.emplace(http::HttpService::Parts{on.kept_tree, policies_, no_log_, on.clock, log}, members_site(site),
                everything_by(handler_));
}

OfficeParts::~OfficeParts() = default;

void OfficeParts::start(asio::io_context& context, net::SessionGroup& sessions) {
  sessions.spawn(asio::make_strand(context), clerk_at_work(office, support, mail_.pool, log_));
}

}  // namespace refd
