"""Apache httpd, PHP, MariaDB, phpMyAdmin, ProFTPD, Postfix and Dovecot."""

import pathlib

import common_parts as parts
from plan import Plan, Server


def plan(facts):
    ports = facts["ports"]
    php = sorted(pathlib.Path("/usr/sbin").glob("php-fpm*"))[-1:]
    servers = {
        "dovecot": Server(["dovecot", "-F", "-c", "/srv/etc/dovecot.conf"],
                          [ports["POP_PORT"], ports["POPS_PORT"], "/run/dovecot/quota-status"]),
        "postfix": Server(["postfix", "start-fg"], [ports["SMTP_PORT"], ports["SUBMISSION_PORT"]],
                          before=[["postfix", "check"]], end_command=["postfix", "abort"]),
        "mariadb": Server(["mariadbd", "--defaults-file=/srv/etc/my.cnf"],
                          ["/run/mysqld/mysqld.sock"]),
        "php": Server([str(*php), "--nodaemonize", "--fpm-config", "/srv/etc/php-fpm.conf"],
                      ["/run/php-fpm.sock", "/run/php-phpmyadmin.sock"]),
        "apache": Server(["apache2", "-DFOREGROUND", "-f", "/srv/etc/httpd.conf"], [ports["HTTP_PORT"]]),
        "proftpd": Server(["proftpd", "--nodaemon", "--config", "/srv/etc/proftpd.conf"], [ports["FTP_PORT"]]),
    }

    kept = []

    def prepare():
        parts.make_disk(facts)
        parts.make_mailboxes(facts)
        kept.append(parts.make_pop_before_smtp())
        parts.make_certificate(facts)
        parts.make_postfix()
        parts.make_php()
        parts.make_database()
        parts.make_phpmyadmin()
        pathlib.Path("/etc/apache2/suexec").mkdir(parents=True, exist_ok=True)
        pathlib.Path("/etc/apache2/suexec/www-data").write_text("/srv/disk\npublic_html\n")
        pathlib.Path("/var/log/apache2").mkdir(parents=True, exist_ok=True)

    return Plan(servers, prepare, parts.hooks())
