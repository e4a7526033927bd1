#pragma once

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "operator/desk.h"

namespace refd {

class OneDeviation final : public DeviationSwitch {
 public:
  std::vector<Row> rows() const override { return {{"ftp.x", {"FTP-CASE-1"}, "breaks x"}}; }
  bool switch_on(std::string_view id) override {
    on_ = id == "ftp.x";
    return on_;
  }
  void switch_off() override { on_ = false; }
  std::optional<std::string_view> active() const override {
    return on_ ? std::optional<std::string_view>("ftp.x") : std::nullopt;
  }
  std::uint64_t acted() const override { return 7; }

 private:
  bool on_ = false;
};

class CountingLogKeeper final : public LogKeeper {
 public:
  Result<void> remove_all() override {
    ++removals;
    if (fails) return system_error(EACCES);
    return {};
  }
  int removals = 0;
  bool fails = false;
};

class OneAccessFile final : public AccessKeeper {
 public:
  Result<std::string> disable(const std::string& directory) override {
    if (directory != "/web/sub") return system_error(ENOENT);
    return directory + "/.ftpaccess.disabled";
  }
};

class OneScript final : public ScriptKeeper {
 public:
  Result<std::string> remove(const std::string& path) override {
    if (path != "/web/door.cgi") return system_error(ENOENT);
    return std::string("/removed/1-door.cgi");
  }
};

class SomeDisk final : public DiskKeeper {
 public:
  Use use() override { return {.octets = 12'288, .limit = 20'000'000'000}; }
  Result<Count> recount() override {
    if (fails) return system_error(EIO);
    return Count{.octets = 16'384, .directory_octets = 8'192, .content_octets = 5'000, .entries = 3};
  }
  bool fails = false;
};

class OneCounter final : public CounterKeeper {
 public:
  Result<std::vector<Entry>> counters() override { return entries; }
  Result<void> reset() override {
    entries.clear();
    return {};
  }
  std::vector<Entry> entries{{"example.jp", 41, "192.0.2.1"}};
};

struct DeskTest : testing::Test {
  AdjustableClock clock;
  OneDeviation deviations;
  CountingLogKeeper log;
  OneAccessFile access_files;
  OneScript scripts;
  SomeDisk disk;
  OneCounter counters;
  Desk desk{DeskServices{clock, deviations, log, access_files, scripts, disk, counters, [] {
                           return nlohmann::json{{"sessions", 3}};
                         }}};
};

}  // namespace refd
