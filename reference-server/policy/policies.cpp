#include "policy/policies.h"

namespace refd {

FixedPolicies::FixedPolicies(Policies policies) : policies_(std::move(policies)) {}

}  // namespace refd
