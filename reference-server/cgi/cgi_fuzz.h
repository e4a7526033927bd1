#pragma once

#include <string_view>

namespace refd::cgi {

/// What a script is told about a request; see environment_fuzz.cpp.
void check_variables(std::string_view text);
/// … by a server that hands a Proxy field on as any other.
void check_variables_with_proxy(std::string_view text);

/// What scripts write to standard error, in the customer's error log; see error_log_fuzz.cpp.
void check_error_log(std::string_view text);

/// Between the server and hosting-script; see wrapper/wrapper_fuzz.cpp.
void check_orders(std::string_view text);
/// … with nothing between the orders and the arguments for the script.
void check_orders_without_end(std::string_view text);
void check_reports(std::string_view text);
void check_interpreter(std::string_view text);

}  // namespace refd::cgi
