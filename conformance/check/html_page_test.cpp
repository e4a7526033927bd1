#include "check/html_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "check/form_data.h"

namespace cts {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

TEST(HtmlPageTest, ReadsAFormAsABrowserDoes) {
  const HtmlPage page = parse_html(R"(<!DOCTYPE html><title>x</title>
    <FORM method="POST" action='/add?a=1&amp;b=2'>
    <input type=hidden name=token value="a&quot;b">
    <label for="s">The text</label><input id=s name=string>
    <label><input type=checkbox name=ok value=yes required> I know</label>
    <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
    <select name="account"><option value="">choose<option value="a@example.jp" selected>a&#64;example.jp</select>
    <textarea name=note>x &lt; y</textarea>
    <input type=submit name=go value=Go><button>Stop</button></FORM>)");
  ASSERT_THAT(page.forms, SizeIs(1));
  const ShownForm& form = page.forms[0];
  EXPECT_EQ(form.action, "/add?a=1&b=2");
  EXPECT_TRUE(form.is_post);
  EXPECT_EQ(form.find("token")->value, "a\"b");
  EXPECT_EQ(form.find("string")->kind, "text");
  EXPECT_EQ(form.find("string")->label, "The text");
  EXPECT_TRUE(form.find("string")->is_typed());
  EXPECT_TRUE(form.find("ok")->is_required);
  EXPECT_FALSE(form.find("ok")->is_chosen);
  EXPECT_EQ(form.find("ok")->label, "I know");
  ASSERT_THAT(form.find("account")->options, SizeIs(2));
  EXPECT_EQ(form.find("account")->value, "a@example.jp");
  EXPECT_EQ(form.find("account")->options[1].label, "a@example.jp");
  EXPECT_EQ(form.find("note")->value, "x < y");
  EXPECT_EQ(form.find("go")->kind, "submit");
  EXPECT_EQ(form.find("missing"), nullptr);
  EXPECT_NE(form.of_kind("submit"), nullptr);
}

TEST(HtmlPageTest, ReadsWhatAPersonReads) {
  const HtmlPage page = parse_html(
      "<p>taro<span>@</span>example.jp</p><script>var a = 'secret@x';</script><style>b{}</style>"
      "<!-- hidden --><td>a</td><td>b</td> 1 < 2 &nbsp; &unknown; &");
  EXPECT_THAT(page.text, HasSubstr("taro@example.jp"));
  EXPECT_THAT(page.text, HasSubstr("a  b"));
  EXPECT_THAT(page.text, HasSubstr("1 < 2"));
  EXPECT_THAT(page.text, HasSubstr("&unknown;"));
  EXPECT_THAT(page.text, Not(HasSubstr("secret")));
  EXPECT_THAT(page.text, Not(HasSubstr("hidden")));
}

TEST(HtmlPageTest, SurvivesWhatIsNoHtml) {
  for (const std::string& text :
       {std::string(), std::string("<"), std::string("<a"), std::string("<a b"), std::string("<a b="),
        std::string("<a b='"), std::string("<!--"), std::string("<script>"),
        std::string("<form><select><option>"), std::string("<option>"),
        std::string("</form></select></option></label></textarea>"), std::string("<form><textarea>"),
        std::string("<label>"), std::string("&#99999999999;"), std::string("<////>"), std::string("<form =>"),
        std::string(1 << 20, '<'), std::string(1 << 20, '&'), std::string("\0<\xff>", 4)})
    parse_html(text);
}

TEST(UrlEncoded, WritesWhatABrowserSends) {
  const std::vector<FormData::Field> fields{{"a b", "x&y=z"}, {"名", ""}};
  EXPECT_EQ(url_encoded(fields), "a+b=x%26y%3Dz&%E5%90%8D=");
}

TEST(HtmlPage, ASelectEndsWithItsFormAndWhereAnotherFieldBegins) {
  const HtmlPage page = parse_html(
      "<form><select name=s><option value=1>one<form><option>none</form>"
      "<form><select name=t><option value=2>two<input name=i value=3><option>none</form>");
  ASSERT_THAT(page.forms, SizeIs(3));
  EXPECT_THAT(page.forms[0].find("s")->options, SizeIs(1));
  EXPECT_THAT(page.forms[1].fields, SizeIs(0));
  EXPECT_THAT(page.forms[2].find("t")->options, SizeIs(1));
  EXPECT_EQ(page.forms[2].find("i")->value, "3");
}

}  // namespace
}  // namespace cts
