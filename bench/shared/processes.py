"""Processes that are pinned and always end, and what they take."""

import ctypes
import os
import pathlib
import re
import signal
import subprocess
import time

PDEATHSIG = 1
# CPUCLOCK_SCHED of the kernel: the run time of a whole process.
CPU_CLOCK = 2
TICK = os.sysconf("SC_CLK_TCK")
ENDS_WITHIN = 10.0
LIBC = ctypes.CDLL(None, use_errno=True)


class Process:
    """A server of ours. It is pinned to its CPUs and cannot outlive us."""

    def __init__(self, command, cpus, log, environment=None):
        def before_exec():
            os.sched_setaffinity(0, cpus)
            LIBC.prctl(PDEATHSIG, signal.SIGTERM)

        self.log = log
        self.began = time.monotonic()
        with open(log, "ab") as out:
            # A group of its own: Ctrl-C on the terminal must not end it before it was measured and stopped in order.
            self.child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={**os.environ, **(environment or {})},
                preexec_fn=before_exec,
                start_new_session=True,
            )
        self.pid = self.child.pid

    def alive(self):
        return self.child.poll() is None

    def stop(self):
        family = self.pids()
        if self.alive():
            self.child.terminate()
            try:
                self.child.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        for pid in family[1:]:
            # Children that a killed parent left behind: still ours only if they are in the group that we made.
            try:
                if os.getpgid(pid) == self.pid:
                    os.kill(pid, signal.SIGKILL)
            except OSError:
                pass

    def pids(self):
        """Ours and all that it started."""
        found, left = [], [self.pid]
        while left:
            pid = left.pop(0)
            found.append(pid)
            for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                try:
                    left += [int(child) for child in task.read_text().split()]
                except OSError:
                    pass
        return found

    def cpu(self):
        """(seconds, of them in user mode, of them in the kernel) of all threads, also ended ones, and children so far.

        The first is the run time of the scheduler, as /proc/PID/task/*/schedstat has it, but with the threads that have
        ended meanwhile: a JVM's compiler threads come and go. The other two are known to ticks of the clock only.
        """
        run, user, system = 0.0, 0, 0
        for pid in self.pids():
            try:
                # What clock_getcpuclockid(3) makes of a process id.
                run += time.clock_gettime((~pid << 3) | CPU_CLOCK)
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                user, system = user + int(fields[11]), system + int(fields[12])
            except (OSError, IndexError):
                pass
        return run, user / TICK, system / TICK

    def resident_mib(self):
        total = 0
        for pid in self.pids():
            try:
                status = pathlib.Path(f"/proc/{pid}/status").read_text()
                total += int(re.search(r"VmRSS:\s+(\d+)", status).group(1))
            except (OSError, AttributeError):
                pass
        return round(total / 1024, 1)
