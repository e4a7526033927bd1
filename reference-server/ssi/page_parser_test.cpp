#include "ssi/page_parser.h"

#include <gmock/gmock.h>

namespace refd::ssi {
namespace {

// A page written out plainly: text in [], a directive as <name arg="value" arg>, a malformed one as <!>.
std::string plain(const Page& page) {
  std::string out;
  for (const auto& piece : page) {
    if (const auto* text = std::get_if<std::string>(&piece)) {
      out += "[" + *text + "]";
      continue;
    }
    const auto& directive = std::get<Directive>(piece);
    if (directive.is_malformed) {
      out += "<!>";
      continue;
    }
    out += "<" + directive.name;
    for (const auto& argument : directive.arguments)
      out += " " + argument.name + (argument.value ? "=\"" + *argument.value + "\"" : "");
    out += ">";
  }
  return out;
}

Page parsed(std::string_view text, std::size_t stretch) {
  PageParser parser;
  Page page;
  for (std::size_t i = 0; i < text.size(); i += stretch) parser.feed(text.substr(i, stretch), page);
  parser.finish(page);
  return page;
}

TEST(PageParser, TakesPagesApartWhateverTheStretches) {
  struct Case {
    std::string_view text;
    std::string_view page;
  };
  const Case cases[] = {
      {"", ""},
      {"plain", "[plain]"},
      {"a<!--#echo var=\"X\" -->b", "[a]<echo var=\"X\">[b]"},
      {"<!--#printenv-->", "<printenv>"},
      {"<!--#else -->", "<else>"},
      {"<!--#ECHO Var=\"X\" -->", "<echo var=\"X\">"},
      {"<!--#echo\tvar\r\n=\n\"X\"\f-->", "<echo var=\"X\">"},
      // Quotes of three kinds, each hiding the others; none at all.
      {"<!--#set var='v' value=`say \"it's\"` -->", "<set var=\"v\" value=\"say \"it's\"\">"},
      {"<!--#echo var=X -->", "<echo var=\"X\">"},
      {"<!--#echo var=X-->y -->", "<echo var=\"X-->y\">"},
      {"<!--#if expr=\"a --> b\" -->", "<if expr=\"a --> b\">"},
      {R"(<!--#set var="a" value="x\\" -->)", "<!>"},
      {R"(<!--#set var="a" value="x\"y\z" -->)", "<set var=\"a\" value=\"x\"y\\z\">"},
      {R"(<!--#set var="a" value='x\"y' -->)", "<set var=\"a\" value=\"x\\\"y\">"},
      {R"(<!--#set var="a" value="x\\\"y" -->)", R"(<set var="a" value="x\\"y">)"},
      // Arguments without a value, and values without an argument.
      {"<!--#comment no value here -->", "<comment no value here>"},
      {"<!--#echo var -->", "<echo var>"},
      {"<!--#echo \"X\" -->z", "<!>[z]"},
      {"<!--#echo =\"X\" -->z", "<!>[z]"},
      {"<!--#echo var=\"\" -->", "<echo var=\"\">"},
      // What only looks like a directive, or like its end.
      {"<!-- #echo var=\"X\" -->", "[<!-- #echo var=\"X\" -->]"},
      {"<!--", "[<!--]"},
      {"<!-<!--#a -->", "[<!-]<a>"},
      {"<<!--#a -->", "[<]<a>"},
      {"<!--# echo var=\"X\" -->z", "<!>[z]"},
      {"<!--#-->z", "<!>[z]"},
      {"<!--#a--b-->", "<a--b>"},
      {"<!--#a--->z -->", "<a--->z>"},
      {"<!--#a --b -->", "<a --b>"},
      {"<!--#a - -->", "<a ->"},
      {"<!--#a -->-->", "<a>[-->]"},
      // The page ends too soon.
      {"x<!--#echo var=\"X", "[x]<!>"},
      {"x<!--#", "[x]<!>"},
      {"x<!--#if expr=\"a\" --", "[x]<!>"},
  };
  for (const auto& [text, page] : cases) {
    for (const std::size_t stretch : {1UL, 2UL, 3UL, 7UL, 1000UL})
      EXPECT_EQ(plain(parsed(text, stretch)), page) << text << " by " << stretch;
  }
}

TEST(PageParser, ANulInADirectiveIsNotUnderstood) {
  using namespace std::string_view_literals;
  EXPECT_EQ(plain(parsed("<!--#echo var=\"X\0Y\" -->z"sv, 1)), "<!>[z]");
  EXPECT_EQ(plain(parsed("a\0b"sv, 1)), std::string("[a\0b]"sv));
}

// 1 MB in one argument: it is read over, its end is found, and no more than the limit was kept.
TEST(PageParser, ATooLongDirectiveIsMalformedAndEndsWhereItEnds) {
  const auto page = parsed("<!--#if expr=\"" + std::string(1'000'000, '(') + "\" -->z", 65'536);
  ASSERT_EQ(page.size(), 2U);
  const auto& directive = std::get<Directive>(page[0]);
  EXPECT_TRUE(directive.is_malformed);
  EXPECT_EQ(directive.name, "if");
  EXPECT_LE(directive.arguments.at(0).value->size(), PageParser::most_directive_octets);
  EXPECT_EQ(std::get<std::string>(page[1]), "z");
}

TEST(PageParser, ManyEmptyArgumentsTakeNoMoreRoomThanLongOnes) {
  std::string text = "<!--#set ";
  for (int i = 0; i < 100'000; ++i) text += "a='' ";
  const auto page = parsed(text + "-->z", 65'536);
  ASSERT_EQ(page.size(), 2U);
  const auto& directive = std::get<Directive>(page[0]);
  EXPECT_TRUE(directive.is_malformed);
  EXPECT_LE(directive.arguments.size(), PageParser::most_directive_octets / sizeof(Argument));
}

}  // namespace
}  // namespace refd::ssi
