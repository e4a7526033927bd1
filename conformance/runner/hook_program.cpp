#include "runner/hook_program.h"

#include <system_error>

#include "runner/child_process.h"

namespace cts {
namespace {

constexpr std::size_t output_kept = 1u << 20;

}  // namespace

OperatorAnswer HookProgram::run(const std::vector<std::string>& argv, std::chrono::milliseconds limit) {
  try {
    ProgramResult ran = run_program(argv, limit);
    if (ran.output.size() > output_kept) ran.output.resize(output_kept);
    if (ran.ok()) return {.succeeded = true, .output = std::move(ran.output), .problem = ""};
    std::string problem = ran.overdue ? "it did not end in time" : ran.end.text();
    if (!ran.error_tail.empty()) problem += ": " + ran.error_tail;
    return {.succeeded = false, .output = std::move(ran.output), .problem = std::move(problem)};
  } catch (const std::system_error& error) {
    return {.succeeded = false, .output = "", .problem = error.what()};
  }
}

}  // namespace cts
