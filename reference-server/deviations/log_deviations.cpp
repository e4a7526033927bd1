#include <cstdint>
#include <limits>

#include "deviations/tables.h"

namespace refd {
namespace {

// What the access log does otherwise: LOG.
const Deviation rows[] = {
    {.id = "log.not_written",
     .clauses = {"LOG-1", "LOG-2", "LOG-3", "LOG-4"},
     .summary = "accesses are not logged",
     .log =
         [](LogPolicy& p) {
           p.accesses_are_logged = false;
         }},
    {.id = "log.unreadable",
     .clauses = {"LOG-1", "LOG-2", "LOG-3", "LOG-4"},
     .summary = "the customer may not read the log",
     .effects =
         [](Effects& e) {
           e.log_cannot_be_read = true;
         }},
    {.id = "log.lines_doubled",
     .clauses = {"LOG-1", "LOG-3"},
     .summary = "every access is logged twice",
     .effects =
         [](Effects& e) {
           e.log_doubles_lines = true;
         }},
    {.id = "log.says_200_always",
     .clauses = {"LOG-1"},
     .summary = "the log says 200 whatever the answer was",
     .effects =
         [](Effects& e) {
           e.log_says_200_always = true;
         }},
    {.id = "log.rotation.never",
     .clauses = {"LOG-2", "LOG-3"},
     .summary = "the log grows on for ever",
     .log =
         [](LogPolicy& p) {
           p.rotated_from_octets = std::numeric_limits<std::uint64_t>::max();
           p.never_above_octets = p.rotated_from_octets;
         }},
    {.id = "log.rotation.too_early",
     .clauses = {"LOG-2"},
     .summary = "the log is rotated each day, however small it is",
     .log =
         [](LogPolicy& p) {
           p.rotated_from_octets = 1;
         }},
    {.id = "log.rotation.too_late",
     .clauses = {"LOG-2"},
     .summary = "the log may become larger than promised between two checks",
     .log =
         [](LogPolicy& p) {
           p.never_above_octets = std::numeric_limits<std::uint64_t>::max();
         }},
    {.id = "log.rotation.three_generations",
     .clauses = {"LOG-3"},
     .summary = "only three generations are kept",
     .log =
         [](LogPolicy& p) {
           p.generations = 3;
         }},
    {.id = "log.rotation.five_generations",
     .clauses = {"LOG-3"},
     .summary = "a fifth generation is kept",
     .log =
         [](LogPolicy& p) {
           p.generations = 5;
         }},
    {.id = "log.rotation.loses_a_line",
     .clauses = {"LOG-3"},
     .summary = "the first long line after a rotation is lost",
     .effects =
         [](Effects& e) {
           e.log_loses_a_line_at_rotation = true;
         }},
    {.id = "log.rotation.doubles_a_line",
     .clauses = {"LOG-3"},
     .summary = "the first long line after a rotation stands there twice",
     .effects =
         [](Effects& e) {
           e.log_doubles_a_line_at_rotation = true;
         }},
    {.id = "log.rotation.garbled",
     .clauses = {"LOG-2", "LOG-3"},
     .summary = "the generations are no gzip files",
     .effects =
         [](Effects& e) {
           e.log_generations_are_garbled = true;
         }},
    {.id = "log.rotation.numbered_backwards",
     .clauses = {"LOG-2", "LOG-3"},
     .summary = "the oldest generation is number 1",
     .effects =
         [](Effects& e) {
           e.log_generations_are_numbered_backwards = true;
         }},
    {.id = "log.deletion.ignored",
     .clauses = {"LOG-4"},
     .summary = "the log stays although the operator deletes it",
     .effects =
         [](Effects& e) {
           e.log_is_not_deleted = true;
         }},
    {.id = "log.deletion.stops_the_log",
     .clauses = {"LOG-4"},
     .summary = "no new log is begun after the deletion",
     .effects =
         [](Effects& e) {
           e.log_deletion_stops_the_log = true;
         }},
};

}  // namespace

std::span<const Deviation> log_deviations() {
  return rows;
}

}  // namespace refd
