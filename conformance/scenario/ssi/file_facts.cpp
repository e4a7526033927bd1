// SSI-3, config, flastmod and fsize: facts of files, in the form that the page asks for.

#include <chrono>
#include <cstdio>
#include <ctime>
#include <optional>

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/ssi/page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::ContainsRegex;
using testing::Eq;

std::string fact(std::string_view directive, std::string_view attribute, std::string_view value) {
  return "<!--#" + std::string(directive) + " " + std::string(attribute) + "=\"" + std::string(value) +
         "\" -->";
}

constexpr std::string_view sortable_time = "<!--#config timefmt=\"%Y-%m-%d %H:%M:%S\" -->";

/// Seconds since the epoch of a time in that form, or in HTTP's, both taken for Greenwich's.
std::optional<std::time_t> seconds_of(const std::string& text, const char* format) {
  std::tm parts{};
  const char* end = ::strptime(text.c_str(), format, &parts);
  if (end == nullptr) return std::nullopt;
  return ::timegm(&parts);
}

std::string between_brackets(const std::string& text) {
  const auto start = text.find('[');
  const auto end = text.rfind(']');
  if (start == std::string::npos || end == std::string::npos || end < start) return {};
  return text.substr(start + 1, end - start - 1);
}

/// Whether both name one moment, each by a clock of its own: zones differ by quarters of an hour, and by
/// less than a day.
std::string difference_of_clocks(std::time_t one, std::time_t other) {
  const auto difference = one - other;
  const bool is_zone = difference % 900 == 0 && difference > -86'400 && difference < 86'400;
  return is_zone ? "one moment" : std::to_string(difference) + " s apart";
}

void sizes(Context& context) {
  context.place().put("list.html", std::string(12'345, 'x'));
  const std::string url = context.place().url_path("list.html");
  const Framed frame(context);
  const std::string by_name = fact("fsize", "file", "list.html");
  const HttpReply reply = shown_page(
      context, "page",
      "<!--#config sizefmt=\"bytes\" -->" + frame.around(by_name + "|" + fact("fsize", "virtual", url)));
  context.expect("fsize shows a file's size in octets, by its name and by its URL", reply,
                 AnyOf(Serves(frame.around("12,345|12,345")), Serves(frame.around("12345|12345"))));
  const HttpReply abbreviated =
      shown_page(context, "abbreviated", "<!--#config sizefmt=\"abbrev\" -->" + frame.around(by_name));
  context.expect("and rounded to a unit, when the page asks for that", abbreviated.body,
                 ContainsRegex("\\[ *12(\\.[0-9]+)? ?[Kk][Bb]?\\]"));
}

void times_of_change(Context& context) {
  context.place().put("list.txt", context.unique());
  // A server that knows the command takes a time that is long ago; one that does not, that of the upload.
  const bool is_old =
      context.place().session().command("MFMT 20010203040506 " + context.place().path("list.txt")).code ==
      213;
  context.record("ssi.time_of_change", is_old ? "set to another than the upload's" : "that of the upload");
  const std::string url = context.place().url_path("list.txt");
  const HttpReply file = context.web().get(url);
  const auto changed = seconds_of(file.header("Last-Modified").value_or(""), "%a, %d %b %Y %H:%M:%S");
  context.need("the file's own answer tells when it was changed", changed.has_value(), Eq(true));
  const std::pair<const char*, std::string> cases[] = {{"file", "list.txt"}, {"virtual", url}};
  for (const auto& [attribute, value] : cases) {
    const std::string text = between_brackets(
        shown_page(context, attribute,
                   std::string(sortable_time) + "[" + fact("flastmod", attribute, value) + "]")
            .body);
    const auto shown = seconds_of(text, "%Y-%m-%d %H:%M:%S");
    context.expect("flastmod shows when the file was changed, by the server's clock",
                   shown ? difference_of_clocks(*shown, *changed) : "'" + text + "'",
                   Eq(std::string("one moment")));
  }
}

void time_format(Context& context) {
  const HttpReply reply = shown_page(
      context, "page",
      std::string(sortable_time) + "[<!--#echo var=\"DATE_GMT\" -->]<!--#config timefmt=\"%%%Y\" -->");
  const auto shown = seconds_of(between_brackets(reply.body), "%Y-%m-%d %H:%M:%S");
  const auto told = seconds_of(reply.header("Date").value_or(""), "%a, %d %b %Y %H:%M:%S");
  context.expect("a time is shown in the form that timefmt asks for", shown.has_value(), Eq(true));
  if (shown && told) {
    const auto apart = *shown > *told ? *shown - *told : *told - *shown;
    context.expect("and is the time of the visit", apart, testing::Le(5));
  }
}

void error_message(Context& context) {
  const Framed frame(context);
  const std::string message = "sorry-" + context.unique();
  context.expect(
      "errmsg is what is shown where a directive fails",
      shown_page(context, "page",
                 error_message_set_to(message) + frame.around(fact("fsize", "file", "nothing.html"))),
      Serves(frame.around(message)));
}

const Scenario table[] = {
    {.id = "ssi.fsize.sizes",
     .clauses = {"SSI-3"},
     .purpose = "A page can show how large a file is, in octets or rounded.",
     .needs = Need::web | Need::ftp_login,
     .run = sizes},
    {.id = "ssi.flastmod.times",
     .clauses = {"SSI-3"},
     .purpose = "A page can show when a file was changed.",
     .needs = Need::web | Need::ftp_login,
     .run = times_of_change},
    {.id = "ssi.config.time_format",
     .clauses = {"SSI-3"},
     .purpose = "A page can choose the form in which times are shown.",
     .needs = Need::web | Need::ftp_login,
     .run = time_format},
    {.id = "ssi.config.error_message",
     .clauses = {"SSI-3"},
     .purpose = "A page can choose what is shown where a directive fails.",
     .needs = Need::web | Need::ftp_login,
     .run = error_message},
};

}  // namespace

std::span<const Scenario> ssi_file_fact_scenarios() {
  return table;
}

}  // namespace cts
