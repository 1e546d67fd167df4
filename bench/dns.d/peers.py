"""The servers of the contest: how each is configured for the same zone, started, and told apart.

Every server has an address of its own on loopback and one UDP thread. What it needs beyond the zone is written here and
nowhere else; a program that is missing makes its row say which Debian package has it.
"""

import pathlib
import shutil
import subprocess

PORT = 5300
ADMIN_PORT = 8053
GATEWAYS = ("127.0.21.1", "127.0.21.2")
ORIGIN = "bench.test"
SERVICE = "www." + ORIGIN
STATIC = {"static." + ORIGIN: "192.0.2.9", "mail." + ORIGIN: "192.0.2.25"}
TTL = 30
# A zone file of failoverd's holds 100,000 records, with those that every zone of the contest has.
MOST_HOSTS = 99_990
# The largest that gdnsd takes; asked of every server that can be asked.
RECEIVE_BUFFER = 1024 * 1024


def hosts(names):
    return min(names, MOST_HOSTS)


def zone_text(service_lines, names):
    """The zone of all servers. The service's own lines differ, the rest does not."""
    lines = [
        f"@ 300 IN SOA ns1.{ORIGIN}. hostmaster.{ORIGIN}. 7 3600 600 86400 5",
        f"@ 300 IN NS ns1.{ORIGIN}.",
        f"@ 300 IN NS ns2.{ORIGIN}.",
        "ns1 300 IN A 192.0.2.1",
        "ns2 300 IN A 192.0.2.2",
        '@ 300 IN TXT "the zone of a contest"',
    ]
    lines += [f"{full.removesuffix('.' + ORIGIN)} 300 IN A {address}" for full, address in STATIC.items()]
    lines += [f"h{i} 300 IN A 10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}" for i in range(hosts(names))]
    return "\n".join(lines + service_lines) + "\n"


BOTH_ADDRESSES = [f"www {TTL} IN A {address}" for address in GATEWAYS]


class Peer:
    """One server: `prepare` writes its files and gives the command; `missing` says what to install."""

    def __init__(self, key, title, package, program, host):
        self.key, self.title, self.package, self.program, self.host = key, title, package, program, host
        self.on = []
        self.environment = {}

    @property
    def where(self):
        return (self.host, PORT)

    def missing(self):
        if shutil.which(self.program) is None:
            return f"{self.program} is missing: apt-get install {self.package}"
        return None

    def version(self):
        return "?"

    def prepare(self, folder, gateway_port, names):
        raise AssertionError(self.key)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def line_with(words, *command):
    """What stands behind these words in what a program says of itself."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return next((line.split(words, 1)[1].strip() for line in done.stdout.splitlines() if words in line), "?")


class Limit(Peer):
    """Built from limit.c; answers the addresses of the gateways whatever it is asked."""

    def __init__(self, host, binary):
        super().__init__("limit", "C limit", "gcc", "gcc", host)
        self.binary = binary
        self.on = ["recvmmsg and sendmmsg, 64", "a fixed answer"]

    def version(self):
        return line_with("gcc ", "gcc", "--version")

    def prepare(self, folder, gateway_port, names):
        return [str(self.binary), self.host, str(PORT)]


class Gdnsd(Peer):
    def __init__(self, host):
        super().__init__("gdnsd", "gdnsd, multifo", "gdnsd", "gdnsd", host)
        self.on = ["health from http_status every 2 s", "cookies", "subnet", "statistics"]

    def version(self):
        return line_with("gdnsd version ", "gdnsd", "-V")

    def prepare(self, folder, gateway_port, names):
        service = [f"www {TTL} DYNA multifo!www"]
        # gdnsd takes a zone from the name of its file.
        write(folder / "zones" / ORIGIN, zone_text(service, names))
        write(
            folder / "config",
            f"""options => {{
  listen => [ {self.host}:{PORT} ]
  udp_threads => 1, tcp_threads => 1
  udp_rcvbuf => {RECEIVE_BUFFER}
  run_dir => {folder}/run, state_dir => {folder}/state
}}
service_types => {{
  page => {{ plugin => http_status, port => {gateway_port}, url_path => /, interval => 2, timeout => 1 }}
}}
plugins => {{
  multifo => {{ service_types => page, www => {{ one => {GATEWAYS[0]}, two => {GATEWAYS[1]} }} }}
}}
""",
        )
        return ["gdnsd", "-c", str(folder), "start"]


class Nsd(Peer):
    def __init__(self, host):
        super().__init__("nsd", "NSD, static", "nsd", "nsd", host)
        self.on = ["static zone"]

    def version(self):
        return line_with("NSD version ", "nsd", "-v")

    def prepare(self, folder, gateway_port, names):
        write(folder / "zone", zone_text(BOTH_ADDRESSES, names))
        config = write(
            folder / "nsd.conf",
            f"""server:
  ip-address: {self.host}@{PORT}
  server-count: 1
  username: ""
  database: ""
  zonesdir: "{folder}"
  pidfile: "{folder}/nsd.pid"
  xfrdfile: "{folder}/xfrd.state"
  zonelistfile: "{folder}/zone.list"
  xfrdir: "{folder}"
  receive-buffer-size: {RECEIVE_BUFFER}
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: {ORIGIN}
  zonefile: zone
""",
        )
        return ["nsd", "-d", "-c", str(config)]


class Knot(Peer):
    def __init__(self, host):
        super().__init__("knot", "Knot, static", "knot", "knotd", host)
        self.on = ["static zone"]

    def version(self):
        return line_with("knotd (Knot DNS), version ", "knotd", "--version")

    def prepare(self, folder, gateway_port, names):
        write(folder / "zone", f"$ORIGIN {ORIGIN}.\n" + zone_text(BOTH_ADDRESSES, names))
        config = write(
            folder / "knot.conf",
            f"""server:
  listen: {self.host}@{PORT}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
  rundir: {folder}/run
