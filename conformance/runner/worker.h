#pragma once

#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "runner/scenario_runner.h"
#include "scenario/scenario.h"

namespace cts {

/// The life of a worker process: jobs come in (job_line()); for each a start and a finish event go
/// out to descriptor `out`. Ends when the input ends. An id that is none is answered by an error.
void serve_scenarios(std::istream& in, int out, const std::vector<const Scenario*>& scenarios,
                     const Target& target, const Profile& profile, Footprint& footprint);

/// The process that runs serve_scenarios(): keeps its standard output for events (what a body prints goes to
/// standard error), and outlives the interrupt that a terminal sends to the whole group, so that the scenario
/// it runs can clean up.
int worker_main(const std::vector<const Scenario*>& scenarios, const Target& target, const Profile& profile,
                Footprint& footprint);

}  // namespace cts
