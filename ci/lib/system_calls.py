"""Which system calls processes make, by strace."""

import collections
import contextlib
import pathlib
import re
import signal
import subprocess
import time

from bench_rows import BenchError

# Waiting depends on who is quicker, the server or its client.
WAITING = {"futex", "epoll_wait", "epoll_pwait", "poll", "ppoll", "select", "pselect6", "restart_syscall", "sched_yield",
           "clock_nanosleep"}


def without_waiting(calls):
    return sum(number for call, number in calls.items() if call not in WAITING)


def threads_of(process):
    return {int(task.name) for task in pathlib.Path(f"/proc/{process}/task").iterdir()}


class Watched:
    """From now on until end()."""

    def __init__(self, processes, file):
        self.processes, self.file = processes, file
        chosen = [word for process in processes for word in ("-p", str(process))]
        self.tracer = subprocess.Popen(["strace", "-f", "-q", *chosen, "-o", str(file), "-e", "signal=none"],
                                       stderr=subprocess.PIPE)
        end = time.monotonic() + 30
        while not all(map(self.is_attached, processes)):
            if time.monotonic() > end or self.tracer.poll() is not None:
                raise BenchError(f"strace does not attach: {self.tracer.stderr.read().decode()}")
            time.sleep(0.05)

    @staticmethod
    def is_attached(process):
        return all(re.search(r"(?m)^TracerPid:\t[1-9]", (task / "status").read_text())
                   for task in pathlib.Path(f"/proc/{process}/task").iterdir())

    def end(self):
        """The calls by name, of the processes that are still there and were at the beginning."""
        threads = set()
        for process in self.processes:
            with contextlib.suppress(OSError):
                threads |= threads_of(process)
        self.tracer.send_signal(signal.SIGINT)
        self.tracer.wait(60)
        calls = collections.Counter()
        for line in self.file.read_text(errors="replace").splitlines():
            found = re.match(r"(\d+)\s+(\w+)\(", line)
            if found and int(found[1]) in threads:
                calls[found[2]] += 1
        return calls
