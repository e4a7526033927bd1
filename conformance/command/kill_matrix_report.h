#pragma once

#include <string>

#include "verdict/kill_verdict.h"

namespace cts {

/// One deviation as an aligned line: "killed  web.index.…  3 × killed  0 × collateral  acted 17  0.8 s".
std::string kill_line(const DeviationVerdict& verdict, double seconds, std::size_t id_width);
/// What the matrix comes to, for people: what is wrong in full, then the kill rate.
std::string kill_summary(const KillMatrix& matrix);
/// kill-matrix.md: the table, and what is wrong.
std::string kill_markdown(const KillMatrix& matrix);
/// kill-matrix.json.
std::string kill_json(const KillMatrix& matrix);

}  // namespace cts
