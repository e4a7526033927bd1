"""The first process of a deployment's own world: mounts, accounts, servers. Ends everything when it ends.

Called as `inside.py STATE` in new mount and process namespaces. The state folder becomes /srv, packages are laid over
/usr, /etc and /var, and whatever is written there is gone with the world. Nothing of it can be seen from outside but
the state folder and the ports. Requests come over the socket STATE/control: a line of JSON each, answered by one.
"""

import json
import os
import pathlib
import selectors
import signal
import socket
import stat
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import accounts
from plan import planner


def run(*command, **options):
    """A command that must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def make_world(state, packages):
    run("mount", "--make-rprivate", "/")
    # Before anything covers where the state and the tree are.
    run("mount", "--bind", state, "/srv")
    run("mount", "-t", "overlay", "overlay", "-o", f"lowerdir={packages}/usr:/usr", "/usr")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/mnt")
    for name in ("etc", "var"):
        upper, work = pathlib.Path("/mnt", name), pathlib.Path("/mnt", name + ".work")
        upper.mkdir()
        work.mkdir()
        run("mount", "-t", "overlay", "overlay", "-o",
            f"lowerdir={packages}/{name}:/{name},upperdir={upper},workdir={work}", "/" + name)
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", "/tmp")
    etc = pathlib.Path("/etc")
    for name, text, mode in [
            ("passwd", accounts.passwd(), 0o644), ("group", accounts.group(), 0o644),
            ("shadow", accounts.shadow(), 0o600), ("resolv.conf", "", 0o644),
            ("nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files\nservices: files\n", 0o644),
            # Reverse names that only this world knows: access files name hosts.
            ("hosts", "127.0.0.1 localhost\n127.0.0.2 h1.tokyo.isp.example.jp\n127.0.0.3 h2.osaka.isp.example.net\n",
             0o644)]:
        (etc / name).unlink(missing_ok=True)
        (etc / name).write_text(text)
        (etc / name).chmod(mode)
    run("ldconfig")


class World:
    """The servers, and what is asked of them."""

    def __init__(self, plan):
        self.plan = plan
        self.processes = {}
        self.ending = False

    def start(self, name):
        server = self.plan.servers[name]
        # A server that has just been ended may hold its locks for a moment.
        for tries_left in (4, 3, 2, 1, 0):
            self._launch(name)
            said = self._wait_for(name, server, time.monotonic() + 60)
            if said is None:
                return
            if tries_left == 0 or self.processes[name].poll() is None:
                raise RuntimeError(said)
            time.sleep(1)

    def _launch(self, name):
        server = self.plan.servers[name]
        for command in server.before:
            run(*command)
        with open(f"/srv/logs/{name}.out", "ab") as log:
            self.processes[name] = subprocess.Popen(
                server.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/")

    def _wait_for(self, name, server, deadline):
        """None when it answers everywhere; else why it does not. They tell nobody when they listen: asking is the only
        way to know."""
        for place in server.listens_at:
            while not self._answers(place):
                if self.processes[name].poll() is not None or time.monotonic() > deadline:
                    said = pathlib.Path(f"/srv/logs/{name}.out").read_text(errors="replace")[-2000:]
                    return f"{name} does not answer at {place}: {said}"
                time.sleep(0.05)
        return None

    @staticmethod
    def _answers(place):
        try:
            if isinstance(place, int):
                socket.create_connection(("127.0.0.1", place), 5).close()
            else:
                return pathlib.Path(place).exists()
            return True
        except OSError:
            return False

    def stop(self, name):
        process = self.processes.pop(name, None)
        if process is None:
            return
        if self.plan.servers[name].end_command:
            subprocess.run(self.plan.servers[name].end_command, capture_output=True, timeout=30, check=False)
        # All of it: some are started by a script that tells nobody.
        for number in (self.plan.servers[name].end_signal, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
                process.wait(10)
                break
            except ProcessLookupError:
                process.wait()
                break
            except subprocess.TimeoutExpired:
                pass
        # What a server leaves behind holds its ports.
        deadline = time.monotonic() + 15
        for place in self.plan.servers[name].listens_at:
            while isinstance(place, int) and self._answers(place) and time.monotonic() < deadline:
                time.sleep(0.05)
            if not isinstance(place, int):
                pathlib.Path(place).unlink(missing_ok=True)

    def answer(self, request):
        what, *arguments = request
        if what == "stop":
            self.ending = True
            return "ending"
        if what == "restart":
            for name in arguments:
                self.stop(name)
            for name in arguments:
                self.start(name)
            return "restarted"
        if what == "hook":
            return self.plan.hooks[arguments[0]](*arguments[1:]) or ""
        if what == "run":
            return run(*arguments)
        if what == "servers":
            return " ".join(self.plan.servers)
        raise ValueError(f"unknown request {what}")

    def reap(self):
        """Ends of processes that were left to us. Those of our own servers are theirs to tell."""
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None:
                return
            for name, process in self.processes.items():
                if process.pid == found.si_pid:
                    process.poll()
                    print(f"{name} ended with {process.returncode}", flush=True)
                    break
            else:
                os.waitpid(found.si_pid, 0)

    def serve(self, control):
        with selectors.DefaultSelector() as selector:
            selector.register(control, selectors.EVENT_READ)
            if stat.S_ISFIFO(os.fstat(0).st_mode):
                selector.register(0, selectors.EVENT_READ)  # whoever wants us to end with him holds the other end
            while not self.ending:
                ready = [key.fileobj for key, _ in selector.select(0.5)]
                if 0 in ready:
                    return
                if ready:
                    connection, _ = control.accept()
                    with connection:
                        connection.settimeout(10)
                        try:
                            line = connection.makefile().readline()
                            result = {"ok": True, "answer": self.answer(json.loads(line))}
                        except Exception as error:  # pylint: disable=broad-except
                            result = {"ok": False, "answer": f"{type(error).__name__}: {error}"}
                        try:
                            connection.sendall((json.dumps(result) + "\n").encode())
                        except OSError:
                            pass
                self.reap()


def main(state):
    # Folders that are named there need not be in this world.
    os.environ.clear()
    os.environ |= {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    state = pathlib.Path(state).resolve()
    facts = json.loads((state / "facts.json").read_text())
    plan = planner(facts["deployment"])  # mounts may cover where the tree is
    make_world(str(state), facts["packages"])
    world = World(plan(facts))

    def end(*_):
        world.ending = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    control = socket.socket(socket.AF_UNIX)
    control.bind("/srv/control")
    control.listen(8)
    try:
        world.plan.prepare()
        for name in world.plan.servers:
            world.start(name)
            world.reap()
        print("ready", flush=True)
        world.serve(control)
    except Exception as error:  # pylint: disable=broad-except
        print(f"failed: {error}", flush=True)
        return 1
    finally:
        for name in reversed(list(world.processes)):
            try:
                world.stop(name)
            except OSError:
                pass
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
