#include "selftest/suite.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <unistd.h>

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
  return HOSTING_SOURCE_DIR "/fixtures/sites/reference.toml";
}

ProgramResult run_suite(const std::vector<std::string>& arguments) {
  std::vector<std::string> argv{suite_program()};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return run_program(argv, std::chrono::minutes(3));
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
scenario = 20
[consent]
allow = "destructive"
destructive_target = "hostile"
)";
}

}  // namespace cts::selftest
