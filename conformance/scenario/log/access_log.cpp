// LOG-1: the web accesses stand in /log/web.log, which the customer reads by FTP.

#include <algorithm>

#include "check/ftp_checks.h"
#include "check/gzip.h"
#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/log/log_book.h"
#include "scenario/patience.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Eq;
using testing::HasSubstr;

/// The log as it grows: reads from shortly before its end when it was first looked at, not its 200 MB.
class GrowingLog {
 public:
  explicit GrowingLog(Context& context) : context_(context), ftp_(context.ftp()) {
    ftp_.command("TYPE I");
    const std::uint64_t size = size_told(ftp_.command("SIZE " + file())).value_or(0);
    start_ = size > 0 ? size - 1 : 0;
  }

  /// Whole lines that hold `token`, as the log is now.
  std::vector<std::string> lines_with(std::string_view token) {
    FtpTransferOptions options;
    options.restart_at = start_;
    FtpTransfer log = ftp_.download(file(), options);
    if (!log.succeeded() && start_ > 0) {
      // Rotated since, or the target cannot start in the middle: from the beginning, then.
      start_ = options.restart_at = 0;
      log = ftp_.download(file(), options);
    }
    last_ = log;
    std::vector<std::string> lines = lines_of_text(log.data, token);
    if (lines.empty()) {
      // It may have been rotated meanwhile.
      const FtpTransfer newest = ftp_.download(file() + ".1.gz");
      if (newest.succeeded()) lines = lines_of_text(gunzipped(newest.data).value_or(""), token);
    }
    return lines;
  }

  /// The same, once there are any or the target had its time.
  std::vector<std::string> awaited_lines_with(std::string_view token) {
    std::vector<std::string> lines;
    seen_within(context_.target().timeouts.transfer, [&] {
      lines = lines_with(token);
      return !lines.empty() || !ftp_.is_open();
    });
    return lines;
  }

  /// How the last reading went.
  const FtpTransfer& last_reading() const { return last_; }
  FtpClient& session() { return ftp_; }
  const std::string& file() const { return context_.profile().log.file; }

 private:
  static std::vector<std::string> lines_of_text(std::string_view text, std::string_view token) {
    std::vector<std::string> lines;
    for (std::size_t at = text.find(token); at != std::string_view::npos; at = text.find(token, at)) {
      const std::size_t line_start = text.rfind('\n', at) + 1;
      const std::size_t line_end = text.find('\n', at);
      if (line_end == std::string_view::npos) break;  // Still being written.
      lines.emplace_back(text.substr(line_start, line_end - line_start));
      at = line_end;
    }
    return lines;
  }

  Context& context_;
  FtpClient ftp_;
  std::uint64_t start_ = 0;
  FtpTransfer last_;
};

void access_appears(Context& context) {
  const std::string name = context.unique() + ".html";
  const std::string text = context.unique();
  context.place().put(name, text);
  GrowingLog log(context);
  context.need("the page is served", context.web().get(context.place().url_path(name)), Serves(text));
  const std::vector<std::string> lines = log.awaited_lines_with(name);
  context.expect("the log can be downloaded", log.last_reading(), TransferSucceeds());
  const std::string directory = log.file().substr(0, log.file().rfind('/') + 1);
  context.expect("it is found where the manual says", names_in(log.session(), directory),
                 Contains(log.file().substr(directory.size())));
  context.expect("an access made now appears in the log, with its path and its status", lines,
                 ElementsAre(AllOf(HasSubstr("GET " + context.place().url_path(name)), HasSubstr(" 200"))));
}

void missing_page_appears(Context& context) {
  const std::string url = context.place().url_path(context.unique() + ".html");
  GrowingLog log(context);
  const HttpReply reply = context.web().get(url);
  context.need("the target answers for a page that is not there", reply.status, testing::Ge(200));
  context.expect("an access to a page that does not exist appears too, with the status that it got",
                 log.awaited_lines_with(url),
                 ElementsAre(AllOf(HasSubstr("GET " + url), HasSubstr(" " + std::to_string(reply.status)))));
}

void one_line_each(Context& context) {
  const std::string mark = context.unique();
  const std::string text = context.unique();
  context.place().put("page.html", text);
  const std::string url = context.place().url_path("page.html") + "?" + mark;
  GrowingLog log(context);
  HttpClient web = context.web();
  for (const std::string_view access : {"-first", "-second", "-third", "-last"}) {
    context.need("the page is served", web.get(url + std::string(access)), Serves(text));
  }
  // The log is written in order: when the last access stands in it, the others do.
  log.awaited_lines_with(mark + "-last");
  for (const std::string_view access : {"-first", "-second", "-third"}) {
    context.expect("each access stands in the log once", log.lines_with(mark + std::string(access)).size(),
                   Eq(1u));
  }
}

const Scenario table[] = {
    {.id = "log.access_appears",
     .clauses = {"LOG-1"},
     .purpose = "The customer finds a visit in the access log as soon as it was made.",
     .needs = Need::web | Need::ftp_login,
     .resources = {resource::access_log},
     .run = access_appears},
    {.id = "log.missing_page_appears",
     .clauses = {"LOG-1"},
     .purpose = "The customer sees in the access log which pages were asked for in vain.",
     .needs = Need::web | Need::ftp_login,
     .resources = {resource::access_log},
     .run = missing_page_appears},
    {.id = "log.one_line_each",
     .clauses = {"LOG-1"},
     .purpose = "The customer can count visits in the access log: one line for each.",
     .needs = Need::web | Need::ftp_login,
     .resources = {resource::access_log},
     .run = one_line_each},
};

}  // namespace

std::span<const Scenario> access_log_scenarios() {
  return table;
}

}  // namespace cts
