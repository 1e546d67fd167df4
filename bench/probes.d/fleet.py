"""Ten thousand HTTP targets at an interval of 5 s: whether their probes start on time, what the daemon takes, and whether
one of them is ever taken for DOWN. The gateways are one nginx with a hundred addresses, on the same CPUs."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import sys
import time
import urllib.request

import contest
from contest import say

FORMAT = 1
INTERVAL_SECONDS = 5
# Each target is probed once before anything counts, and what a start needs is compiled.
SETTLE_SECONDS = 60
EVERY_SECONDS = 15
ON_TIME_SECONDS = 0.05


class Fleet(contest.Failoverd):
    """As many services of 25 endpoints as it takes; all share the addresses, as tenants of a gateway do."""

    def launch_fleet(self, targets):
        services = []
        for number in range(targets // contest.SERVICE):
            first = (number * contest.SERVICE) % contest.ENDPOINTS
            services.append(contest.service(first).replace(f"s{first}.probes.test", f"s{number}.probes.test"))
        self.start(
            f"""node: {{name: bench, stateDir: {self.folder}/state}}
dns: {{listen: ["{contest.US}:{contest.DNS_PORT}"], threads: 1}}
zones:
  - {{name: probes.test, ns: {{ns1.probes.test: [127.0.0.1]}}}}
checks:
  page:
    http: {{scheme: http, port: {contest.HTTP_PORT}, host: {contest.HOST}, path: /productpage, status: ["200"]}}
    interval: {INTERVAL_SECONDS}s
    timeout: 3s
services:
{"".join(services)}admin: {{listen: "{contest.US}:{contest.ADMIN_PORT}"}}
"""
        )

    def metrics(self):
        return urllib.request.urlopen(f"http://{contest.US}:{contest.ADMIN_PORT}/metrics", timeout=30).read().decode()


def total(text, name, having=""):
    """The sum of a metric over its labels."""
    found = re.findall(rf"^{name}(\{{[^}}]*\}})? (\S+)$", text, re.M)
    return sum(float(value) for labels, value in found if having in labels)


def seen(text):
    """What the daemon has counted so far."""
    starts = "failoverd_probe_start_lateness_seconds"
    bounds = dict.fromkeys(re.findall(rf'^{starts}_bucket\{{[^}}]*le="([^"]+)"', text, re.M))
    return {
        "starts": total(text, f"{starts}_count"),
        "startedWithin": {bound: total(text, f"{starts}_bucket", f'le="{bound}"') for bound in bounds},
        "up": total(text, "failoverd_probe_results_total", 'outcome="up"'),
        "down": total(text, "failoverd_probe_results_total", 'outcome="down"'),
        "inconclusive": total(text, "failoverd_probe_results_total", 'outcome="inconclusive"'),
        "degraded": total(text, "failoverd_probe_results_total", 'outcome="degraded"'),
    }


def difference(after, before):
    return {
        key: {bound: value[bound] - before[key].get(bound, 0) for bound in value} if isinstance(value, dict) else value - before[key]
        for key, value in after.items()
    }


def measure(fleet, options):
    say(f"{options.targets} targets, settling for {SETTLE_SECONDS} s")
    time.sleep(SETTLE_SECONDS)
    before, cpu, began = seen(fleet.metrics()), fleet.process.cpu()[0], time.monotonic()
    resident, took, lost, text = [], [], 0, ""
    while time.monotonic() - began < 60 * options.minutes:
        time.sleep(EVERY_SECONDS)
        resident.append(fleet.process.resident_mib())
        asked = time.monotonic()
        text = fleet.metrics()
        took.append(round(time.monotonic() - asked, 3))
        # Prometheus would take this text on another machine. To look for more in tens of megabytes here would take from the
        # daemon the CPU that it is measured on.
        lost = max(lost, text.count('state="down"} 1'))
        say(f"{time.monotonic() - began:.0f} s: {resident[-1]:.0f} MiB, scraped in {took[-1]:.2f} s, {lost} DOWN")
    after, wall = seen(fleet.metrics()), time.monotonic() - began
    counts = difference(after, before)
    return counts | {
        "wallSeconds": round(wall, 1),
        "cpuSeconds": round(fleet.process.cpu()[0] - cpu, 2),
        "residentMiB": resident,
        "scrapeSeconds": took,
        "scrapeBytes": len(text),
        "endpointsDownAtOnce": lost,
    }


def main():
    parser = argparse.ArgumentParser(prog="bench/fleet", description=__doc__)
    parser.add_argument("--targets", type=int, default=10_000, choices=range(25, 20_001), metavar="25-20000")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--json", help="the raw result; default: bench/results/fleet-DATE.json")
    for hidden in ("--package", "--commit", "--folder"):
        parser.add_argument(hidden, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not 0 < options.minutes <= 60:
        parser.error("--minutes: at most 60")
    if lacking := contest.lacking(("nginx", "openssl")):
        say("bench/fleet lacks " + "; ".join(lacking))
        return 2
    folder = pathlib.Path(options.folder)
    cpus = set(range(os.cpu_count()))
    contest.certificates(folder)
    web = contest.nginx(folder, cpus)
    options.server_cpus = cpus
    fleet = Fleet(folder, options)
    now = datetime.datetime.now(datetime.timezone.utc)
    result = {
        "format": FORMAT,
        "began": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "command": f"bench/fleet --targets {options.targets} --minutes {options.minutes:g}",
        "commit": options.commit,
        "targets": options.targets,
        "intervalSeconds": INTERVAL_SECONDS,
        "machine": {"cpus": os.cpu_count(), "kernel": platform.release(), "loadBefore": os.getloadavg()[0]},
    }
    try:
        fleet.launch_fleet(options.targets)
        result |= measure(fleet, options)
    except (OSError, RuntimeError) as why:
        say(f"bench/fleet: {why}")
        return 1
    finally:
        fleet.stop()
        web.stop()
    result["machine"]["loadAfter"] = os.getloadavg()[0]
    target = pathlib.Path(options.json or f"bench/results/fleet-{now.strftime('%Y-%m-%dT%H%MZ')}.json")
    target.write_text(json.dumps(result, indent=1) + "\n")
    print(target)
    return 1 if result["down"] or result["endpointsDownAtOnce"] else 0


if __name__ == "__main__":
    sys.exit(main())
