#include "ftp/ftp_listing.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

using std::chrono::hours;

const auto now = parse_time_value("20261123123400").value();

DirectoryEntry entry(std::string name, FileKind kind = FileKind::regular, unsigned mode = 0644,
                     std::uint64_t size = 123, std::chrono::system_clock::time_point modified = now) {
  return {.name = std::move(name),
          .facts = {.kind = kind, .size = size, .mode = mode, .modified = modified, .inode = 0xAB}};
}

const LineStyle style{.owner = "ab-cdftp", .now = now};

TEST(FtpListing, UnixLines) {
  EXPECT_EQ(list_line(entry("file name"), style, {}),
            "-rw-r--r--   1 ab-cdftp ab-cdftp      123 Nov 23 12:34 file name\r\n");
  EXPECT_EQ(list_line(entry("web", FileKind::directory, 0755, 4096), style, {}),
            "drwxr-xr-x   1 ab-cdftp ab-cdftp     4096 Nov 23 12:34 web\r\n");
  EXPECT_EQ(list_line(entry("big", FileKind::regular, 01607, 20'000'000'000), style, {}),
            "-rw----rwt   1 ab-cdftp ab-cdftp 20000000000 Nov 23 12:34 big\r\n");
}

TEST(FtpListing, OldAndFutureEntriesShowTheYear) {
  const auto line = [](std::chrono::system_clock::time_point time) {
    return list_line(entry("f", FileKind::regular, 0644, 1, time), style, {});
  };
  EXPECT_THAT(line(parse_time_value("20250101000000").value()), testing::HasSubstr(" Jan  1  2025 f"));
  EXPECT_THAT(line(now - hours(24 * 181)), testing::HasSubstr(" May 26  2026 f"));
  EXPECT_THAT(line(now - hours(24 * 179)), testing::HasSubstr(" May 28 12:34 f"));
  EXPECT_THAT(line(now + hours(48)), testing::HasSubstr(" Nov 25  2026 f"));
}

TEST(FtpListing, MsDosLines) {
  auto other = style;
  other.unix_style = false;
  EXPECT_EQ(list_line(entry("f"), other, {}), "11-23-26  12:34PM                  123 f\r\n");
  EXPECT_EQ(list_line(entry("d", FileKind::directory), other, {}),
            "11-23-26  12:34PM       <DIR>          d\r\n");
}

TEST(FtpListing, NamesCannotBreakLines) {
  EXPECT_THAT(list_line(entry("a\r\nb"), style, {}), testing::EndsWith(" a??b\r\n"));
  EXPECT_THAT(list_line(entry("\xE6\x97\xA5"), style, {}), testing::EndsWith(" \xE6\x97\xA5\r\n"));
}

TEST(FtpListing, OptionsInBundles) {
  const auto parsed = parse_list_arguments("-al -RF dir with -spaces");
  EXPECT_TRUE(parsed.options.hidden && parsed.options.long_form && parsed.options.recursive);
  EXPECT_TRUE(parsed.options.classify);
  EXPECT_EQ(parsed.path, "dir with -spaces");
  EXPECT_EQ(parse_list_arguments("-CXzQ1").path, "");
  EXPECT_FALSE(parse_list_arguments("-L").options.hidden);
  EXPECT_EQ(parse_list_arguments("-- -dash").path, "-dash");
  EXPECT_EQ(parse_list_arguments("../../web").path, "../../web");
}

TEST(FtpListing, ArrangesAsAsked) {
  std::vector<DirectoryEntry> entries = {entry(".h"), entry("a", FileKind::regular, 0644, 1, now - hours(1)),
                                         entry("b", FileKind::regular, 0644, 9, now)};
  const auto names = [&](std::string_view letters) {
    auto copy = entries;
    arrange(copy, parse_list_arguments(letters).options);
    std::string text;
    for (const auto& one : copy) text += one.name + " ";
    return text;
  };
  EXPECT_EQ(names(""), "a b ");
  EXPECT_EQ(names("-a"), ".h a b ");
  EXPECT_EQ(names("-t"), "b a ");
  EXPECT_EQ(names("-S"), "b a ");
  EXPECT_EQ(names("-tr"), "a b ");
}

TEST(FtpListing, MlstFactsChosenAndNot) {
  EXPECT_EQ(mlst_line("f x", "file", entry("").facts, all_mlst_facts()),
            "type=file;size=123;modify=20261123123400;perm=dfraw;unique=ab;UNIX.mode=0644; f x");
  EXPECT_EQ(mlst_line("d", "dir", entry("", FileKind::directory, 0755).facts, all_mlst_facts()),
            "type=dir;modify=20261123123400;perm=cdeflmp;unique=ab;UNIX.mode=0755; d");
  EXPECT_EQ(mlst_line("f", "file", entry("").facts, {}), " f");
  const auto chosen = parse_mlst_facts("Size;TYPE;nonsense;unix.MODE;");
  EXPECT_EQ(mlst_names(chosen), "type;size;UNIX.mode;");
  EXPECT_EQ(mlst_feature(chosen), "MLST type*;size*;modify;perm;unique;UNIX.mode*;");
}

TEST(FtpListing, TimesThereAndBack) {
  EXPECT_EQ(time_value(now), "20261123123400");
  EXPECT_EQ(parse_time_value("20261123123400.789").value(), now);
  EXPECT_EQ(time_value(parse_time_value("19700101000000").value()), "19700101000000");
  for (const auto* wrong : {"", "2026112312340", "20261323123400", "20260230000000", "20261123243400",
                            "20261123123400.", "20261123123400x", "x0261123123400"}) {
    EXPECT_FALSE(parse_time_value(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace refd
