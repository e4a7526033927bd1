#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "runner/child_process.h"

/// hosting-cts as a person runs it: a process, files, an exit code.
namespace cts::selftest {

/// A new folder that goes at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

std::string suite_program();
std::string server_program();
std::string reference_site();

/// Runs hosting-cts with `arguments`, at most three minutes.
ProgramResult run_suite(const std::vector<std::string>& arguments);

void write_file(const std::string& file, const std::string& text);
std::string read_file(const std::string& file);
/// result.json of a run; throws when it is missing or no JSON.
nlohmann::json read_result(const std::string& out);
/// How many scenarios of the result have this verdict ("pass").
std::size_t count_verdict(const nlohmann::json& result, const std::string& verdict);

/// A target file for services on ports of 127.0.0.1, with deadlines of one second. Sets the password's
/// variable.
std::string loopback_target(std::uint16_t web_port, std::uint16_t ftp_port);

}  // namespace cts::selftest
