#include "phpmyadmin/admin_settings.h"

#include <string_view>

#include <fmt/format.h>

namespace refd::phpmyadmin {

namespace {

constexpr std::string_view ini = R"(; Written by hosting-refd at each start; changes are lost.
[PHP]
auto_prepend_file = "{first_page}"
output_buffering = 4096
max_execution_time = {seconds}
max_input_time = 300
memory_limit = {memory}
post_max_size = {post}
upload_max_filesize = {post}
upload_tmp_dir = "{temporary}"
sys_temp_dir = "{temporary}"
display_errors = Off
display_startup_errors = Off
log_errors = On
html_errors = Off
error_reporting = E_ALL & ~E_DEPRECATED & ~E_STRICT & ~E_NOTICE
expose_php = Off
default_charset = "UTF-8"
allow_url_fopen = Off
allow_url_include = Off
enable_dl = Off
variables_order = "GPCS"
request_order = "GP"
; A large export has tables of its own.
max_input_vars = 10000

[CGI]
cgi.fix_pathinfo = 1
cgi.force_redirect = 1

[Session]
session.save_path = "{temporary}"
session.use_strict_mode = 1
session.cookie_httponly = 1
session.gc_probability = 1
session.gc_divisor = 100

[MySQLi]
mysqli.default_socket = "{socket}"
mysqli.allow_local_infile = Off

[opcache]
opcache.memory_consumption = 64
opcache.revalidate_freq = 60
opcache.lockfile_path = "{temporary}"
)";

constexpr std::string_view configuration = R"(<?php
// Written by hosting-refd at each start; changes are lost.
$cfg['blowfish_secret'] = {secret};
$cfg['Servers'][1]['auth_type'] = 'http';
$cfg['Servers'][1]['auth_http_realm'] = 'phpMyAdmin';
$cfg['Servers'][1]['host'] = 'localhost';
$cfg['Servers'][1]['socket'] = {socket};
$cfg['Servers'][1]['AllowRoot'] = false;
$cfg['Servers'][1]['AllowNoPassword'] = true;
$cfg['Servers'][1]['hide_db'] = '^(information_schema|performance_schema|mysql|sys)$';
$cfg['TempDir'] = {temporary};
$cfg['UploadDir'] = '';
// For files. Under the name "euc-jp" an export says SET NAMES ujis, which an import, converted to UTF-8 by then, must
// not obey: the text is lost (DB-8). This spelling it converts only.
$cfg['AvailableCharsets'] = ['utf-8', 'EUC-JP', 'Shift_JIS', 'ISO-2022-JP', 'UTF-16', 'iso-8859-1'];
$cfg['SaveDir'] = '';
$cfg['DefaultLang'] = 'ja';
$cfg['VersionCheck'] = false;
$cfg['SendErrorReports'] = 'never';
$cfg['PmaNoRelation_DisableWarning'] = true;
$cfg['SuhosinDisableWarning'] = true;
$cfg['ExecTimeLimit'] = {seconds};
$cfg['MemoryLimit'] = '-1';
$cfg['AllowArbitraryServer'] = false;
$cfg['ShowPhpInfo'] = false;
$cfg['ShowServerInfo'] = true;
$cfg['ZeroConf'] = false;
)";

// Where a value is given already, phpMyAdmin's own is refused, with a warning that says nothing.
constexpr std::string_view first_page = R"(<?php
// Written by hosting-refd at each start; changes are lost.
define('CONFIG_FILE', {configuration});
define('TEMP_DIR', {temporary});
set_error_handler(static function (int $number, string $text): bool {{
    return str_contains($text, 'already defined');
}});
)";

std::string php_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "'";
}

}  // namespace

std::string admin_php_ini(const AdminSettings& settings) {
  return fmt::format(ini, fmt::arg("first_page", settings.first_page), fmt::arg("seconds", settings.seconds),
                     fmt::arg("memory", settings.memory_octets), fmt::arg("post", settings.post_octets),
                     fmt::arg("temporary", settings.temporary), fmt::arg("socket", settings.database_socket));
}

std::string admin_configuration(const AdminSettings& settings, const std::string& secret) {
  return fmt::format(configuration, fmt::arg("secret", php_text(secret)),
                     fmt::arg("socket", php_text(settings.database_socket)),
                     fmt::arg("temporary", php_text(settings.temporary + "/")),
                     fmt::arg("seconds", settings.seconds));
}

std::string admin_first_page(const AdminSettings& settings) {
  return fmt::format(first_page, fmt::arg("configuration", php_text(settings.configuration)),
                     fmt::arg("temporary", php_text(settings.temporary + "/")));
}

}  // namespace refd::phpmyadmin
