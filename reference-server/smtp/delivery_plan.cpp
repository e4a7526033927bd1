#include "smtp/delivery_plan.h"

#include <algorithm>

namespace refd::smtp {
namespace {

// As many as every server takes (RFC 5321 section 4.5.3.1.8).
constexpr std::size_t most_recipients = 100;

bool same_way(const DeliveryTask& a, const DeliveryTask& b) {
  if (a.elsewhere != b.elsewhere || a.domain != b.domain || a.route.has_value() != b.route.has_value())
    return false;
  return !a.route || (a.route->address == b.route->address && a.route->port == b.route->port);
}

DeliveryTask task_for(const std::string& message, const std::string& recipient, const LocalDelivery& local,
                      const Site::Sending& sending) {
  DeliveryTask task{.message = message, .elsewhere = !local.is_own(recipient)};
  if (!task.elsewhere) return task;
  task.route = routed_hop(sending, recipient);
  if (!task.route) task.domain = domain_of(recipient);
  return task;
}

}  // namespace

std::string way_of(const DeliveryTask& task) {
  if (!task.route) return task.domain;
  return task.route->address + ":" + std::to_string(task.route->port);
}

std::vector<DeliveryTask> delivery_plan(const std::string& message,
                                        const std::vector<std::string>& recipients,
                                        const LocalDelivery& local, const Site::Sending& sending) {
  std::vector<DeliveryTask> tasks;
  for (const auto& recipient : recipients) {
    auto wanted = task_for(message, recipient, local, sending);
    auto task = std::find_if(tasks.begin(), tasks.end(), [&](const auto& other) {
      return same_way(other, wanted) && other.recipients.size() < most_recipients;
    });
    if (task == tasks.end()) {
      const auto place = wanted.elsewhere ? tasks.end() : tasks.begin();
      task = tasks.insert(place, std::move(wanted));
    }
    task->recipients.push_back(recipient);
  }
  return tasks;
}

}  // namespace refd::smtp
