#include "ftp/ftp_commands.h"

#include <algorithm>

namespace refd {

// NOLINTNEXTLINE(readability-function-size): a table, which needs the class
std::span<const FtpCommand> FtpCommandTable::rows() {
  using S = FtpSession;
  constexpr auto anyone = FtpCommand::Login::not_needed;
  constexpr auto customer = FtpCommand::Login::needed;
  constexpr auto nothing = FtpCommand::Takes::nothing;
  constexpr auto word = FtpCommand::Takes::word;
  constexpr auto a_word = FtpCommand::Takes::required_word;
  constexpr auto path = FtpCommand::Takes::path;
  constexpr auto a_path = FtpCommand::Takes::required_path;
  // clang-format off
  static constexpr FtpCommand table[] = {
    {"USER", "<sp> name",                anyone,   a_word,  &S::user, "", "FTP-LOGIN-1"},
    {"PASS", "<sp> password",            anyone,   path,    &S::pass, "", "FTP-LOGIN-1"},
    {"ACCT", "<sp> account",             customer, word,    &S::acct, "", "FTP-XFER-2"},
    {"REIN", "",                         anyone,   nothing, &S::rein, "", "RFC 959 4.1.1"},
    {"QUIT", "",                         anyone,   nothing, &S::quit, "", "FTP-XFER-2"},
    {"CWD",  "<sp> directory",           customer, a_path,  &S::cwd,  "", "FTP-DIR-2"},
    {"XCWD", "<sp> directory",           customer, a_path,  &S::cwd,  "", "FTP-DIR-2"},
    {"CDUP", "",                         customer, nothing, &S::cdup, "", "FTP-DIR-1"},
    {"XCUP", "",                         customer, nothing, &S::cdup, "", "FTP-DIR-1"},
    {"PWD",  "",                         customer, nothing, &S::pwd,  "", "FTP-DIR-1"},
    {"XPWD", "",                         customer, nothing, &S::pwd,  "", "FTP-DIR-1"},
    {"TYPE", "<sp> A | I | L 8",         customer, a_word,  &S::type, "", "FTP-XFER-2"},
    {"MODE", "<sp> S",                   customer, a_word,  &S::mode, "", "RFC 959 3.4"},
    {"STRU", "<sp> F",                   customer, a_word,  &S::stru, "", "RFC 959 3.1.2"},
    {"PORT", "<sp> h1,h2,h3,h4,p1,p2",   customer, a_word,  &S::port, "", "FTP-XFER-1"},
    {"EPRT", "<sp> |family|addr|port|",  customer, a_word,  &S::eprt, "EPRT", "FTP-XFER-1"},
    {"PASV", "",                         customer, nothing, &S::pasv, "", "FTP-XFER-1"},
    {"EPSV", "[<sp> family | ALL]",      customer, word,    &S::epsv, "EPSV", "FTP-XFER-1"},
    {"RETR", "<sp> file",                customer, a_path,  &S::retr, "", "FTP-XFER-1"},
    {"STOR", "<sp> file",                customer, a_path,  &S::stor, "", "FTP-XFER-1"},
    {"APPE", "<sp> file",                customer, a_path,  &S::appe, "", "FTP-XFER-1"},
    {"STOU", "[<sp> file]",              customer, path,    &S::stou, "", "FTP-XFER-2"},
    {"ALLO", "<sp> octets",              customer, word,    &S::allo, "", "RFC 959 4.1.3"},
    {"REST", "<sp> offset",              customer, a_word,  &S::rest, "REST STREAM", "FTP-XFER-2"},
    {"ABOR", "",                         anyone,   nothing, &S::abor, "", "FTP-XFER-2"},
    {"LIST", "[<sp> -options] [<sp> path]", customer, path, &S::list, "", "FTP-XFER-2"},
    {"NLST", "[<sp> -options] [<sp> path]", customer, path, &S::nlst, "", "FTP-XFER-2"},
    {"MLSD", "[<sp> directory]",         customer, path,    &S::mlsd, "", "RFC 3659 7"},
    {"MLST", "[<sp> path]",              customer, path,    &S::mlst, "MLST", "RFC 3659 7"},
    {"STAT", "[<sp> path]",              customer, path,    &S::stat, "", "FTP-XFER-2"},
    {"SIZE", "<sp> file",                customer, a_path,  &S::size, "SIZE", "FTP-XFER-2"},
    {"MDTM", "<sp> file",                customer, a_path,  &S::mdtm, "MDTM", "FTP-XFER-2"},
    {"MFMT", "<sp> time <sp> path",      customer, a_path,  &S::mfmt, "MFMT", "draft-somers-ftp-mfxx"},
    {"MFF",  "<sp> facts <sp> path",     customer, a_path,  &S::mff,  "MFF Modify;UNIX.mode;", "draft-somers-ftp-mfxx"},
    {"DELE", "<sp> file",                customer, a_path,  &S::dele, "", "FTP-XFER-2"},
    {"MKD",  "<sp> directory",           customer, a_path,  &S::mkd,  "", "FTP-XFER-2"},
    {"XMKD", "<sp> directory",           customer, a_path,  &S::mkd,  "", "FTP-XFER-2"},
    {"RMD",  "<sp> directory",           customer, a_path,  &S::rmd,  "", "FTP-XFER-2"},
    {"XRMD", "<sp> directory",           customer, a_path,  &S::rmd,  "", "FTP-XFER-2"},
    {"RNFR", "<sp> path",                customer, a_path,  &S::rnfr, "", "FTP-XFER-2"},
    {"RNTO", "<sp> path",                customer, a_path,  &S::rnto, "", "FTP-XFER-2"},
    {"SITE", "<sp> CHMOD | HELP",        customer, a_path,  &S::site, "", "FTP-MODE-1"},
    {"SYST", "",                         anyone,   nothing, &S::syst, "", "FTP-XFER-2"},
    {"HELP", "[<sp> command]",           anyone,   word,    &S::help, "", "FTP-XFER-2"},
    {"FEAT", "",                         anyone,   nothing, &S::feat, "TVFS", "RFC 2389 3"},
    {"OPTS", "<sp> UTF8 ON | MLST facts", anyone,  a_word,  &S::opts, "UTF8", "RFC 2389 4"},
    {"CLNT", "<sp> program",             anyone,   word,    &S::clnt, "CLNT", "FTP-XFER-2"},
    {"LANG", "[<sp> language]",          anyone,   word,    &S::lang, "LANG EN*", "RFC 2640 4"},
    {"HOST", "<sp> name",                anyone,   a_word,  &S::host, "", "RFC 7151"},
    {"NOOP", "",                         anyone,   nothing, &S::noop, "", "FTP-XFER-2"},
    {"AUTH", "",                         anyone,   word,    &S::not_offered, "", "RFC 4217", false},
    {"PBSZ", "",                         anyone,   word,    &S::not_offered, "", "RFC 4217", false},
    {"PROT", "",                         anyone,   word,    &S::not_offered, "", "RFC 4217", false},
    {"SMNT", "",                         customer, path,    &S::not_offered, "", "RFC 959 4.1.1", false},
  };
  // clang-format on
  return table;
}

const FtpCommand* FtpCommandTable::find(std::string_view verb) {
  const auto table = rows();
  const auto row =
      std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.verb == verb; });
  return row == table.end() ? nullptr : &*row;
}

}  // namespace refd
