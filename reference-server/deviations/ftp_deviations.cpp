#include "deviations/tables.h"

namespace refd {
namespace {

// What an FTP client would notice: HOST-2, FTP.
const Deviation rows[] = {
    {.id = "host.ftp_greets_with_230",
     .clauses = {"HOST-2"},
     .summary = "FTP greets as if the login were done",
     .ftp =
         [](FtpPolicy& p) {
           p.greeting_code = 230;
         }},
    {.id = "host.ftp_refuses",
     .clauses = {"HOST-2"},
     .summary = "FTP greets with 421 and closes",
     .ftp =
         [](FtpPolicy& p) {
           p.accepts_connections = false;
         }},
    {.id = "ftp.login.any_password",
     .clauses = {"FTP-LOGIN-1"},
     .summary = "any password is accepted",
     .ftp =
         [](FtpPolicy& p) {
           p.any_password_is_accepted = true;
         }},
    {.id = "ftp.login.password_case_folds",
     .clauses = {"FTP-LOGIN-1"},
     .summary = "the case of the password does not matter",
     .ftp =
         [](FtpPolicy& p) {
           p.passwords_are_case_sensitive = false;
         }},
    {.id = "ftp.login.name_case_folds",
     .clauses = {"FTP-LOGIN-1"},
     .summary = "the case of the login name does not matter",
     .ftp =
         [](FtpPolicy& p) {
           p.names_are_case_sensitive = false;
         }},
    {.id = "ftp.login.any_name",
     .clauses = {"FTP-LOGIN-1"},
     .summary = "any name goes with the right password",
     .effects =
         [](Effects& e) {
           e.any_name = true;
         }},
    {.id = "ftp.login.empty_password",
     .clauses = {"FTP-LOGIN-1"},
     .summary = "an empty password is accepted",
     .effects =
         [](Effects& e) {
           e.empty_password = true;
         }},
    {.id = "ftp.login.anonymous",
     .clauses = {"FTP-LOGIN-1"},
     .summary = "anonymous may log in",
     .ftp =
         [](FtpPolicy& p) {
           p.anonymous_may_log_in = true;
         }},
    {.id = "ftp.login.refused_with_550",
     .clauses = {"FTP-LOGIN-1"},
     .summary = "a refused login is answered 550",
     .ftp =
         [](FtpPolicy& p) {
           p.refused_login_code = 550;
         }},
    {.id = "ftp.login.accepted_with_202",
     .clauses = {"FTP-LOGIN-1"},
     .summary = "an accepted login is answered 202",
     .ftp =
         [](FtpPolicy& p) {
           p.accepted_login_code = 202;
         }},
    {.id = "ftp.login.not_required",
     .clauses = {"FTP-LOGIN-1"},
     .summary = "the customer's commands work without a login",
     .ftp =
         [](FtpPolicy& p) {
           p.login_is_required = false;
         }},
    {.id = "ftp.dir.no_floor",
     .clauses = {"FTP-DIR-1"},
     .summary = "climbing above / is an error",
     .ftp =
         [](FtpPolicy& p) {
           p.root_is_a_floor = false;
         }},
    {.id = "ftp.dir.no_climbing_path",
     .clauses = {"FTP-DIR-2"},
     .summary = "a CWD to a path that climbs is refused",
     .ftp =
         [](FtpPolicy& p) {
           p.relative_paths_may_climb = false;
         }},
    {.id = "ftp.dir.log_missing",
     .clauses = {"FTP-DIR-3"},
     .summary = "the log directory is not there",
     .effects =
         [](Effects& e) {
           e.log_directory_is_hidden = true;
         }},
    {.id = "ftp.dir.outside_readable",
     .clauses = {"FTP-DIR-3"},
     .summary = "the machine's /etc/passwd can be fetched",
     .effects =
         [](Effects& e) {
           e.outside_is_readable = true;
         }},
    {.id = "ftp.xfer.empty_file_vanishes",
     .clauses = {"FTP-XFER-1"},
     .summary = "an empty file is not stored",
     .effects =
         [](Effects& e) {
           e.empty_uploads_vanish = true;
         }},
    {.id = "ftp.xfer.one_octet_padded",
     .clauses = {"FTP-XFER-1"},
     .summary = "a file of one octet gets a line end",
     .effects =
         [](Effects& e) {
           e.one_octet_uploads_are_padded = true;
         }},
    {.id = "ftp.xfer.octet_255_lost",
     .clauses = {"FTP-XFER-1"},
     .summary = "octets of value 255 are lost on the way down",
     .effects =
         [](Effects& e) {
           e.downloads_lose_octet_255 = true;
         }},
    {.id = "ftp.xfer.cut_at_16_mib",
     .clauses = {"FTP-XFER-1"},
     .summary = "what exceeds 16 MiB of an upload is dropped",
     .effects =
         [](Effects& e) {
           e.uploads_are_cut_at_16_mib = true;
         }},
    {.id = "ftp.xfer.old_tail_stays",
     .clauses = {"FTP-XFER-1"},
     .summary = "a shorter file leaves the end of the longer one it replaces",
     .effects =
         [](Effects& e) {
           e.uploads_keep_the_old_tail = true;
         }},
    {.id = "ftp.xfer.blank_names_unreadable",
     .clauses = {"FTP-XFER-1"},
     .summary = "a file whose name holds a blank cannot be fetched",
     .effects =
         [](Effects& e) {
           e.blank_names_cannot_be_read = true;
         }},
    {.id = "ftp.xfer.japanese_names_unreadable",
     .clauses = {"FTP-XFER-1"},
     .summary = "a file whose name is not ASCII cannot be fetched",
     .effects =
         [](Effects& e) {
           e.high_names_cannot_be_read = true;
         }},
    {.id = "ftp.xfer.no_pasv",
     .clauses = {"FTP-XFER-1"},
     .summary = "PASV is unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"PASV"};
         }},
    {.id = "ftp.xfer.no_epsv",
     .clauses = {"FTP-XFER-1"},
     .summary = "EPSV is announced and unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"EPSV"};
         }},
    {.id = "ftp.xfer.no_port",
     .clauses = {"FTP-XFER-1"},
     .summary = "PORT is unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"PORT"};
         }},
    {.id = "ftp.xfer.no_eprt",
     .clauses = {"FTP-XFER-1"},
     .summary = "EPRT is announced and unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"EPRT"};
         }},
    {.id = "ftp.client.list_dos_style",
     .clauses = {"FTP-XFER-2"},
     .summary = "LIST is in the MS-DOS style",
     .ftp =
         [](FtpPolicy& p) {
           p.lists_unix_style = false;
         }},
    {.id = "ftp.client.list_options_are_names",
     .clauses = {"FTP-XFER-2"},
     .summary = "LIST takes -al for a file's name",
     .ftp =
         [](FtpPolicy& p) {
           p.list_takes_options = false;
         }},
    {.id = "ftp.client.list_ignores_its_argument",
     .clauses = {"FTP-XFER-2"},
     .summary = "LIST shows the current directory, whatever was asked",
     .ftp =
         [](FtpPolicy& p) {
           p.list_honours_its_argument = false;
         }},
    {.id = "ftp.client.no_nlst",
     .clauses = {"FTP-XFER-2"},
     .summary = "NLST is unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"NLST"};
         }},
    {.id = "ftp.client.no_size",
     .clauses = {"FTP-XFER-2"},
     .summary = "SIZE is unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"SIZE"};
         }},
    {.id = "ftp.client.no_mdtm",
     .clauses = {"FTP-XFER-2"},
     .summary = "MDTM is unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"MDTM"};
         }},
    {.id = "ftp.client.no_cdup",
     .clauses = {"FTP-XFER-2"},
     .summary = "CDUP is unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"CDUP"};
         }},
    {.id = "ftp.client.no_noop",
     .clauses = {"FTP-XFER-2"},
     .summary = "NOOP is unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"NOOP"};
         }},
    {.id = "ftp.client.no_abor",
     .clauses = {"FTP-XFER-2"},
     .summary = "ABOR is unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"ABOR"};
         }},
    {.id = "ftp.client.no_mlsd",
     .clauses = {"FTP-XFER-2"},
     .summary = "MLSD is unknown",
     .ftp =
         [](FtpPolicy& p) {
           p.withheld_verbs = {"MLSD"};
         }},
    {.id = "ftp.client.ascii_untranslated",
     .clauses = {"FTP-XFER-2"},
     .summary = "TYPE A leaves line ends as they are",
     .ftp =
         [](FtpPolicy& p) {
           p.ascii_type_translates = false;
         }},
    {.id = "ftp.client.restart_ignored",
     .clauses = {"FTP-XFER-2"},
     .summary = "REST is accepted and forgotten",
     .ftp =
         [](FtpPolicy& p) {
           p.restart_is_honoured = false;
         }},
    {.id = "ftp.client.rename_copies",
     .clauses = {"FTP-XFER-2"},
     .summary = "a renamed file keeps its old name too",
     .effects =
         [](Effects& e) {
           e.rename_leaves_the_old_name = true;
         }},
    {.id = "ftp.client.delete_of_nothing_succeeds",
     .clauses = {"FTP-XFER-2"},
     .summary = "DELE of what does not exist succeeds",
     .effects =
         [](Effects& e) {
           e.deleting_nothing_succeeds = true;
         }},
    {.id = "ftp.client.rmd_of_full_succeeds",
     .clauses = {"FTP-XFER-2"},
     .summary = "RMD removes a directory with all in it",
     .effects =
         [](Effects& e) {
           e.directories_are_removed_when_full = true;
         }},
    {.id = "ftp.client.unknown_command_ends",
     .clauses = {"FTP-XFER-2"},
     .summary = "an unknown command ends the session",
     .ftp =
         [](FtpPolicy& p) {
           p.session_survives_unknown_commands = false;
         }},
    {.id = "ftp.mode.top_only",
     .clauses = {"FTP-MODE-1"},
     .summary = "SITE CHMOD does nothing below the top directories",
     .effects =
         [](Effects& e) {
           e.modes_change_at_the_top_only = true;
         }},
    {.id = "ftp.mode.web_only",
     .clauses = {"FTP-MODE-1"},
     .summary = "SITE CHMOD is refused outside /web",
     .effects =
         [](Effects& e) {
           e.modes_change_in_web_only = true;
         }},
    {.id = "ftp.case.read_folds",
     .clauses = {"FTP-CASE-1"},
     .summary = "a name finds a file that differs in case",
     .effects =
         [](Effects& e) {
           e.names_fold_case_when_read = true;
         }},
    {.id = "ftp.case.write_folds",
     .clauses = {"FTP-CASE-1"},
     .summary = "an upload replaces a file whose name differs in case",
     .effects =
         [](Effects& e) {
           e.names_fold_case_when_written = true;
         }},
};

}  // namespace

std::span<const Deviation> ftp_deviations() {
  return rows;
}

}  // namespace refd
