#include "counter/counter_handler.h"

#include <map>

#include <gmock/gmock.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace refd {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;
using testing::IsEmpty;

// The twin of the store.
class CounterInMemory final : public Counter {
 public:
  void visit(CounterVisit visit, Done done) override {
    if (fails) return done(system_error(EIO));
    states[visit.name] = after_visit(states[visit.name], visit);
    done(states[visit.name]);
  }
  void look(std::string name, Done done) override { done(states[name]); }
  void put(std::string name, CounterState state, Done done) override {
    states[name] = std::move(state);
    done(states[name]);
  }
  std::map<std::string, CounterState> states;
  bool fails = false;
};

class NoBody final : public http::BodySource {
 public:
  asio::awaitable<Result<std::string_view>> next() override { co_return std::string_view(); }
};

class KeptAnswer final : public http::AnswerSink {
 public:
  asio::awaitable<Result<void>> begin(http::AnswerHead, std::optional<std::uint64_t>) override {
    throw std::logic_error("pictures are sent whole");
  }
  asio::awaitable<Result<void>> write(std::string_view) override {
    throw std::logic_error("pictures are sent whole");
  }
  asio::awaitable<Result<void>> send(http::Answer given) override {
    answer = std::move(given);
    co_return Result<void>();
  }
  http::Answer answer;
};

// Painting five designs takes a while; they never change.
PictureMaker& shared_pictures() {
  static PictureMaker maker;
  return maker;
}

