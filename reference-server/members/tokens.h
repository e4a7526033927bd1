#pragma once

#include <array>
#include <string>
#include <string_view>

namespace refd::members {

/// 32 octets that nobody guesses, in hexadecimal.
std::string random_token();

/// Makes and knows the tokens by which a form proves that this site has shown it to this visitor. They are
/// valid as long as what they are bound to, and this object, live. Thread-safe.
class FormTokens {
 public:
  FormTokens();

  /// For the forms of whoever holds `secret`, a session's token or a visitor's cookie.
  std::string token_for(std::string_view secret) const;
  /// Looks at every octet, wherever the first difference is.
  bool is_token_for(std::string_view secret, std::string_view token) const;

 private:
  std::array<unsigned char, 32> key_;
};

}  // namespace refd::members
