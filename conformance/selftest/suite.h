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
/// The fixture, or what HOSTING_REFERENCE_SITE names.
std::string reference_site();
/// Gives each secret that the reference site reads from the environment one of its own: one account's
/// password is a wrong one for the next.
void set_reference_passwords();

/// How many times longer everything may take: above 1 where programs watch themselves (ci/sanitize).
int slowness();

/// Runs hosting-cts with `arguments`, at most three minutes, or slowness() times as long.
ProgramResult run_suite(const std::vector<std::string>& arguments);

void write_file(const std::string& file, const std::string& text);
std::string read_file(const std::string& file);
/// result.json of a run; throws when it is missing or no JSON.
nlohmann::json read_result(const std::string& out);
/// How many scenarios of the result have this verdict ("pass").
std::size_t count_verdict(const nlohmann::json& result, const std::string& verdict);

/// The scenarios with one of these verdicts, a line each with what was said.
std::string scenarios_with(const nlohmann::json& result, const std::vector<std::string>& verdicts);

/// Judges the target of `folder`, which is no hosting service, by every scenario. EXPECTs that the run ends
/// in its time and that nothing passes or breaks; its result.
nlohmann::json expect_nothing_passes(const TemporaryFolder& folder, const std::string& jobs);

/// A profile with mailboxes that are full at once, and so many seconds for what a server does in its time.
std::string small_mail_profile(unsigned patience);

/// A target file for services on ports of 127.0.0.1, with deadlines of one second. Sets the password's
/// variable.
std::string loopback_target(std::uint16_t web_port, std::uint16_t ftp_port);

}  // namespace cts::selftest
