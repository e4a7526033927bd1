#pragma once

#include <cstddef>
#include <vector>

#include "reports/record/run_record.h"

/// How much of what a target said goes into result.json, so that the file of a usual run stays small and no
/// target can make it large. What is left out is told where it was, with its size. Pure.
namespace reports {

/// Octets, as JSON writes them. All dialogues and all findings of a run together take no more than
/// `dialogues` and `findings`; what is not judged for good has the larger part of them.
struct JsonBounds {
  std::size_t dialogues = 8u << 20;
  std::size_t findings = 4u << 20;
  std::size_t longest_dialogue = 64u << 10;
  std::size_t longest_dialogue_of_a_pass = 6u << 10;
  std::size_t longest_text = 8u << 10;
};

/// What one scenario of a run may take.
struct ScenarioBounds {
  std::size_t dialogue = 0;
  std::size_t dialogue_of_a_pass = 0;
  /// Of a step of the basic interconnection stage.
  std::size_t step = 0;
  /// Of each text of a finding or a reading, and of a message.
  std::size_t text = 0;
};
ScenarioBounds bounds_for(const RunRecord& record, const JsonBounds& bounds = {});

/// `scenario` within its bounds: of a dialogue that is too long both ends, and what was judged.
ScenarioResult bounded(const ScenarioResult& scenario, const ScenarioBounds& bounds);
InterconnectionStep bounded(const InterconnectionStep& step, const ScenarioBounds& bounds);

/// How many octets JSON takes for `text`.
std::size_t json_size(std::string_view text);

}  // namespace reports
