#include "members/portal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "office/office_fixture.h"

namespace refd::members {
namespace {

using office::ApplicationState;
using office::OfficeFixture;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

using Method = Request::Method;

/// A browser that keeps cookies and fills in the last page's form.
class Browser {
 public:
  explicit Browser(Portal& portal) : portal_(portal) {}

  Reply get(const std::string& url) { return send(Method::get, url, ""); }
  Reply post(const std::string& url, const std::string& body) { return send(Method::post, url, body); }
  /// With the tokens of the page seen last.
  Reply submit(const std::string& url, const std::string& fields) {
    return post(url, "token=" + hidden("token") + "&form=" + hidden("form") + "&" + fields);
  }
  Reply log_in(const std::string& password = "Sesame1") {
    get("/");
    return submit("/login", "login=m1&password=" + password);
  }
  /// Of the page seen last.
  std::string hidden(const std::string& name) const {
    const auto mark = "name=\"" + name + "\" value=\"";
    const auto at = page_.rfind(mark);
    if (at == std::string::npos) return "";
    return page_.substr(at + mark.size(), page_.find('"', at + mark.size()) - at - mark.size());
  }

  std::string host = "member.example.net";
  std::string origin;
  std::string languages;
  std::string content_type = "application/x-www-form-urlencoded";
  std::string source = "192.0.2.1";
  std::map<std::string, std::string> cookies;

 private:
  Reply send(Method method, const std::string& url, const std::string& body) {
    Request request;
    request.method = method;
    request.host = host;
    request.path = url.substr(0, url.find('?'));
    request.query = url.find('?') == std::string::npos ? "" : url.substr(url.find('?') + 1);
    for (const auto& [name, value] : cookies) request.cookies += name + "=" + value + "; ";
    request.content_type = content_type;
    request.languages = languages;
    request.origin = origin;
    request.source = source;
    request.body = body;
    auto reply = portal_.answer(request);
    for (const auto& cookie : reply.cookies) {
      const auto equals = cookie.find('=');
      cookies[cookie.substr(0, equals)] = cookie.substr(equals + 1, cookie.find(';') - equals - 1);
    }
    page_ = reply.body;
    return reply;
  }

  Portal& portal_;
  std::string page_;
};

class PortalTest : public OfficeFixture {
 protected:
  std::vector<office::Application> recorded() const { return office->latest(100); }

