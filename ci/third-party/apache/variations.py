"""Ways in which another operator sets the same servers up, and keeps the promises all the same: each is one edit of one
configuration, and the suite must blame none. What is neither promised nor broken has many forms."""

from misconfigurations import database, dovecot, ftp, postfix, web
from misconfigurations import Misconfiguration as Variation

SITE = ("WEB-MAP-*", "WEB-INDEX-*", "WEB-CASE-*", "WEB-ERR-*")
PAGES = SITE + ("SSI-*", "cgi.a*", "cgi.body*", "cgi.run*", "counter.address*")
FTP = ("FTP-*", "acl.source*", "acl.effect*", "acl.release*")
POP = ("POP-*",)
SMTP = ("SMTP-*",)


def added(make, name, says, after, line, select):
    """One with a line more than the usual one."""
    return make(name, says, after, f"{after}\n{line}", (), select)


ALL = [
    added(web, "no-keep-alive", "one request for each connection", "TraceEnable Off", "KeepAlive Off", PAGES),
    added(web, "few-words", "the server does not tell what it is", "TraceEnable Off", "ServerTokens Prod", SITE + ("HOST-*",)),
    added(web, "no-ranges", "parts of a page are not given", "TraceEnable Off", "MaxRanges none", SITE),
    added(web, "no-tags", "pages have no ETag", "TraceEnable Off", "FileETag None", SITE + ("SSI-*",)),
    added(web, "character-set", "pages are said to be UTF-8", "TraceEnable Off", "AddDefaultCharset utf-8", PAGES),
    added(web, "names-in-the-log", "the log has the names of visitors", "TraceEnable Off", "HostnameLookups On",
          ("log.a*", "log.m*", "acl.source*")),
    web("common-log", "the log has neither Referer nor User-Agent", '%>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\""', '%>s %b"', (),
        ("LOG-1",)),
    web("names-without-extension", "pages are found without their extension too", "# No mod_autoindex",
        "LoadModule negotiation_module /usr/lib/apache2/modules/mod_negotiation.so\n<Directory /srv/disk/site/web>\n"
        "Options +MultiViews\n</Directory>\n# No mod_autoindex", (), SITE),
    added(web, "own-words", "errors have pages of the provider's own", "TraceEnable Off",
          'ErrorDocument 403 "Forbidden here"\nErrorDocument 404 "Not here"\nErrorDocument 500 "Broken"', SITE + ("WEB-ERR-500",)),
    added(web, "old-protocol", "answers are HTTP/1.0", "TraceEnable Off", "SetEnv force-response-1.0\nSetEnv downgrade-1.0\nSetEnv nokeepalive",
          PAGES),
    added(ftp, "anonymous-server", "the greeting does not tell what it is", "UseIPv6 off", "ServerIdent off", FTP),
    added(ftp, "everything-listed", "listings show hidden files, . and .. too", "UseIPv6 off", 'ListOptions "-a"', FTP),
    added(ftp, "no-machine-listings", "MLSD is not told of", "UseIPv6 off", "FactsAdvertise off", FTP),
    ftp("delays", "logins all take the same time", "DelayEngine off", "DelayEngine on", (), ("FTP-LOGIN-*",)),
    ftp("three-logins", "three wrong passwords end a session", "MaxLoginAttempts 10", "MaxLoginAttempts 3", (), ("FTP-LOGIN-*",)),
    Variation("few-at-a-time", "a third session of one visitor is refused", "proftpd.conf", "UseIPv6 off",
              "UseIPv6 off\nMaxClientsPerHost 2", ("proftpd",), (), ("FTP-*",), jobs=1),
    added(ftp, "many-words", "replies have several lines", "UseIPv6 off", "MultilineRFC2228 on", FTP),
    added(ftp, "idle-sessions-end", "sessions that say nothing for a while are ended", "UseIPv6 off",
          "TimeoutIdle 15\nTimeoutNoTransfer 15", FTP),
    added(ftp, "any-letters", "names are octets, not UTF-8", "UseIPv6 off", "LangEngine off", FTP),
    dovecot("grace", "the last message may go beyond the mailbox's space", "quota_grace = 0", "quota_grace = 10%%", (), ("MBOX-*",)),
    dovecot("one-file", "a mailbox is one file", "mail_location = maildir:~/Maildir", "mail_location = mbox:~/mail:INBOX=~/inbox", (),
            POP + ("SMTP-7", "MBOX-*")),
    added(dovecot, "other-names", "UIDL names messages by their files", "pop3_lock_session = yes", "pop3_uidl_format = %f", POP),
    added(dovecot, "nothing-marked", "what was fetched is not marked as old", "pop3_lock_session = yes", "pop3_no_flag_updates = yes", POP),
    added(dovecot, "patient", "wrong passwords are answered after five seconds", "pop3_lock_session = yes", "auth_failure_delay = 5 secs",
          ("pop.login*", "smtp.auth*")),
    dovecot("plain-only", "AUTH PLAIN is all that there is", "auth_mechanisms = plain login", "auth_mechanisms = plain", (),
            ("POP-1", "smtp.auth*")),
    added(postfix, "few-extensions", "neither pipelining nor 8 bits are offered", "smtpd_helo_required = no",
          "smtpd_discard_ehlo_keywords = pipelining, 8bitmime, chunking, dsn, etrn, vrfy", SMTP),
    added(postfix, "encryption", "STARTTLS is offered", "smtpd_helo_required = no",
          "smtpd_tls_security_level = may\nsmtpd_tls_cert_file = /srv/etc/certificate.pem\nsmtpd_tls_key_file = /srv/etc/key.pem", SMTP),
    added(postfix, "old-programs", "AUTH is offered in the form of Outlook Express too", "smtpd_helo_required = no",
          "broken_sasl_auth_clients = yes", SMTP),
    postfix("hello-first", "HELO comes first", "smtpd_helo_required = no", "smtpd_helo_required = yes", (), SMTP),
    added(postfix, "impatient", "a session ends after five mistakes", "smtpd_helo_required = no", "smtpd_hard_error_limit = 5", SMTP),
    postfix("vrfy-off", "there is no VRFY", "smtpd_helo_required = no", "disable_vrfy_command = yes\nsmtpd_helo_required = no", (),
            ("SMTP-10",)),
    postfix("told-by-mail", "who writes to a full mailbox gets a mail back", ",\n  check_policy_service unix:/run/dovecot/quota-status", "",
            (), ("MBOX-*",)),
    added(postfix, "unknown-taken", "who writes to nobody gets a mail back", "smtpd_helo_required = no",
          "smtpd_reject_unlisted_recipient = no", SMTP),
    database("no-network", "the database has a socket only", "bind_address = 127.0.0.1", "skip_networking", (), ("DB-*",), file="my.cnf"),
    Variation("browser-dialogue", "phpMyAdmin asks by the browser's dialogue, in Japanese", "phpmyadmin.php", "'cookie';",
              "'http';\n$cfg['DefaultLang'] = 'ja';", ("php",), (), ("DB-*", "HOST-4")),
]
