#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "reports/approved/sample_record.h"
#include "reports/fleet/fleet_files.h"

namespace reports {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FleetFiles : public testing::Test {
 protected:
  FleetFiles() {
    std::string name = testing::TempDir() + "fleet-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    folder_ = name;
  }
  ~FleetFiles() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  FleetFiles(const FleetFiles&) = delete;
  FleetFiles& operator=(const FleetFiles&) = delete;
  FleetFiles(FleetFiles&&) = delete;
  FleetFiles& operator=(FleetFiles&&) = delete;

  /// A fleet's folder with one host that was judged and one that was not.
  fs::path written(const std::string& name) {
    EXPECT_THAT(write_reports(passing_record(), folder_ / name / "shop", JunitDialect::rich), IsEmpty());
    FleetRecord fleet;
    fleet.hosts.push_back({.key = "shop", .run = slim(passing_record())});
    fleet.hosts.push_back({.key = "wrong", .exit_code = 78, .problem = "no such key"});
    fleet.all_hosts = {"shop", "wrong"};
    EXPECT_THAT(write_fleet(fleet, folder_ / name, JunitDialect::rich), IsEmpty());
    return folder_ / name;
  }
  static std::variant<FleetPart, ReadFailure> read(const fs::path& folder) {
    return read_fleet_part(folder, [](const RunRecord&) { return 7; });
  }

  fs::path folder_;
};

TEST_F(FleetFiles, AreReadBackWithTheHostsRuns) {
  const auto read_back = read(written("all"));
  const auto* part = std::get_if<FleetPart>(&read_back);
  ASSERT_NE(part, nullptr) << std::get<ReadFailure>(read_back).reason;
  EXPECT_EQ(part->fleet.hosts.at(0).run->scenarios.size(), passing_record().scenarios.size());
  EXPECT_FALSE(part->fleet.hosts.at(1).run.has_value());
}

TEST_F(FleetFiles, OneHostsFolderIsAFleetToo) {
  const auto read_back = read(written("all") / "shop" / "");
  const auto* part = std::get_if<FleetPart>(&read_back);
  ASSERT_NE(part, nullptr);
  EXPECT_EQ(part->fleet.hosts.at(0).key, "shop");
  EXPECT_EQ(part->fleet.hosts.at(0).exit_code, 7);
}

TEST_F(FleetFiles, WithoutTheReportsOfAHostAreRefused) {
  const fs::path all = written("all");
  fs::remove(all / "shop/result.json");
  EXPECT_THAT(std::get<ReadFailure>(read(all)).reason, HasSubstr("shop/result.json"));
  EXPECT_THAT(std::get<ReadFailure>(read(folder_ / "none")).reason, HasSubstr("none: "));
}

TEST_F(FleetFiles, ThatNameAHostElsewhereAreRefused) {
  const fs::path all = written("all");
  std::ofstream(all / "fleet.json") << R"({"fleet_schema_version": 1, "tool": {"name": "", "version": ""},
    "started_at": "2026-01-01T00:00:00Z", "ended_at": "2026-01-01T00:00:00Z", "interrupted": false, "shard": "",
    "all_hosts": [], "options": {}, "exit_code": 0,
    "hosts": [{"key": "../../etc", "target_file": "", "exit_code": 0, "problem": "", "run": {}}]})";
  EXPECT_THAT(std::get<ReadFailure>(read(all)).reason, HasSubstr("cannot be called so: '../../etc'"));
}

TEST_F(FleetFiles, AreGatheredInOnePlace) {
  auto read_back = read(written("all"));
  const std::vector<FleetPart> parts{std::get<FleetPart>(std::move(read_back))};
  EXPECT_THAT(gather_reports(parts, folder_ / "whole"), IsEmpty());
  for (const std::string_view name : report_file_names)
    EXPECT_TRUE(fs::exists(folder_ / "whole/shop" / name));
  EXPECT_FALSE(fs::exists(folder_ / "whole/wrong"));
  EXPECT_THAT(gather_reports(parts, folder_ / "all"), IsEmpty()) << "they are there";
}

TEST(FleetKey, IsTheNameOfAFolderBesideTheReports) {
  for (const char* key : {"shop", "shop.example.test", "日本", "a b"}) EXPECT_TRUE(is_fleet_key(key)) << key;
  for (const char* key : {"", ".", "..", ".hidden", "a/b", "junit.xml", "fleet.html", "a\nb"})
    EXPECT_FALSE(is_fleet_key(key)) << key;
}

}  // namespace
}  // namespace reports
