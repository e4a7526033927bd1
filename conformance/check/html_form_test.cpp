#include "check/html_form.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<FormData::Field> sent(std::string_view form) {
  const auto forms = html_forms(form);
  return forms.empty() ? std::vector<FormData::Field>() : forms.front().data().fields();
}

TEST(HtmlForm, TellsWhereItGoesAndHow) {
  const auto forms = html_forms(
      "<p>x<form action='index.php?a=1&amp;b=2' METHOD=post enctype=\"multipart/form-data\"></form>"
      "<FORM></FORM>");
  ASSERT_EQ(forms.size(), 2u);
  EXPECT_EQ(forms[0].action, "index.php?a=1&b=2");
  EXPECT_TRUE(forms[0].is_post);
  EXPECT_TRUE(forms[0].is_multipart);
  EXPECT_EQ(forms[1].action, "");
  EXPECT_FALSE(forms[1].is_post);
}

TEST(HtmlForm, SendsWhatABrowserSends) {
  EXPECT_THAT(sent("<form><input type=hidden name=token value='a&quot;&#x8868;b'><input name=text>"
                   "<input type=checkbox name=on checked><input type=checkbox name=off value=1>"
                   "<input type=radio name=r value=1><input type=radio name=r value=2 checked />"
                   "<input type=submit name=go value=Go><button name=b>B</button>"
                   "<input type=file name=f><input name=dead value=1 disabled><input value=nameless>"
                   "<textarea name=t>\n&lt;b>one</b>\ntwo</textarea></form>"),
              ElementsAre(Pair("token",
                               "a\"\xE8\xA1\xA8"
                               "b"),
                          Pair("text", ""), Pair("on", "on"), Pair("r", "2"), Pair("t", "<b>one</b>\ntwo")));
}

TEST(HtmlForm, ChoosesAsABrowserDoes) {
  EXPECT_THAT(sent("<form><select name=a><option value=1>x<option value=2 selected>y</select>"
                   "<select name=b><option> first </option><option>second</option></select>"
                   "<select name=c multiple><option value=1>x</select>"
                   "<select name='d[]' multiple><option value=1 selected><option value=2 selected></select>"
                   "</form>"),
              ElementsAre(Pair("a", "2"), Pair("b", "first"), Pair("d[]", "1"), Pair("d[]", "2")));
}

TEST(HtmlForm, ScriptsAndCommentsAreNoForms) {
  EXPECT_THAT(html_forms("<script>'<form><input name=a>'</script><!-- <form> --><style><form></style>"),
              IsEmpty());
  EXPECT_THAT(sent("<form><script>if (a < b) '<input name=x>'</script><input name=y></form>"),
              ElementsAre(Pair("y", "")));
}

TEST(HtmlForm, AnyOctetsAreAPage) {
  for (const std::string page :
       {"<", "<form", "<form action=\"", "<form><select name=a><option", "<form><textarea name=a>",
        "<form><input name==\"\">", "</", "<!--", "<form>&#xFFFFFFFF;&#;&;&"})
    EXPECT_NO_THROW(html_forms(page)) << page;
  EXPECT_NO_THROW(html_text("<a <b> &#99999999; </script"));
}

TEST(HtmlForm, FindsControls) {
  const auto form =
      html_forms("<form><input type=password name=p><input type=radio name=r value=x></form>").front();
  EXPECT_EQ(form.of_type("password")->name, "p");
  EXPECT_FALSE(form.of_type("file"));
  EXPECT_TRUE(form.offers("r", "x"));
  EXPECT_FALSE(form.offers("r", "y"));
  EXPECT_TRUE(form.has("r"));
}

TEST(HtmlForm, ReadsAsAPersonDoes) {
  EXPECT_EQ(html_text("<html><style>p {}</style><p>#1050 -\n  Table <b>&#039;t&#039;</b>&nbsp;exists"
                      "<script>var a = '#1234';</script>"),
            "#1050 - Table 't' exists");
}

TEST(FormData, SetsInPlace) {
  FormData data;
  data.add("a", "1");
  data.add("b", "2");
  data.add("a", "3");
  data.set("a", "4");
  data.set("c", "5");
  data.remove("b");
  EXPECT_THAT(data.fields(), ElementsAre(Pair("a", "4"), Pair("c", "5")));
  EXPECT_EQ(data.value("c"), "5");
}

TEST(FormData, IsEncodedForItsJourney) {
  FormData data;
  data.add("a b", "1&2=\xE8\xA1\xA8");
  data.add("c", "");
  EXPECT_EQ(url_encoded(data), "a+b=1%262%3D%E8%A1%A8&c=");
  EXPECT_EQ(multipart(data, {"file", "a\"b.sql", "text/plain", "octets\r\n"}, "XX"),
            "--XX\r\nContent-Disposition: form-data; name=\"a b\"\r\n\r\n1&2=\xE8\xA1\xA8\r\n"
            "--XX\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\n\r\n"
            "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b.sql\"\r\n"
            "Content-Type: text/plain\r\n\r\noctets\r\n\r\n--XX--\r\n");
}

}  // namespace
}  // namespace cts
