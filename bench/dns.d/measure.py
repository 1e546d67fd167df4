"""Processes that are pinned and always end, the CPU that they take, and the load of dnsperf and of ask.c."""

import ctypes
import json
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
# What a generator may take longer than it was told: waiting for stragglers, on a CPU that others want as well.
LATE = 30.0
LIBC = ctypes.CDLL(None, use_errno=True)
# Clients and outstanding queries of dnsperf, the same for every server.
CLIENTS, OUTSTANDING = 8, 2000


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


def busy_seconds(cpu):
    """What a whole CPU has worked so far, interrupts and stolen time included."""
    for line in pathlib.Path("/proc/stat").read_text().splitlines():
        if line.startswith(f"cpu{cpu} "):
            ticks = [int(field) for field in line.split()[1:9]]
            return (sum(ticks) - ticks[3] - ticks[4]) / TICK
    return 0.0


def charged(process, cpu, load):
    """Runs the load and adds to what it says what the server has paid for it."""
    before, busy, began = process.cpu(), busy_seconds(cpu), time.monotonic()
    result = load()
    after, wall = process.cpu(), time.monotonic() - began
    result["wallSeconds"] = round(wall, 3)
    result["cpuSeconds"] = round(after[0] - before[0], 6)
    result["userSeconds"] = round(after[1] - before[1], 2)
    result["systemSeconds"] = round(after[2] - before[2], 2)
    result["othersSeconds"] = round(max(0.0, busy_seconds(cpu) - busy - (after[0] - before[0])), 2)
    return result


def dnsperf_command(where, file, seconds, rate):
    command = ["dnsperf", "-s", where[0], "-p", str(where[1]), "-B", "-d", str(file), "-T", "1"]
    command += ["-c", str(CLIENTS), "-q", str(OUTSTANDING), "-l", str(seconds), "-t", "1", "-O", "suppress=timeouts,unexpected"]
    return command + (["-Q", str(rate)] if rate else [])


def pinned(command, cpus, timeout):
    """The output of a program on the generator's CPU. It ends with us, and in time."""

    def before_exec():
        os.sched_setaffinity(0, cpus)
        LIBC.prctl(PDEATHSIG, signal.SIGKILL)

    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout, preexec_fn=before_exec)
    except subprocess.TimeoutExpired as late:
        raise RuntimeError(f"{command[0]} did not end within {timeout:.0f} s") from late
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def dnsperf(where, file, seconds, rate, cpus):
    said = pinned(dnsperf_command(where, file, seconds, rate), cpus, 3 * seconds + LATE)

    def number(pattern, cast=float):
        found = re.search(pattern, said)
        return cast(found.group(1)) if found else 0

    rcodes = dict(re.findall(r"(\w+) (\d+) \([\d.]+%\)", re.search(r"Response codes:(.*)", said).group(1)) if "Response codes" in said else [])
    latency = re.search(r"Average Latency \(s\):\s+([\d.]+) \(min ([\d.]+), max ([\d.]+)\)", said)
    return {
        "sent": number(r"Queries sent:\s+(\d+)", int),
        "answers": number(r"Queries completed:\s+(\d+)", int),
        "lost": number(r"Queries lost:\s+(\d+)", int),
        "rcodes": {rcode: int(count) for rcode, count in rcodes.items()},
        "runSeconds": number(r"Run time \(s\):\s+([\d.]+)"),
        "answersPerSecond": round(number(r"Queries per second:\s+([\d.]+)")),
        "dnsperfMicroseconds": {
            "mean": round(float(latency.group(1)) * 1e6, 1),
            "min": round(float(latency.group(2)) * 1e6, 1),
            "max": round(float(latency.group(3)) * 1e6, 1),
            "deviation": round(number(r"Latency StdDev \(s\):\s+([\d.]+)") * 1e6, 1),
        }
        if latency
        else {},
    }


def open_loop(binary, where, file, rate, seconds, cpus):
    said = json.loads(pinned([str(binary), where[0], str(where[1]), str(file), str(rate), str(seconds)], cpus, 3 * seconds + LATE))
    said["answers"] = said.pop("received")
    return said
