#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

/// What fuzzers are made of. A fuzzer is one program for each folder with parsers: it defines targets().
/// Built by ci/fuzz it is driven by clang's libFuzzer; in every other build it is a test, which tries the
/// seeds and some hundred mutations of them (ci/fuzzing/program.cpp).
namespace fuzzing {

/// A promise of the code that an input has broken.
class Violation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// One parser, or one state machine, and what holds whatever it is fed.
struct Target {
  std::string_view name;            ///< as in ci/fuzzing/targets.txt: "ssi.page"
  void (*check)(std::string_view);  ///< throws Violation
  std::size_t longest = 4096;       ///< octets of an input that make sense
  std::size_t mutations = 1000;     ///< of the seeds that the test tries: a second's worth
  /// The same checks around a parser with a mistake in it, to prove that they, the seeds and the mutations
  /// find it.
  void (*with_a_mistake)(std::string_view) = nullptr;
};

/// The targets of this program, in the order of their names.
std::span<const Target> targets();

/// `text` in one line that can be read: what is not printable as \xNN, what is long by its beginning.
std::string shown(std::string_view text);

/// Throws a Violation that says `promise` unless `holds`.
inline void require(bool holds, const char* promise) {
  if (!holds) throw Violation(promise);
}
/// The same, about a text that is told.
void require(bool holds, const char* promise, std::string_view about);
/// Both must be the same; a Violation tells both.
void require_same(std::string_view found, std::string_view wanted, const char* promise);

}  // namespace fuzzing
