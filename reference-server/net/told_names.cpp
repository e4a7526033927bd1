#include "net/told_names.h"

namespace refd::net {

boost::asio::awaitable<KnownNames> ToldNames::names_of(std::string address) {
  if (const auto told = told_.find(address); told != told_.end()) co_return KnownNames{told->second, true};
  if (others_ == nullptr) co_return KnownNames{};
  co_return co_await others_->names_of(std::move(address));
}

}  // namespace refd::net
