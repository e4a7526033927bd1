#include "base/sqlite.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include <gmock/gmock.h>

namespace refd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using Step = SqliteStatement::Step;

// A folder that goes with its test.
class Folder {
 public:
  Folder() {
    std::string pattern = ::testing::TempDir() + "sqlite-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

TEST(Sqlite, KeepsWhatWasWritten) {
  const Folder folder;
  {
    SqliteFile file(folder / "words", "words", SqliteFile::Keeps::everything);
    file.execute("CREATE TABLE word (text TEXT PRIMARY KEY, number INTEGER) STRICT");
    auto keep = file.prepared("INSERT INTO word VALUES (?1, ?2)");
    for (const auto* const text : {"one", ""}) {
      keep.bind(1, std::string_view(text));
      keep.bind(2, std::int64_t{1} << 40);
      EXPECT_TRUE(keep.run());
    }
    EXPECT_FALSE(keep.run()) << "the key is there already";
    EXPECT_THAT(file.last_error(), HasSubstr("UNIQUE"));
    keep.bind(1, std::string_view());
    EXPECT_FALSE(keep.run()) << "no text is an empty text, not NULL";
  }
  SqliteFile file(folder / "words", "words", SqliteFile::Keeps::all_but_the_last);
  file.check();
  auto find = file.prepared("SELECT text, number FROM word WHERE text = ?1");
  find.bind(1, std::string_view("one"));
  ASSERT_EQ(find.step(), Step::row);
  EXPECT_EQ(find.text(0), "one");
  EXPECT_EQ(find.number(1), std::int64_t{1} << 40);
  EXPECT_EQ(find.step(), Step::done);
  find.bind(1, std::string_view("two"));
  EXPECT_EQ(find.step(), Step::done);
}

TEST(Sqlite, OctetsAndNothing) {
  SqliteFile file("", "pieces", SqliteFile::Keeps::everything);
  file.execute("CREATE TABLE piece (octets BLOB) STRICT");
  auto keep = file.prepared("INSERT INTO piece VALUES (?1)");
  const std::string octets("\0\xFF\r\n\0", 5);
  keep.bind_octets(1, octets);
  EXPECT_TRUE(keep.run());
  keep.bind_octets(1, {});
  EXPECT_TRUE(keep.run());
  keep.bind_nothing(1);
  EXPECT_TRUE(keep.run());
  auto all = file.prepared("SELECT octets FROM piece ORDER BY rowid");
  ASSERT_EQ(all.step(), Step::row);
  EXPECT_EQ(all.octets(0), octets);
  ASSERT_EQ(all.step(), Step::row);
  EXPECT_EQ(all.octets(0), "");
  EXPECT_FALSE(all.is_nothing(0));
  ASSERT_EQ(all.step(), Step::row);
  EXPECT_TRUE(all.is_nothing(0));
}

TEST(Sqlite, TellsAnOpenTransaction) {
  SqliteFile file("", "nothing", SqliteFile::Keeps::everything);
  EXPECT_FALSE(file.in_transaction());
  file.execute("BEGIN");
  EXPECT_TRUE(file.in_transaction());
}

TEST(Sqlite, NamesTheFileThatItCannotUse) {
  const Folder folder;
  std::ofstream(folder / "words") << std::string(5000, 'x');
  try {
    SqliteFile(folder / "words", "the words", SqliteFile::Keeps::everything).check();
    FAIL() << "a file of something else was taken for a database";
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr(folder / "words"), HasSubstr("(the words)")));
  }
  EXPECT_THROW(SqliteFile(folder / "none/words", "the words", SqliteFile::Keeps::everything),
               std::system_error);
}

}  // namespace
}  // namespace refd
