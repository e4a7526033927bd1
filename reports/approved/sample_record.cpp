#include "reports/approved/sample_record.h"

#include "reports/record/derive.h"

namespace reports {
namespace {

using namespace std::string_literals;

const Moment start = Moment{std::chrono::milliseconds{1'789'000'000'250}};

ScenarioResult scenario(std::string id, std::string service, std::vector<std::string> clauses,
                        std::string purpose, Verdict verdict = Verdict::pass) {
  static constexpr std::string_view command = "hosting-cts run --target shop.toml --select ";
  ScenarioResult result;
  result.repeat = std::string(command) + id;
  result.source_file = "conformance/scenario/" + service + "/" + service + ".cpp";
  result.source_line = 40 + static_cast<int>(id.size());
  result.duration = std::chrono::milliseconds{3 * id.size()};
  result.started_at = start + std::chrono::milliseconds{20 * id.size()};
  result.worker = static_cast<int>(id.size() % 2);
  result.id = std::move(id);
  result.service = std::move(service);
  result.clauses = std::move(clauses);
  result.purpose = std::move(purpose);
  result.tier = "standard";
  result.consent = "reversible";
  result.verdict = verdict;
  return result;
}

ClauseResult clause(std::string id, std::string service, std::string section, std::string promise_en,
                    std::string promise_ja, std::string observability = "auto") {
  ClauseResult result;
  result.id = std::move(id);
  result.service = std::move(service);
  result.section = std::move(section);
  result.promise_en = std::move(promise_en);
  result.promise_ja = std::move(promise_ja);
  result.observability = std::move(observability);
  return result;
}

RunRecord frame() {
  RunRecord record;
  record.tool.version = "0.1.0";
  record.run_id = "cts-4f2a91";
  record.target = {
      "shop.example.test", "The shop's server, before the upgrade", "dedicated", "Dedicated", {}};
  record.target.addresses = {{"ftp", "www.shop.example.test:21"}, {"http", "www.shop.example.test:80"}};
  record.options.tier = "standard";
  record.options.consent = "reversible";
  record.options.jobs = 2;
  record.started_at = start;
  record.ended_at = start + std::chrono::milliseconds{4'210};
  record.secrets_check.checked = true;
  record.clauses = {
      clause("FTP-DIR-1", "ftp", "D, FTP login",
             "Climbing three levels from the login directory reaches the root.",
             "ログイン後、三つ上の階層がルートである。"),
      clause("FTP-LOGIN-1", "ftp", "D, FTP login", "Only the contract's name and password are accepted.",
             "契約のIDとパスワードだけが受け付けられる。"),
      clause("FTP-MODE-1", "ftp", "D, CGI notes", "Permissions can be changed in every directory.",
             "どのディレクトリでもパーミッションを変更できる。"),
      clause("HOST-1", "host", "D, Web access", "The site answers at www.<domain>.",
             "www.<ドメイン>で応答する。"),
      clause("HOST-5", "host", "D, Plan", "No other customer shares the machine.", "他の利用者と共有しない。",
             "doc"),
      clause("LOG-1", "log", "D, Log", "The access log can be read over FTP.", "アクセスログをFTPで読める。"),
      clause("LOG-2", "log", "D, Log", "The log is rotated between 50 and 200 MB.",
             "ログは50MBから200MBの間に切り替わる。", "op slow"),
      clause("WEB-ERR-404", "web", "D, Errors", "What does not exist answers 404.", "存在しないものは404。"),
      clause("WEB-INDEX-1", "web", "D, No file name", "index.html comes first.", "index.htmlが最優先。"),
      clause("WEB-INDEX-2", "web", "D, No file name", "index.htm comes second.", "次はindex.htm。"),
      clause("WEB-INDEX-7", "web", "D, No file name", "Without any index file: 404.", "なければ404。"),
      clause("WEB-QUOTA-1", "web", "D, Disk", "Web content may use up to 20 GB.", "容量は20GBまで。",
             "auto slow destr"),
  };
  for (const char* id : {"ftp.greeting", "http.answer"}) {
    InterconnectionStep step;
    step.id = id;
    step.purpose = "The service is reached and speaks first or answers.";
    step.ok = true;
    step.duration = std::chrono::milliseconds{2};
    record.interconnection.push_back(step);
  }
  return record;
}

ScenarioResult failing_index() {
  ScenarioResult result = scenario("web.index.none_is_404", "web", {"WEB-INDEX-7"},
                                   "A directory without any index file is not listed.", Verdict::fail);
  result.message = "200 instead of 404 for <a directory> & a listing";
  result.findings = {
      {"WEB-INDEX-7", "A directory without any of the index files answers 404.", "status 404", "status 200",
       false, 1, "curl -i 'http://www.shop.example.test/cts-4f2a91/empty/'"},
      {"WEB-INDEX-7", "No listing is shown.", "a page that does not name \"secret.txt\"",
       "<script>alert('listing')</script> ]]> \x1b[2J\xFF", false, std::nullopt, ""},
      {"WEB-INDEX-7", "The answer is complete.", "Content-Length bytes", "Content-Length bytes", true, 1, ""},
  };
  result.readings = {{"status of a directory without index", "200"}};
  result.transcript = {
      {Seconds{0.0011}, "http#1", Direction::sent,
       "GET /cts-4f2a91/empty/ HTTP/1.1\r\nHost: www.shop.example.test\r\n\r\n"},
      {Seconds{0.0042}, "http#1", Direction::received,
       "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<script>alert('listing')</script>\x1b[2J\xFF\0 日本"s},
      {Seconds{0.0043}, "http#1", Direction::note, "closed by the target"},
  };
  result.leftovers = {"ftp /web/cts-4f2a91/empty"};
  return result;
}

void add_failures(RunRecord& record) {
  record.scenarios.push_back(failing_index());

  ScenarioResult chmod =
      scenario("ftp.mode.chmod", "ftp", {"FTP-MODE-1"}, "SITE CHMOD takes effect.", Verdict::unexpected_pass);
  chmod.message = "listed as failing, but passes";
  chmod.expectation = "Old ProFTPD ignores it; https://issues.example.test/17, until 2026-12-31";
  record.scenarios.push_back(chmod);

  ScenarioResult crashed = scenario("web.error.missing", "web", {"WEB-ERR-404"},
                                    "What does not exist is not found.", Verdict::error);
  crashed.message = "the worker ended with signal 11";
  record.scenarios.push_back(crashed);

  ScenarioResult known = scenario("host.site_answers", "host", {"HOST-1"}, "The site answers by its name.",
                                  Verdict::expected_failure);
  known.message = "301 instead of 200";
  known.expectation = "Redirects to HTTPS; https://issues.example.test/12, until 2026-12-31";
  known.findings = {{"HOST-1", "The site answers.", "status 200", "status 301", false, std::nullopt,
                     "curl -i http://www.shop.example.test/"}};
  record.scenarios.push_back(known);
}

void add_dead_login(RunRecord& record) {
  InterconnectionStep login;
  login.id = "ftp.login";
  login.purpose = "The contract's name and password are accepted.";
  login.message = "530 Login incorrect.";
  login.duration = std::chrono::milliseconds{31};
  login.depends_on = {"ftp.greeting"};
  login.transcript = {{Seconds{0.001}, "ftp#1", Direction::received, "220 Ready\r\n"},
                      {Seconds{0.002}, "ftp#1", Direction::sent, "USER shop\r\n"},
                      {Seconds{0.003}, "ftp#1", Direction::received, "331 Password required\r\n"},
                      {Seconds{0.004}, "ftp#1", Direction::sent, "PASS ***\r\n"},
                      {Seconds{0.031}, "ftp#1", Direction::received, "530 Login incorrect.\r\n"}};
  InterconnectionStep listing;
  listing.id = "ftp.listing";
  listing.purpose = "A directory can be listed.";
  listing.tried = false;
  listing.message = "not tried, since ftp.login failed";
  listing.depends_on = {"ftp.login"};
  record.interconnection.push_back(login);
  record.interconnection.push_back(listing);

  for (const char* id : {"ftp.directory.climbs_to_root", "log.access_appears"}) {
    const bool log = std::string_view(id).starts_with("log");
    ScenarioResult blocked =
        scenario(id, log ? "log" : "ftp", {log ? "LOG-1" : "FTP-DIR-1"},
                 log ? "An access appears in the log." : "Climbing ends at the root.", Verdict::inconclusive);
    blocked.message = "needs the FTP login";
    blocked.root_cause = "ftp.login";
    blocked.duration = {};
    record.scenarios.push_back(blocked);
  }
}

void add_others(RunRecord& record) {
  ScenarioResult index = scenario("web.index.falls_back_in_order", "web", {"WEB-INDEX-1", "WEB-INDEX-2"},
                                  "The index files stand in for each other in the order promised.");
  index.readings = {{"content type of index.html", "text/html"}};
  record.scenarios.push_back(index);
  record.scenarios.push_back(scenario("ftp.login.refuses_others", "ftp", {"FTP-LOGIN-1"},
                                      "Another password, name or case is refused."));
  ScenarioResult quota = scenario("web.quota.may_be_filled", "web", {"WEB-QUOTA-1"},
                                  "The whole space can be used.", Verdict::not_run);
  quota.message = "destructive: give --consent destructive and name the target";
  quota.consent = "destructive";
  quota.tier = "slow";
  quota.worker = -1;
  quota.duration = {};
  record.scenarios.push_back(quota);
  ScenarioResult plan = scenario("ftp.database.backup", "ftp", {"FTP-DB-1"},
                                 "The database can be fetched over FTP.", Verdict::not_applicable);
  plan.message = "the plan has no database";
  plan.duration = {};
  record.scenarios.push_back(plan);
}

std::vector<ScenarioChange> changed_scenarios() {
  return {
      {"web.index.none_is_404",
       {"WEB-INDEX-7"},
       Change::new_failure,
       Verdict::pass,
       Verdict::fail,
       "",
       "200 instead of 404 for <a directory> & a listing",
       {},
       {{"http", "GET", {"404"}, {"200"}}}},
      {"log.access_appears",
       {"LOG-1"},
       Change::lost_sight,
       Verdict::pass,
       Verdict::inconclusive,
       "",
       "needs the FTP login",
       {},
       {}},
      {"ftp.mode.chmod",
       {"FTP-MODE-1"},
       Change::fixed,
       Verdict::expected_failure,
       Verdict::unexpected_pass,
       "550 instead of 200",
       "listed as failing, but passes",
       {},
       {}},
      {"web.index.falls_back_in_order",
       {"WEB-INDEX-1", "WEB-INDEX-2"},
       Change::changed,
       Verdict::pass,
       Verdict::pass,
       "",
       "",
       {{"content type of index.html", "text/html; charset=EUC-JP", "text/html"}},
       {}},
      {"ftp.login.shows_what_it_may",
       {"FTP-LOGIN-1"},
       Change::gone,
       Verdict::pass,
       Verdict::none,
       "",
       "",
       {},
       {}},
  };
}

Comparison changes() {
  Comparison changes;
  changes.before = {"yesterday/result.json", "cts-77c0de", "shop.example.test",
                    start - std::chrono::hours{24}};
  changes.after = {"", "cts-4f2a91", "shop.example.test", start};
  changes.terms = {{"selection", "everything", "WEB-*, ftp.*"}};
  changes.steps = {{"ftp.login", true, false, "530 Login incorrect."}};
  changes.scenarios = changed_scenarios();
  changes.traits = {{"ftp", "greeting", {"220 <b>ProFTPD</b> 1.3.7 | ready"}, {"220 ProFTPD 1.3.8 \x1b[2J"}},
                    {"smtp", "EHLO", {"SIZE 20971520", "VRFY"}, {"SIZE 20971520", "STARTTLS"}}};
  changes.timings = {{"ftp", "PASS", Seconds{0.1}, Seconds{2.5}}};
  changes.services_not_compared = {"pop"};
  changes.judged_by_both = 4;
  changes.same = 3;
  return changes;
}

}  // namespace

RunRecord mixed_record() {
  RunRecord record = frame();
  add_failures(record);
  add_dead_login(record);
  add_others(record);
  record.options.select = {"WEB-*", "ftp.*"};
  record.options.shard = "1/2";
  record.options.expectations = "known-failures.toml";
  record.stale_expectations = {"known-failures.toml:14: 'web.case.*' matched nothing"};
  record.errors = {"worker 1 was killed after its time limit of 20 s"};
  record.options.baseline = "yesterday/result.json";
  record.comparison = changes();
  complete_record(record);
  return record;
}

RunRecord passing_record() {
  RunRecord record = frame();
  record.scenarios = {
      scenario("ftp.directory.climbs_to_root", "ftp", {"FTP-DIR-1"}, "Climbing ends at the root."),
      scenario("ftp.login.refuses_others", "ftp", {"FTP-LOGIN-1"},
               "Another password, name or case is refused."),
      scenario("ftp.mode.chmod", "ftp", {"FTP-MODE-1"}, "SITE CHMOD takes effect."),
      scenario("host.site_answers", "host", {"HOST-1"}, "The site answers by its name."),
      scenario("log.access_appears", "log", {"LOG-1"}, "An access appears in the log."),
      scenario("web.error.missing", "web", {"WEB-ERR-404"}, "What does not exist is not found."),
      scenario("web.index.falls_back_in_order", "web", {"WEB-INDEX-1", "WEB-INDEX-2"},
               "The index files stand in for each other in the order promised."),
      scenario("web.index.none_is_404", "web", {"WEB-INDEX-7"}, "A directory without index is not listed."),
  };
  record.fingerprint = {{"ftp", "web"},
                        {{"ftp", "FEAT", {"MLST", "UTF8"}},
                         {"ftp", "greeting", {"220 ProFTPD 1.3.8 ready."}},
                         {"web", "Server", {"Apache/2.4.66 (Debian)"}}},
                        {{"ftp", "LIST", std::chrono::milliseconds{4}, 12}}};
  record.scenarios[1].readings = {{"reply to a wrong password", "530"}};
  record.replies = {{"ftp.login.refuses_others", "ftp", "PASS", {"230", "530"}}};
  complete_record(record);
  return record;
}

}  // namespace reports
