#include "deviations/tables.h"

namespace refd {
namespace {

// What an access file does otherwise: ACL. Without a working Allow the customer is locked out too, so that
// the clauses that speak of who is let in are broken with it.
const Deviation rows[] = {
    {.id = "acl.ignored",
     .clauses = {"ACL-1", "ACL-2", "ACL-3", "ACL-4", "ACL-5", "ACL-6", "ACL-7", "ACL-8", "ACL-9"},
     .summary = "access files keep nobody out",
     .ftp =
         [](FtpPolicy& p) {
           p.access_files_are_honoured = false;
         }},
    {.id = "acl.limit.deny_wins",
     .clauses = {"ACL-1", "ACL-3", "ACL-4", "ACL-5", "ACL-6"},
     .summary = "a denial of all outweighs what is allowed, as with Apache",
     .ftp =
         [](FtpPolicy& p) {
           p.access_allow_wins = false;
         }},
    {.id = "acl.limit.misprints_count",
     .clauses = {"ACL-1"},
     .summary = "files under the misprinted names count as access files",
     .ftp =
         [](FtpPolicy& p) {
           p.access_misprints_have_effect = true;
         }},
    {.id = "acl.source.addresses_ignored",
     .clauses = {"ACL-1", "ACL-3", "ACL-6"},
     .summary = "an address in an access file matches nobody",
     .ftp =
         [](FtpPolicy& p) {
           p.access_by_address_works = false;
         }},
    {.id = "acl.source.names_ignored",
     .clauses = {"ACL-4", "ACL-5"},
     .summary = "a name in an access file matches nobody",
     .ftp =
         [](FtpPolicy& p) {
           p.access_by_name_works = false;
         }},
    {.id = "acl.source.suffix_without_dot",
     .clauses = {"ACL-4"},
     .summary = "the end of a name matches in the middle of a label",
     .ftp =
         [](FtpPolicy& p) {
           p.access_suffix_matches_without_dot = true;
         }},
    {.id = "acl.reach.one_directory",
     .clauses = {"ACL-6"},
     .summary = "an access file speaks of its own directory only",
     .ftp =
         [](FtpPolicy& p) {
           p.access_covers_subdirectories = false;
         }},
    {.id = "acl.effect.read_once",
     .clauses = {"ACL-7"},
     .summary = "an open session goes on with the access files that it found first",
     .ftp =
         [](FtpPolicy& p) {
           p.access_read_once_per_session = true;
         }},
    {.id = "acl.effect.can_be_undone",
     .clauses = {"ACL-8"},
     .summary = "who is locked out can change the access file",
     .ftp =
         [](FtpPolicy& p) {
           p.locked_out_may_change_the_file = true;
         }},
    {.id = "acl.release.changes_nothing",
     .clauses = {"ACL-9"},
     .summary = "the operator's renaming of an access file does not happen",
     .effects =
         [](Effects& e) {
           e.release_changes_nothing = true;
         }},
    {.id = "acl.release.loses_the_text",
     .clauses = {"ACL-9"},
     .summary = "the operator's renaming of an access file loses its text",
     .effects =
         [](Effects& e) {
           e.release_loses_the_text = true;
         }},
    {.id = "acl.visitors.kept_out",
     .clauses = {"ACL-10"},
     .summary = "visitors find nothing in a directory with an access file",
     .effects =
         [](Effects& e) {
           e.visitors_find_nothing_beside_access_files = true;
         }},
};

}  // namespace

std::span<const Deviation> access_deviations() {
  return rows;
}

}  // namespace refd
