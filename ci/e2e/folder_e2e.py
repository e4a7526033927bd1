"""The folder of reports: one run at a time, and a disk that is full."""

import fcntl
import json
import os
import pathlib
import pty
import re
import socket
import subprocess
import tempfile
import time
import unittest

from customer import program
from reference_server import ReferenceServer

SECONDS = 60
SUITE = os.environ["HOSTING_CTS"]
TARGET = """version = 1
name = "silent"
profile = "dedicated"
[domain]
name = "example.jp"
[web]
address = "127.0.0.1"
port = {port}
[ftp]
address = "127.0.0.1"
port = {port}
login = "customer"
password_file = "password"
[timeouts]
connect = 1
reply = {patience}
"""
SELECT = ["--select", "web.index.*"]


def suite(*arguments, environment=None):
    return subprocess.run([SUITE, *map(str, arguments)], capture_output=True, text=True, timeout=SECONDS,
                          env=os.environ | (environment or {}))


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.out = self.folder / "out"

    def silent_target(self, patience=30):
        """A server that takes connections and says nothing, and its target file."""
        server = self.enterContext(socket.create_server(("127.0.0.1", 0)))
        file = self.folder / "silent.toml"
        (self.folder / "password").write_text("rather secret\n")
        (self.folder / "password").chmod(0o600)
        file.write_text(TARGET.format(port=server.getsockname()[1], patience=patience))
        return server, file

    def wait_for(self, server):
        """Until a run is about its work: its connection stays, and is never answered."""
        server.settimeout(SECONDS)
        self.enterContext(server.accept()[0])

    def test_a_second_run_is_refused_before_it_says_anything(self):
        server, target = self.silent_target()
        with subprocess.Popen([SUITE, "run", "--target", target, "--out", self.out, *SELECT], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as first:
            self.addCleanup(first.kill)
            self.wait_for(server)
            second_server, other = self.silent_target()
            second = suite("run", "--target", other, "--out", self.out, *SELECT)
            self.assertEqual(second.returncode, 73)
            self.assertIn(f"{self.out} is in use: process {first.pid}, hosting-cts run against silent", second.stderr)
            second_server.setblocking(False)
            self.assertRaises(BlockingIOError, second_server.accept)
            cleaning = suite("clean", "--target", other, "--out", self.out)
            self.assertEqual(cleaning.returncode, 73, cleaning.stderr)
            merging = suite("merge", self.out, "--out", self.out)
            self.assertIn(merging.returncode, (73, 78))
            first.kill()
            first.wait(SECONDS)

    def test_what_a_killed_run_held_is_free(self):
        server, target = self.silent_target()
        with subprocess.Popen([SUITE, "run", "--target", target, "--out", self.out, *SELECT], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as first:
            self.wait_for(server)
            first.kill()
            first.wait(SECONDS)
        with open(self.out / ".hosting-cts.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def on_a_small_disk(self, size, target, environment):
        """(exit status, standard output, standard error, what is left) of a run whose folder is a file system of its own."""
        self.out.mkdir()
        script = ('mount -t tmpfs -o "size=$1" none "$2" && shift && out=$1 && shift && "$@"; status=$?; '
                  'ls -A "$out" >&3; exit $status')
        reading, writing = os.pipe()
        with open(reading) as listing:
            ended = subprocess.run(
                ["unshare", "--mount", "--propagation", "private", "sh", "-c", script.replace(">&3", f">&{writing}"), "sh",
                 size, self.out, SUITE, "run", "--target", target, "--out", self.out, *SELECT],
                capture_output=True, text=True, timeout=SECONDS, env=os.environ | environment, pass_fds=[writing])
            os.close(writing)
            return ended.returncode, ended.stdout, ended.stderr, listing.read().split()

    @unittest.skipUnless(os.geteuid() == 0, "mounts a file system")
    def test_a_full_disk_leaves_nothing_half_written(self):
        with ReferenceServer(program()) as server:
            # The journal and the lock find room, some reports do not.
            status, told, complained, left = self.on_a_small_disk("96k", server.target_file, server.environment)
        self.assertEqual(status, 73, complained)
        missing = re.findall(r"([\w.-]+): No space left on device", complained)
        self.assertTrue(missing, complained)
        self.assertFalse(set(missing) & set(left), "neither whole nor half")
        self.assertEqual(set(re.findall(r"^\S+/out/(\S+)$", told, re.M)), set(left) - {"journal.jsonl"},
                         "those are told that are there")
        self.assertFalse([name for name in left if name.endswith(".part") or name == ".hosting-cts-probe"], left)
        self.assertNotIn(".hosting-cts.lock", left)

    def test_reports_change_from_one_whole_to_the_next(self):
        with ReferenceServer(program()) as server:
            arguments = ["run", "--target", str(server.target_file), "--out", str(self.out), "--select", "web.index.none_is_404"]
            self.assertEqual(suite(*arguments, environment=server.environment).returncode, 0)
            file = self.out / "result.json"
            seen = set()
            with subprocess.Popen([SUITE, *arguments], env=os.environ | server.environment, stdout=subprocess.DEVNULL) as again:
                deadline = time.monotonic() + SECONDS
                while again.poll() is None and time.monotonic() < deadline:
                    seen.add(json.loads(file.read_text())["run_id"])  # whole, whenever it is read
            seen.add(json.loads(file.read_text())["run_id"])
        self.assertEqual(len(seen), 2)
        self.assertFalse((self.out / ".hosting-cts.lock").exists())

    def on_a_terminal(self, *arguments, environment):
        """(exit status, what a person sees) of the suite in a terminal of its own."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(SUITE, [SUITE, *map(str, arguments)], environment)
        seen = b""
        while True:
            try:
                octets = os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
            if not octets:
                break
            seen += octets
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen.decode(errors="replace")

    def test_colours_and_remaining_time_are_for_terminals(self):
        with ReferenceServer(program()) as server:
            server.ask("deviation", "on", "ftp.login.password_case_folds")
            arguments = ["run", "--target", server.target_file, "--out", self.out, "--select", "ftp.login.*"]
            environment = os.environ | server.environment | {"TERM": "xterm"}
            environment.pop("NO_COLOR", None)
            status, seen = self.on_a_terminal(*arguments, environment=environment)
            self.assertEqual(status, 1, seen)
            self.assertIn("\x1b[31m", seen)
            self.assertRegex(seen, r"to go, .*about \d+ (s|min) left")
            _, seen = self.on_a_terminal(*arguments, environment=environment | {"NO_COLOR": "1"})
            self.assertFalse(re.search(r"\x1b\[[0-9;]*m", seen))
            _, seen = self.on_a_terminal(*arguments, environment=environment | {"TERM": "dumb"})
            self.assertNotIn("\x1b", seen)
            _, seen = self.on_a_terminal(*arguments, "--quiet", environment=environment)
            self.assertRegex(seen, r"\Areference: Does not conform\. 1 fail, [^\n]*\r\n\Z")
            piped = suite(*arguments, environment=environment)
            self.assertNotIn("\x1b", piped.stdout)
            self.assertNotIn(" left", piped.stdout.split("\nFailures")[0])


if __name__ == "__main__":
    unittest.main()
