#include <crypt.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "accounts/kept_mail_accounts.h"
#include "base/percent.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "members/portal.h"
#include "office/office.h"

namespace refd::members {
namespace {

namespace fs = std::filesystem;
using fuzzing::require;
using fuzzing::require_same;

void check_form(std::string_view text) {
  if (const auto form = FormData::parse(text)) {
    require(is_utf8((*form)["a"]) && is_utf8((*form)["token"]), "a field is UTF-8", text);
    require((*form)["a"].find_first_of(std::string_view("\0\x1b\x7f", 3)) == std::string::npos,
            "a field holds no control characters", (*form)["a"]);
    require(form->has("a") || (*form)["a"].empty(), "what is not there is empty", text);
  }
  // Any text, as a browser sends it.
  std::string encoded = "x=1&a=";
  for (const char c : text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto octet = static_cast<unsigned char>(c);
    encoded += std::string("%") + digits[octet >> 4U] + digits[octet & 15U];
  }
  const auto sent = FormData::parse(encoded);
  if (sent) require_same((*sent)["a"], text, "a field arrives as it was sent");
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (is_plain) require(sent.has_value(), "plain text arrives", text);
  if (!is_utf8(text)) require(!sent, "what is no UTF-8 is refused", text);
  const auto cookie = cookie_value(text, "session");
  require(cookie.find(';') == std::string::npos &&
              (cookie.empty() || text.find(cookie) != std::string_view::npos),
          "a cookie is a part of its field", cookie);
  if (text.find_first_of("; ,\"=\t") == std::string_view::npos)
    require_same(cookie_value("a=b; session=" + std::string(text) + "; c=d", "session"), text,
                 "a cookie comes back");
}

class NoMailboxes final : public MailboxKeeper {
 public:
  Result<void> discard(const std::string&) override { return {}; }
};

// Cheap: it is checked at each login.
std::string hash_of(const char* password) {
  return ::crypt(password, "$5$rounds=1000$salt");
}

// An office with one account, and its members' site.
struct Bench {
  Bench() {
    const fs::path memory = "/dev/shm";
    std::string name =
        ((::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path()) / "fuzzed-office-XXXXXX")
            .string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory for the fuzzed office");
    folder = name;
    audit = std::make_unique<office::AuditLog>(folder + "/audit.log", clock, silent_log());
    letters = std::make_unique<office::OutTray>(folder + "/out-tray");
    desk =
        std::make_unique<office::Office>(office::Office::Parts{book, accounts, accounts, mailboxes, *letters,
                                                               terms, *audit, clock, policies, silent_log()},
                                         office::Contract{"C-1", "holder", {"street"}, "example.jp"});
    portal = std::make_unique<Portal>(
        *desk, policies, clock, Portal::Member{"m1", {.hash = member_hash(), .caseless_hash = ""}},
        Portal::Settings{.host_name = "member.example.net", .sessions = {}, .logins = {}});
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  ~Bench() {
    std::error_code error;
    fs::remove_all(folder, error);
  }
  static const std::string& member_hash() {
    static const auto hash = hash_of("Sesame1");
    return hash;
  }

  std::string folder;
  ManualClock clock{Clock::time_point(std::chrono::seconds(1'812'416'400))};
  ChangingOfficePolicy policies;
  KeptMailAccounts accounts{"",
                            "example.jp",
                            {{.account = {"taro", "taro@example.jp", 20 << 20},
                              .password = {.hash = member_hash(), .caseless_hash = ""}}},
                            silent_log()};
  office::ApplicationBook book{"", silent_log()};
  NoMailboxes mailboxes;
  office::ContractTerms terms{"", "basic", silent_log()};
  std::unique_ptr<office::AuditLog> audit;
  std::unique_ptr<office::OutTray> letters;
  std::unique_ptr<office::Office> desk;
  std::unique_ptr<Portal> portal;
};

// What an input may say: tokens that it cannot guess are put in for it.
std::string put_in(std::string text, const std::string& mark, const std::string& value) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
  return text;
}

std::string hidden(const std::string& page, const std::string& name) {
  const auto mark = "name=\"" + name + "\" value=\"";
  const auto at = page.rfind(mark);
  return at == std::string::npos
             ? ""
             : page.substr(at + mark.size(), page.find('"', at + mark.size()) - at - mark.size());
}

void require_sound(const Reply& reply, bool shows_markup) {
  require(reply.status >= 200 && reply.status <= 505, "an answer has a status");
  const auto is_one_line = [](const std::string& value) {
    require(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "a field is one line",
            value);
  };
  is_one_line(reply.location);
  is_one_line(reply.content_type);
  for (const auto& cookie : reply.cookies) is_one_line(cookie);
  require(reply.location.empty() || (reply.location.starts_with('/') && !reply.location.starts_with("//")),
          "nobody is sent elsewhere", reply.location);
  if (!reply.content_type.starts_with("text/html")) return;
  require(is_utf8(reply.body), "a page is UTF-8");
  const auto body = shows_markup ? put_in(reply.body, "&lt;", "<") : reply.body;
  require(body.find("<hostile") == std::string::npos, "what a visitor wrote is no markup",
          body.substr(0, 300));
}

// A visit: each line a request, "GET /path?query" or "POST /path body". $T, $F and $C stand for the token and
// the form's name of the page seen last, and for the cookies.
template <bool shows_markup>
void check_portal(std::string_view text) {
  Bench bench;
  std::string page;
  std::map<std::string, std::string> cookies;
  std::size_t requests = 0;
  for (const auto line : fuzzing::lines_of(text)) {
    if (++requests > 12) break;
    auto whole = put_in(std::string(line), "$T", hidden(page, "token"));
    whole = put_in(std::move(whole), "$F", hidden(page, "form"));
    Request request;
    request.host = "member.example.net";
    request.source = "192.0.2.1";
    request.content_type = "application/x-www-form-urlencoded";
    request.method = whole.starts_with("POST ") ? Request::Method::post : Request::Method::get;
    const auto target = whole.substr(std::min(whole.size(), whole.find(' ') + 1));
    const auto end = std::min(target.find(' '), target.size());
    const auto mark = std::min(target.find('?'), end);
    request.path = target.substr(0, mark);
    request.query = target.substr(std::min(end, mark + 1), end - std::min(end, mark + 1));
    request.body = target.substr(std::min(target.size(), end + 1));
    for (const auto& [name, value] : cookies) request.cookies += name + "=" + value + "; ";
    const auto reply = bench.portal->answer(request);
    require_sound(reply, shows_markup);
    for (const auto& cookie : reply.cookies) {
      const auto equals = cookie.find('=');
      cookies[cookie.substr(0, equals)] = cookie.substr(equals + 1, cookie.find(';') - equals - 1);
    }
    page = reply.body;
  }
  // ACCT-1: what was applied for can become an address.
  for (const auto& application : bench.desk->latest(100)) {
    for (const auto& address : {application.address, application.new_address})
      require(address.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-@") == std::string::npos,
              "an address is of plain characters", address);
  }
}

// Who has no token may do nothing, whatever they say.
void check_strangers(std::string_view text) {
  static const FormTokens tokens;
  require(!tokens.is_token_for("secret", text), "nobody guesses a token", text);
  require(tokens.is_token_for(text, tokens.token_for(text)), "a token is known", text);
  ManualClock clock{Clock::time_point(std::chrono::hours(24))};
  SessionTable sessions(clock, {});
  const auto token = sessions.begin("m1");
  require(!sessions.use(std::string(text)), "nobody guesses a session", text);
  require(sessions.use(token) == "m1", "a session is known");
  sessions.end(std::string(text));
  require(sessions.size() == 1, "nobody ends another's session", text);
}

}  // namespace
}  // namespace refd::members

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::members;
  static const std::array table{
      Target{.name = "members.form", .check = check_form, .longest = 600},
      Target{.name = "members.portal",
             .check = check_portal<false>,
             .longest = 1500,
             .mutations = 150,
             .with_a_mistake = check_portal<true>},
      Target{.name = "members.strangers", .check = check_strangers, .longest = 200},
  };
  return table;
}
