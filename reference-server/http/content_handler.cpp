#include "http/content_handler.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/content_types.h"
#include "http/text.h"

namespace refd::http {

namespace asio = boost::asio;

asio::awaitable<Result<void>> AnswerSink::begin_unparsed(unsigned /*status*/) {
  co_return system_error(ENOTSUP);
}

asio::awaitable<void> AnswerSink::until_visitor_leaves() {
  asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
}

const HandlerTable::Extension* HandlerTable::for_file(std::string_view name) const {
  const auto extension = extension_of(name);
  if (extension.empty()) return nullptr;
  for (const auto& row : extensions) {
    if (!equals_ignoring_case(row.extension, extension)) continue;
    if (row.handler == nullptr || row.handler->takes(name)) return &row;
  }
  return nullptr;
}

const HandlerTable::Mount* HandlerTable::for_path(std::string_view path, bool case_sensitive) const noexcept {
  const auto is_below = [path, case_sensitive](std::string_view prefix) {
    const auto head = path.substr(0, prefix.size());
    if (!(case_sensitive ? head == prefix : equals_ignoring_case(head, prefix))) return false;
    return prefix.ends_with('/') || path.size() == prefix.size() || path[prefix.size()] == '/';
  };
  const Mount* best = nullptr;
  for (const auto& row : mounts) {
    if (is_below(row.prefix) && (best == nullptr || row.prefix.size() > best->prefix.size())) best = &row;
  }
  return best;
}

}  // namespace refd::http
