#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "reports/approved/sample_record.h"
#include "reports/files/record_file.h"
#include "reports/files/report_files.h"
#include "reports/files/secret_search.h"
#include "reports/json/json_record.h"
#include "reports/record/derive.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAreArray;

/// A directory of its own for each test, removed afterwards.
class ReportFiles : public testing::Test {
 protected:
  ReportFiles() {
    std::string name = testing::TempDir() + "reports-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    directory_ = name;
  }
  ~ReportFiles() override {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  ReportFiles(const ReportFiles&) = delete;
  ReportFiles& operator=(const ReportFiles&) = delete;
  ReportFiles(ReportFiles&&) = delete;
  ReportFiles& operator=(ReportFiles&&) = delete;

  std::vector<std::string> names(const std::filesystem::path& directory) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
      found.push_back(entry.path().filename());
    return found;
  }
  std::string read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  std::filesystem::path directory_;
};

TEST_F(ReportFiles, WritesThemAndNothingElse) {
  const auto out = directory_ / "a" / "b";
  EXPECT_THAT(write_reports(passing_record(), out, JunitDialect::strict), IsEmpty());
  EXPECT_THAT(names(out), UnorderedElementsAreArray(report_file_names));
  EXPECT_EQ(read(out / "result.json"), write_json(passing_record()));
  EXPECT_EQ(read(out / "junit.xml"), write_junit(passing_record(), JunitDialect::strict));
}

/// Thirty megabytes of what would be markup, steer a terminal, or is no UTF-8.
TEST_F(ReportFiles, StayValidAndSmallWhateverTheTargetSays) {
  std::string hostile;
  while (hostile.size() < (std::size_t{1} << 20U))
    hostile += "</script>]]>&\"<!--\x1b[2J\x01\xFF\xE2\x80\xAE\r\n| `x` ..";
  RunRecord record = passing_record();
  record.target.name = record.target.description = "<b>\x1b[31m\xFF" + hostile.substr(0, 200);
  ScenarioResult& scenario = record.scenarios.front();
  scenario.verdict = Verdict::fail;
  scenario.message = hostile;
  scenario.findings = {{"HOST-1", "is short", hostile, hostile, false, 15, ""}};
  scenario.transcript.assign(30, {Seconds{1}, "http#1", Direction::received, hostile});
  complete_record(record);
  EXPECT_THAT(write_reports(record, directory_, JunitDialect::rich), IsEmpty());
  constexpr std::size_t bound = 2'000'000;
  for (const std::string_view name : report_file_names) {
    const std::string text = read(directory_ / name);
    EXPECT_LT(text.size(), bound) << name;
    EXPECT_EQ(text, valid_utf8(text)) << name;
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << name;
  }
  EXPECT_TRUE(std::holds_alternative<RunRecord>(read_record_file(directory_)));
}

TEST_F(ReportFiles, ReplacesOldOnes) {
  std::ofstream(directory_ / "result.json") << "old";
  std::ofstream(directory_ / "result.json.part") << "left over";
  EXPECT_THAT(write_reports(passing_record(), directory_, JunitDialect::rich), IsEmpty());
  EXPECT_EQ(read(directory_ / "result.json"), write_json(passing_record()));
  EXPECT_THAT(names(directory_), UnorderedElementsAreArray(report_file_names));
}

TEST_F(ReportFiles, NamesEachFileThatCannotBeWrittenAndWritesTheOthers) {
  std::filesystem::create_directory(directory_ / "junit.xml");
  const auto failures = write_reports(passing_record(), directory_, JunitDialect::rich);
  ASSERT_THAT(failures, SizeIs(1));
  EXPECT_EQ(failures[0].file, (directory_ / "junit.xml").string());
  EXPECT_THAT(failures[0].reason, HasSubstr("directory"));
  EXPECT_THAT(names(directory_), UnorderedElementsAreArray(report_file_names));
}

TEST_F(ReportFiles, NamesTheDirectoryThatCannotBeMade) {
  std::ofstream(directory_ / "file") << "in the way";
  const auto failures = write_reports(passing_record(), directory_ / "file" / "out", JunitDialect::rich);
  ASSERT_THAT(failures, SizeIs(1));
  EXPECT_EQ(failures[0].file, (directory_ / "file" / "out").string());
  EXPECT_FALSE(failures[0].reason.empty());
}

TEST_F(ReportFiles, AreNotWrittenThroughALink) {
  std::ofstream(directory_ / "precious") << "untouched";
  std::filesystem::create_symlink(directory_ / "precious", directory_ / "result.json");
  std::filesystem::create_symlink(directory_ / "precious", directory_ / "result.json.part");
  EXPECT_THAT(write_reports(passing_record(), directory_, JunitDialect::rich), IsEmpty());
  EXPECT_EQ(read(directory_ / "precious"), "untouched");
}

TEST_F(ReportFiles, CheckedReportsSayThatTheyWereChecked) {
  RunRecord record = passing_record();
  record.secrets_check = {};
  EXPECT_THAT(write_checked_reports(record, directory_, JunitDialect::rich, {{"ftp.password", "Zq7-canary"}}),
              IsEmpty());
  EXPECT_TRUE(record.secrets_check.checked);
  EXPECT_THAT(read(directory_ / "report.html"), HasSubstr("none found"));
}

