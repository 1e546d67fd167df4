"""The contest behind bench/dns: starts every server, asks all of them the same in turns, and writes what it cost each.

This program only measures; what the figures mean is worked out by DnsTables from the file that is written here.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import load as loads
import measure
import peers
import wire
from gateways import Gateways
from processes import Process

FORMAT = 1
# A server that has not answered after so long is reported as one that does not start.
ANSWERS_WITHIN = 60.0
# Before each measurement, so that no server is measured on the cold caches that the one before it left behind.
WAKE_SECONDS = 0.5
# Servers without a compiler need no warming but of their caches.
WARM_OTHERS_SECONDS = 1
# Of each of two loads, some hundreds of thousands of answers, before the memory is looked at.
MEMORY_LOAD_SECONDS = 8
NEEDS = {"dnsperf": "dnsperf", "dig": "bind9-dnsutils", "gcc": "gcc", "taskset": "util-linux"}


def say(text):
    print(text, file=sys.stderr, flush=True)


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def last_words(process):
    """The log lies in a folder that goes with us."""
    lines = pathlib.Path(process.log).read_text(errors="replace").splitlines()
    return (lines or ["it said nothing"])[-1][:200]


def first_answer(where, question, good, process, every=0.001):
    """Seconds from the start of the process to the first answer that is good."""
    while time.monotonic() - process.began < ANSWERS_WITHIN:
        answer = wire.ask(where, question, timeout=0.05)
        if answer is not None and good(answer):
            return time.monotonic() - process.began
        if not process.alive():
            raise RuntimeError(f"it ended with {process.child.returncode}: {last_words(process)}")
        time.sleep(every)
    raise RuntimeError(f"no good answer within {ANSWERS_WITHIN:.0f} s: {last_words(process)}")


def all_addresses(answer):
    return wire.addresses(answer) == set(peers.GATEWAYS)


def no_error(answer):
    return answer[3] & 15 == 0 and wire.records(answer)[1] != []


def dug(where, name, kind):
    """Status and sorted data of the answer section, as dig sees them."""
    command = ["dig", f"@{where[0]}", "-p", str(where[1]), "+norecurse", "+tries=2", "+time=2", "+edns=0", "+bufsize=1232", name, kind]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    status = re.search(r"status: (\w+)", said)
    section = re.search(r";; ANSWER SECTION:\n((?:[^;\n].*\n)+)", said)
    data = sorted(line.split(None, 4)[4] for line in section.group(1).splitlines()) if section else []
    return [status.group(1) if status else "no answer", *data]


def verify(peer, names):
    """What each name must answer; the C limit knows one answer only."""
    wanted = {(peers.SERVICE, "A"): ["NOERROR", *sorted(peers.GATEWAYS)]}
    if peer.key != "limit":
        wanted |= {(name, "A"): ["NOERROR", address] for name, address in peers.STATIC.items()}
        wanted[(peers.SERVICE, "AAAA")] = ["NOERROR"]
        wanted[("absent." + peers.ORIGIN, "A")] = ["NXDOMAIN"]
        wanted[(peers.ORIGIN, "NS")] = ["NOERROR", f"ns1.{peers.ORIGIN}.", f"ns2.{peers.ORIGIN}."]
        if names:
            last = peers.hosts(names) - 1
            wanted[(f"h{last}.{peers.ORIGIN}", "A")] = ["NOERROR", f"10.{last >> 16}.{last >> 8 & 255}.{last & 255}"]
    for (name, kind), answer in wanted.items():
        found = dug(peer.where, name, kind)
        if found != answer:
            raise RuntimeError(f"{name} {kind}: answered {found}, not {answer}")


class Contest:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.rng = random.Random(options.seed)
        self.load_cpu = {options.load_cpu}
        self.gateways = Gateways(peers.GATEWAYS)
        self.running = {}
        self.failed = {}
        self.files = {}
        self.runs = []
        self.count = 0
        self.complete = False
        self.ask_binary = self.build("ask")
        self.servers = self.all_servers()

    def build(self, what):
        binary = self.folder / what
        source = pathlib.Path(__file__).with_name(what + ".c")
        subprocess.run(["gcc", "-O2", "-o", str(binary), str(source)], check=True)
        return binary

    def all_servers(self):
        launcher = pathlib.Path(self.options.package) / "bin" / "failoverd"
        ours = [peers.Failoverd("127.0.20.1", "ffm", launcher, self.options.commit), peers.Failoverd("127.0.20.2", "nio", launcher, self.options.commit)]
        for each in ours:
            each.find_optional(self.fresh_folder(each), self.gateways.port)
        if all(each.missing() for each in ours):
            say(f"bench/dns: {ours[0].missing()}; its one engine is measured")
            ours = [peers.Failoverd("127.0.20.1", "auto", launcher, self.options.commit)]
            ours[0].find_optional(self.fresh_folder(ours[0]), self.gateways.port)
        everyone = [
            *ours,
            peers.Limit("127.0.20.3", self.build("limit")),
            peers.Gdnsd("127.0.20.4"),
            peers.Nsd("127.0.20.5"),
            peers.Knot("127.0.20.6"),
            peers.PowerDns("127.0.20.7", lua=False),
            peers.PowerDns("127.0.20.8", lua=True),
        ]
        wanted = self.options.servers
        unknown = set(wanted or []) - {each.key for each in everyone}
        if unknown:
            raise SystemExit(f"bench/dns: there is no server {', '.join(sorted(unknown))}; there are {', '.join(each.key for each in everyone)}")
        return [each for each in everyone if wanted is None or each.key in wanted]

    def fresh_folder(self, peer):
        self.count += 1
        folder = self.folder / f"{peer.key}-{self.count}"
        folder.mkdir()
        return folder

    # Servers

    def launch(self, peer, names=0, cpus=None, environment=None):
        """Starts it and returns how long it took to answer at all, and with the service's addresses."""
        folder = self.fresh_folder(peer)
        command = peer.prepare(folder, self.gateways.port, names)
        pinned_to = {self.options.server_cpu} if cpus is None else cpus
        process = Process(command, pinned_to, self.folder / f"{folder.name}.log", environment)
        self.running[peer.key] = process
        answered = first_answer(peer.where, wire.query(peers.ORIGIN, "SOA", []), no_error, process)
        addresses = first_answer(peer.where, wire.query(peers.SERVICE, "A", []), all_addresses, process)
        return {"answerMillis": round(answered * 1000, 1), "addressesMillis": round(addresses * 1000, 1)}

    def stop(self, key):
        process = self.running.pop(key, None)
        if process is not None:
            process.stop()

    def stop_all(self):
        for key in list(self.running):
            self.stop(key)

    def give_up(self, peer, why):
        """The row has failed; what was measured before stays in the file."""
        say(f"bench/dns: {peer.title}: {why}")
        self.failed[peer.key] = str(why)
        self.stop(peer.key)

    def ready(self, peer, names=0):
        """Whether the server is there, answers what it should, and is warm."""
        missing = peer.missing()
        if missing or peer.key in self.failed:
            if missing and peer.key not in self.failed:
                self.give_up(peer, missing)
            return False
        try:
            self.launch(peer, names)
            self.settle(peer)
            verify(peer, names)
            self.warm(peer, names)
            return True
        except RuntimeError as why:
            self.give_up(peer, why)
            return False

    def settle(self, peer):
        """Notes what runs: whether it gives cookies, and the engine that its log names."""
        if not isinstance(peer, peers.Failoverd):
            return
        if "cookies" not in peer.on and "cookies" not in peer.lacks:
            given = wire.full_cookie(peer.where, peers.SERVICE) != wire.CLIENT_COOKIE
            (peer.on if given else peer.lacks).append("cookies")
        log = pathlib.Path(self.running[peer.key].log).read_text(errors="replace")
        engines = re.findall(r"\((\w+) engine\)|engine[= ](\w+)", log)
        found = next((a or b for a, b in reversed(engines)), "unknown")
        peer.running_engine = found
        if peer.engine not in ("auto", found) and found != "unknown":
            raise RuntimeError(f"the {peer.engine} engine was asked for, the {found} engine runs")

    # Loads

    def file(self, peer, load, names=0):
        key = (peer.key if load == "mix" else "all", load, names)
        if key not in self.files:
            if names:
                messages = loads.of_names(names, self.options.seed)
            elif load == "mix":
                messages = loads.queries(load, self.options.seed, wire.full_cookie(peer.where, peers.SERVICE))
            else:
                messages = loads.queries(load, self.options.seed)
            path = self.folder / f"load-{len(self.files)}"
            wire.write_stream(path, messages)
            self.files[key] = path
        return self.files[key]

    def dnsperf(self, peer, file, seconds, rate):
        return measure.dnsperf(peer.where, file, seconds, rate, self.load_cpu)

    def measured(self, peer, load, kind, names=0):
        """One measurement of one server, as it goes into the file."""
        options = self.options
        file = self.file(peer, load, names)
        self.dnsperf(peer, file, WAKE_SECONDS, options.rate)
        process = self.running[peer.key]
        if kind == "latency":
            rate = options.rate
            work = lambda: measure.open_loop(self.ask_binary, peer.where, file, rate, options.latency_seconds, self.load_cpu)
        else:
            rate = options.rate if kind == "fixed" else None
            work = lambda: self.dnsperf(peer, file, options.seconds, rate)
        figures = measure.charged(process, options.server_cpu, work)
        if not process.alive():
            raise RuntimeError(f"it died under load: {last_words(process)}")
        if kind == "latency":
            figures["rcodes"] = {wire.RCODES.get(int(code), code): count for code, count in figures["rcodes"].items()}
        figures["right"] = figures["answers"] > 0 and loads.right("" if names else load, figures["rcodes"])
        return figures

    def warm(self, peer, names=0):
        ours = isinstance(peer, peers.Failoverd)
        seconds = self.options.warm if ours else WARM_OTHERS_SECONDS
        for load in ["names"] if names else self.options.loads:
            self.dnsperf(peer, self.file(peer, load, names), seconds / (1 if names else len(self.options.loads)), None)

    # The parts

    def rounds(self):
        options = self.options
        for launch in range(1, options.launches + 1):
            share = [r for r in range(1, options.rounds + 1) if (r - 1) * options.launches // options.rounds == launch - 1]
            if not share:
                continue
            self.files.clear()
            there = []
            for peer in self.servers:
                progress(f"starting and warming {peer.title}")
                if self.ready(peer):
                    there.append(peer)
            for number in share:
                self.round(number, launch, there)
            for peer in there:
                if peer.key in self.running:
                    peer.resident = self.running[peer.key].resident_mib()
            self.stop_all()

    def round(self, number, launch, there):
        order = [peer for peer in there if peer.key in self.running]
        self.rng.shuffle(order)
        for load in self.options.loads:
            for kind in ("fixed", "saturated", "latency"):
                if kind == "latency" and self.options.latency_seconds <= 0:
                    continue
                for place, peer in enumerate(order):
                    if peer.key not in self.running:
                        continue
                    progress(f"round {number} of {self.options.rounds}, {load}, {kind}: {peer.title}")
                    try:
                        figures = self.measured(peer, load, kind)
                        about = {"round": number, "launch": launch, "place": place, "server": peer.key, "load": load, "kind": kind}
                        self.runs.append(about | figures)
                    except RuntimeError as why:
                        self.give_up(peer, why)

    def starts(self, found):
        """From exec to the first answers, on the server's CPU and on all CPUs."""
        for peer in self.servers:
            if peer.missing() or peer.key in self.failed:
                continue
            for pinned in (True, False) if isinstance(peer, peers.Failoverd) else (True,):
                progress(f"starts of {peer.title}")
                took = []
                # One more than counted: the first may have to make what the later ones use.
                for _ in range(self.options.starts + 1):
                    try:
                        took.append(self.launch(peer, cpus=None if pinned else self.options.all_cpus))
                    except RuntimeError as why:
                        say(f"bench/dns: a start of {peer.title}: {why}")
                    self.stop(peer.key)
                found.append({"server": peer.key, "pinned": pinned, "first": took[:1], "starts": took[1:]})

    def memory(self, found):
        """Resident after load, with the heap that the smallest hosts would give."""
        for peer in self.servers:
            if not isinstance(peer, peers.Failoverd) or peer.missing() or peer.key in self.failed:
                continue
            progress(f"memory of {peer.title}")
            options = "-Xmx64m"
            try:
                self.launch(peer, environment={"FAILOVERD_JAVA_OPTS": options})
                before = self.running[peer.key].resident_mib()
                for load in ("options", "mix"):
                    self.dnsperf(peer, self.file(peer, load), min(self.options.warm, MEMORY_LOAD_SECONDS), None)
                after = self.running[peer.key].resident_mib()
                found.append({"server": peer.key, "javaOptions": options, "idleMiB": before, "afterLoadMiB": after})
            except RuntimeError as why:
                self.give_up(peer, f"with {options} {why}")
            self.stop(peer.key)

    def scaling(self, found):
        """CPU for a query with few and with many names in the zone, each asked alike often."""
        for names in self.options.names:
            there = []
            for peer in self.servers:
                if peer.key in ("gdnsd", "limit") or isinstance(peer, peers.Failoverd):
                    progress(f"{names} names: starting and warming {peer.title}")
                    if self.ready(peer, names):
                        there.append(peer)
            for number in range(1, min(3, self.options.rounds) + 1):
                self.rng.shuffle(there)
                for peer in there:
                    progress(f"{names} names, round {number}: {peer.title}")
                    for kind in ("fixed", "saturated"):
                        if peer.key not in self.running:
                            continue
                        about = {"names": names, "round": number, "server": peer.key, "kind": kind}
                        try:
                            found.append(about | self.measured(peer, "names", kind, names))
                        except RuntimeError as why:
                            self.give_up(peer, f"with {names} names {why}")
            self.stop_all()

    # The file

    def report(self, parts):
        options = self.options
        return {
            "format": FORMAT,
            "date": options.date.strftime("%Y-%m-%dT%H:%MZ"),
            "commit": options.commit,
            "command": options.command,
            "seed": options.seed,
            "rounds": options.rounds,
            "launches": options.launches,
            "seconds": options.seconds,
            "latencySeconds": options.latency_seconds,
            "warmSeconds": options.warm,
            "rate": options.rate,
            "complete": self.complete,
            "tookSeconds": round(time.monotonic() - options.began),
            "machine": machine(options),
            "loads": {load: loads.LOADS[load] for load in options.loads},
            "commands": {
                "fixed": " ".join(measure.dnsperf_command(("ADDRESS", peers.PORT), "QUERIES", options.seconds, options.rate)),
                "saturated": " ".join(measure.dnsperf_command(("ADDRESS", peers.PORT), "QUERIES", options.seconds, None)),
                "latency": f"ask ADDRESS {peers.PORT} QUERIES {options.rate} {options.latency_seconds}",
            },
            "dnsperf": peers.line_with("Version ", "dnsperf", "-h"),
            "servers": [self.about(peer) for peer in self.servers],
            **parts,
        }

    def about(self, peer):
        about = {"key": peer.key, "title": peer.title, "version": "", "on": peer.on}
        if peer.missing() is None:
            about["version"] = peer.version()
        if isinstance(peer, peers.Failoverd):
            about["engine"] = getattr(peer, "running_engine", "unknown")
            about["configuration"] = peer.lines
            about["lacks"] = peer.lacks
        if hasattr(peer, "resident"):
            about["residentMiB"] = peer.resident
        if peer.key in self.failed:
            about["failed"] = self.failed[peer.key]
        return about


def machine(options):
    model = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return {
        "cpus": os.cpu_count(),
        "cpu": model.group(1) if model else platform.machine(),
        "kernel": platform.release(),
        "serverCpu": options.server_cpu,
        "loadCpu": options.load_cpu,
        "loadAverageBefore": options.load_average,
        "loadAverageAfter": [round(each, 1) for each in os.getloadavg()],
    }


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="bench/dns",
        description="Compares failoverd's DNS server with its peers: CPU for a query, throughput, latency, start, memory.",
        epilog="example: bench/dns --rounds 2 --seconds 2 --servers failoverd-ffm,gdnsd,limit --json /tmp/short.json",
    )

    def words(text):
        return [word for word in text.split(",") if word]

    parser.add_argument("--rounds", type=int, default=7, help="rounds of all servers, in an order of their own (default 7)")
    parser.add_argument("--launches", type=int, default=2, help="over how many starts of the servers the rounds are spread (default 2)")
    parser.add_argument("--seconds", type=int, default=4, help="length of each measurement (default 4)")
    parser.add_argument("--latency-seconds", type=int, default=1, help="length of each measurement of latency, 0 for none (default 1)")
    parser.add_argument("--rate", type=int, default=50000, help="queries a second of the fixed load (default 50000)")
    parser.add_argument("--loads", type=words, default=["options"], help=f"of {', '.join(loads.LOADS)} (default options)")
    parser.add_argument("--mix", action="store_true", help="add the load mix")
    parser.add_argument("--servers", type=words, help="only these")
    parser.add_argument("--warm", type=int, default=20, help="seconds of full load for each JVM before the rounds (default 20)")
    parser.add_argument("--starts", type=int, default=5, help="starts of each server whose time is taken, 0 for none (default 5)")
    parser.add_argument("--names", type=words, default=[], help="also with so many names in the zone, for example 10,100000")
    parser.add_argument("--no-memory", action="store_true", help="leave out the memory after load with -Xmx64m")
    parser.add_argument("--seed", type=int, default=None, help="of the order of the servers and of the mix (default: the time)")
    parser.add_argument("--server-cpu", type=int, default=0)
    parser.add_argument("--load-cpu", type=int, default=1)
    parser.add_argument("--json", help="where the raw figures go (default bench/results/dns-DATE.json)")
    parser.add_argument("--package", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--commit", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    options.names = [int(each) for each in options.names]
    options.loads += ["mix"] if options.mix and "mix" not in options.loads else []
    for load in options.loads:
        if load not in loads.LOADS:
            parser.error(f"there is no load {load}")
    if not 1 <= options.launches <= options.rounds or not 1 <= options.seconds <= 60 or options.rate < 1:
        parser.error("at least one round in each launch, and 1 to 60 seconds for each measurement")
    if options.server_cpu == options.load_cpu or not {options.server_cpu, options.load_cpu} <= os.sched_getaffinity(0):
        parser.error("server and load need a CPU each")
    return options


def main(arguments):
    options = parse(arguments)
    options.date = datetime.datetime.now(datetime.timezone.utc)
    options.seed = options.seed if options.seed is not None else int(options.date.timestamp())
    options.began = time.monotonic()
    options.load_average = [round(each, 1) for each in os.getloadavg()]
    shown = [word for word in arguments]
    for hidden in ("--package", "--commit", "--folder", "--json"):
        at = shown.index(hidden) if hidden in shown else -1
        del shown[at : at + 2 if at >= 0 else 0]
    options.command = " ".join(["bench/dns", *shown])
    lacking = [f"{program}: apt-get install {package}" for program, package in NEEDS.items() if shutil.which(program) is None]
    if lacking:
        raise SystemExit("bench/dns needs " + "; ".join(lacking))
    options.all_cpus = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {options.load_cpu})
    say(f"bench/dns: seed {options.seed}")
    contest = Contest(options, pathlib.Path(options.folder))
    parts = {"runs": contest.runs, "starts": [], "memory": [], "names": []}
    try:
        contest.rounds()
        if options.starts > 0:
            contest.starts(parts["starts"])
        if not options.no_memory:
            contest.memory(parts["memory"])
        contest.scaling(parts["names"])
        contest.complete = True
    except BaseException:
        say("bench/dns: ended before its time; what was measured so far is kept")
        raise
    finally:
        contest.stop_all()
        contest.gateways.close()
        if contest.runs:
            file = pathlib.Path(options.json or f"bench/results/dns-{options.date.strftime('%Y-%m-%dT%H%MZ')}.json")
            file.write_text(as_text(contest.report(parts)))
            progress("")
            print(file, flush=True)
    return 1 if contest.failed or not all(run["right"] for run in contest.runs) else 0


def as_text(result):
    """JSON with a line for each run, so that a diff of two files can be read."""
    lists = ("runs", "starts", "memory", "names")
    head = json.dumps({key: value for key, value in result.items() if key not in lists}, indent=1)
    parts = [f' "{key}": [\n' + ",\n".join("  " + json.dumps(one) for one in result[key]) + "\n ]" for key in lists]
    return head[:-2] + ",\n" + ",\n".join(parts) + "\n}\n"


def ended(number, frame):
    raise SystemExit(128 + number)


if __name__ == "__main__":
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, ended)
    sys.exit(main(sys.argv[1:]))
