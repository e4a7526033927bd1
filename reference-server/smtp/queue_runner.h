#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include "net/blocking_pool.h"
#include "net/mail_exchangers.h"
#include "net/session_group.h"
#include "smtp/delivery_plan.h"
#include "smtp/drop_collector.h"
#include "smtp/local_delivery.h"
#include "smtp/mail_queue.h"

namespace refd::smtp {

/// Delivers what the queue holds: at once what arrives, later what has to be tried again, by the server's
/// clock. Also has the mail drop looked after. Deliveries are sessions of the group; outlives them.
class QueueRunner {
 public:
  /// Everything outlives the runner.
  struct Surroundings {
    MailQueue& queue;
    const LocalDelivery& local;
    DropCollector* drop;                    ///< null: there is none
    const net::MailExchangers* exchangers;  ///< null: nobody is asked for them
    net::BlockingPool& pool;
    const PolicySource& policies;
    const Clock& clock;
    Site::Sending sending;
    Log log;
  };

  QueueRunner(boost::asio::io_context& context, net::SessionGroup& sessions, Surroundings surroundings);
  QueueRunner(const QueueRunner&) = delete;
  QueueRunner& operator=(const QueueRunner&) = delete;
  ~QueueRunner();

  /// Takes up what waits, and goes on until the group is stopped. Once.
  void start();

 private:
  // All of it on the strand, except what is said to be elsewhere.
  void arrive(QueuedMessage message);
  void plan(const std::string& id, const std::vector<std::string>& due);
  // What is due for one server, or for one domain's exchangers. Each has its turns, so that one that says
  // nothing for minutes holds nobody else's mail up.
  struct Way {
    std::deque<DeliveryTask> waiting;
    std::size_t under_way = 0;
  };
  void dispatch();
  void dispatch_here();
  void dispatch_elsewhere();
  bool begin_one(const std::string& name, Way& way);
  bool begin(DeliveryTask task, const std::string& way);
  void take_up_due();
  void retry_settlements();
  void settle(Settlement settlement);
  void settled(const Settlement& settlement, boost::system::error_code error);
  void ended(const std::string& way, std::optional<Settlement> settlement);
  boost::asio::awaitable<void> watch();
  // On a strand of its own each.
  boost::asio::awaitable<void> deliver(DeliveryTask task, QueuedMessage message, std::string way);
  boost::asio::awaitable<std::vector<Outcome>> try_to_deliver(const DeliveryTask& task,
                                                              const QueuedMessage& message);
  boost::asio::awaitable<std::vector<Outcome>> send_elsewhere(const DeliveryTask& task,
                                                              const QueuedMessage& message);
  boost::asio::awaitable<Result<std::vector<NextHop>>> hops_for(const DeliveryTask& task);
  // On a thread of the pool.
  std::vector<Outcome> deliver_here(const DeliveryTask& task, const QueuedMessage& message);
  Settlement settlement_after(const QueuedMessage& message, const std::vector<Outcome>& outcomes);

  boost::asio::io_context& context_;
  boost::asio::strand<boost::asio::io_context::executor_type> strand_;
  net::SessionGroup& sessions_;
  const Surroundings around_;
  std::map<std::string, QueuedMessage> messages_;
  std::multimap<Clock::time_point, std::pair<std::string, std::string>> later_;  // id and recipient
  std::deque<DeliveryTask> here_;                                                // due, not begun
  std::map<std::string, Way> elsewhere_;                                         // by way_of()
  std::string last_way_;                                                         // that had its turn
  std::size_t here_under_way_ = 0;
  std::size_t elsewhere_under_way_ = 0;
  std::vector<Settlement> unsettled_;  // the disk would not take them
};

}  // namespace refd::smtp
