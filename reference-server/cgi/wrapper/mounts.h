#pragma once

#include "cgi/wrapper/failure.h"
#include "cgi/wrapper/orders.h"

namespace refd::cgi::wrapper {

/// Changes what this process and its children find on the machine: what the server has prepared is there,
/// withheld programs cannot be executed, and a stranger who is no other user cannot write in the customer's
/// tree. Nothing when none of them is ordered.
bool change_what_is_found(const Orders& orders, Failure& failure);

}  // namespace refd::cgi::wrapper
