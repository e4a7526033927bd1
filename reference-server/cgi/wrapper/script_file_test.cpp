#include "cgi/wrapper/script_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "cgi/wrapper/report.h"

namespace refd::cgi::wrapper {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StrEq;

class ScriptFileTest : public ::testing::Test {
 protected:
  ScriptFileTest() {
    std::string name = (fs::temp_directory_path() / "script-file-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    fs::create_directories(folder_ / "web");
    fs::permissions(folder_ / "web", fs::perms(0755));
    root_ = ::open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  }
  ~ScriptFileTest() override {
    ::close(root_);
    fs::remove_all(folder_);
  }

  void put(const std::string& name, const std::string& text, unsigned mode = 0755) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    fs::permissions(folder_ / name, static_cast<fs::perms>(mode));
  }
  // What find_script() complains of; empty when it finds the script.
  std::string complaint(const char* directory, const char* name, uid_t owner = ::geteuid()) const {
    Orders orders;
    orders.directory = directory;
    orders.name = name;
    orders.owner = owner;
    ScriptFile file;
    Failure failure;
    const bool found = find_script(root_, orders, file, failure);
    if (file.directory >= 0) ::close(file.directory);
    EXPECT_NE(found, failure.is_set());
    return {failure.octets(), failure.size()};
  }
  InterpreterLine line(const std::string& text) const {
    put("web/line.cgi", text);
    return read_interpreter_line(root_, "web/line.cgi");
  }

  fs::path folder_;
  int root_ = -1;
};

TEST_F(ScriptFileTest, FindsAScriptThatIsInOrder) {
  put("web/a.cgi", "#!/bin/sh\n");
  EXPECT_EQ(complaint("web", "a.cgi"), "");
}

TEST_F(ScriptFileTest, RefusesWhatIsNotTheCustomersAlone) {
  put("web/a.cgi", "", 0757);
  EXPECT_THAT(complaint("web", "a.cgi"), HasSubstr("anybody may change the script"));
  put("web/b.cgi", "", 04755);
  EXPECT_THAT(complaint("web", "b.cgi"), HasSubstr("set-user-id"));
  put("web/c.cgi", "");
  fs::permissions(folder_ / "web", fs::perms(0777));
  EXPECT_THAT(complaint("web", "c.cgi"), HasSubstr("anybody may write in the script's directory"));
}

TEST_F(ScriptFileTest, RefusesWhatBelongsToSomebodyElse) {
  put("web/a.cgi", "");
  // What root owns is the operator's; else only root can give a file away.
  if (::geteuid() != 0) {
    EXPECT_THAT(complaint("web", "a.cgi", ::geteuid() + 1), HasSubstr("belongs to somebody else"));
    return;
  }
  EXPECT_EQ(complaint("web", "a.cgi", 12345), "");
  ASSERT_EQ(::chown((folder_ / "web/a.cgi").c_str(), 12346, 12346), 0);
  EXPECT_THAT(complaint("web", "a.cgi", 12345), HasSubstr("belongs to somebody else"));
}

TEST_F(ScriptFileTest, NeverLeavesTheRoot) {
  put("web/a.cgi", "");
  fs::create_symlink("/bin", folder_ / "bin");
  fs::create_symlink("/bin/sh", folder_ / "web/link.cgi");
  EXPECT_THAT(complaint("bin", "sh"), HasSubstr("the directory cannot be used: bin"));
  EXPECT_THAT(complaint("../..", "sh"), HasSubstr("the directory cannot be used"));
  EXPECT_THAT(complaint("/bin", "sh"), HasSubstr("the directory cannot be used"));
  EXPECT_THAT(complaint("web", "link.cgi"), HasSubstr("no regular file"));
  EXPECT_THAT(complaint("web", "missing.cgi"), HasSubstr("cannot be found"));
  EXPECT_EQ(complaint("web", "missing.cgi").front(), other_failure);
}

TEST_F(ScriptFileTest, ReadsTheInterpreterLineAsTheKernelDoes) {
  EXPECT_THAT(line("#!/usr/bin/perl\nprint 1").program, StrEq("/usr/bin/perl"));
  EXPECT_THAT(line("#! \t/usr/bin/perl  -w -T\n").program, StrEq("/usr/bin/perl"));
  EXPECT_THAT(line("#! \t/usr/bin/perl  -w -T\n").argument, StrEq("-w -T"));
  EXPECT_THAT(line("#!/usr/bin/perl").program, StrEq("/usr/bin/perl"));
  EXPECT_THAT(line("#!/usr/bin/perl\r\n").program, StrEq("/usr/bin/perl\r"));
  EXPECT_FALSE(line("print 1").is_there);
  EXPECT_FALSE(line("").is_there);
  EXPECT_FALSE(line("#!").is_there);
  EXPECT_FALSE(line("#!   \n").is_there);
  EXPECT_TRUE(line("#!" + std::string(1000, 'x')).is_there);
}

TEST_F(ScriptFileTest, KnowsPhp) {
  for (const auto* php :
       {"#!/usr/bin/php\n", "#!/usr/local/bin/php4 -q\n", "#!/usr/bin/php8.2\n", "#!/usr/bin/env php\n"})
    EXPECT_TRUE(line(php).means_php()) << php;
  EXPECT_TRUE(line("#!/usr/bin/php-cgi\n").is_php());
  for (const auto* other :
       {"#!/usr/bin/php-cgi\n", "#!/usr/bin/perl php\n", "#!/usr/php/perl\n", "print php"})
    EXPECT_FALSE(line(other).means_php()) << other;
}

}  // namespace
}  // namespace refd::cgi::wrapper
