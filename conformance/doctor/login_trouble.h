#pragma once

#include <string>
#include <string_view>

namespace cts {

/// Why a login was not accepted, as far as the reply tells, and what to do.
struct LoginTrouble {
  std::string_view id;  ///< "wrong-credentials", "wants-tls", "in-use", …
  std::string_view why;
  std::string_view remedy;
};

enum class LoginService { ftp, pop };

/// `said`: the reply that decided ("530 Login incorrect.", "-ERR [IN-USE] busy"), or why there was none.
LoginTrouble login_trouble(LoginService service, std::string_view said);

}  // namespace cts
