#include "check/listing.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = ListEntry::Kind;

ListEntry only(const Listing& listing) {
  EXPECT_THAT(listing.entries, SizeIs(1));
  EXPECT_THAT(listing.strange, IsEmpty());
  return listing.entries.empty() ? ListEntry{} : listing.entries.front();
}

TEST(UnixList, ReadsWhatServersOfThisKindWrite) {
  const Listing listing = parse_unix_list(
      "total 12\r\n"
      "drwxr-xr-x   3 abcdftp  site1        4096 Nov 23 04:05 .\r\n"
      "drwxr-xr-x   3 root     root         4096 Nov 23 04:05 ..\r\n"
      "-rw-r--r--   1 abcdftp  site1          12 Jan  1  2025 index.html\r\n"
      "drwxr-xr-x   2 abcdftp  site1        4096 Nov 23 04:05 a dir\r\n"
      "lrwxrwxrwx   1 abcdftp  site1           9 Nov 23 04:05 web -> ../../web\r\n");
  ASSERT_THAT(listing.entries, SizeIs(3));
  EXPECT_THAT(listing.strange, IsEmpty());
  EXPECT_EQ(listing.entries[0], (ListEntry{Kind::file, "index.html", 12, "rw-r--r--", "Jan  1  2025", ""}));
  EXPECT_EQ(listing.entries[1], (ListEntry{Kind::directory, "a dir", 4096, "rwxr-xr-x", "Nov 23 04:05", ""}));
  EXPECT_EQ(listing.entries[2], (ListEntry{Kind::link, "web", 9, "rwxrwxrwx", "Nov 23 04:05", "../../web"}));
  EXPECT_TRUE(listing.has("a dir"));
  EXPECT_FALSE(listing.has("A dir"));
}

TEST(UnixList, KeepsEverythingAfterTheDateAsTheName) {
  EXPECT_EQ(only(parse_unix_list("-rw-r--r-- 1 u g 5 Nov 23 04:05  two  blanks \r\n")).name, " two  blanks ");
  EXPECT_EQ(only(parse_unix_list("-rw-r--r-- 1 u g 5 Nov 23 04:05 \xE6\x97\xA5.txt\n")).name,
            "\xE6\x97\xA5.txt");
  EXPECT_EQ(only(parse_unix_list("-rw-r--r-- 1 u g 5 Nov 23 04:05 a -> b\r\n")).name, "a -> b");
  EXPECT_EQ(only(parse_unix_list("-rw-r--r-- 1 u g 5 Nov 23 04:05 7 Jan 1 2001 x\r\n")).name,
            "7 Jan 1 2001 x");
}

TEST(UnixList, IsLenientAsClientsAre) {
  EXPECT_EQ(only(parse_unix_list("-rw-r--r--   1 group 5 Nov 23 04:05 x\r\n")).size, 5u);
  EXPECT_EQ(only(parse_unix_list("-rw-r--r--+  1 u g 5 23 Nov 04:05 x\r\n")).name, "x");
  EXPECT_EQ(only(parse_unix_list("-rw-r--r-- 1 u g 5 2026-11-23 04:05 x\r\n")).time, "2026-11-23 04:05");
  EXPECT_EQ(only(parse_unix_list("drwxrws--T 1 u g 99999999999 Nov 23 04:05 x")).size, 99999999999u);
}

TEST(UnixList, TellsLinesThatAreNone) {
  for (const char* const line : {"hello world", "-rw-r--r-- 1 u g 5 Nov 23 04:05", "11-23-26  04:05AM  5 x",
                                 "-rw-r--r-- 1 u g x Nov 23 04:05 y", "ls: cannot access", "-rw-r--r--"}) {
    const Listing listing = parse_unix_list(line);
    EXPECT_THAT(listing.entries, IsEmpty()) << line;
    EXPECT_THAT(listing.strange, ElementsAre(line));
  }
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "garbage\n";
  EXPECT_THAT(parse_unix_list(many).strange, SizeIs(20));
}

TEST(Mlsd, ReadsFactsInAnyOrderAndCase) {
  const Listing listing = parse_mlsd(
      "modify=20261123040500;perm=flcdmpe;type=cdir;unique=1; .\r\n"
      "type=pdir;perm=flcdmpe; ..\r\n"
      "Type=file;Size=12;Modify=20250101000000;UNIX.mode=0644;perm=adfrw; index.html\r\n"
      "type=dir;perm=flcdmpe; a  dir\r\n"
      "type=OS.unix=slink:/x;size=1; link\r\n");
  ASSERT_THAT(listing.entries, SizeIs(3));
  EXPECT_THAT(listing.strange, IsEmpty());
  EXPECT_EQ(listing.entries[0], (ListEntry{Kind::file, "index.html", 12, "0644", "20250101000000", ""}));
  EXPECT_EQ(listing.entries[1].kind, Kind::directory);
  EXPECT_EQ(listing.entries[1].name, "a  dir");
  EXPECT_EQ(listing.entries[2].kind, Kind::link);
}

TEST(Mlsd, KeepsANameThatBeginsWithABlank) {
  EXPECT_EQ(only(parse_mlsd("type=file;  x\r\n")).name, " x");
}

TEST(Mlsd, TellsLinesThatAreNone) {
  for (const char* const line : {"type=file", "type x", "type; x", "-rw-r--r-- 1 u g 5 Nov 23 04:05 x"})
    EXPECT_THAT(parse_mlsd(line).strange, ElementsAre(line));
}

TEST(Nlst, ReadsNames) {
  EXPECT_THAT(parse_nlst(".\r\n..\r\nindex.html\r\na b\r\n/web/x\r\n.ftpaccess\r\nlast"),
              ElementsAre("index.html", "a b", "x", ".ftpaccess", "last"));
  EXPECT_THAT(parse_nlst(""), IsEmpty());
}

}  // namespace
}  // namespace cts
