"""Servers that nobody here wrote, from configurations of one run: Apache httpd (event MPM) and ProFTPD."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

APACHE_MODULES = "/usr/lib/apache2/modules"


class PeerError(Exception):
    """A peer that did not start."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class PeerServer:
    """A process that serves on one free loopback port. The folder holds all of its files."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hosting-peer-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        self.process = None

    def command(self):
        raise NotImplementedError

    def write(self, name, text, mode=0o644):
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def __enter__(self):
        with open(self.folder / "output.log", "wb") as log:
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            start_new_session=True)
        try:
            self._wait_until_it_answers(time.monotonic() + 15)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait_until_it_answers(self, deadline):
        # A foreign server tells nobody when it listens: asking its port is the only way to know.
        while True:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise PeerError(f"{self.command()[0]}: {(self.folder / 'output.log').read_text(errors='replace')}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Apache(PeerServer):
    """Static files, and pages with includes, with the combined access log as the reference server writes it."""

    def __init__(self):
        super().__init__()
        (self.folder / "web").mkdir()
        modules = ("mpm_event", "authz_core", "dir", "mime", "filter", "include", "alias", "cgid", "env")
        # Some builds hold the log in the program itself.
        modules += tuple(name for name in ("log_config",) if pathlib.Path(f"{APACHE_MODULES}/mod_{name}.so").exists())
        load = "\n".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in modules)
        account = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
        self.write("httpd.conf", f"""{load}
{account}
ServerRoot {self.folder}
ServerName www.example.jp
Listen 127.0.0.1:{self.port}
PidFile {self.folder}/httpd.pid
DefaultRuntimeDir {self.folder}
Mutex file:{self.folder}
ErrorLog {self.folder}/error.log
LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{{Referer}}i\\" \\"%{{User-Agent}}i\\"" combined
CustomLog {self.folder}/web.log combined
TypesConfig /dev/null
# Its processes stay: one that retires for want of load would reset connections that are kept alive.
StartServers 2
ThreadsPerChild 25
MaxRequestWorkers 150
MinSpareThreads 25
MaxSpareThreads 150
KeepAlive On
MaxKeepAliveRequests 0
DocumentRoot {self.folder}/web
ScriptSock {self.folder}/cgid.sock
ScriptAlias /cgi-bin/ {self.folder}/cgi-bin/
SetEnv COUNTER_FILE {self.folder}/counted/count
<Directory {self.folder}/cgi-bin>
  Require all granted
</Directory>
<Directory {self.folder}/web>
  AllowOverride None
  Require all granted
  Options Includes ExecCGI
  AddHandler cgi-script .cgi
  AddType text/html .shtml .html
  AddOutputFilter INCLUDES .shtml
  SSILegacyExprParser on
</Directory>
""")

    def command(self):
        return ["/usr/sbin/apache2", "-d", str(self.folder), "-f", str(self.folder / "httpd.conf"), "-DFOREGROUND"]

    def put(self, name, octets, mode=0o644):
        path = self.folder / "web" / name
        path.write_bytes(octets)
        path.chmod(mode)

    def serve_counter(self, script):
        """The script becomes /cgi-bin/Count.cgi, with a folder for its count."""
        (self.folder / "cgi-bin").mkdir()
        counted = self.folder / "counted"
        counted.mkdir()
        counted.chmod(0o777)
        self.write("cgi-bin/Count.cgi", script.read_text(), 0o755)

    def counted(self):
        """What the script's file holds."""
        file = self.folder / "counted/count"
        return int(file.read_text().split(":")[0]) if file.exists() else 0


class ApacheWithPhp(Apache):
    """Apache httpd that hands pages of PHP to php-fpm, as Debian sets them up: over a socket, as many processes as the
    reference server may have."""

    def __init__(self, processes):
        super().__init__()
        self.fpm = None
        self.socket = self.folder / "fpm.sock"
        account = "user = www-data\ngroup = www-data\nlisten.owner = www-data" if os.geteuid() == 0 else ""
        self.write("fpm.conf", f"""[global]
daemonize = no
error_log = {self.folder}/fpm.log
[www]
{account}
listen = {self.socket}
pm = static
pm.max_children = {processes}
""")
        config = self.folder / "httpd.conf"
        config.write_text(config.read_text() + f"""
LoadModule proxy_module {APACHE_MODULES}/mod_proxy.so
LoadModule proxy_fcgi_module {APACHE_MODULES}/mod_proxy_fcgi.so
<FilesMatch "\.php$">
  SetHandler "proxy:unix:{self.socket}|fcgi://localhost"
</FilesMatch>
""")

    def __enter__(self):
        programs = sorted(pathlib.Path("/usr/sbin").glob("php-fpm*"))
        if not programs:
            raise PeerError("php-fpm is missing: ci/setup --bench installs it")
        with open(self.folder / "fpm-output.log", "wb") as log:
            self.fpm = subprocess.Popen([programs[-1], "--nodaemonize", "--fpm-config", self.folder / "fpm.conf"],
                                        stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + 15
        while not self.socket.exists():
            if self.fpm.poll() is not None or time.monotonic() > deadline:
                raise PeerError(f"php-fpm: {(self.folder / 'fpm-output.log').read_text(errors='replace')}")
            time.sleep(0.05)
        return super().__enter__()

    def __exit__(self, *_):
        if self.fpm is not None:
            self.fpm.terminate()
            self.fpm.wait(10)
        super().__exit__()


class ProFtpd(PeerServer):
    """One account in an AuthUserFile, jailed in its home."""

    login = "ab-cdftp"

    def __init__(self, password):
        super().__init__()
        home = self.folder / "home"
        (home / "web").mkdir(parents=True)
        uid = os.geteuid() or 65534
        for path in (home, home / "web"):
            os.chown(path, uid, -1)
        hashed = subprocess.run(["openssl", "passwd", "-6", "-stdin"], input=password + "\n", text=True, check=True,
                                capture_output=True).stdout.strip()
        users = self.write("users", f"{self.login}:{hashed}:{uid}:{os.getegid() or 65534}::{home}:/bin/sh\n", 0o600)
        account = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
        self.write("proftpd.conf", f"""ServerType standalone
ServerName bench
DefaultServer on
DefaultAddress 127.0.0.1
SocketBindTight on
Port {self.port}
{account}
UseIPv6 off
UseReverseDNS off
RequireValidShell off
AuthOrder mod_auth_file.c
AuthUserFile {users}
DefaultRoot ~
AllowOverwrite on
AllowStoreRestart on
DelayEngine off
WtmpLog off
TransferLog none
SystemLog {self.folder}/system.log
PidFile {self.folder}/proftpd.pid
ScoreboardFile {self.folder}/scoreboard
""")

    def command(self):
        return ["/usr/sbin/proftpd", "--nodaemon", "--config", str(self.folder / "proftpd.conf")]
