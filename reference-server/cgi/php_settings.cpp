#include "cgi/php_settings.h"

#include <fmt/format.h>

namespace refd::cgi {

namespace {

// PHP's own defaults where nothing is said. open_basedir is not set: what a site's pages may read is what its
// user may, as for its other programs.
constexpr std::string_view text = R"(; Written by hosting-refd at each start; changes are lost.
[PHP]
; What a page prints is gathered, so that it does not leave in crumbs.
output_buffering = 4096
max_execution_time = {cpu}
max_input_time = 120
memory_limit = {memory}
post_max_size = {post}
upload_max_filesize = {post}
sys_temp_dir = "{temporary}"
; Mistakes are told to the site's error log, by way of the server, and to nobody else.
display_errors = Off
display_startup_errors = Off
log_errors = On
html_errors = Off
error_reporting = E_ALL & ~E_DEPRECATED & ~E_STRICT
expose_php = Off
; Pages say themselves what they are written in; many are in Shift_JIS or EUC-JP.
default_charset = ""
allow_url_include = Off
enable_dl = Off
variables_order = "GPCS"
request_order = "GP"
; Looked at again soon: who changes such a file wants to see the change.
user_ini.cache_ttl = 5

[CGI]
; With 0, PHP would run the file that the visitor's path information leads to. With 1 it takes the server's word, as
; the file that the server names exists.
cgi.fix_pathinfo = 1
cgi.force_redirect = 1
cgi.check_shebang_line = 1

[mail function]
sendmail_path = "{sendmail}"
mail.add_x_header = Off

[Session]
session.save_path = "{temporary}"
session.use_strict_mode = 1
session.cookie_httponly = 1
; Nobody else removes old ones.
session.gc_probability = 1
session.gc_divisor = 1000

[MySQL]
mysqli.default_socket = "{database}"
pdo_mysql.default_socket = "{database}"
mysqli.allow_local_infile = Off

[opcache]
; Every request looks whether the file has changed: a page that was uploaded is the page that is seen.
opcache.validate_timestamps = 1
opcache.revalidate_freq = 0
opcache.memory_consumption = 64
opcache.lockfile_path = "{temporary}"
)";

}  // namespace

std::string php_ini(const PhpSettings& settings) {
  return fmt::format(fmt::runtime(text), fmt::arg("cpu", settings.cpu_seconds),
                     fmt::arg("memory", settings.memory_octets), fmt::arg("post", settings.post_octets),
                     fmt::arg("temporary", settings.temporary),
                     fmt::arg("database", settings.database_socket), fmt::arg("sendmail", settings.sendmail));
}

}  // namespace refd::cgi
