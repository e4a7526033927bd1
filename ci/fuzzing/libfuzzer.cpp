// Hands libFuzzer one of this program's targets: --target=NAME, which libFuzzer itself passes over. --list
// prints the name, the longest input and whether there is a mistake of each. With --mistake the target's
// mistake that was put in is to be found. A Violation that nobody catches is what libFuzzer calls a crash.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <vector>

#include "fuzzing/target.h"

namespace {

void (*check)(std::string_view) = nullptr;

void take_arguments(const std::vector<std::string_view>& arguments) {
  const bool with_a_mistake = std::find(arguments.begin(), arguments.end(), "--mistake") != arguments.end();
  for (const auto argument : arguments) {
    for (const auto& target : fuzzing::targets()) {
      if (argument == "--list")
        std::cout << target.name << ' ' << target.longest << ' ' << (target.with_a_mistake != nullptr)
                  << '\n';
      if (argument.starts_with("--target=") && argument.substr(9) == target.name)
        check = with_a_mistake ? target.with_a_mistake : target.check;
    }
    if (argument == "--list") std::exit(0);  // NOLINT(concurrency-mt-unsafe): no thread has started
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** values) {
  take_arguments({*values + 1, *values + *count});
  if (check == nullptr) {
    std::cerr << "--target=NAME is needed, a name as --list prints it\n";
    std::exit(64);  // NOLINT(concurrency-mt-unsafe): no thread has started
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t count) {
  check({reinterpret_cast<const char*>(octets), count});
  return 0;
}