  Portal portal{*office,
                policies,
                clock,
                {"m1", {.hash = hash_password("Sesame1"), .caseless_hash = ""}},
                {.host_name = "member.example.net",
                 .sessions = {},
                 .logins = {.attempts = 3, .locked_out = std::chrono::seconds(60)}}};
  Browser browser{portal};
};

TEST_F(PortalTest, LetsTheMemberIn) {
  const auto login = browser.log_in();
  EXPECT_EQ(login.status, 303U);
  EXPECT_EQ(login.location, "/");
  EXPECT_THAT(login.cookies.back(),
              AllOf(StartsWith("member="), HasSubstr("HttpOnly"), HasSubstr("SameSite=Lax")));
  EXPECT_THAT(browser.get("/").body, HasSubstr("/accounts/add"));
  EXPECT_THAT(browser.get("/accounts").body, HasSubstr("taro@example.jp"));
  EXPECT_THAT(browser.get("/faq").body, HasSubstr("20 MB"));
}

TEST_F(PortalTest, LetsNobodyElseIn) {
  EXPECT_EQ(browser.log_in("sesame1").status, 403U);
  EXPECT_EQ(browser.get("/accounts").status, 303U);
  EXPECT_EQ(browser.get("/faq").location, "/");
  browser.cookies["member"] = std::string(64, '0');
  EXPECT_EQ(browser.get("/accounts/add").status, 303U);
  browser.get("/");
  EXPECT_EQ(browser.submit("/accounts/add", "string=info").status, 303U);
  EXPECT_THAT(recorded(), IsEmpty());
}

TEST_F(PortalTest, LimitsTheTriesOfASource) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(browser.log_in("guess").status, 403U);
  const auto locked = browser.log_in();
  EXPECT_EQ(locked.status, 429U);
  EXPECT_GT(locked.retry_after, 0U);
  Browser other(portal);
  other.source = "192.0.2.2";
  EXPECT_EQ(other.log_in().status, 303U);
}

TEST_F(PortalTest, EndsASessionAtLogoutAndWhenItIsIdle) {
  browser.log_in();
  browser.get("/");
  const auto session = browser.cookies["member"];
  browser.submit("/logout", "");
  browser.cookies["member"] = session;
  EXPECT_EQ(browser.get("/accounts").status, 303U);
  browser.log_in();
  clock.advance(std::chrono::minutes(31));
  EXPECT_EQ(browser.get("/accounts").status, 303U);
}

TEST_F(PortalTest, TakesAnApplicationAndShowsItsState) {
  browser.log_in();
  browser.get("/accounts/add");
  const auto reply = browser.submit("/accounts/add", "string=Info");
  EXPECT_EQ(reply.status, 303U);
  ASSERT_THAT(recorded(), SizeIs(1));
  const auto page = browser.get(reply.location).body;
  EXPECT_THAT(page,
              AllOf(HasSubstr("info@example.jp"), HasSubstr("2027年6月8日 (火)"), HasSubstr("受付済み")));
  office->carry_out(office::Office::Which::of_the_day, "desk");
  EXPECT_THAT(browser.get("/applications?lang=en").body, HasSubstr("Set up"));
  EXPECT_THAT(browser.get("/accounts").body, HasSubstr("info@example.jp"));
}

TEST_F(PortalTest, TakesAChangeADeletionAndAWithdrawal) {
  browser.log_in();
  browser.get("/accounts/change");
  EXPECT_EQ(browser.submit("/accounts/change", "account=taro%40example.jp&string=t2&new_password=yes").status,
            303U);
  ASSERT_THAT(recorded(), SizeIs(1));
  EXPECT_TRUE(recorded()[0].new_password);
  browser.get("/applications");
  EXPECT_EQ(browser.submit("/applications/withdraw", "number=" + std::to_string(recorded()[0].number)).status,
            303U);
  EXPECT_EQ(recorded()[0].state, ApplicationState::withdrawn);
  browser.get("/accounts/delete");
  EXPECT_EQ(browser.submit("/accounts/delete", "account=taro%40example.jp").status, 422U);
  EXPECT_EQ(browser.submit("/accounts/delete", "account=taro%40example.jp&confirm=yes").status, 303U);
  EXPECT_EQ(recorded()[0].kind, office::ApplicationKind::remove);
  browser.get("/applications");
  EXPECT_EQ(browser.submit("/applications/withdraw", "number=999").status, 409U);
  EXPECT_EQ(browser.submit("/applications/withdraw", "number=x").status, 409U);
}

TEST_F(PortalTest, TellsWhatIsWrongAndKeepsWhatWasWritten) {
  browser.log_in();
  const std::pair<std::string, unsigned> cases[] = {{"", 422},
                                                    {"no+address", 422},
                                                    {"a%40b", 422},
                                                    {"%3Cscript%3Ealert(1)%3C%2Fscript%3E", 422},
                                                    {"postmaster", 422},
                                                    {"taro", 409},
                                                    {std::string(1 << 20, 'x'), 422}};
  for (const auto& [string, status] : cases) {
    browser.get("/accounts/add");
    const auto reply = browser.submit("/accounts/add", "string=" + string);
    EXPECT_EQ(reply.status, status) << string.substr(0, 40);
    EXPECT_THAT(reply.body, AllOf(HasSubstr("role=\"alert\""), Not(HasSubstr("<script"))));
  }
  EXPECT_THAT(recorded(), IsEmpty());
  browser.get("/accounts/add");
  EXPECT_THAT(browser.submit("/accounts/add", "string=%22%3E%3Cb%3E").body,
              HasSubstr("value=\"&quot;&gt;&lt;b&gt;\""));
}

TEST_F(PortalTest, RefusesFormsThatItHasNotShown) {
  browser.log_in();
  browser.get("/accounts/add");
  const auto token = browser.hidden("token");
  EXPECT_EQ(browser.post("/accounts/add", "string=info").status, 403U);
  EXPECT_EQ(browser.post("/accounts/add", "string=info&token=" + std::string(64, 'a')).status, 403U);
  Browser other(portal);
  other.log_in();
  other.get("/accounts/add");
  EXPECT_EQ(other.post("/accounts/add", "string=info&token=" + token).status, 403U);
  browser.origin = "http://elsewhere.example";
  EXPECT_EQ(browser.post("/accounts/add", "string=info&token=" + token).status, 403U);
  browser.origin = "null";
  EXPECT_EQ(browser.post("/accounts/add", "string=info&token=" + token).status, 403U);
  browser.origin = "";
  browser.content_type = "text/plain";
  EXPECT_EQ(browser.post("/accounts/add", "string=info&token=" + token).status, 415U);
  EXPECT_THAT(recorded(), IsEmpty());
  Browser stranger(portal);
  stranger.get("/");
  EXPECT_EQ(stranger.post("/login", "login=m1&password=Sesame1").status, 403U);
}

TEST_F(PortalTest, MakesOneApplicationOfAFormThatIsSentTwice) {
  browser.log_in();
  browser.get("/accounts/add");
  const auto body = "token=" + browser.hidden("token") + "&form=" + browser.hidden("form") + "&string=info";
  const auto first = browser.post("/accounts/add", body);
  EXPECT_EQ(browser.post("/accounts/add", body).location, first.location);
  browser.get("/accounts/add");
  EXPECT_EQ(browser.submit("/accounts/add", "string=info").status, 409U);
  EXPECT_THAT(recorded(), SizeIs(1));
}

TEST_F(PortalTest, AnswersNonsenseWithAnError) {
  EXPECT_EQ(browser.get("/nothing").status, 404U);
  EXPECT_EQ(browser.get("/?a=%zz").status, 400U);
  EXPECT_EQ(browser.get("/logout").status, 405U);
  EXPECT_EQ(browser.post("/faq", "").status, 405U);
  browser.get("/");
  EXPECT_EQ(browser.post("/login", "login=%82%B1").status, 400U);
  browser.host = "www.example.jp";
  EXPECT_EQ(browser.get("/").status, 421U);
}

TEST_F(PortalTest, SpeaksTheVisitorsLanguage) {
  EXPECT_THAT(browser.get("/").body, HasSubstr("<html lang=\"ja\">"));
  browser.languages = "fr-FR, en;q=0.8, ja;q=0.5";
  EXPECT_THAT(browser.get("/").body, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(browser.get("/?lang=ja").body, HasSubstr("<html lang=\"ja\">"));
  EXPECT_THAT(browser.get("/").body, HasSubstr("<html lang=\"ja\">"));
}

TEST_F(PortalTest, SaysNothingOfADayToStartOn) {
  browser.log_in();
  EXPECT_THAT(browser.get("/accounts/add").body, Not(HasSubstr("type=\"date\"")));
  browser.submit("/accounts/add", "string=info&start=2030-01-01");
  EXPECT_EQ(office::written(recorded().at(0).due), "2027-06-08");
}

TEST_F(PortalTest, FollowsThePolicy) {
  policies.policy.any_password_is_accepted = true;
  EXPECT_EQ(browser.log_in("guess").status, 303U);
  policies.policy.withheld_pages = {"faq"};
  EXPECT_EQ(browser.get("/faq").status, 404U);
  policies.policy.start_can_be_chosen = true;
  EXPECT_THAT(browser.get("/accounts/add").body, HasSubstr("type=\"date\""));
  policies.policy.pages_need_a_login = false;
  Browser other(portal);
  EXPECT_EQ(other.get("/accounts").status, 200U);
  policies.policy.applications_need_a_login = false;
  EXPECT_EQ(other.post("/accounts/add", "string=info").status, 303U);
  EXPECT_THAT(recorded(), SizeIs(1));
}

TEST(StrictFields, LetNothingIn) {
  const auto fields = strict_fields({});
  EXPECT_THAT(fields,
              testing::Contains(testing::Pair("Content-Security-Policy", HasSubstr("default-src 'none'"))));
  EXPECT_THAT(fields, testing::Contains(testing::Pair("Cache-Control", "no-store")));
}

}  // namespace
}  // namespace refd::members
