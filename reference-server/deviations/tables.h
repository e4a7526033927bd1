#pragma once

#include <span>

#include "deviations/deviation.h"

namespace refd {

/// The catalogue's parts, one per service.
std::span<const Deviation> web_deviations();
std::span<const Deviation> ftp_deviations();
std::span<const Deviation> access_deviations();
std::span<const Deviation> quota_deviations();
std::span<const Deviation> log_deviations();
std::span<const Deviation> ssi_deviations();
std::span<const Deviation> counter_deviations();
std::span<const Deviation> cgi_deviations();
std::span<const Deviation> database_deviations();
std::span<const Deviation> pop_deviations();
std::span<const Deviation> smtp_deviations();
std::span<const Deviation> office_deviations();

}  // namespace refd
