"""The CPU that a server takes for a load, and the loads of dnsperf and of ask.c."""

import json
import os
import pathlib
import re
import signal
import subprocess
import time

from processes import LIBC, PDEATHSIG, TICK

# What a generator may take longer than it was told: waiting for stragglers, on a CPU that others want as well.
LATE = 30.0
# Clients and outstanding queries of dnsperf, the same for every server.
CLIENTS, OUTSTANDING = 8, 2000


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
