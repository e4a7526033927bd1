"""Ways in which an operator gets this deployment wrong: each is one edit of one configuration, with the clauses that the
suite must then name, and no others. `select`: what is run, the clauses themselves and their neighbours."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Misconfiguration:
    name: str
    says: str
    file: str           # below etc, or bin/NAME
    old: str            # stands there once
    new: str
    restart: tuple      # servers; () where each call reads the file anew
    clauses: tuple      # that must fail; () where it is as right as the usual
    select: tuple
    jobs: int = 6


def web(name, says, old, new, clauses, select):
    return Misconfiguration(name, says, "httpd.conf", old, new, ("apache",), clauses, select)


def ftp(name, says, old, new, clauses, select):
    return Misconfiguration(name, says, "proftpd.conf", old, new, ("proftpd",), clauses, select)


def dovecot(name, says, old, new, clauses, select):
    return Misconfiguration(name, says, "dovecot.conf", old, new, ("dovecot",), clauses, select)


def postfix(name, says, old, new, clauses, select, file="main.cf"):
    return Misconfiguration(name, says, file, old, new, ("postfix",), clauses, select)


def database(name, says, old, new, clauses, select, file="database.sql"):
    return Misconfiguration(name, says, file, old, new, ("mariadb",), clauses, select)


def counter(name, says, old, new, clauses, select):
    return Misconfiguration(name, says, "bin/Count.cgi", old, new, (), clauses, select)


MODULES = "# No mod_autoindex"
AUTOINDEX = "LoadModule autoindex_module /usr/lib/apache2/modules/mod_autoindex.so\n"

ALL = [
    web("index-order", "index.htm is looked for before index.html", "DirectoryIndex index.html index.htm",
        "DirectoryIndex index.htm index.html", ("WEB-INDEX-1",), ("WEB-INDEX-*",)),
    web("index-forgotten", "home.shtml is no index", "home.shtml default.html", "default.html", ("WEB-INDEX-5",),
        ("WEB-INDEX-*",)),
    web("listings-on", "directories without an index are listed", "Options Includes ExecCGI FollowSymLinks",
        "Options Includes ExecCGI FollowSymLinks Indexes\n</Directory>\n" + AUTOINDEX + "<Directory /srv/disk/site/web>",
        ("WEB-INDEX-7",), ("WEB-INDEX-*", "WEB-ERR-*")),
    web("autoindex-loaded", "directories without an index are 403", MODULES, AUTOINDEX + MODULES, ("WEB-INDEX-7",),
        ("WEB-INDEX-*", "WEB-ERR-*")),
    web("spelling-mended", "names in another case are found too", MODULES,
        "LoadModule speling_module /usr/lib/apache2/modules/mod_speling.so\nCheckSpelling On\nCheckCaseOnly On\n" + MODULES,
        ("WEB-CASE-1", "WEB-ERR-404"), ("WEB-CASE-1", "WEB-INDEX-1", "WEB-ERR-404")),
    web("error-page-elsewhere", "what is not there leads to a page elsewhere", "TraceEnable Off",
        "TraceEnable Off\nErrorDocument 404 http://www.elsewhere.example/", ("WEB-ERR-404", "WEB-INDEX-7"),
        ("WEB-ERR-404", "WEB-ERR-403", "WEB-INDEX-7")),
    web("ssi-in-html", "directives run in .html", "AddOutputFilter INCLUDES .shtml", "AddOutputFilter INCLUDES .shtml .html",
        ("SSI-2",), ("SSI-1", "SSI-2")),
    web("ssi-off", "directives do not run", "AddOutputFilter INCLUDES .shtml", "", ("SSI-1", "WEB-INDEX-3", "WEB-INDEX-5"),
        ("SSI-1", "SSI-2", "WEB-INDEX-3", "WEB-INDEX-5")),
    web("php-off", "pages of PHP are shown as text", 'SetHandler "proxy:unix:/run/php-fpm.sock|fcgi://php"', "SetHandler none",
        ("CGI-3",), ("CGI-1", "CGI-2", "CGI-3")),
    web("no-pl", "only .cgi is CGI", "AddHandler cgi-script .cgi .pl", "AddHandler cgi-script .cgi", ("CGI-1",),
        ("CGI-1", "CGI-3")),
    web("suexec-off", "scripts run as the web server", "SuexecUserGroup customer customer", "", ("CGI-4",),
        ("CGI-4", "CGI-1")),
    web("no-log", "accesses are not logged", "CustomLog ", "#CustomLog ", ("LOG-1",), ("log.a*", "log.m*", "WEB-MAP-1")),
    web("log-never-rotated", "the log grows for ever", " 512K\" combined", " 900M\" combined", ("LOG-2", "LOG-3"),
        ("LOG-1", "log.rotation.becomes*", "log.rotation.never*", "log.rotation.four*")),
    Misconfiguration("log-rotated-away", "a full log is deleted", "bin/set-aside", "cd /srv/logs/site || exit 1",
                     "rm -f \"$2\"; exit 0", (), ("LOG-2", "LOG-3"),
                     ("LOG-1", "log.rotation.becomes*", "log.rotation.four*")),
    ftp("access-files-off", "access files are not read", "AllowOverride on", "AllowOverride off",
        ("ACL-2", "ACL-3", "ACL-4", "ACL-5", "ACL-6", "ACL-7", "ACL-8"), ("acl.others*", "acl.source*", "acl.reach.everything*", "acl.effect*")),
    ftp("no-reverse-names", "host names of visitors are not looked up", "UseReverseDNS on", "UseReverseDNS off",
        ("ACL-4", "ACL-5"), ("acl.source*", "acl.limit*")),
    ftp("no-resuming", "uploads cannot be resumed", "AllowStoreRestart on", "AllowStoreRestart off", ("FTP-XFER-2",),
        ("FTP-XFER-*",)),
    ftp("no-overwriting", "a file cannot be replaced", "AllowOverwrite on", "AllowOverwrite off", ("FTP-XFER-1",),
        ("ftp.xfer.shorter*", "ftp.xfer.one*", "FTP-MODE-1")),
    ftp("written-over", "an upload that fails takes along the file that it was to replace", "HiddenStores on", "HiddenStores off",
        ("WEB-QUOTA-2",), ("WEB-QUOTA-*", "FTP-XFER-2")),
    ftp("no-passive", "only active transfers", "Umask 022", "Umask 022\n<Limit PASV EPSV>\n  DenyAll\n</Limit>", ("FTP-XFER-1",),
        ("ftp.xfer*",)),
    ftp("no-chmod", "permissions cannot be changed", "Umask 022", "Umask 022\n<Limit SITE_CHMOD>\n  DenyAll\n</Limit>",
        ("FTP-MODE-1",), ("FTP-MODE-1", "FTP-CASE-1")),
    ftp("group-writable", "what is new may be written by the group too, and suEXEC runs nothing there", "Umask 022", "Umask 002",
        ("CGI-1",), ("CGI-1", "FTP-MODE-1", "FTP-XFER-1")),
    ftp("jailed-at-home", "the customer's / is his own directory", "DefaultRoot /srv/disk/site", "DefaultRoot ~",
        ("FTP-DIR-1", "FTP-DIR-3"), ("FTP-DIR-1", "ftp.dir.exist*", "FTP-LOGIN-1")),
    ftp("not-jailed", "the whole machine is shown", "DefaultRoot /srv/disk/site", "#DefaultRoot", ("FTP-DIR-1", "FTP-DIR-3"),
        ("FTP-DIR-1", "ftp.dir.exist*", "FTP-LOGIN-1")),
    ftp("anonymous", "anybody may log in", "AuthOrder mod_auth_file.c",
        "AuthOrder mod_auth_file.c mod_auth_unix.c\n<Anonymous /srv/logs>\n  User ftp\n  UserAlias anonymous ftp\n</Anonymous>",
        ("FTP-LOGIN-1",), ("FTP-LOGIN-1", "FTP-DIR-1")),
    dovecot("no-lock", "several sessions read one mailbox", "pop3_lock_session = yes", "pop3_lock_session = no", ("POP-3",),
            ("POP-1", "POP-2", "POP-3")),
    dovecot("quota-off", "mailboxes have no end", "mail_plugins = quota", "mail_plugins =", ("MBOX-2", "MBOX-5"),
            ("mbox.space.full*", "mbox.space.free*", "mbox.space.has*")),
    dovecot("quota-halved", "mailboxes are smaller than promised", "storage=3145728B", "storage=1500000B", ("MBOX-1",),
            ("mbox.space.has*", "POP-2")),
    dovecot("pop3s-in-the-clear", "port 995 speaks no TLS", "    ssl = yes\n", "    ssl = no\n", ("POP-4",), ("POP-4", "POP-1")),
    postfix("login-only", "AUTH LOGIN is all that there is", "smtpd_sasl_security_options = noanonymous",
            "smtpd_sasl_security_options = noanonymous\nsmtpd_sasl_mechanism_filter = login", ("SMTP-2",),
            ("smtp.auth.is_offered", "smtp.auth.lets*", "POP-1")),
    dovecot("logins-not-noted", "a POP3 login lets nobody send", "executable = pop3 pop3-noted", "executable = pop3",
            ("SMTP-3",), ("smtp.pop_before*", "smtp.auth.lets*")),
    postfix("open-relay", "everybody may send anywhere", "  reject_unauth_destination",
            "  check_client_access static:OK,\n  reject_unauth_destination", ("SMTP-4",),
            ("smtp.relay.strangers", "smtp.relay.null*", "SMTP-1")),
    postfix("large-messages", "30 MB are taken", "message_size_limit = 1048576", "message_size_limit = 3145728",
            ("SMTP-5", "SMTP-6"), ("SMTP-5", "SMTP-6")),
    postfix("small-messages", "half of what is promised is refused", "message_size_limit = 1048576",
            "message_size_limit = 500000", ("SMTP-5", "SMTP-6"), ("smtp.size*", "smtp.attachment*")),
    postfix("catch-all", "mail for anybody at the domain is taken, by one account",
            "{ postmaster@example.jp = root@localhost }",
            "".join(f"{{ {local}@example.jp = {local}@example.jp }} "
                    for local in ("hanako.suzuki", "jiro", "info", "saburo", "shiro", "goro", "rokuro"))
            + "{ @example.jp = taro@example.jp }", ("SMTP-7",),
            ("smtp.incoming.unknown*", "smtp.incoming.from*")),
    postfix("bare-newlines", "a bare line feed ends a message", "smtpd_forbid_bare_newline = normalize",
            "smtpd_forbid_bare_newline = no", ("SMTP-10",), ("smtp.octets*",)),
    postfix("window-without-end", "one POP3 login is enough for ever", " AND now < at + 1800", "", ("SMTP-3",),
            ("smtp.pop_before*",), file="pop-before-smtp.cf"),
    counter("counts-reloads", "a reload counts", "!defined $number || $last ne $who", "1", ("CTR-9",),
            ("counter.address*", "counter.name*")),
    counter("any-referer", "pages of others may use the counter", "unless defined $from && $our{lc $from}", "if 0",
            ("CTR-10",), ("counter.referer*", "counter.address*")),
    counter("any-domain", "the domain of somebody else has a counter", "|| !$our{lc($set{df} // '')}", "", ("CTR-11", "CTR-2"),
            ("counter.domain*", "counter.address*")),
    counter("greenwich-time", "the clock is not Japan's", "Asia/Tokyo", "UTC", ("CTR-8",), ("counter.clock.time*", "counter.design*")),
    counter("one-design", "every design looks the same", "$design{$looks} || $design{A}", "$design{A}", ("CTR-4", "CTR-8"),
            ("counter.design*", "counter.clock.five*")),
    web("phpmyadmin-missing", "there is no phpMyAdmin", "Alias /phpMyAdmin /usr/share/phpmyadmin", "", ("DB-2", "DB-4", "HOST-4"),
        ("db.login*", "DB-4", "HOST-4", "db.port.pages*")),
    Misconfiguration("pages-without-database", "pages of PHP cannot connect to the database", "php-fpm.conf", "; As the web server",
                     "php_admin_value[disable_functions] = mysqli_connect\n; As the web server", ("php",), ("DB-3",),
                     ("DB-2", "DB-3", "DB-4")),
    database("database-open", "the database greets other machines", "@'localhost' IDENTIFIED BY", "@'%' IDENTIFIED BY", ("DB-3",), ("DB-3",)),
    database("five-databases", "one database is forgotten", "CREATE DATABASE IF NOT EXISTS abcdftp06;", "DROP DATABASE IF EXISTS abcdftp06;",
             ("DB-1",), ("DB-1", "DB-2", "DB-3")),
    database("read-only-database", "in one database nothing can be made", "GRANT ALL ON abcdftp06", "GRANT SELECT ON abcdftp06",
             ("DB-1",), ("DB-1", "DB-2")),
    database("database-user", "the database's user keeps the hyphens", "CREATE USER 'abcdftp'@'localhost'",
             "CREATE USER 'ab-cdftp'@'localhost'", ("DB-2",), ("DB-2", "DB-4")),
    Misconfiguration("stock-charsets", "files in EUC-JP are read as phpMyAdmin does unless told otherwise", "phpmyadmin.php",
                     "$cfg['AvailableCharsets']", "$unused", ("php",), ("DB-8",), ("DB-5", "DB-6", "DB-8")),
]
