#include "deviations/tables.h"

namespace refd {
namespace {

// Of scripts nothing can be seen when none of them runs.
const std::vector<std::string_view> all_of_scripts{"CGI-1", "CGI-2", "CGI-4", "CGI-5",       "CGI-6",
                                                   "CGI-7", "CGI-8", "CGI-9", "WEB-ERR-500", "WEB-QUOTA-3"};

// What becomes of scripts: CGI, WEB-ERR-500, WEB-QUOTA-3.
const Deviation rows[] = {
    {.id = "cgi.run.not_at_all",
     .clauses = all_of_scripts,
     .summary = "scripts are sent as texts",
     .cgi =
         [](CgiPolicy& p) {
           p.script_extensions.clear();
         }},
    {.id = "cgi.run.cgi_bin_only",
     .clauses = all_of_scripts,
     .summary = "scripts run in one directory only",
     .cgi =
         [](CgiPolicy& p) {
           p.scripts_run_in = "/cgi-bin";
         }},
    {.id = "cgi.run.no_pl",
     .clauses = {"CGI-1", "CGI-2"},
     .summary = "a file whose name ends in .pl is sent as a text",
     .cgi =
         [](CgiPolicy& p) {
           p.script_extensions = {".cgi"};
         }},
    {.id = "cgi.run.not_deep",
     .clauses = {"CGI-1"},
     .summary = "scripts run in the upper three directories only",
     .cgi =
         [](CgiPolicy& p) {
           p.scripts_run_down_to = 3;
         }},
    {.id = "cgi.run.no_php_scripts",
     .clauses = {"CGI-2"},
     .summary = "an interpreter line may not name PHP",
     .cgi =
         [](CgiPolicy& p) {
           p.interpreter_may_be_php = false;
         }},
    {.id = "cgi.php.not_run",
     .clauses = {"CGI-3", "WEB-QUOTA-3"},
     .summary = "PHP pages are sent as texts",
     .cgi =
         [](CgiPolicy& p) {
           p.page_extensions.clear();
         }},
    {.id = "cgi.php.not_deep",
     .clauses = {"CGI-3"},
     .summary = "PHP pages run in the upper three directories only",
     .cgi =
         [](CgiPolicy& p) {
           p.pages_run_down_to = 3;
         }},
    {.id = "cgi.php.cgi_bin_only",
     .clauses = {"CGI-3", "WEB-QUOTA-3"},
     .summary = "PHP pages run in one directory only",
     .cgi =
         [](CgiPolicy& p) {
           p.pages_run_in = "/cgi-bin";
         }},
    {.id = "cgi.php.needs_permission",
     .clauses = {"CGI-3"},
     .summary = "a PHP page runs only with permission to execute",
     .cgi =
         [](CgiPolicy& p) {
           p.pages_need_execute_permission = true;
         }},
    {.id = "cgi.php.needs_interpreter_line",
     .clauses = {"CGI-3"},
     .summary = "a PHP page runs only with an interpreter line",
     .cgi =
         [](CgiPolicy& p) {
           p.pages_need_interpreter_line = true;
         }},
    {.id = "cgi.customer.somebody_else",
     .clauses = {"CGI-4", "CGI-6"},
     .summary = "scripts run as somebody to whom nothing of the customer's belongs",
     .cgi =
         [](CgiPolicy& p) {
           p.scripts_run_as_the_customer = false;
         }},
    {.id = "cgi.programs.no_perl",
     .clauses = all_of_scripts,
     .summary = "scripts find no perl",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_programs = {"/usr/bin/perl"};
         }},
    {.id = "cgi.programs.no_sendmail",
     .clauses = {"CGI-5", "CGI-6"},
     .summary = "scripts find no sendmail",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_programs = {"/usr/sbin/sendmail"};
         }},
    {.id = "cgi.programs.no_php",
     .clauses = {"CGI-2", "CGI-5"},
     .summary = "scripts find no php",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_programs = {"/usr/bin/php"};
         }},
    {.id = "cgi.programs.no_nkf",
     .clauses = {"CGI-5"},
     .summary = "scripts find no nkf",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_programs = {"/usr/bin/nkf"};
         }},
    {.id = "cgi.programs.no_htpasswd",
     .clauses = {"CGI-5"},
     .summary = "scripts find no htpasswd",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_programs = {"/usr/bin/htpasswd"};
         }},
    {.id = "cgi.programs.no_uuencode",
     .clauses = {"CGI-5"},
     .summary = "scripts find no uuencode",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_programs = {"/usr/bin/uuencode"};
         }},
    {.id = "cgi.programs.no_uudecode",
     .clauses = {"CGI-5"},
     .summary = "scripts find no uudecode",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_programs = {"/usr/bin/uudecode"};
         }},
    {.id = "cgi.load.unlimited",
     .clauses = {"CGI-7"},
     .summary = "a script may run as long as it likes",
     .cgi =
         [](CgiPolicy& p) {
           p.scripts_are_limited = false;
         }},
    {.id = "cgi.answer.three_at_a_time",
     .clauses = {"CGI-9"},
     .summary = "of a script's visitors at the same moment the fourth is refused",
     .cgi =
         [](CgiPolicy& p) {
           p.visitors_of_a_script = 3;
         }},
    {.id = "web.quota.scripts_write_on",
     .clauses = {"WEB-QUOTA-3"},
     .summary = "scripts can write when the space is used up",
     .cgi =
         [](CgiPolicy& p) {
           p.scripts_heed_the_quota = false;
         }},
    {.id = "web.quota.pages_write_on",
     .clauses = {"WEB-QUOTA-3"},
     .summary = "PHP pages can write when the space is used up",
     .cgi =
         [](CgiPolicy& p) {
           p.pages_heed_the_quota = false;
         }},
    {.id = "cgi.request.no_request_method",
     .clauses = {"CGI-9", "CGI-3"},
     .summary = "scripts are not told how they are asked",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"REQUEST_METHOD"};
         }},
    {.id = "cgi.request.no_query_string",
     .clauses = {"CGI-9", "CGI-3"},
     .summary = "scripts are not told their query",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"QUERY_STRING"};
         }},
    {.id = "cgi.request.no_path_info",
     .clauses = {"CGI-9"},
     .summary = "scripts are not told the path behind their name",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"PATH_INFO"};
         }},
    {.id = "cgi.request.no_path_translated",
     .clauses = {"CGI-9"},
     .summary = "scripts are not told the file that the path behind their name stands for",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"PATH_TRANSLATED"};
         }},
    {.id = "cgi.request.no_script_name",
     .clauses = {"CGI-9"},
     .summary = "scripts are not told their own name",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"SCRIPT_NAME"};
         }},
    {.id = "cgi.request.no_server_name",
     .clauses = {"CGI-9"},
     .summary = "scripts are not told the name of the site",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"SERVER_NAME"};
         }},
    {.id = "cgi.request.no_gateway_interface",
     .clauses = {"CGI-9"},
     .summary = "scripts are not told the version of CGI",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"GATEWAY_INTERFACE"};
         }},
    {.id = "cgi.request.no_remote_addr",
     .clauses = {"CGI-9"},
     .summary = "scripts are not told the visitor's address",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"REMOTE_ADDR"};
         }},
    {.id = "cgi.request.no_fields",
     .clauses = {"CGI-9"},
     .summary = "scripts are not told the fields of the request",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"HTTP_*"};
         }},
    {.id = "cgi.request.no_content",
     .clauses = {"CGI-9", "CGI-3"},
     .summary = "scripts are not told of what kind and how long a body is",
     .cgi =
         [](CgiPolicy& p) {
           p.withheld_variables = {"CONTENT_*"};
         }},
    {.id = "cgi.request.path_info_encoded",
     .clauses = {"CGI-9"},
     .summary = "the path behind a script's name is passed on as the URL has it",
     .cgi =
         [](CgiPolicy& p) {
           p.path_info_is_decoded = false;
         }},
    {.id = "cgi.request.proxy_from_visitors",
     .clauses = {"CGI-9"},
     .summary = "a visitor can set HTTP_PROXY",
     .cgi =
         [](CgiPolicy& p) {
           p.proxy_field_is_withheld = false;
         }},
    {.id = "cgi.request.no_head",
     .clauses = {"CGI-9"},
     .summary = "HEAD is refused where a script stands",
     .cgi =
         [](CgiPolicy& p) {
           p.head_is_asked_of_scripts = false;
         }},
    {.id = "cgi.body.lost",
     .clauses = {"CGI-9", "CGI-3"},
     .summary = "the body of a request does not reach the script",
     .cgi =
         [](CgiPolicy& p) {
           p.body_reaches_scripts = false;
         }},
    {.id = "cgi.body.cut",
     .clauses = {"CGI-9", "CGI-3"},
     .summary = "the last octet of a body does not reach the script",
     .cgi =
         [](CgiPolicy& p) {
           p.body_is_cut = true;
         }},
    {.id = "cgi.body.must_be_read",
     .clauses = {"CGI-9"},
     .summary = "a script that does not read its body is answered 500",
     .cgi =
         [](CgiPolicy& p) {
           p.bodies_may_stay_unread = false;
         }},
    {.id = "cgi.answer.status_ignored",
     .clauses = {"CGI-9"},
     .summary = "the status that a script gives is ignored",
     .cgi =
         [](CgiPolicy& p) {
           p.status_field_is_honoured = false;
         }},
    {.id = "cgi.answer.location_ignored",
     .clauses = {"CGI-9"},
     .summary = "the URL that a script sends visitors to is ignored",
     .cgi =
         [](CgiPolicy& p) {
           p.location_field_is_honoured = false;
         }},
    {.id = "cgi.answer.local_location_ignored",
     .clauses = {"CGI-9"},
     .summary = "the path that a script answers with is not followed",
     .cgi =
         [](CgiPolicy& p) {
           p.local_location_is_followed = false;
         }},
    {.id = "cgi.answer.type_ignored",
     .clauses = {"CGI-9"},
     .summary = "the type that a script gives is ignored",
     .cgi =
         [](CgiPolicy& p) {
           p.content_type_is_passed_on = false;
         }},
    {.id = "cgi.answer.fields_dropped",
     .clauses = {"CGI-9"},
     .summary = "other fields that a script gives are dropped",
     .cgi =
         [](CgiPolicy& p) {
           p.other_fields_are_passed_on = false;
         }},
    {.id = "cgi.answer.one_spelling",
     .clauses = {"CGI-9"},
     .summary = "fields count only when they are spelt as the standard spells them",
     .cgi =
         [](CgiPolicy& p) {
           p.field_names_fold_case = false;
         }},
    {.id = "cgi.answer.mangled",
     .clauses = {"CGI-9"},
     .summary = "LF becomes CR LF in what a script prints",
     .cgi =
         [](CgiPolicy& p) {
           p.answers_are_exact = false;
         }},
    {.id = "web.err.no_permission_is_403",
     .clauses = {"WEB-ERR-500"},
     .summary = "a script without permission to execute is answered 403",
     .cgi =
         [](CgiPolicy& p) {
           p.no_permission_status = 403;
         }},
    {.id = "web.err.no_interpreter_line_is_200",
     .clauses = {"WEB-ERR-500"},
     .summary = "a script without an interpreter line is answered 200",
     .cgi =
         [](CgiPolicy& p) {
           p.no_interpreter_line_status = 200;
         }},
    {.id = "web.err.bad_interpreter_is_404",
     .clauses = {"WEB-ERR-500"},
     .summary = "a script whose interpreter is missing is answered 404",
     .cgi =
         [](CgiPolicy& p) {
           p.bad_interpreter_status = 404;
         }},
    {.id = "web.err.early_end_is_502",
     .clauses = {"WEB-ERR-500"},
     .summary = "a script that ends early is answered 502",
     .cgi =
         [](CgiPolicy& p) {
           p.early_end_status = 502;
         }},
    {.id = "web.err.malformed_head_is_502",
     .clauses = {"WEB-ERR-500"},
     .summary = "a script whose head is none is answered 502",
     .cgi =
         [](CgiPolicy& p) {
           p.malformed_header_status = 502;
         }},
    {.id = "cgi.removal.changes_nothing",
     .clauses = {"CGI-8"},
     .summary = "a script that the operator removes goes on running",
     .effects =
         [](Effects& e) {
           e.script_removal_changes_nothing = true;
         }},
};

}  // namespace

std::span<const Deviation> cgi_deviations() {
  return rows;
}

}  // namespace refd
