#include <utility>

#include "deviations/tables.h"

namespace refd {
namespace {

void swap_index_names(HttpPolicy& policy, std::size_t first) {
  std::swap(policy.index_names.at(first), policy.index_names.at(first + 1));
}

// What visitors would notice: HOST-1, WEB, LOG.
const Deviation rows[] = {
    {.id = "host.root_unavailable",
     .clauses = {"HOST-1"},
     .summary = "the site's root answers 503",
     .http =
         [](HttpPolicy& p) {
           p.root_answers = false;
         }},
    {.id = "host.name_case_matters",
     .clauses = {"HOST-1"},
     .summary = "the site is only found under its name in lower case",
     .http =
         [](HttpPolicy& p) {
           p.host_names_are_case_sensitive = true;
         }},
    {.id = "web.map.six_levels_only",
     .clauses = {"WEB-MAP-1"},
     .summary = "what lies deeper than six levels is not found",
     .effects =
         [](Effects& e) {
           e.visitors_reach_six_levels_only = true;
         }},
    {.id = "web.map.plus_is_blank",
     .clauses = {"WEB-MAP-1"},
     .summary = "a plus sign in a path is taken for a blank",
     .effects =
         [](Effects& e) {
           e.visitors_plus_is_blank = true;
         }},
    {.id = "web.map.ascii_names_only",
     .clauses = {"WEB-MAP-1"},
     .summary = "names that are not ASCII are not found",
     .effects =
         [](Effects& e) {
           e.visitors_find_ascii_names_only = true;
         }},
    {.id = "web.map.pictures_mangled",
     .clauses = {"WEB-MAP-1"},
     .summary = "pictures are sent as if they were text",
     .effects =
         [](Effects& e) {
           e.visitors_get_mangled_pictures = true;
         }},
    {.id = "web.map.texts_mangled",
     .clauses = {"WEB-MAP-1"},
     .summary = "the last octet of a text is another",
     .effects =
         [](Effects& e) {
           e.visitors_get_mangled_texts = true;
         }},
    {.id = "web.map.stale_content",
     .clauses = {"WEB-MAP-1"},
     .summary = "a file that was replaced is served as it was at first",
     .effects =
         [](Effects& e) {
           e.visitors_get_first_content_ever = true;
         }},
    {.id = "web.map.removed_still_served",
     .clauses = {"WEB-MAP-1"},
     .summary = "a file that was removed is served on",
     .effects =
         [](Effects& e) {
           e.visitors_still_see_removed_files = true;
         }},
    {.id = "web.map.no_directory_redirect",
     .clauses = {"WEB-MAP-1"},
     .summary = "a directory's name without the slash is not found",
     .http =
         [](HttpPolicy& p) {
           p.redirects_directories = false;
         }},
    {.id = "web.map.head_unknown",
     .clauses = {"WEB-MAP-1", "CGI-9"},
     .summary = "HEAD finds nothing",
     .http =
         [](HttpPolicy& p) {
           p.answers_head = false;
         }},
    {.id = "web.map.always_not_modified",
     .clauses = {"WEB-MAP-1"},
     .summary = "every conditional request is answered 304",
     .http =
         [](HttpPolicy& p) {
           p.compares_validators = false;
         }},
    {.id = "web.map.ranges_shifted",
     .clauses = {"WEB-MAP-1"},
     .summary = "a range starts one octet late",
     .http =
         [](HttpPolicy& p) {
           p.ranges_are_exact = false;
         }},
    {.id = "web.index.htm_before_html",
     .clauses = {"WEB-INDEX-1"},
     .summary = "index.htm comes before index.html",
     .http =
         [](HttpPolicy& p) {
           swap_index_names(p, 0);
         }},
    {.id = "web.index.shtml_before_htm",
     .clauses = {"WEB-INDEX-2"},
     .summary = "index.shtml comes before index.htm",
     .http =
         [](HttpPolicy& p) {
           swap_index_names(p, 1);
         }},
    {.id = "web.index.home_before_index_shtml",
     .clauses = {"WEB-INDEX-3"},
     .summary = "home.html comes before index.shtml",
     .http =
         [](HttpPolicy& p) {
           swap_index_names(p, 2);
         }},
    {.id = "web.index.home_shtml_before_home",
     .clauses = {"WEB-INDEX-4"},
     .summary = "home.shtml comes before home.html",
     .http =
         [](HttpPolicy& p) {
           swap_index_names(p, 3);
         }},
    {.id = "web.index.default_before_home_shtml",
     .clauses = {"WEB-INDEX-5"},
     .summary = "default.html comes before home.shtml",
     .http =
         [](HttpPolicy& p) {
           swap_index_names(p, 4);
         }},
    {.id = "web.index.no_default",
     .clauses = {"WEB-INDEX-6"},
     .summary = "default.html is no index",
     .http =
         [](HttpPolicy& p) {
           p.index_names.pop_back();
         }},
    {.id = "web.index.not_in_deep_directories",
     .clauses = {"WEB-INDEX-1", "WEB-INDEX-2", "WEB-INDEX-3", "WEB-INDEX-4", "WEB-INDEX-5", "WEB-INDEX-6"},
     .summary = "no index is found in deep directories",
     .effects =
         [](Effects& e) {
           e.visitors_find_no_deep_index = true;
         }},
    {.id = "web.index.missing_is_forbidden",
     .clauses = {"WEB-INDEX-7"},
     .summary = "a directory without an index is 403",
     .http =
         [](HttpPolicy& p) {
           p.missing_index = HttpPolicy::MissingIndex::forbidden;
         }},
    {.id = "web.index.missing_is_listed",
     .clauses = {"WEB-INDEX-7"},
     .summary = "a directory without an index is listed",
     .http =
         [](HttpPolicy& p) {
           p.missing_index = HttpPolicy::MissingIndex::listing;
         }},
    {.id = "web.case.names_fold",
     .clauses = {"WEB-CASE-1"},
     .summary = "a name in a URL finds a file that differs in case",
     .http =
         [](HttpPolicy& p) {
           p.names_are_case_sensitive = false;
         }},
    {.id = "web.case.index_folds",
     .clauses = {"WEB-CASE-1"},
     .summary = "INDEX.HTML stands in for index.html",
     .http =
         [](HttpPolicy& p) {
           p.index_names_are_case_sensitive = false;
         }},
    {.id = "web.err.file_mode_ignored",
     .clauses = {"WEB-ERR-403", "FTP-MODE-1"},
     .summary = "a file without read permission is served",
     .effects =
         [](Effects& e) {
           e.visitors_ignore_file_modes = true;
         }},
    {.id = "web.err.directory_mode_ignored",
     .clauses = {"WEB-ERR-403"},
     .summary = "what lies in a directory without search permission is served",
     .effects =
         [](Effects& e) {
           e.visitors_ignore_directory_modes = true;
         }},
    {.id = "web.err.forbidden_is_401",
     .clauses = {"WEB-ERR-403"},
     .summary = "what permissions forbid is answered 401",
     .http =
         [](HttpPolicy& p) {
           p.forbidden_status = 401;
         }},
    {.id = "web.err.missing_is_200",
     .clauses = {"WEB-ERR-404", "CTR-7"},
     .summary = "the page that says 'not found' comes with status 200",
     .http =
         [](HttpPolicy& p) {
           p.not_found_status = 200;
         }},
};

}  // namespace

std::span<const Deviation> web_deviations() {
  return rows;
}

}  // namespace refd
