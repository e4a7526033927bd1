#include "deviations/tables.h"

namespace refd {
namespace {

// What a visitor of a page with directives would notice: SSI, and the .shtml names of WEB-INDEX.
const Deviation rows[] = {
    {.id = "web.index.shtml_is_not_processed",
     .clauses = {"WEB-INDEX-3", "WEB-INDEX-5"},
     .summary = "directives in a directory's index are not carried out",
     .ssi =
         [](SsiPolicy& p) {
           p.indexes_are_processed = false;
         }},
    {.id = "ssi.not_processed",
     .clauses = {"SSI-1", "SSI-3", "WEB-INDEX-3", "WEB-INDEX-5"},
     .summary = "pages are sent with their directives in them",
     .ssi =
         [](SsiPolicy& p) {
           p.pages_are_processed = false;
         }},
    {.id = "ssi.html_is_processed",
     .clauses = {"SSI-2"},
     .summary = "directives in .html are carried out too",
     .ssi =
         [](SsiPolicy& p) {
           p.extensions.emplace_back(".html");
         }},
    {.id = "ssi.include.no_files",
     .clauses = {"SSI-3"},
     .summary = "include of a file fails",
     .ssi =
         [](SsiPolicy& p) {
           p.files_are_included = false;
         }},
    {.id = "ssi.include.no_urls",
     .clauses = {"SSI-3"},
     .summary = "include of a URL fails",
     .ssi =
         [](SsiPolicy& p) {
           p.urls_are_included = false;
         }},
    {.id = "ssi.include.pages_raw",
     .clauses = {"SSI-3"},
     .summary = "directives in an included page are not carried out",
     .ssi =
         [](SsiPolicy& p) {
           p.included_pages_are_processed = false;
         }},
    {.id = "ssi.echo.no_values",
     .clauses = {"SSI-1", "SSI-3", "WEB-INDEX-3", "WEB-INDEX-5"},
     .summary = "echo knows no variable",
     .ssi =
         [](SsiPolicy& p) {
           p.echo_shows_values = false;
         }},
    {.id = "ssi.echo.not_encoded",
     .clauses = {"SSI-3"},
     .summary = "echo does not make a value safe for HTML",
     .ssi =
         [](SsiPolicy& p) {
           p.echo_encodes = false;
         }},
    {.id = "ssi.set.no_effect",
     .clauses = {"SSI-3"},
     .summary = "set changes nothing",
     .ssi =
         [](SsiPolicy& p) {
           p.set_takes_effect = false;
         }},
    {.id = "ssi.set.not_substituted",
     .clauses = {"SSI-3"},
     .summary = "variables in the value of set stay as they are written",
     .ssi =
         [](SsiPolicy& p) {
           p.set_substitutes = false;
         }},
    {.id = "ssi.if.always_holds",
     .clauses = {"SSI-3"},
     .summary = "every condition holds",
     .ssi =
         [](SsiPolicy& p) {
           p.conditions_always_hold = true;
         }},
    {.id = "ssi.if.no_elif",
     .clauses = {"SSI-3"},
     .summary = "what stands after elif is never shown",
     .ssi =
         [](SsiPolicy& p) {
           p.elif_is_considered = false;
         }},
    {.id = "ssi.if.no_else",
     .clauses = {"SSI-3"},
     .summary = "what stands after else is never shown",
     .ssi =
         [](SsiPolicy& p) {
           p.else_is_considered = false;
         }},
    {.id = "ssi.config.time_format_ignored",
     .clauses = {"SSI-3"},
     .summary = "times are shown in the default format always",
     .ssi =
         [](SsiPolicy& p) {
           p.time_format_is_honoured = false;
         }},
    {.id = "ssi.config.size_format_ignored",
     .clauses = {"SSI-3"},
     .summary = "sizes are abbreviated always",
     .ssi =
         [](SsiPolicy& p) {
           p.size_format_is_honoured = false;
         }},
    {.id = "ssi.config.error_message_ignored",
     .clauses = {"SSI-3"},
     .summary = "the error message is the default one always",
     .ssi =
         [](SsiPolicy& p) {
           p.error_message_is_honoured = false;
         }},
    {.id = "ssi.flastmod.shows_now",
     .clauses = {"SSI-3"},
     .summary = "flastmod shows the time of the visit",
     .ssi =
         [](SsiPolicy& p) {
           p.modification_times_are_real = false;
         }},
    {.id = "ssi.fsize.doubled",
     .clauses = {"SSI-3"},
     .summary = "fsize shows twice the size",
     .ssi =
         [](SsiPolicy& p) {
           p.sizes_are_real = false;
         }},
    {.id = "ssi.errors.silent",
     .clauses = {"SSI-3"},
     .summary = "a directive that fails prints nothing",
     .ssi =
         [](SsiPolicy& p) {
           p.errors_are_shown = false;
         }},
    {.id = "ssi.errors.end_the_page",
     .clauses = {"SSI-3"},
     .summary = "a page ends where a directive fails",
     .ssi =
         [](SsiPolicy& p) {
           p.page_goes_on_after_errors = false;
         }},
};

}  // namespace

std::span<const Deviation> ssi_deviations() {
  return rows;
}

}  // namespace refd
