#pragma once

#include "deviations/deviations.h"
#include "http/access_log.h"

namespace refd {

/// The access log, telling accesses wrongly while such a deviation is on. The references must outlive it.
class DeviantLog final : public http::AccessLog {
 public:
  DeviantLog(http::AccessLog& kept, const Deviations& deviations) : kept_(kept), deviations_(deviations) {}
  void record(const http::Access& access) override;

 private:
  http::AccessLog& kept_;
  const Deviations& deviations_;
};

}  // namespace refd
