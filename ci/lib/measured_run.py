"""measured_run.py FILE COMMAND…: runs COMMAND, and writes its seconds of processor time and the kilobytes of its largest process into
FILE. In a process of its own, since a process that is started counts the memory of who starts it as its own."""

import os
import sys

process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
with open(sys.argv[1], "w") as file:
    file.write(f"{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}")
sys.exit(max(0, os.waitstatus_to_exitcode(status)) if os.WIFEXITED(status) else 70)
