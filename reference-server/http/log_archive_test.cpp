#include "http/log_archive.h"

#include <zlib.h>

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace refd::http {
namespace {

namespace fs = std::filesystem;

std::string gunzipped(const fs::path& path) {
  std::string text;
  char buffer[4096];
  const auto file = ::gzopen(path.c_str(), "rb");
  if (file == nullptr) return "(none)";
  for (int got = 0; (got = ::gzread(file, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  ::gzclose(file);
  return text;
}

struct LogArchiveTest : testing::Test {
  LogArchiveTest() {
    folder = fs::path(testing::TempDir()) / fmt::format("log-archive-{}", ::getpid());
    fs::remove_all(folder);
    fs::create_directories(folder / "spool");
    fs::create_directories(folder / "log");
  }
  ~LogArchiveTest() override { fs::remove_all(folder); }

  void write_log(const std::string& text) const { std::ofstream(folder / "log/web.log") << text; }
  std::string generation(int number) const {
    return gunzipped(folder / fmt::format("log/web.log.{}.gz", number));
  }
  void rotate(const std::string& text) {
    write_log(text);
    ASSERT_TRUE(archive().set_aside());
    ASSERT_TRUE(archive().compress_spool(4));
  }
  LogArchive archive() const {
    return LogArchive({(folder / "log/web.log").string(), (folder / "spool").string()});
  }

  fs::path folder;
};

TEST_F(LogArchiveTest, TheNewestIsGenerationOneAndTheFifthIsGone) {
  for (const char* text : {"a", "b", "c", "d", "e"}) rotate(text);
  EXPECT_EQ(generation(1), "e");
  EXPECT_EQ(generation(4), "b");
  EXPECT_FALSE(fs::exists(folder / "log/web.log.5.gz"));
  EXPECT_FALSE(fs::exists(folder / "log/web.log"));
  EXPECT_TRUE(fs::is_empty(folder / "spool"));
}

TEST_F(LogArchiveTest, GenerationsKeptWhenMoreWereWantedGo) {
  for (const char* text : {"a", "b", "c", "d", "e"}) {
    write_log(text);
    ASSERT_TRUE(archive().set_aside());
    ASSERT_TRUE(archive().compress_spool(5));
  }
  EXPECT_EQ(generation(5), "a");
  rotate("f");
  EXPECT_EQ(generation(4), "c");
  EXPECT_FALSE(fs::exists(folder / "log/web.log.5.gz"));
}

TEST_F(LogArchiveTest, WithoutALogNothingHappens) {
  ASSERT_TRUE(archive().set_aside());
  ASSERT_TRUE(archive().compress_spool(4));
  EXPECT_TRUE(fs::is_empty(folder / "log"));
}

TEST_F(LogArchiveTest, LeavesWhatIsNoLogOfOursInTheSpool) {
  for (const char* name : {"notes.log", "99999999999999999999.log", "-1.gz"})
    std::ofstream(folder / "spool" / name) << "x";
  rotate("a");
  EXPECT_EQ(generation(1), "a");
  EXPECT_TRUE(fs::exists(folder / "spool/notes.log"));
}

TEST_F(LogArchiveTest, GoesOnAfterACrashBeforeCompressing) {
  write_log("first");
  ASSERT_TRUE(archive().set_aside());
  write_log("second");
  ASSERT_TRUE(archive().set_aside());
  ASSERT_TRUE(archive().compress_spool(4));
  EXPECT_EQ(generation(1), "second");
  EXPECT_EQ(generation(2), "first");
}

TEST_F(LogArchiveTest, AHalfCompressedFileIsBegunAnew) {
  write_log("whole");
  ASSERT_TRUE(archive().set_aside());
  std::ofstream(folder / "spool/00000001.part") << "half";
  ASSERT_TRUE(archive().compress_spool(4));
  EXPECT_EQ(generation(1), "whole");
}

TEST_F(LogArchiveTest, NothingIsDoubledWhenTheCrashCameAfterCompressing) {
  rotate("old");
  write_log("new");
  ASSERT_TRUE(archive().set_aside());
  ASSERT_TRUE(gzip_file((folder / "spool/00000001.log").string(), (folder / "spool/00000001.gz").string()));
  ASSERT_TRUE(archive().compress_spool(4));
  EXPECT_EQ(generation(1), "new");
  EXPECT_EQ(generation(2), "old");
  EXPECT_EQ(generation(3), "(none)");
}

TEST_F(LogArchiveTest, AnInterruptedShiftIsFinishedNotRepeated) {
  for (const char* text : {"a", "b", "c"}) rotate(text);
  // The crash came after 3 had become 4 and 2 had become 3.
  fs::rename(folder / "log/web.log.3.gz", folder / "log/web.log.4.gz");
  fs::rename(folder / "log/web.log.2.gz", folder / "log/web.log.3.gz");
  rotate("d");
  EXPECT_EQ(generation(1), "d");
  EXPECT_EQ(generation(2), "c");
  EXPECT_EQ(generation(3), "b");
  EXPECT_EQ(generation(4), "a");
}

TEST_F(LogArchiveTest, AReaderKeepsWhatItOpened) {
  write_log("line 1\nline 2\n");
  std::ifstream reader(folder / "log/web.log");
  std::string line;
  std::getline(reader, line);
  ASSERT_TRUE(archive().set_aside());
  ASSERT_TRUE(archive().compress_spool(4));
  std::getline(reader, line);
  EXPECT_EQ(line, "line 2");
}

TEST_F(LogArchiveTest, RemovesTheLogAndEveryGeneration) {
  rotate("a");
  rotate("b");
  write_log("c");
  ASSERT_TRUE(archive().remove_all());
  EXPECT_TRUE(fs::is_empty(folder / "log"));
}

TEST_F(LogArchiveTest, WhatWaitsToBecomeAGenerationIsRemovedToo) {
  write_log("a");
  ASSERT_TRUE(archive().set_aside());
  write_log("b");
  ASSERT_TRUE(archive().set_aside());
  fs::copy_file(folder / "spool/00000001.log", folder / "spool/00000001.gz");
  ASSERT_TRUE(archive().remove_all());
  EXPECT_TRUE(fs::is_empty(folder / "spool"));
  ASSERT_TRUE(archive().compress_spool(4));
  EXPECT_TRUE(fs::is_empty(folder / "log"));
}

TEST_F(LogArchiveTest, AFailureKeepsTheLogInTheSpool) {
  write_log("kept");
  ASSERT_TRUE(archive().set_aside());
  fs::remove_all(folder / "log");
  EXPECT_FALSE(archive().compress_spool(4));
  EXPECT_FALSE(fs::is_empty(folder / "spool"));
  fs::create_directories(folder / "log");
  ASSERT_TRUE(archive().compress_spool(4));
  EXPECT_EQ(generation(1), "kept");
}

}  // namespace
}  // namespace refd::http
