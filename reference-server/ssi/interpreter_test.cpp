#include "ssi/interpreter.h"

#include <gmock/gmock.h>

#include "ssi/page_parser.h"

namespace refd::ssi {
namespace {

using testing::HasSubstr;

constexpr const char* error = "[an error occurred while processing this directive]";

class Folder final : public Neighbours {
 public:
  std::optional<FileFacts> facts_of_file(std::string_view name) const override {
    return name == "price.pdf" ? std::optional(facts()) : std::nullopt;
  }
  std::optional<FileFacts> facts_of_url(std::string_view url) const override {
    return url == "/list/price.pdf" ? std::optional(facts()) : std::nullopt;
  }
  bool may_reach(std::string_view url) const override { return url != "/secret"; }

 private:
  static FileFacts facts() {
    FileFacts facts;
    facts.size = 1'048'576;
    facts.modified = std::chrono::system_clock::time_point(std::chrono::seconds(1'795'387'894));
    return facts;
  }
};

class InterpreterTest : public testing::Test {
 protected:
  InterpreterTest() {
    variables_.set("v", "<a&b>");
    variables_.set("name", "v");
    variables_.set("query", "x=1&y=%3Cb%3E");
    for (const auto* name : {"DATE_LOCAL", "DATE_GMT", "LAST_MODIFIED", "USER_NAME"})
      variables_.set_later(name);
  }

  // What a page shows; an errand as {kind:text}, {!} when it fails after that.
  std::string shown(std::string_view text) {
    Page page;
    PageParser parser;
    parser.feed(text, page);
    parser.finish(page);
    Interpreter interpreter({policy_, variables_, facts_, folder_});
    std::string out;
    for (const auto& piece : page) {
      if (const auto* words = std::get_if<std::string>(&piece)) {
        if (interpreter.shows()) out += *words;
      } else {
        const auto errand = interpreter.carry_out(std::get<Directive>(piece), out);
        for (const auto& task : errand.tasks)
          out += "{" + std::to_string(static_cast<int>(task.kind)) + ":" + task.text + "}";
        if (errand.fails_after_them) out += "{!}";
      }
    }
    return out;
  }

  SsiPolicy policy_;
  Variables variables_;
  PageFacts facts_{std::chrono::system_clock::time_point(std::chrono::seconds(1'795'387'894)),
                   std::chrono::system_clock::time_point(std::chrono::seconds(1'795'300'000)), "ab-cdftp"};
  Folder folder_;
};

struct Case {
  std::string text;
  std::string shown;
};

TEST_F(InterpreterTest, Echo) {
  const Case cases[] = {
      {R"(<!--#echo var="v" -->)", "&lt;a&amp;b&gt;"},
      {R"(<!--#echo var="V" -->)", "&lt;a&amp;b&gt;"},
      {R"(<!--#echo encoding="none" var="v" -->)", "<a&b>"},
      {R"(<!--#echo encoding="url" var="v" -->)", "%3ca&b%3e"},
      {R"(<!--#echo var="v" encoding="none" -->)", "&lt;a&amp;b&gt;"},
      {R"(<!--#echo var="v" encoding="none" var="v" -->)", "&lt;a&amp;b&gt;<a&b>"},
      {R"(<!--#echo decoding="url" var="query" -->)", "x=1&amp;y=&lt;b&gt;"},
      {R"(<!--#echo var="$name" -->)", "&lt;a&amp;b&gt;"},
      {R"(<!--#echo var="nope" -->)", "(none)"},
      {R"(<!--#echo var="USER_NAME" -->)", "ab-cdftp"},
      {R"(<!--#echo var="DATE_LOCAL" -->)", "Monday, 23-Nov-2026 07:51:34 JST"},
      {R"(<!--#echo var="DATE_GMT" -->)", "Sunday, 22-Nov-2026 22:51:34 GMT"},
      {R"(<!--#echo var="LAST_MODIFIED" -->)", "Sunday, 22-Nov-2026 07:26:40 JST"},
      {R"(<!--#echo encoding="rot13" var="v" -->z)", error + std::string("z")},
      {R"(<!--#echo encoding="rot13" var="nope" -->)", "(none)"},
      {R"(<!--#echo foo="v" -->)", error},
      {R"(<!--#echo var="v" foo="v" var="v" -->)", "&lt;a&amp;b&gt;" + std::string(error)},
      {"<!--#echo -->", error},
      {"<!--#echo var -->", ""},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
}

TEST_F(InterpreterTest, Set) {
  const Case cases[] = {
      {R"(<!--#set var="x" value="1" --><!--#echo var="x" -->)", "1"},
      {R"(<!--#set var="x" value="[$v]${v}\$v" --><!--#echo encoding="none" var="x" -->)", "[<a&b>]<a&b>$v"},
      {R"(<!--#set var="x" value="&lt;" --><!--#echo encoding="none" var="x" -->)", "&lt;"},
      {R"(<!--#set var="x" decoding="entity" value="&lt;" --><!--#echo encoding="none" var="x" -->)", "<"},
      {R"(<!--#set var="x" encoding="url" value="a b" --><!--#echo var="x" -->)", "a%20b"},
      {R"(<!--#set var="a" value="1" var="b" value="2" --><!--#echo var="a" var="b" -->)", "12"},
      {R"(<!--#set var="DOCUMENT_NAME" value="mine" --><!--#echo var="DOCUMENT_NAME" -->)", "mine"},
      {R"(<!--#set value="1" var="y" --><!--#echo var="y" -->)", error + std::string("(none)")},
      {R"(<!--#set var="y" --><!--#echo var="y" -->)", error + std::string("(none)")},
      {R"(<!--#set var="y" foo="1" -->)", error},
      {R"(<!--#set var="y" encoding="x" value="1" --><!--#echo var="y" -->)", error + std::string("(none)")},
      {"<!--#set -->", error},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
}

TEST_F(InterpreterTest, Config) {
  const Case cases[] = {
      {R"(<!--#echo var="DATE_GMT" --> <!--#config timefmt="%H %Z" --><!--#echo var="DATE_GMT" -->)",
       "Sunday, 22-Nov-2026 22:51:34 GMT 22 GMT"},
      {R"(<!--#config timefmt="%Y" --><!--#echo var="DATE_LOCAL" -->)", "2026"},
      {R"(<!--#config errmsg="[oops]" --><!--#echo -->)", "[oops]"},
      {R"(<!--#config errmsg="[$v]" --><!--#nonsense -->)", "[<a&b>]"},
      {R"(<!--#config errmsg="" --><!--#echo -->z)", "z"},
      {R"(<!--#config echomsg="-" --><!--#echo var="nope" -->)", "-"},
      {R"(<!--#config sizefmt="bytes" --><!--#fsize file="price.pdf" -->)", "1,048,576"},
      {R"(<!--#config sizefmt="bytes" --><!--#config sizefmt="abbrev" --><!--#fsize file="price.pdf" -->)",
       "1.0M"},
      {R"(<!--#config sizefmt="octets" -->)", error},
      {R"(<!--#config colour="red" -->)", error},
      {R"(<!--#config errmsg="[1]" foo="x" errmsg="[2]" --><!--#echo -->)", "[1][1]"},
      {"<!--#config -->", error},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
}

TEST_F(InterpreterTest, FileFacts) {
  const Case cases[] = {
      {R"(<!--#fsize file="price.pdf" -->)", "1.0M"},
      {R"(<!--#fsize virtual="/list/price.pdf" -->)", "1.0M"},
      {R"(<!--#fsize file="price.pdf" virtual="/list/price.pdf" -->)", "1.0M1.0M"},
      {R"(<!--#flastmod file="price.pdf" -->)", "Monday, 23-Nov-2026 07:51:34 JST"},
      {R"(<!--#config timefmt="%d" --><!--#flastmod virtual="/list/price.pdf" -->)", "23"},
      {R"(<!--#fsize file="nope" -->z)", error + std::string("z")},
      {R"(<!--#fsize file="nope" file="price.pdf" -->)", error},
      {R"(<!--#flastmod foo="price.pdf" -->)", error},
      {"<!--#flastmod -->", error},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
}

TEST_F(InterpreterTest, IfShowsOneOfItsBlocks) {
  const Case cases[] = {
      {R"(<!--#if expr="a" -->1<!--#else -->2<!--#endif -->3)", "13"},
      {R"(<!--#if expr="" -->1<!--#else -->2<!--#endif -->3)", "23"},
      {R"(<!--#if expr="" -->1<!--#elif expr="a" -->2<!--#elif expr="b" -->3<!--#else -->4<!--#endif -->5)",
       "25"},
      {R"(<!--#if expr="" -->1<!--#elif expr="" -->2<!--#else -->3<!--#endif -->)", "3"},
      {R"(<!--#if expr="a" --><!--#if expr="" -->1<!--#else -->2<!--#endif -->3<!--#else -->4<!--#endif -->)",
       "23"},
      {R"(<!--#if expr="" --><!--#if expr="a" -->1<!--#else -->2<!--#endif -->3<!--#else -->4<!--#endif -->)",
       "4"},
      {R"(<!--#if expr="$v = /&(.)/" -->[<!--#echo var="1" -->]<!--#endif --><!--#echo var="2" -->)",
       "[b](none)"},
      {R"(<!--#if expr="$v = /x/" --><!--#endif --><!--#echo var="0" -->)", "(none)"},
      {R"(<!--#if expr="-A /secret" -->1<!--#else -->2<!--#endif -->)", "2"},
      // What is hidden does nothing, and says nothing of its mistakes.
      {R"(<!--#if expr="" --><!--#set var="v" value="9" --><!--#echo --><!--#nonsense --><!--#"x" --><!--#endif --><!--#echo encoding="none" var="v" -->)",
       "<a&b>"},
      // Without an if there is nothing to decide: nothing more is shown up to the endif.
      {"1<!--#else -->2<!--#endif -->3", "13"},
      {R"(1<!--#elif expr="a" -->2<!--#endif -->3)", "13"},
      {"1<!--#endif -->2", "12"},
      {R"(1<!--#if expr="a" -->2)", "12"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
}

TEST_F(InterpreterTest, ABrokenConditionShowsNoneOfItsBlocks) {
  const std::string rest = "1<!--#else -->2<!--#endif -->3";
  const Case cases[] = {
      {R"(<!--#if expr="(" -->)" + rest, error + std::string("3")},
      {R"(<!--#if expr="(" -->1<!--#elif expr="a" -->)" + rest, error + std::string("3")},
      {R"(<!--#if expr="" -->0<!--#elif expr="(" -->)" + rest, error + std::string("3")},
      {R"(<!--#if expr="a" -->0<!--#elif expr="(" -->)" + rest, "03"},
      {R"(<!--#if -->)" + rest, error + std::string("3")},
      {R"(<!--#if foo="a" -->)" + rest, error + std::string("3")},
      {R"(<!--#if expr -->)" + rest, error + std::string("3")},
      {R"(<!--#if expr="a" expr="b" -->)" + rest, error + std::string("3")},
      {R"(<!--#if "a" -->)" + rest, error + std::string("3")},
      {R"(<!--#if expr="" --><!--#if "a" -->1<!--#endif -->2<!--#endif -->3)", "3"},
      {R"(<!--#if expr="(" --><!--#if expr="a" -->1<!--#endif -->)" + rest, error + std::string("3")},
      {R"(<!--#if expr="a" -->1<!--#else x -->2<!--#endif x -->3<!--#endif -->4)",
       "1" + std::string(error) + "2" + error + "34"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
}

TEST_F(InterpreterTest, ErrandsAreTold) {
  const Case cases[] = {
      {R"(<!--#include file="a.html" virtual="/$name" onerror="/x?a=1" -->)", "{0:a.html}{1:/v}{2:/x?a=1}"},
      {R"(<!--#include virtual="/a?x=1&amp;y=2" -->)", "{1:/a?x=1&y=2}"},
      {R"(<!--#include file="a" foo="b" file="c" -->)", "{0:a}{!}"},
      {R"(<!--#exec cmd="echo $HOME $v" -->)", "{3:echo $HOME <a&b>}"},
      {R"(<!--#exec cgi="/a.cgi" -->)", "{4:/a.cgi}"},
      {R"(<!--#exec foo="/a.cgi" -->)", "{!}"},
      {"<!--#include -->", error},
      {"<!--#exec -->", error},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
  policy_.exec_is_allowed = false;
  EXPECT_EQ(shown(R"(<!--#exec cmd="date" -->)"), "{!}");
}

TEST_F(InterpreterTest, PrintenvAndComment) {
  EXPECT_EQ(shown("<!--#printenv -->"),
            "v=&lt;a&amp;b&gt;\nname=v\nquery=x=1&amp;y=%3Cb%3E\n"
            "DATE_LOCAL=Monday, 23-Nov-2026 07:51:34 JST\nDATE_GMT=Sunday, 22-Nov-2026 22:51:34 GMT\n"
            "LAST_MODIFIED=Sunday, 22-Nov-2026 07:26:40 JST\nUSER_NAME=ab-cdftp\n");
  EXPECT_EQ(shown(R"(<!--#printenv x="1" -->)"), error);
  EXPECT_EQ(shown("a<!--#comment whatever \"is\" here=1 -->b"), "a" + std::string(error) + "b");
  EXPECT_EQ(shown("a<!--#comment whatever is here=1 -->b"), "ab");
}

TEST_F(InterpreterTest, WhatIsNoDirectiveIsAnError) {
  EXPECT_EQ(shown("a<!--#nonsense -->b"), "a" + std::string(error) + "b");
  EXPECT_EQ(shown("a<!--# echo var=\"v\" -->b"), "a" + std::string(error) + "b");
  EXPECT_EQ(shown("a<!--#echo var=\"v"), "a" + std::string(error));
}

// 40,000 ifs, each inside the former: state is counted, not kept.
TEST_F(InterpreterTest, IfsMayBeNestedWithoutEnd) {
  std::string text = R"(<!--#if expr="" -->)";
  for (int i = 0; i < 20'000; ++i) text += R"(<!--#if expr="a" -->x)";
  for (int i = 0; i < 20'000; ++i) text += "<!--#endif -->";
  EXPECT_EQ(shown(text + "<!--#else -->shown<!--#endif -->"), "shown");
}

// Each value is made of the former twice: it stops growing where texts have their limit.
TEST_F(InterpreterTest, SubstitutionBombsAreErrors) {
  std::string text = R"(<!--#set var="b" value="0123456789" -->)";
  for (int i = 0; i < 40; ++i) text += R"(<!--#set var="b" value="$b$b" -->)";
  EXPECT_THAT(shown(text), HasSubstr(error));
  EXPECT_LE(variables_.find("b")->size(), longest_text);
}

TEST_F(InterpreterTest, ATimeFormatWithoutEndShowsNothing) {
  EXPECT_EQ(shown(R"([<!--#config timefmt="%1000000Y" --><!--#echo var="DATE_LOCAL" -->])"), "[]");
}

TEST_F(InterpreterTest, FollowsItsPolicy) {
  policy_.errors_are_shown = false;
  EXPECT_EQ(shown("a<!--#nonsense -->b"), "ab");
  policy_ = {};
  policy_.page_goes_on_after_errors = false;
  EXPECT_EQ(shown("a<!--#nonsense -->b<!--#echo var=\"v\" -->"), "a" + std::string(error));
  policy_ = {};
  policy_.conditions_always_hold = true;
  EXPECT_EQ(shown(R"(<!--#if expr="" -->1<!--#endif --><!--#if expr="(" -->2<!--#endif -->)"),
            "1" + std::string(error));
}

}  // namespace
}  // namespace refd::ssi
