"""What a probe costs in CPU: failoverd and Debian's blackbox_exporter at the same nginx, in turns, pinned to one CPU.

The exporter probes when it is asked to, so a driver asks it as often as failoverd probes by itself. Every probe counted
has succeeded: the driver reads probe_success, and failoverd's own counter of outcomes is read before and after.
"""

import argparse
import datetime
import http.client
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request

from processes import Process

FORMAT = 2
HOST = "www.probes.test"
# One loopback address for each endpoint: a service cannot have one address twice.
ENDPOINTS = 100
# A service has at most 32 endpoints.
SERVICE = 25
HTTP_PORT, HTTPS_PORT, EXPORTER_PORT, DNS_PORT, ADMIN_PORT = 5480, 5443, 5415, 5453, 5491
US = "127.0.30.1"
STARTS_WITHIN = 60.0
# A JVM compiles what it runs often, and a Go program fills its pools: each is driven until so many windows in a row cost the
# same within a share of it, or for as long as anybody would wait.
WINDOW_SECONDS, LEVEL_WINDOWS, LEVEL_SHARE, MAX_WARM_SECONDS = 5, 3, 0.05, 120
DRIVERS = 16
# Probes a second: some two thirds of what one CPU of the exporter does.
RATES = {"http": 600, "https": 250}
NEEDS = {
    "nginx": "nginx",
    "openssl": "openssl",
    "prometheus-blackbox-exporter": "prometheus-blackbox-exporter",
}


def address(index):
    return f"127.0.31.{index + 1}"


def service(first):
    """Services that share the check, and its name in Host and SNI."""
    endpoints = "".join(
        f"      - {{name: e{i}, region: r{i}, address: {address(i)}}}\n" for i in range(first, min(first + SERVICE, ENDPOINTS))
    )
    return f"  - name: s{first}.probes.test\n    check: page\n    endpoints:\n{endpoints}"


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")


