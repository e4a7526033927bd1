#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace cts {

/// One thing that the doctor says of a target.
struct Diagnosis {
  enum class State {
    good,
    note,            ///< worth knowing
    warning,         ///< odd: judgements may come out wrong or thin
    file_is_wrong,   ///< target and profile cannot be used as they are
    target_is_dead,  ///< what is to be judged does not answer, or lets nobody in
  };
  State state = State::good;
  std::string id;      ///< a stable slug: "ftp.login", "certificate-expires", a rule of the review
  std::string where;   ///< "file:line:column"; empty: no place in a file
  std::string what;    ///< one line
  std::string why;     ///< why it matters; empty where there is nothing to do
  std::string remedy;  ///< what to do
  friend bool operator==(const Diagnosis&, const Diagnosis&) = default;
};

/// How many scenarios there are, and what becomes of them.
struct ScenarioCount {
  std::size_t all = 0;
  std::size_t run = 0;             ///< by `run` as it is
  std::size_t further = 0;         ///< by --tier slow and --consent destructive
  std::size_t left_out = 0;        ///< the target lacks what they need
  std::size_t not_applicable = 0;  ///< the profile does not offer what they are about
};

struct Examination {
  std::string target;
  std::string profile;
  std::vector<Diagnosis> found;
  ScenarioCount scenarios;

  bool has(Diagnosis::State state) const;
  /// 0, 2 or 78, as the doctor ends.
  int exit_code() const;
};

/// "ok", "note", "warning", "PROBLEM".
std::string_view word_for(Diagnosis::State state);

/// What becomes of an English sentence before people see it.
using Wording = std::function<std::string(const std::string&)>;
/// For people: a few lines each, each sentence by `wording`. Everything in it is printable.
std::string text_of(const Examination& examination, const Wording& wording = std::identity());
/// For programs, valid UTF-8 whatever a target said.
nlohmann::ordered_json json_of(const Examination& examination);

}  // namespace cts
