"""How long after a gateway's death is its address still answered? All servers watch the same gateways at once.

A run: the victim starts, every server answers both addresses and every tripwire stands; after a random pause the victim
is killed (SIGKILL), and each server is asked every few milliseconds until it answers without the address.
"""

import argparse
import datetime
import json
import os
import pathlib
import random
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request

from processes import Process

FORMAT = 1
PORT, DNS_PORT, ADMIN_PORT = 5680, 5600, 5691
KEEPER, VICTIM = "127.0.41.1", "127.0.41.2"
US, STRICT, HASTY = "127.0.40.1", "127.0.40.2", "127.0.40.3"
ZONE = "detection.test"
# Between two questions to one server: what a figure may be too long by.
ASK_EVERY = 0.004
# The slowest, gdnsd at 3/3/3, needs 2 to 9 s to find it up and 7 s to find it down.
UP_WITHIN, DOWN_WITHIN, STARTS_WITHIN = 60.0, 20.0, 60.0
# A pause before the kill, over more than the longest interval: the kill is at any phase of each.
PAUSE = (0.5, 4.5)
NEEDS = {"gdnsd": "gdnsd"}


class Contestant:
    """A name to ask a server for."""

    def __init__(self, key, title, host, name):
        self.key, self.title, self.host, self.name = key, title, host, f"{name}.{ZONE}"
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect((host, DNS_PORT))
        self.socket.setblocking(False)
        self.id = 0

    def ask(self):
        self.id = (self.id + 1) & 0xFFFF
        labels = b"".join(bytes([len(label)]) + label.encode() for label in self.name.split("."))
        try:
            self.socket.send(struct.pack(">6H", self.id, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", 1, 1))
        except OSError:
            pass

    def heard(self):
        """The addresses of an answer that has come, to the latest question or an earlier one; None for none."""
        try:
            data = self.socket.recv(4096)
        except OSError:
            return None
        answers, rcode = struct.unpack_from(">H", data, 6)[0], data[3] & 15
        if rcode != 0:
            return None
        at = 12
        while data[at]:
            at += data[at] + 1
        at += 5
        found = set()
        for _ in range(answers):
            while data[at] and data[at] < 192:
                at += data[at] + 1
            at += 2 if data[at] >= 192 else 1
            kind, _, _, length = struct.unpack_from(">HHIH", data, at)
            at += 10
            if kind == 1:
                found.add(socket.inet_ntoa(data[at : at + 4]))
            at += length
        return found


OURS = [
    # key, title, what the check says beside http
    ("defaults", "failoverd, defaults (2 s)", ""),
    ("defaults-tripwire", "failoverd, defaults, tripwire", "tripwire: true"),
    ("fast", "failoverd, 200 ms", "interval: 200ms, recheck: 50ms, timeout: 1s"),
    ("fast-tripwire", "failoverd, 200 ms, tripwire", "interval: 200ms, recheck: 50ms, timeout: 1s, tripwire: true"),
]
THEIRS = [
    ("gdnsd-333", "gdnsd, 3/3/3 (2 s)", STRICT, 3),
    ("gdnsd-111", "gdnsd, 1/1/1 (2 s)", HASTY, 1),
]


def say(text):
    print(text, file=sys.stderr, flush=True)


def failoverd(folder, options):
    """The whole daemon; a hold-down and a rise that let an address back for the next run are all that is not usual."""
    checks = "".join(
        f"  {key}: {{http: {{scheme: http, port: {PORT}, path: /}}, rise: 2{', ' + more if more else ''}}}\n" for key, _, more in OURS
    )
    services = "".join(
        f"  - name: {key}.{ZONE}\n    check: {key}\n    holdDown: {{base: 1s, cap: 1s}}\n    endpoints:\n"
        f"      - {{name: keeper, address: {KEEPER}}}\n      - {{name: victim, address: {VICTIM}}}\n"
        for key, _, _ in OURS
    )
    config = folder / "config.yaml"
    config.write_text(
        f"""node: {{name: bench, stateDir: {folder}/state}}
dns: {{listen: ["{US}:{DNS_PORT}"], threads: 1}}
zones: [{{name: {ZONE}, ns: {{ns1.{ZONE}: [127.0.0.1]}}}}]
checks:
{checks}services:
{services}admin: {{listen: "{US}:{ADMIN_PORT}"}}
"""
    )
    launcher = pathlib.Path(options.package) / "bin" / "failoverd"
    return Process([str(launcher), "run", "--config", str(config)], os.sched_getaffinity(0), folder / "failoverd.log")


def gdnsd(folder, host, threshold):
    home = folder / f"gdnsd-{threshold}"
    (home / "zones").mkdir(parents=True)
    name = f"gdnsd-{threshold}{threshold}{threshold}"
    (home / "zones" / ZONE).write_text(
        f"@ 300 IN SOA ns1.{ZONE}. hostmaster.{ZONE}. 1 3600 600 86400 5\n@ 300 IN NS ns1.{ZONE}.\nns1 300 IN A 192.0.2.1\n"
        f"{name} 30/1 DYNA multifo!www\n"
    )
    (home / "config").write_text(
        f"""options => {{
  listen => [ {host}:{DNS_PORT} ], min_ttl => 0
  udp_threads => 1, tcp_threads => 1
  run_dir => {home}/run, state_dir => {home}/state
}}
service_types => {{
  page => {{
    plugin => http_status, port => {PORT}, url_path => /, interval => 2, timeout => 1
    up_thresh => {threshold}, ok_thresh => {threshold}, down_thresh => {threshold}
  }}
}}
plugins => {{
  multifo => {{ service_types => page, www => {{ one => {KEEPER}, two => {VICTIM} }} }}
}}
"""
    )
    return Process(["gdnsd", "-c", str(home), "start"], os.sched_getaffinity(0), home / "log")


def gateway(folder, address):
    script = pathlib.Path(__file__).with_name("gateway.py")
    started = Process([sys.executable, "-B", str(script), address, str(PORT)], os.sched_getaffinity(0), folder / f"gateway-{address}.log")
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        try:
            socket.create_connection((address, PORT), 0.2).close()
            return started
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"the gateway {address} did not start")


def asked(contestants, wanted, began, within):
    """Asks each until it answers exactly the wanted addresses: how long after `began` each did; fewer where time is up."""
    when, left = {}, {each.key: each for each in contestants}
    due = time.monotonic()
    while left and time.monotonic() - began < within:
        for each in left.values():
            each.ask()
        due = max(due + ASK_EVERY, time.monotonic())
        while (pause := due - time.monotonic()) > 0:
            ready, _, _ = select.select([each.socket for each in left.values()], [], [], pause)
            for each in [each for each in left.values() if each.socket in ready]:
                if each.heard() == wanted:
                    when[each.key] = time.monotonic() - began
                    del left[each.key]
            if not left:
                break
    return when


def drain(contestants):
    """Answers that were on their way are of the time before."""
    for each in contestants:
        while each.socket in select.select([each.socket], [], [], 0)[0]:
            each.heard()


def wired():
    """Whether every tripwire to the victim stands."""
    text = urllib.request.urlopen(f"http://{US}:{ADMIN_PORT}/api/v1/status", timeout=5).read()
    wires = [
        check["tripwire"]
        for service in json.loads(text)["services"]
        for endpoint in service["endpoints"]
        for check in endpoint["checks"]
        if endpoint["name"] == "victim" and check["tripwire"] is not None
    ]
    return len(wires) == sum("tripwire" in key for key, _, _ in OURS) and all(wire["openSince"] for wire in wires)


def run(folder, contestants, dice):
    """One death."""
    victim = gateway(folder, VICTIM)
    try:
        began = time.monotonic()
        up = asked(contestants, {KEEPER, VICTIM}, began, UP_WITHIN)
        while time.monotonic() - began < UP_WITHIN and not wired():
            time.sleep(0.1)
        if len(up) < len(contestants) or not wired():
            raise RuntimeError(f"not all saw the gateway up within {UP_WITHIN:.0f} s: {sorted(up)}")
        time.sleep(dice.uniform(*PAUSE))
        drain(contestants)
        if len(asked(contestants, {KEEPER, VICTIM}, time.monotonic(), 1.0)) < len(contestants):
            raise RuntimeError("the address was not answered right before the kill")
        drain(contestants)
        killed = time.monotonic()
        os.kill(victim.pid, signal.SIGKILL)
        return {key: round(seconds, 4) for key, seconds in asked(contestants, {KEEPER}, killed, DOWN_WITHIN).items()}
    finally:
        victim.stop()


def gdnsd_version():
    done = subprocess.run(["gdnsd", "-V"], capture_output=True, text=True, check=False)
    return (re.search(r"version (\S+)", done.stdout + done.stderr) or [None, "unknown"])[1]


def options():
    parser = argparse.ArgumentParser(prog="bench/detection", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20, choices=range(1, 101), metavar="1-100")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", help="the raw result; default: bench/results/detection-DATE.json")
    for hidden in ("--package", "--commit", "--folder"):
        parser.add_argument(hidden, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    chosen = options()
    lacking = [f"{program}: apt-get install {package}" for program, package in NEEDS.items() if shutil.which(program) is None]
    if lacking:
        say("bench/detection lacks " + "; ".join(lacking))
        return 2
    folder, dice = pathlib.Path(chosen.folder), random.Random(chosen.seed)
    now = datetime.datetime.now(datetime.timezone.utc)
    load = os.getloadavg()[0]
    contestants = [Contestant(key, title, US, key) for key, title, _ in OURS]
    contestants += [Contestant(key, title, host, key) for key, title, host, _ in THEIRS]
    servers, runs, status = [], [], 0
    try:
        servers.append(gateway(folder, KEEPER))
        servers += [failoverd(folder, chosen), *(gdnsd(folder, host, threshold) for _, _, host, threshold in THEIRS)]
        for turn in range(chosen.runs):
            took = run(folder, contestants, dice)
            runs.append(took)
            say(f"run {turn + 1} of {chosen.runs}: " + ", ".join(f"{each.key} {took.get(each.key, float('nan')):.3f} s" for each in contestants))
            if len(took) < len(contestants):
                status = 1
    except (RuntimeError, OSError) as why:
        say(f"bench/detection: {why}")
        for log in sorted(folder.glob("**/*log")):
            if log.is_file() and not all(server.alive() for server in servers):
                say(f"{log.name}: " + " | ".join(log.read_text(errors="replace").strip().splitlines()[-5:]))
        status = 1
    finally:
        for server in reversed(servers):
            server.stop()
    if not runs:
        return 1
    result = {
        "format": FORMAT,
        "date": now.strftime("%Y-%m-%dT%H:%MZ"),
        "command": f"bench/detection --runs {chosen.runs} --seed {chosen.seed}",
        "commit": chosen.commit,
        "cpus": os.cpu_count(),
        "loadAverage": [round(load, 2), round(os.getloadavg()[0], 2)],
        "gdnsd": gdnsd_version(),
        "askedEveryMillis": round(1000 * ASK_EVERY),
        "contestants": [{"key": each.key, "title": each.title} for each in contestants],
        "runs": runs,
    }
    target = pathlib.Path(chosen.json or f"bench/results/detection-{now.strftime('%Y-%m-%dT%H%MZ')}.json")
    target.write_text(json.dumps(result, indent=1) + "\n")
    print(target)
    return status


if __name__ == "__main__":
    sys.exit(main())
