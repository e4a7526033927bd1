#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/site.h"
#include "smtp/local_delivery.h"
#include "smtp/next_hops.h"

namespace refd::smtp {

/// What is done about a message in one go: for recipients here, or for those that one other server takes.
struct DeliveryTask {
  std::string message;
  bool elsewhere = false;
  std::optional<NextHop> route;  ///< elsewhere: to which server, if the site says so
  std::string domain;            ///< elsewhere, without a route: whose mail exchangers are to be asked for
  std::vector<std::string> recipients;
};

/// A name of the way that a task elsewhere takes: the same for tasks that one server, or one domain's
/// exchangers, are asked to take.
std::string way_of(const DeliveryTask& task);

/// Parts recipients by the way that their mail takes; those here first.
std::vector<DeliveryTask> delivery_plan(const std::string& message,
                                        const std::vector<std::string>& recipients,
                                        const LocalDelivery& local, const Site::Sending& sending);

}  // namespace refd::smtp
