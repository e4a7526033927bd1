#include "reports/approved/approval.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace reports {
namespace {

std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The lines around the first difference.
std::string first_difference(const std::string& approved, const std::string& actual) {
  std::istringstream left(approved);
  std::istringstream right(actual);
  std::string left_line;
  std::string right_line;
  for (int number = 1;; ++number) {
    const bool more_left = static_cast<bool>(std::getline(left, left_line));
    const bool more_right = static_cast<bool>(std::getline(right, right_line));
    if (!more_left && !more_right) return "line ends differ";
    if (more_left == more_right && left_line == right_line) continue;
    return "line " + std::to_string(number) + "\n  approved: " + (more_left ? left_line : "(end)") +
           "\n  actual:   " + (more_right ? right_line : "(end)");
  }
}

}  // namespace

void expect_approved(std::string_view name, std::string_view text) {
  const std::string path = std::string(HOSTING_SOURCE_DIR "/reports/approved/").append(name);
  const char* approve = std::getenv("HOSTING_APPROVE");  // NOLINT(concurrency-mt-unsafe): nothing sets it
  if (approve != nullptr && std::string_view(approve) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  const std::string approved = read_whole(path);
  EXPECT_TRUE(approved == text) << path << ", " << first_difference(approved, std::string(text))
                                << "\nRun with HOSTING_APPROVE=1 to accept the new text.";
}

}  // namespace reports
