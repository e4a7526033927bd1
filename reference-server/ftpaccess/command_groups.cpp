#include "ftpaccess/command_groups.h"

#include <algorithm>
#include <array>

namespace refd {
namespace {

struct Row {
  std::string_view verb;
  std::string_view group;
};

// ProFTPD's command tables, as measured; RNFR counts as writing, whatever its manual says.
constexpr std::array rows = {
    Row{"CWD", "DIRS"},   Row{"XCWD", "DIRS"},  Row{"CDUP", "DIRS"},        Row{"XCUP", "DIRS"},
    Row{"PWD", "DIRS"},   Row{"XPWD", "DIRS"},  Row{"LIST", "DIRS"},        Row{"NLST", "DIRS"},
    Row{"STAT", "DIRS"},  Row{"MDTM", "DIRS"},  Row{"MLSD", "DIRS"},        Row{"MLST", "DIRS"},
    Row{"RETR", "READ"},  Row{"SIZE", "READ"},  Row{"STOR", "WRITE"},       Row{"STOU", "WRITE"},
    Row{"APPE", "WRITE"}, Row{"DELE", "WRITE"}, Row{"MKD", "WRITE"},        Row{"XMKD", "WRITE"},
    Row{"RMD", "WRITE"},  Row{"XRMD", "WRITE"}, Row{"RNFR", "WRITE"},       Row{"RNTO", "WRITE"},
    Row{"MFF", "WRITE"},  Row{"MFMT", "WRITE"}, Row{"SITE_CHMOD", "WRITE"},
};
constexpr std::array<std::string_view, 14> others = {"ALL",  "READ", "WRITE", "DIRS", "LOGIN", "FEAT", "HELP",
                                                     "NOOP", "ABOR", "TYPE",  "REST", "SYST",  "SITE", "RAW"};
constexpr std::array<std::string_view, 7> of_the_connection = {"EPRT", "EPSV", "PASV", "PORT",
                                                               "PROT", "OPTS", "LOGIN"};
constexpr std::array<std::array<std::string_view, 2>, 5> spellings = {
    {{"CDUP", "XCUP"}, {"MKD", "XMKD"}, {"PWD", "XPWD"}, {"RMD", "XRMD"}, {"CWD", "XCWD"}}};

}  // namespace

std::string_view command_group(std::string_view verb) {
  const auto row = std::find_if(rows.begin(), rows.end(), [verb](const Row& r) { return r.verb == verb; });
  return row == rows.end() ? std::string_view() : row->group;
}

bool is_limitable(std::string_view name) {
  return !command_group(name).empty() || std::find(others.begin(), others.end(), name) != others.end() ||
         std::find(of_the_connection.begin(), of_the_connection.end(), name) != of_the_connection.end();
}

bool is_covered_by_all(std::string_view verb) {
  return std::find(of_the_connection.begin(), of_the_connection.end(), verb) == of_the_connection.end();
}

bool names_the_same(std::string_view limited, std::string_view verb) {
  if (limited == verb) return true;
  return std::any_of(spellings.begin(), spellings.end(), [&](const auto& pair) {
    return (limited == pair[0] && verb == pair[1]) || (limited == pair[1] && verb == pair[0]);
  });
}

}  // namespace refd
