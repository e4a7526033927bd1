#include "deviations/tables.h"

namespace refd {

const std::vector<Deviation>& deviation_catalogue() {
  static const std::vector<Deviation> all = [] {
    std::vector<Deviation> rows;
    for (const auto table : {web_deviations(), quota_deviations(), log_deviations(), ftp_deviations(),
                             access_deviations(), ssi_deviations(), counter_deviations(), cgi_deviations(),
                             database_deviations(), pop_deviations(), smtp_deviations(), office_deviations()})
      rows.insert(rows.end(), table.begin(), table.end());
    return rows;
  }();
  return all;
}

}  // namespace refd