struct CounterHandlerTest : testing::Test {
  CounterInMemory counter;
  Policies altered;
  ManualClock clock{Clock::time_point(std::chrono::seconds(1'795'704'480))};  // 2026-11-26 14:48:00 UTC
  std::string address = "192.0.2.1";
  std::string referer = "http://www.example.co.jp/";
  std::string forwarded;
  http::Method method = http::Method::get;
  std::string path_info;
  PictureMaker& pictures = shared_pictures();

  struct Seen {
    unsigned status;
    std::string fields;
    std::string picture;
  };

  Seen ask(const std::string& query) {
    const FixedPolicies policies(altered);
    CounterHandler handler({counter, policies, clock, pictures},
                           {"example.co.jp", {"added.example"}, "sv1.hosting.example", {"192.0.2.99"}});
    http::RequestHead head;
    head.method = method;
    if (!referer.empty()) head.fields.push_back({"Referer", referer});
    if (!forwarded.empty()) head.fields.push_back({"X-Forwarded-For", forwarded});
    const http::Ends ends{address, 50000, "198.51.100.1", 80};
    const http::ResolvedRequest request{head,      ends,  "www.example.co.jp", "/cgi-bin/Count.cgi",
                                        path_info, query, TreePath()};
    NoBody body;
    KeptAnswer sink;
    asio::io_context context;
    asio::co_spawn(context, handler.respond(request, body, sink), [](const std::exception_ptr& failure) {
      if (failure) std::rethrow_exception(failure);
    });
    context.run();
    const auto& pieces = sink.answer.body;
    return {sink.answer.head.status, sink.answer.head.fields(), pieces.empty() ? "" : pieces.front().text};
  }

  std::string shows(char design, std::string_view text) { return *pictures.picture_of(design, text); }
  std::string error() const { return *pictures.error_picture(); }
};

// CTR-6: the manual's example.
TEST_F(CounterHandlerTest, ShowsTheManualsExample) {
  const auto seen = ask("df=example.co.jp&md=7&dd=A&st=1024");
  EXPECT_EQ(seen.status, 200u);
  EXPECT_EQ(seen.picture, shows('A', "0001024"));
  EXPECT_THAT(seen.fields, HasSubstr("Content-Type: image/gif\r\n"));
  EXPECT_THAT(seen.fields, HasSubstr("Cache-Control: no-store\r\n"));
  EXPECT_EQ(counter.states["example.co.jp"].value, 1024u);
}

TEST_F(CounterHandlerTest, ReloadsDoNotCountAndOthersDo) {
  const std::string query = "df=example.co.jp&md=5&dd=B";
  EXPECT_EQ(ask(query).picture, shows('B', "00001"));
  EXPECT_EQ(ask(query).picture, shows('B', "00001"));
  address = "2001:db8::1";
  EXPECT_EQ(ask(query).picture, shows('B', "00002"));
  EXPECT_EQ(ask(query).picture, shows('B', "00002"));
  address = "192.0.2.1";
  EXPECT_EQ(ask(query).picture, shows('B', "00003"));
}

TEST_F(CounterHandlerTest, AllNamesOfTheContractAreOneCounter) {
  ask("df=example.co.jp");
  for (const char* name : {"www.example.co.jp", "EXAMPLE.co.jp", "added.example", "www.added.example"})
    EXPECT_EQ(ask(std::string("df=") + name).picture, shows('A', "000001")) << name;
  EXPECT_EQ(counter.states.size(), 1u);
}

TEST_F(CounterHandlerTest, ALargeNumberIsShownWhole) {
  counter.states["example.co.jp"] = {4'294'967'295, "x"};
  EXPECT_EQ(ask("df=example.co.jp&md=5").picture, shows('A', "4294967296"));
}

struct Hostile {
  const char* query;
};
struct HostileQuery : CounterHandlerTest, testing::WithParamInterface<Hostile> {};

TEST_P(HostileQuery, IsAnErrorPictureAndCountsNothing) {
  counter.states["example.co.jp"] = {41, "192.0.2.1"};
  address = "192.0.2.2";
  const auto seen = ask(GetParam().query);
  EXPECT_EQ(seen.status, 200u);
  EXPECT_EQ(seen.picture, error());
  EXPECT_THAT(seen.fields, HasSubstr("X-Counter-Error: "));
  EXPECT_THAT(counter.states,
              testing::ElementsAre(testing::Pair("example.co.jp", CounterState{41, "192.0.2.1"})));
}

INSTANTIATE_TEST_SUITE_P(Counter, HostileQuery,
                         testing::Values(Hostile{""}, Hostile{"md=7"}, Hostile{"df="}, Hostile{"df=&md=7"},
                                         Hostile{"df=other.example"}, Hostile{"df=www.www.example.co.jp"},
                                         Hostile{"df=../example.co.jp"}, Hostile{"df=..%2fexample.co.jp"},
                                         Hostile{"df=%2e%2e/x"}, Hostile{"df=/etc/passwd"}, Hostile{"df=."},
                                         Hostile{"df=.."}, Hostile{"df=a%5cb"},
                                         Hostile{"df=example.co.jp%00"}, Hostile{"df=example.co.jp%0a"},
                                         Hostile{"df=example.co.jp/"}, Hostile{"df=example.co.jp."},
                                         Hostile{"df=example.co.jp;md=7"}, Hostile{"df=example.co.jp&md=11"},
                                         Hostile{"df=example.co.jp&st=0"}, Hostile{"df=example.co.jp&dd=Z"}));

TEST_F(CounterHandlerTest, WithoutARefererOfTheSiteItShowsEights) {
  ask("df=example.co.jp");
  address = "192.0.2.2";
  for (const char* other :
       {"", "-", "http://elsewhere.example/", "http://www.example.co.jp:80@evil.example/"}) {
    referer = other;
    for (const char* query : {"df=example.co.jp&md=5&dd=C", "display=clock&dd=C", "df=nobody.example&dd=C"})
      EXPECT_EQ(ask(query).picture, shows('C', "88888888")) << other << " " << query;
  }
  EXPECT_EQ(counter.states["example.co.jp"].last_address, "192.0.2.1");
}

TEST_F(CounterHandlerTest, EveryNameOfTheSiteIsItsOwn) {
  for (const char* own :
       {"https://example.co.jp/a", "http://WWW.EXAMPLE.CO.JP:8080/", "http://www.added.example/",
        "http://sv1.hosting.example/", "http://198.51.100.1/"}) {
    referer = own;
    EXPECT_EQ(ask("df=example.co.jp").picture, shows('A', "000001")) << own;
  }
}

TEST_F(CounterHandlerTest, BelievesOnlyItsProxies) {
  ask("df=example.co.jp");
  forwarded = "203.0.113.5";
  EXPECT_EQ(ask("df=example.co.jp").picture, shows('A', "000001"));
  address = "192.0.2.99";
  EXPECT_EQ(ask("df=example.co.jp").picture, shows('A', "000002"));
  EXPECT_EQ(counter.states["example.co.jp"].last_address, "203.0.113.5");
}

TEST_F(CounterHandlerTest, ShowsJapanTime) {
  EXPECT_EQ(ask("display=clock&dd=D").picture, shows('D', "11:48p"));
  EXPECT_EQ(ask("display=date|dd=E").picture, shows('E', "11-26-2026"));
  clock.advance(std::chrono::hours(1));
  EXPECT_EQ(ask("display=clock").picture, shows('A', "12:48a"));
  EXPECT_EQ(ask("display=date&df=example.co.jp").picture, shows('A', "11-27-2026"));
  EXPECT_THAT(counter.states, IsEmpty());
}

TEST_F(CounterHandlerTest, HeadAsksAndDoesNotCount) {
  method = http::Method::head;
  EXPECT_EQ(ask("df=example.co.jp&st=7").picture, shows('A', "000007"));
  method = http::Method::get;
  EXPECT_EQ(ask("df=example.co.jp").picture, shows('A', "000001"));
}

TEST_F(CounterHandlerTest, OtherMethodsAndPathsAreRefused) {
  method = http::Method::post;
  EXPECT_EQ(ask("df=example.co.jp").status, 405u);
  method = http::Method::get;
  path_info = "/x";
  EXPECT_EQ(ask("df=example.co.jp").status, 404u);
  EXPECT_THAT(counter.states, IsEmpty());
}

TEST_F(CounterHandlerTest, TellsWhenItCannotCount) {
  counter.fails = true;
  const auto seen = ask("df=example.co.jp");
  EXPECT_EQ(seen.status, 503u);
  EXPECT_EQ(seen.picture, error());
  EXPECT_THAT(seen.fields, HasSubstr("X-Counter-Error: the count cannot be kept"));
}

}  // namespace
}  // namespace refd
