// ACL-3 … ACL-5: how a source is named. The second vantage point is the one in question: the first stays
// allowed by its address, since it has to clean up.

#include "check/ftp_checks.h"
#include "scenario/access/guarded_directory.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

/// The name that the second vantage point's address resolves to, cut before its `labels` last labels:
/// ".jp" of "h1.tokyo.isp.example.jp" for 1.
std::string end_of_name(const std::string& name, unsigned labels) {
  std::size_t dot = name.size();
  for (; labels > 0 && dot != std::string::npos && dot != 0; --labels) dot = name.rfind('.', dot - 1);
  return dot == std::string::npos || dot == 0 ? "." + name : name.substr(dot);
}

/// The whole name without its host: ".tokyo.isp.example.jp".
std::string without_host(Context& context, const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos || name.find('.', dot + 1) == std::string::npos)
    context.stop_inconclusive("the reverse name " + name + " is too short to be told in parts");
  return name.substr(dot);
}

const std::string& reverse_name(Context& context) {
  return context.target().vantage_points.at(1).reverse_name;
}

/// What is the same in all of these: a directory that `sources` opens to the second vantage point, or not.
void expect_open(Context& context, const std::string& name, const std::string& sources) {
  GuardedDirectory members(context, name);
  members.close(sources);
  FtpClient other = stranger(context);
  const std::string text = context.unique();
  context.expect("'Allow from " + sources + "' lets a source of that kind fetch a file",
                 other.download(members.file()), DataIs(members.text()));
  context.expect("and store one", other.upload(members.path("new.html"), text), TransferSucceeds());
  context.expect("that is whole", other.download(members.path("new.html")), DataIs(text));
}

void expect_closed(Context& context, const std::string& name, const std::string& sources,
                   const std::string& who) {
  GuardedDirectory members(context, name);
  need_open_to_strangers(context, members);
  members.close(sources);
  FtpClient other = stranger(context);
  context.expect("'Allow from " + sources + "' does not let " + who + " fetch a file",
                 other.download(members.file()), TransferRefused());
  context.expect("nor store one", other.upload(members.path("new.html"), context.unique()),
                 TransferRefused());
}

void by_address(Context& context) {
  expect_open(context, "open", address_of(context, 1));
  // 192.0.2.0/24 is nobody's (RFC 5737).
  expect_closed(context, "closed", "192.0.2.1", "another address");
}

void by_top_level(Context& context) {
  expect_open(context, "open", end_of_name(reverse_name(context), 1));
}

void not_by_another_top_level(Context& context) {
  const std::string own = end_of_name(reverse_name(context), 1);
  expect_closed(context, "other", own == ".net" ? ".jp" : ".net", "a host of " + own);
  // As .jp is not .xjp's: ".p" is not ".jp"'s.
  if (own.size() > 2)
    expect_closed(context, "part", "." + own.substr(2), "a host of " + own + ", of which it is a part");
}

void by_longer_suffix(Context& context) {
  expect_open(context, "open", without_host(context, reverse_name(context)));
}

void not_by_a_neighbours_suffix(Context& context) {
  const std::string own = without_host(context, reverse_name(context));
  const std::string neighbour = ".cts-neighbour" + own.substr(own.find('.', 1));
  expect_closed(context, "closed", neighbour, "a host of " + own);
}

const Scenario table[] = {
    {.id = "acl.source.by_address",
     .clauses = {"ACL-3"},
     .purpose = "The customer can open a directory to one address and to no other.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = by_address},
    {.id = "acl.source.by_top_level",
     .clauses = {"ACL-4"},
     .purpose = "The customer can open a directory to all hosts whose name ends alike.",
     .needs = Need::ftp_login | Need::reverse_name,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = by_top_level},
    {.id = "acl.source.not_by_another_top_level",
     .clauses = {"ACL-4"},
     .purpose = "A host whose name ends otherwise, or only has the same letters at its end, stays out.",
     .needs = Need::ftp_login | Need::reverse_name,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = not_by_another_top_level},
    {.id = "acl.source.by_longer_suffix",
     .clauses = {"ACL-5"},
     .purpose = "The customer can open a directory to one region of one provider.",
     .needs = Need::ftp_login | Need::reverse_name,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = by_longer_suffix},
    {.id = "acl.source.not_by_a_neighbours_suffix",
     .clauses = {"ACL-5"},
     .purpose = "The hosts of another region of the same provider stay out.",
     .needs = Need::ftp_login | Need::reverse_name,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = not_by_a_neighbours_suffix},
};

}  // namespace

std::span<const Scenario> access_source_scenarios() {
  return table;
}

}  // namespace cts
