#pragma once

#include <string>
#include <string_view>

#include "client/http_client.h"

namespace cts {

class Context;

/// Extension of pages whose directives are carried out (".shtml"); not applicable when there is none.
std::string page_extension(Context& context);

/// Uploads `text` as page "<stem><extension>" into the scenario's place.
void put_page(Context& context, std::string_view stem, std::string_view text);

/// Uploads that page and asks for it.
HttpReply shown_page(Context& context, std::string_view stem, std::string_view text);

/// `directive` between two texts that occur nowhere else, to see that the page begins before it and goes on
/// after it.
class Framed {
 public:
  explicit Framed(Context& context);
  /// The page's text, and what it shows when `shown` stands in place of the directive.
  std::string around(std::string_view middle) const { return before_ + std::string(middle) + after_; }
  const std::string& before() const noexcept { return before_; }
  const std::string& after() const noexcept { return after_; }

 private:
  std::string before_;
  std::string after_;
};

/// A directive that sets the error message to `message`.
std::string error_message_set_to(std::string_view message);

}  // namespace cts