database:
  storage: {folder}/state
log:
  - target: stderr
    any: warning
zone:
  - domain: {ORIGIN}
    file: {folder}/zone
    zonefile-sync: -1
    journal-content: none
""",
        )
        (folder / "run").mkdir(exist_ok=True)
        (folder / "state").mkdir(exist_ok=True)
        return ["knotd", "-c", str(config)]


class PowerDns(Peer):
    """With static records, or with the service as a LUA record that asks its own health checks."""

    def __init__(self, host, lua):
        title = "PowerDNS, LUA ifportup" if lua else "PowerDNS, static"
        super().__init__("pdns-lua" if lua else "pdns", title, "pdns-server pdns-backend-bind", "pdns_server", host)
        self.lua = lua
        self.on = ["health from ifportup every 2 s", "shared Lua state"] if lua else ["static zone", "packet cache"]

    def missing(self):
        no_backend = not list(pathlib.Path("/usr/lib").glob("*/pdns/libbindbackend.so"))
        return super().missing() or (f"its bind backend is missing: apt-get install {self.package}" if no_backend else None)

    def version(self):
        return line_with("Authoritative Server ", "pdns_server", "--version").split()[0]

    def prepare(self, folder, gateway_port, names):
        targets = ", ".join(f"'{address}'" for address in GATEWAYS)
        lua = [f"www {TTL} IN LUA A \"ifportup({gateway_port}, {{{targets}}}, {{selector='all'}})\""]
        zone = write(folder / "zone", zone_text(lua if self.lua else BOTH_ADDRESSES, names))
        named = write(folder / "named.conf", f'zone "{ORIGIN}" {{ type master; file "{zone}"; }};\n')
        write(
            folder / "pdns.conf",
            f"""launch=bind
bind-config={named}
local-address={self.host}
local-port={PORT}
socket-dir={folder}
receiver-threads=1
distributor-threads=1
udp-truncation-threshold=1232
daemon=no
guardian=no
disable-syslog=yes
loglevel=3
security-poll-suffix=
webserver=no
edns-subnet-processing=no
{"enable-lua-records=shared" if self.lua else ""}
{"lua-health-checks-interval=2" if self.lua else ""}
""",
        )
        return ["pdns_server", f"--config-dir={folder}"]


# The limit of responses is the highest that there is, and far above any load.
KEYS = {"engine": "engine: {engine}", "rate limit": "rateLimit: {{responsesPerSecond: 250000}}"}


class Failoverd(Peer):
    """The packaged daemon through its launcher: everything that is on by default, and what the build can besides."""

    def __init__(self, host, engine, launcher, commit):
        title = {"ffm": "failoverd, FFM", "nio": "failoverd, NIO"}.get(engine, "failoverd")
        super().__init__("failoverd-" + engine, title, "", str(launcher), host)
        self.engine, self.launcher, self.commit = engine, launcher, commit
        self.lines = None
        self.lacks = []

    def missing(self):
        return next((f"this build has no dns.{lack}" for lack in self.lacks if lack == "engine" and self.engine != "auto"), None)

    def version(self):
        return f"{line_with('failoverd ', str(self.launcher), '--version')}, {self.commit}"

    def config(self, folder, gateway_port, optional):
        more = "".join(f"  {line}\n" for line in optional)
        return write(
            folder / "config.yaml",
            f"""node: {{name: bench, stateDir: {folder}/state}}
dns:
  listen: ["{self.host}:{PORT}"]
  threads: 1
{more}zones:
  - {{name: {ORIGIN}, file: zone}}
checks:
  page: {{http: {{scheme: http, port: {gateway_port}, host: {SERVICE}, path: /}}}}
services:
  - name: {SERVICE}
    check: page
    ttl: {{steady: {TTL}s, changing: 5s}}
    endpoints:
      - {{name: one, region: one, address: {GATEWAYS[0]}}}
      - {{name: two, region: two, address: {GATEWAYS[1]}}}
admin: {{listen: "{self.host}:{ADMIN_PORT}"}}
""",
        )

    def understood(self, folder, gateway_port, lines):
        config = self.config(folder, gateway_port, lines)
        done = subprocess.run([str(self.launcher), "check", "--config", str(config)], capture_output=True, text=True, check=False)
        return done.returncode == 0

    def find_optional(self, folder, gateway_port):
        """Asks `failoverd check` which of the keys this build knows; a row without one of them says so."""
        write(folder / "zone", zone_text([], 0))
        self.lines, self.lacks = [], []
        has_cache = (self.launcher.parent.parent / "lib" / "failoverd.aot").exists()
        self.on = ["started " + ("with" if has_cache else "without") + " an AOT cache"]
        self.on += ["health from probes every 2 s", "subnet", "statistics"]
        wanted = {what: line.format(engine=self.engine) for what, line in KEYS.items()}
        if not self.understood(folder, gateway_port, list(wanted.values())):
            for what, line in list(wanted.items()):
                if not self.understood(folder, gateway_port, [line]):
                    self.lacks.append(what)
                    del wanted[what]
        self.lines = list(wanted.values())
        self.on += [what for what in wanted if what != "engine"]

    def prepare(self, folder, gateway_port, names):
        if self.lines is None:
            self.find_optional(folder, gateway_port)
        write(folder / "zone", zone_text([], names))
        config = self.config(folder, gateway_port, self.lines)
        return [str(self.launcher), "run", "--config", str(config)]
