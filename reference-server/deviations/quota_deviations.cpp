#include "deviations/tables.h"

namespace refd {
namespace {

// What becomes of the space for web content: WEB-QUOTA.
const Deviation rows[] = {
    {.id = "web.quota.half_the_space",
     .clauses = {"WEB-QUOTA-1"},
     .summary = "uploads are refused from half of the promised space on",
     .quota =
         [](QuotaPolicy& p) {
           p.limit_octets /= 2;
         }},
    {.id = "web.quota.not_enforced",
     .clauses = {"WEB-QUOTA-2"},
     .summary = "uploads are taken beyond the space",
     .quota =
         [](QuotaPolicy& p) {
           p.is_enforced = false;
         }},
    {.id = "web.quota.freed_space_is_lost",
     .clauses = {"WEB-QUOTA-2"},
     .summary = "in a directory where an upload found no room, removing files makes none",
     .effects =
         [](Effects& e) {
           e.full_directories_stay_full = true;
         }},
    {.id = "web.quota.refusal_ends_the_session",
     .clauses = {"WEB-QUOTA-2"},
     .summary = "an upload that finds no room ends the session",
     .ftp =
         [](FtpPolicy& p) {
           p.session_survives_a_full_disk = false;
         }},
    {.id = "web.quota.refusal_is_not_told",
     .clauses = {"WEB-QUOTA-2"},
     .summary = "an upload that finds no room is answered as if it were stored",
     .ftp =
         [](FtpPolicy& p) {
           p.tells_when_the_disk_is_full = false;
         }},
    {.id = "web.quota.old_file_is_cleared",
     .clauses = {"WEB-QUOTA-2"},
     .summary = "an upload that finds no room empties the file it was to replace",
     .effects =
         [](Effects& e) {
           e.refused_uploads_clear_the_old_file = true;
         }},
    {.id = "web.quota.use_without_directories",
     .clauses = {"WEB-QUOTA-4"},
     .summary = "directories are left out of the use that is told",
     .effects =
         [](Effects& e) {
           e.use_leaves_out_directories = true;
         }},
    {.id = "web.quota.use_is_sum_of_sizes",
     .clauses = {"WEB-QUOTA-4"},
     .summary = "the use that is told is the sum of the files' sizes",
     .effects =
         [](Effects& e) {
           e.use_is_the_sum_of_sizes = true;
         }},
    {.id = "web.quota.use_is_old",
     .clauses = {"WEB-QUOTA-4", "WEB-QUOTA-5"},
     .summary = "the use that is told is that of the first time it was asked for",
     .effects =
         [](Effects& e) {
           e.use_is_told_as_at_first = true;
         }},
};

}  // namespace

std::span<const Deviation> quota_deviations() {
  return rows;
}

}  // namespace refd