def certificates(folder):
    """A CA of our own and a certificate that it signed, P-256 as most servers have today."""
    ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    run("openssl", "req", "-x509", *ec, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=bench", "-days", "2", cwd=folder)
    run("openssl", "req", *ec, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", f"/CN={HOST}", cwd=folder)
    (folder / "leaf.ext").write_text(f"subjectAltName=DNS:{HOST}\n")
    sign = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "leaf.ext"]
    run("openssl", "x509", "-req", "-in", "leaf.csr", *sign, "-out", "leaf.pem", cwd=folder)


def nginx(folder, cpus):
    listens = "".join(
        f"    listen {address(i)}:{HTTP_PORT};\n    listen {address(i)}:{HTTPS_PORT} ssl;\n" for i in range(ENDPOINTS)
    )
    page = "<title>Simple Bookstore App</title>" + "." * 4000
    (folder / "nginx.conf").write_text(
        f"""daemon off; worker_processes 1; worker_rlimit_nofile 65536; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log;
events {{ worker_connections 32768; }}
http {{
  access_log off; default_type text/html; client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
{listens}    location = /productpage {{ return 200 "{page}"; }}
    ssl_certificate {folder}/leaf.pem; ssl_certificate_key {folder}/leaf.key;
    ssl_protocols TLSv1.2 TLSv1.3;
  }}
}}
"""
    )
    return Process(["nginx", "-c", f"{folder}/nginx.conf", "-p", str(folder)], cpus, folder / "nginx.log")


class Blackbox:
    """Asked for one probe after another on connections that stay, as Prometheus does."""

    key, title = "blackbox", "blackbox_exporter"

    def __init__(self, folder, options):
        self.folder, self.options = folder, options
        self.stop_driving = threading.Event()

    def version(self):
        done = subprocess.run(["prometheus-blackbox-exporter", "--version"], capture_output=True, text=True, check=False)
        return (re.search(r"version (\S+)", done.stdout + done.stderr) or [None, "unknown"])[1]

    def launch(self, _):
        module = f"""
    prober: http
    timeout: 3s
    http:
      preferred_ip_protocol: ip4
      valid_status_codes: [200]
      headers: {{Host: {HOST}}}
      tls_config: {{ca_file: {self.folder}/ca.pem, server_name: {HOST}}}
"""
        config = self.folder / "blackbox.yaml"
        config.write_text(f"modules:\n  page:{module}")
        self.process = Process(
            ["prometheus-blackbox-exporter", f"--config.file={config}", f"--web.listen-address={US}:{EXPORTER_PORT}", "--log.level=error"],
            self.options.server_cpus,
            self.folder / "blackbox.log",
            {"GOMAXPROCS": "1"},
        )
        wait_for(lambda: urllib.request.urlopen(f"http://{US}:{EXPORTER_PORT}/-/healthy", timeout=1), self.process)

    def drive(self, scheme, rate, seconds):
        """Probes on time for so long, or as many as there can be where there is no rate: (good, bad)."""
        port = HTTPS_PORT if scheme == "https" else HTTP_PORT
        counts, lock, began = [0, 0], threading.Lock(), time.monotonic()
        turn = [0]

        def ask():
            connection = http.client.HTTPConnection(US, EXPORTER_PORT, timeout=10)
            while True:
                with lock:
                    mine = turn[0]
                    turn[0] += 1
                due = began + mine / rate if rate else time.monotonic()
                if due >= began + seconds:
                    return
                time.sleep(max(0.0, due - time.monotonic()))
                target = f"{scheme}://{address(mine % ENDPOINTS)}:{port}/productpage"
                connection.request("GET", f"/probe?module=page&target={target}")
                good = b"\nprobe_success 1" in connection.getresponse().read()
                with lock:
                    counts[0 if good else 1] += 1

        threads = [threading.Thread(target=ask, daemon=True) for _ in range(DRIVERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return tuple(counts)

    def stop(self):
        self.process.stop()


class Failoverd:
    """The whole daemon through its launcher: DNS, decisions, journal and metrics included."""

    key, title = "failoverd", "failoverd"

    def __init__(self, folder, options):
        self.folder, self.options = folder, options
        self.launcher = pathlib.Path(options.package) / "bin" / "failoverd"

    def version(self):
        done = subprocess.run([str(self.launcher), "--version"], capture_output=True, text=True, check=False)
        return f"{done.stdout.strip().removeprefix('failoverd ')}, {self.options.commit}"

    def launch(self, scheme):
        rate = self.options.rates[scheme]
        port = HTTPS_PORT if scheme == "https" else HTTP_PORT
        trust = f", caFile: {self.folder}/ca.pem" if scheme == "https" else ""
        services = "".join(service(first) for first in range(0, ENDPOINTS, SERVICE))
        self.start(
            f"""node: {{name: bench, stateDir: {self.folder}/state}}
dns: {{listen: ["{US}:{DNS_PORT}"], threads: 1}}
zones:
  - {{name: probes.test, ns: {{ns1.probes.test: [127.0.0.1]}}}}
checks:
  page:
    http: {{scheme: {scheme}, port: {port}, host: {HOST}, path: /productpage, status: ["200"]{trust}}}
    interval: {round(1000 * ENDPOINTS / rate)}ms
    timeout: 3s
services:
{services}admin: {{listen: "{US}:{ADMIN_PORT}"}}
"""
        )

    def start(self, text):
        """The daemon with this configuration, up to its first probe that passed."""
        config = self.folder / "config.yaml"
        shutil.rmtree(self.folder / "state", ignore_errors=True)
        config.write_text(text)
        command = [str(self.launcher), "run", "--config", str(config)]
        self.process = Process(command, self.options.server_cpus, self.folder / "failoverd.log")
        wait_for(lambda: self.counted()[0] > 0, self.process)

    def counted(self):
        """Probes so far: (good, others)."""
        text = urllib.request.urlopen(f"http://{US}:{ADMIN_PORT}/metrics", timeout=5).read().decode()
        good = bad = 0
        for labels, value in re.findall(r"^failoverd_probe_results_total\{([^}]*)\} (\S+)", text, re.M):
            if 'outcome="up"' in labels:
                good += float(value)
            else:
                bad += float(value)
        return round(good), round(bad)

    def drive(self, _scheme, _rate, seconds):
        before = self.counted()
        time.sleep(seconds)
        after = self.counted()
        return after[0] - before[0], after[1] - before[1]

    def stop(self):
        self.process.stop()


def wait_for(good, process):
    why = "nothing"
    while time.monotonic() - process.began < STARTS_WITHIN:
        try:
            if good():
                return
        except OSError as refused:
            why = str(refused)
        if not process.alive():
            break
        time.sleep(0.05)
    tail = pathlib.Path(process.log).read_text(errors="replace").strip().splitlines()[-8:]
    raise RuntimeError(f"it did not start ({why}): {' '.join(tail)}")


def level(costs):
    """Whether the last windows cost the same."""
    last = costs[-LEVEL_WINDOWS:]
    return len(last) == LEVEL_WINDOWS and max(last) <= (1 + LEVEL_SHARE) * min(last)


def warm(server, scheme, options):
    """Drives until a probe's CPU is level: the CPU milliseconds a probe of each window."""
    costs = []
    while not level(costs) and len(costs) * WINDOW_SECONDS < MAX_WARM_SECONDS:
        before = server.process.cpu()[0]
        good, bad = server.drive(scheme, options.rates[scheme], WINDOW_SECONDS)
        costs.append(round(1000 * (server.process.cpu()[0] - before) / max(1, good + bad), 4))
    return costs


def measure(server, scheme, options):
    """One turn of one server: (CPU milliseconds a probe, probes a second, bad)."""
    server.launch(scheme)
    try:
        warming = warm(server, scheme, options)
        if not level(warming):
            say(f"  not level after {MAX_WARM_SECONDS} s: {', '.join(f'{cost:.2f}' for cost in warming)} ms a probe")
        before, began = server.process.cpu(), time.monotonic()
        good, bad = server.drive(scheme, options.rates[scheme], options.seconds)
        after, wall = server.process.cpu(), time.monotonic() - began
        return {
            "server": server.key,
            "scheme": scheme,
            "good": good,
            "bad": bad,
            "warmMillisAProbe": warming,
            "level": level(warming),
            "wallSeconds": round(wall, 3),
            "cpuSeconds": round(after[0] - before[0], 6),
            "userSeconds": round(after[1] - before[1], 2),
            "residentMiB": server.process.resident_mib(),
            "cpuMillisAProbe": round(1000 * (after[0] - before[0]) / max(1, good + bad), 4),
        }
    finally:
        server.stop()


def lacking(programs):
    return [f"{program}: apt-get install {NEEDS[program]}" for program in programs if shutil.which(program) is None]


def main():
    parser = argparse.ArgumentParser(prog="bench/probes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, 21), metavar="1-20")
    parser.add_argument("--seconds", type=int, default=10, choices=range(1, 61), metavar="1-60")
    for scheme, rate in RATES.items():
        parser.add_argument(
            f"--{scheme}-rate", type=int, default=rate, choices=range(10, 1001), metavar="10-1000", help=f"{scheme.upper()} probes a second"
        )
    parser.add_argument("--server-cpu", type=int, default=1)
    parser.add_argument("--load-cpu", type=int, default=0)
    parser.add_argument("--json", help="the raw result; default: bench/results/probes-DATE.json")
    for hidden in ("--package", "--commit", "--folder"):
        parser.add_argument(hidden, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if missing := lacking(NEEDS):
        say("bench/probes lacks " + "; ".join(missing))
        return 2
    options.rates = {scheme: getattr(options, f"{scheme}_rate") for scheme in RATES}
    options.server_cpus = {options.server_cpu}
    folder = pathlib.Path(options.folder)
    os.sched_setaffinity(0, {options.load_cpu})
    certificates(folder)
    web = nginx(folder, {options.load_cpu})
    servers = [Blackbox(folder, options), Failoverd(folder, options)]
    now = datetime.datetime.now(datetime.timezone.utc)
    result = {
        "format": FORMAT,
        "began": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "command": " ".join(["bench/probes", *(f"--{name.replace('_', '-')} {getattr(options, name)}" for name in ("rounds", "seconds", "http_rate", "https_rate"))]),
        "commit": options.commit,
        "machine": {"cpus": os.cpu_count(), "kernel": platform.release(), "loadBefore": os.getloadavg()[0]},
        "rates": options.rates,
        "servers": {server.key: f"{server.title} {server.version()}" for server in servers},
        "runs": [],
    }
    try:
        for turn in range(options.rounds):
            for scheme in ("http", "https"):
                for server in servers:
                    say(f"round {turn + 1} of {options.rounds}: {server.title}, {scheme}")
                    result["runs"].append({"round": turn} | measure(server, scheme, options))
    except RuntimeError as why:
        say(f"bench/probes: {why}")
        return 1
    finally:
        web.stop()
    result["machine"]["loadAfter"] = os.getloadavg()[0]
    target = pathlib.Path(options.json or f"bench/results/probes-{now.strftime('%Y-%m-%dT%H%MZ')}.json")
    target.write_text(json.dumps(result, indent=1) + "\n")
    print(target)
    failed = [run for run in result["runs"] if run["bad"] > 0 or run["good"] == 0]
    if failed:
        say(f"bench/probes: probes failed in {len(failed)} of {len(result['runs'])} turns")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
