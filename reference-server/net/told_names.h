#pragma once

#include "config/site.h"
#include "net/name_lookup.h"

namespace refd::net {

/// The names that the site's file tells, which are taken as confirmed; of every other address `others` is
/// asked, or nobody when it is null.
class ToldNames final : public NameLookup {
 public:
  ToldNames(Site::HostNames told, NameLookup* others) : told_(std::move(told)), others_(others) {}
  boost::asio::awaitable<KnownNames> names_of(std::string address) override;

 private:
  const Site::HostNames told_;
  NameLookup* const others_;
};

}  // namespace refd::net
