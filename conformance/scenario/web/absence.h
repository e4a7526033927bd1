#pragma once

#include <string>

#include "check/http_checks.h"

namespace cts {

/// The target answered, and showed or pointed to nothing of `text`: for "this name is not that page", where
/// the status is the matter of another clause. A redirection would lead the visitor to the page after all.
inline auto ShowsNothingOf(const std::string& text) {
  using testing::AllOf;
  using testing::AnyOf;
  using testing::Ge;
  using testing::Lt;
  using testing::Not;
  return AllOf(Status(AnyOf(AllOf(Ge(200), Lt(300)), AllOf(Ge(400), Lt(500)))), Not(BodyContains(text)));
}

}  // namespace cts
