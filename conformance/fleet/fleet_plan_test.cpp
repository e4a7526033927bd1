#include "fleet/fleet_plan.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

namespace cts {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class FleetFolder : public testing::Test {
 protected:
  FleetFolder() {
    std::string name = testing::TempDir() + "targets-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    folder_ = name;
  }
  ~FleetFolder() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  FleetFolder(const FleetFolder&) = delete;
  FleetFolder& operator=(const FleetFolder&) = delete;
  FleetFolder(FleetFolder&&) = delete;
  FleetFolder& operator=(FleetFolder&&) = delete;

  std::string file(const std::string& name) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << "version = 1\n";
    return (folder_ / name).string();
  }
  static std::vector<std::string> keys(const FleetTargets& fleet) {
    std::vector<std::string> keys;
    for (const FleetTarget& target : fleet.targets) keys.push_back(target.key);
    return keys;
  }

  fs::path folder_;
};

TEST_F(FleetFolder, HoldsTargetFilesByName) {
  file("shop.toml");
  file("mail.example.toml");
  file(".hidden.toml");
  file("notes.txt");
  file("below/other.toml");
  const FleetTargets fleet = fleet_targets({}, folder_);
  EXPECT_THAT(keys(fleet), ElementsAre("mail.example", "shop"));
  EXPECT_THAT(fleet.mistakes, IsEmpty());
}

TEST_F(FleetFolder, MayHoldOtherFilesBesideTargets) {
  file("shop.target.toml");
  file("office.target.toml");
  file("profile.toml");
  EXPECT_THAT(keys(fleet_targets({}, folder_)), ElementsAre("office", "shop"));
}

TEST_F(FleetFolder, IsJoinedWithSingleFiles) {
  file("shop.toml");
  EXPECT_THAT(keys(fleet_targets({file("else/where.toml")}, folder_)), ElementsAre("shop", "where"));
}

TEST_F(FleetFolder, TwoFilesOfOneNameAreAMistake) {
  const FleetTargets fleet = fleet_targets({file("a/shop.toml"), file("b/shop.target.toml")}, "");
  ASSERT_THAT(fleet.mistakes, SizeIs(1));
  EXPECT_THAT(fleet.mistakes[0], HasSubstr("both would be called 'shop'"));
}

TEST_F(FleetFolder, MustBeThereAndHoldSomething) {
  EXPECT_THAT(fleet_targets({}, folder_).mistakes, ElementsAre(HasSubstr("holds no target file")));
  EXPECT_THAT(fleet_targets({}, folder_ / "none").mistakes, ElementsAre(HasSubstr("No such file")));
  EXPECT_THAT(fleet_targets({"fleet.html.toml"}, "").mistakes,
              ElementsAre(HasSubstr("can be called 'fleet.html'")));
}

TEST(Fleet, IsDealtOutByHosts) {
  const std::vector<FleetTarget> all{{"a", "a"}, {"b", "b"}, {"c", "c"}};
  EXPECT_THAT(part_of(all, {1, 2}), ElementsAre(all[0], all[2]));
  EXPECT_THAT(part_of(all, {2, 2}), ElementsAre(all[1]));
  EXPECT_THAT(part_of(all, {4, 4}), IsEmpty());
}

TEST(Fleet, KnowsWhereHostsAre) {
  Target target;
  target.web.host = "WWW.example.jp";
  target.web.address = "192.0.2.1";
  target.ftp.host = "ftp.example.jp";
  target.pop.host = target.smtp.host = "mail.example.jp";
  target.members.host = "members.provider.example";
  int asked = 0;
  const auto places = places_of(target, [&asked](const std::string& name) {
    ++asked;
    return name == "ftp.example.jp" ? std::vector<std::string>{"2001:DB8::1"} : std::vector<std::string>{};
  });
  EXPECT_THAT(places,
              ElementsAre("192.0.2.1", "2001:db8::1", "ftp.example.jp", "mail.example.jp", "www.example.jp"))
      << "all customers share the members' site";
  EXPECT_EQ(asked, 2) << "once for each name without an address";
}

}  // namespace
}  // namespace cts
