#include "deviations/tables.h"

namespace refd {

// What becomes of scripts: CGI, WEB-ERR-500.
std::span<const Deviation> cgi_deviations() {
  return {};
}

}  // namespace refd
