#include "selftest/suite.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <gmock/gmock.h>

#include "runner/reference_server.h"

namespace cts::selftest {

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "cts-selftest-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = pattern;
  // The reference server's scripts, which run as another user, find their documents below.
  std::filesystem::permissions(path_, std::filesystem::perms(0711));
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string suite_program() {
  return HOSTING_BINARY_DIR "/hosting-cts";
}

std::string server_program() {
  return HOSTING_BINARY_DIR "/hosting-refd";
}

std::string reference_site() {
  if (const char* other = std::getenv("HOSTING_REFERENCE_SITE")) return other;
  return HOSTING_SOURCE_DIR "/fixtures/sites/reference.toml";
}

void set_reference_passwords() {
  for (const std::string& variable : secret_variables(read_file(reference_site())))
    ::setenv(variable.c_str(), ("Selftest-8c1f-word-" + variable).c_str(), 1);
}

int slowness() {
  return std::getenv("HOSTING_SANITIZED") == nullptr ? 1 : 5;
}

ProgramResult run_suite(const std::vector<std::string>& arguments) {
  std::vector<std::string> argv{suite_program()};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return run_program(argv, std::chrono::minutes(3) * slowness());
}

void write_file(const std::string& file, const std::string& text) {
  std::ofstream out(file);
  out << text << std::flush;
  if (!out) throw std::runtime_error("cannot write " + file);
}

std::string read_file(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

nlohmann::json read_result(const std::string& out) {
  return nlohmann::json::parse(read_file(out + "/result.json"));
}

std::size_t count_verdict(const nlohmann::json& result, const std::string& verdict) {
  const nlohmann::json& scenarios = result.at("scenarios");
  return static_cast<std::size_t>(std::count_if(
      scenarios.begin(), scenarios.end(),
      [&verdict](const nlohmann::json& scenario) { return scenario.at("verdict") == verdict; }));
}

std::string scenarios_with(const nlohmann::json& result, const std::vector<std::string>& verdicts) {
  std::string lines;
  for (const auto& scenario : result.at("scenarios")) {
    const auto verdict = scenario.at("verdict").get<std::string>();
    if (std::find(verdicts.begin(), verdicts.end(), verdict) == verdicts.end()) continue;
    lines += scenario.at("id").get<std::string>() + " (" + verdict + ": " +
             scenario.at("message").get<std::string>() + ")\n";
  }
  return lines;
}

nlohmann::json expect_nothing_passes(const TemporaryFolder& folder, const std::string& jobs) {
  const auto since = std::chrono::steady_clock::now();
  const ProgramResult run = run_suite({"run", "--target", folder / "target.toml", "--out", folder / "out",
                                       "--tier", "slow", "--consent", "destructive", "--jobs", jobs});
  EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::minutes(2) * slowness());
  EXPECT_FALSE(run.overdue);
  EXPECT_THAT(run.end.exit_code, testing::AnyOf(1, 2)) << run.error_tail << run.output;
  const nlohmann::json result = read_result(folder / "out");
  EXPECT_EQ(scenarios_with(result, {"pass", "error"}), "");
  return result;
}

std::string small_mail_profile(unsigned patience) {
  const std::string seconds = std::to_string(patience);
  return R"(version = 1
base = "pro"
name = "small mail"
[mail]
mailbox = "300 kB"
largest_message = "100 kB"
message_refused_from = "110 kB"
largest_attachment = "65 kB"
attachment_refused_from = "90 kB"
bounce_wait = )" +
         seconds + "\nsecond_session_wait = " + seconds + "\n";
}

std::string loopback_target(std::uint16_t web_port, std::uint16_t ftp_port) {
  ::setenv("CTS_SELFTEST_PASSWORD", "Hush-4711-word", 1);
  return R"(version = 1
name = "hostile"
profile = "dedicated"
[domain]
name = "example.jp"
[web]
address = "127.0.0.1"
port = )" +
         std::to_string(web_port) +
         R"(
[ftp]
address = "127.0.0.1"
port = )" +
         std::to_string(ftp_port) +
         R"(
login = "ab-cdftp"
password_env = "CTS_SELFTEST_PASSWORD"
[members]
host = "member.example.jp"
address = "127.0.0.1"
port = )" +
         std::to_string(web_port) +
         R"(
login = "m1"
password_env = "CTS_SELFTEST_PASSWORD"
add_page = "/add"
change_page = "/change"
delete_page = "/delete"
accounts_page = "/accounts"
faq_page = "/faq"
[[vantage_point]]
name = "here"
bind = "127.0.0.1"
[[vantage_point]]
name = "there"
bind = "127.0.0.2"
[timeouts]
connect = 1
reply = 1
transfer = 2
)" +
         "scenario = " + std::to_string(20 * slowness()) + R"(
[consent]
allow = "destructive"
destructive_target = "hostile"
)";
}

}  // namespace cts::selftest