TEST_F(ReportFiles, AReportWithASecretIsDeletedAndTheOthersTell) {
  RunRecord record = mixed_record();
  // A passing scenario's transcript goes into result.json only.
  for (ScenarioResult& scenario : record.scenarios) {
    if (scenario.verdict == Verdict::pass) {
      scenario.transcript = {{Seconds{0}, "ftp#1", Direction::sent, "PASS Zq7-canary\r\n"}};
    }
  }
  const auto failures =
      write_checked_reports(record, directory_, JunitDialect::rich, {{"ftp.password", "Zq7-canary"}});
  ASSERT_THAT(failures, SizeIs(1));
  EXPECT_EQ(failures[0].file, (directory_ / "result.json").string());
  EXPECT_THAT(failures[0].reason, HasSubstr("ftp.password"));
  EXPECT_THAT(names(directory_), SizeIs(report_file_names.size() - 1));
  EXPECT_THAT(names(directory_), Not(Contains("result.json")));
  EXPECT_THAT(record.secrets_check.leaks, ElementsAre(SecretLeak{"ftp.password", "result.json", "raw"}));
  EXPECT_THAT(read(directory_ / "junit.xml"), HasSubstr("result.json holds the secret ftp.password (raw)"));
}

struct Form {
  const char* text;
  const char* form;
};

class FindSecrets : public testing::TestWithParam<Form> {};

/// Each text holds `pa<s's"w&rd 1`, as something that writes reports or speaks a protocol would encode it.
TEST_P(FindSecrets, KnowsTheForm) {
  const std::vector<Secret> secrets{{"p", "pa<s's\"w&rd 1"}};
  EXPECT_THAT(find_secrets(secrets, std::string("before ") + GetParam().text + " after", "f"),
              ElementsAre(SecretLeak{"p", "f", GetParam().form}));
}

INSTANTIATE_TEST_SUITE_P(
    All, FindSecrets,
    testing::Values(Form{"pa<s's\"w&rd 1", "raw"}, Form{"pa<s's\\\"w&rd 1", "raw"},
                    Form{"pa&lt;s&#39;s&quot;w&amp;rd 1", "raw"}, Form{"pa&lt;s's&quot;w&amp;rd 1", "raw"},
                    Form{"pa&lt;s's\"w&amp;rd 1", "raw"}, Form{"pa%3Cs%27s%22w%26rd%201", "percent-encoded"},
                    Form{"pa%3cs%27s%22w%26rd+1", "percent-encoded"},
                    Form{"70613c73277322772672642031", "hexadecimal"},
                    // alone; after "\0u\0" (AUTH PLAIN); after one and after two more bytes
                    Form{"cGE8cydzIncmcmQgMQ==", "base64"}, Form{"AHUAcGE8cydzIncmcmQgMQ==", "base64"},
                    Form{"eHBhPHMncyJ3JnJkIDE=", "base64"}, Form{"eHhwYTxzJ3MidyZyZCAx", "base64"}));

TEST(FindSecretsIn, TextWithoutThemFindsNothing) {
  const std::string text = write_json(mixed_record()) + write_junit(mixed_record(), JunitDialect::rich);
  EXPECT_THAT(find_secrets({{"p", "Zq7-canary"}, {"short", "a"}}, text, "f"), IsEmpty());
}

TEST(FindSecretsIn, TheSameFormIsToldOnce) {
  EXPECT_THAT(find_secrets({{"p", "letters"}}, "letters letters", "f"),
              ElementsAre(SecretLeak{"p", "f", "raw"}));
}

TEST(FindSecretsIn, AFileThatCannotBeReadIsSuspect) {
  EXPECT_THAT(find_secrets_in_files({}, {"/nonexistent/result.json"}),
              ElementsAre(SecretLeak{"", "result.json", "unreadable"}));
}

std::string reason_of(const std::filesystem::path& file) {
  const auto read = read_record_file(file);
  const auto* failure = std::get_if<ReadFailure>(&read);
  return failure == nullptr ? "read without complaint" : failure->reason;
}

using RecordFile = ReportFiles;

TEST_F(RecordFile, IsReadByItsNameOrItsFolders) {
  ASSERT_THAT(write_reports(passing_record(), directory_, JunitDialect::rich), IsEmpty());
  for (const auto& name : {directory_, directory_ / "result.json"}) {
    const auto read = read_record_file(name);
    ASSERT_TRUE(std::holds_alternative<RunRecord>(read));
    EXPECT_EQ(std::get<RunRecord>(read), passing_record());
  }
}

TEST_F(RecordFile, TellsWhereItIsWrong) {
  const auto file = directory_ / "result.json";
  EXPECT_THAT(reason_of(file), HasSubstr("result.json: No such file"));
  EXPECT_THAT(reason_of(directory_), HasSubstr("result.json: No such file"));
  std::ofstream(file) << "{\n \"schema_version\": }";
  EXPECT_THAT(reason_of(file), HasSubstr("result.json: not JSON: parse error at line 2, column"));
  std::ofstream(file) << "{\"schema_version\": 7}";
  EXPECT_THAT(reason_of(file), HasSubstr("schema_version is 7, this program reads version 1"));
  EXPECT_EQ(reason_of("/dev/zero"), "/dev/zero: is not a file");
}

TEST_F(RecordFile, IsNotWaitedFor) {
  const auto pipe = directory_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(reason_of(pipe), HasSubstr("is not a file"));
}

TEST_F(RecordFile, IsLimited) {
  const auto file = directory_ / "huge.json";
  std::ofstream(file) << "{";
  std::filesystem::resize_file(file, largest_record_file + 1);
  EXPECT_THAT(reason_of(file), HasSubstr("huge.json: is larger than 128 MiB"));
}

}  // namespace
}  // namespace reports
