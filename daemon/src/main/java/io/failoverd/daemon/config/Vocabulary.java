package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Keys;
import java.util.List;

/** Every key of the config. The contract: add to it, don't rename. A test holds config.example.yaml against it. */
final class Vocabulary {
    static final Keys ROOT = Keys.of(
            "the config",
            "node",
            "dns",
            "zones",
            "clients",
            "checks",
            "sentinels",
            "guards",
            "resolvers",
            "services",
            "publishers",
            "watchAnswer",
            "alerts",
            "journal",
            "admin");
    static final Keys NODE = Keys.of("node", "name", "stateDir", "maxProbes");
    static final Keys DNS = Keys.of(
            "dns", "listen", "threads", "engine", "nsid", "version", "udpSize", "cookies", "rateLimit", "explain");
    static final Keys COOKIES = Keys.of("cookies", "secret", "previous");
    static final Keys RATE_LIMIT = Keys.of("rateLimit", "responsesPerSecond", "slip", "exempt");
    static final Keys ZONE = Keys.of("a zone", "name", "file", "ns", "soa");
    static final Keys SOA = Keys.of("soa", "mname", "rname", "refresh", "retry", "expire", "minimum");
    static final Keys CLIENTS = Keys.of("clients", "databases", "regions");
    static final Keys CHECK = Keys.of(
            "a check",
            "http",
            "tcp",
            "tls",
            "dns",
            "grpc",
            "exec",
            "icmp",
            "interval",
            "intervalWhileDown",
            "recheck",
            "connectTimeout",
            "timeout",
            "degradedLatency",
            "tripwire",
            "fall",
            "rise",
            "minSpan");
    static final Keys HTTP = Keys.of(
            "http",
            "scheme",
            "version",
            "port",
            "host",
            "method",
            "path",
            "headers",
            "body",
            "status",
            "degradedStatus",
            "expect",
            "caFile",
            "clientCertificate",
            "certificateDays",
            "source");
    static final Keys EXPECT = Keys.of("expect", "header", "json", "contains", "matches", "equals", "not");
    static final Keys LATENCY = Keys.of("degradedLatency", "connect", "tls", "firstByte", "total");
    static final Keys TRIPWIRE = Keys.of("tripwire", "port", "keepalive");
    static final Keys TCP = Keys.of("tcp", "port", "send", "expect", "source");
    static final Keys TCP_EXPECT = Keys.of("expect of tcp", "contains", "matches");
    static final Keys TLS = Keys.of("tls", "port", "host", "caFile", "clientCertificate", "certificateDays", "source");
    static final Keys DNS_CHECK =
            Keys.of("dns of a check", "port", "name", "type", "transport", "recursion", "rcode", "expect", "source");
    static final Keys GRPC = Keys.of(
            "grpc", "port", "host", "tls", "service", "caFile", "clientCertificate", "certificateDays", "source");
    static final Keys DNS_EXPECT = Keys.of("expect of dns", "any", "all", "only", "atLeast", "not");
    static final Keys EXEC = Keys.of("exec", "command", "env", "port");
    static final Keys ICMP = Keys.of("icmp", "count", "loss", "source");
    static final Keys CLIENT_CERTIFICATE = Keys.of("clientCertificate", "certFile", "key");
    static final Keys SENTINELS = Keys.of("sentinels", "targets", "need", "interval", "timeout");
    static final Keys SENTINEL = Keys.of("a sentinel", "address", "http", "tcp", "tls", "dns", "grpc", "exec", "icmp");
    static final Keys GUARDS = Keys.of("guards", "brake");
    static final Keys BRAKE = Keys.of("brake", "removals", "within");
    static final Keys SERVICE = Keys.of(
            "a service",
            "name",
            "check",
            "checks",
            "require",
            "resume",
            "policy",
            "ttl",
            "holdDown",
            "minAvailable",
            "removalSpacing",
            "allDown",
            "endpoints",
            "capacity",
            "traffic",
            "maintenance");
    static final Keys SERVICE_CHECK = Keys.of("a service's check", "check", "observe");
    static final Keys POLICY = Keys.of("policy", "all", "weighted", "failover", "regional");
    static final Keys ALL_POLICY = Keys.of("policy all", "maxAnswers");
    static final Keys WEIGHTED = Keys.of("policy weighted", "answers", "ramp");
    static final Keys FAILOVER = Keys.of("policy failover", "minHealthy", "failback", "maxAnswers");
    static final Keys REGIONAL = Keys.of("policy regional", "clients", "answers", "minHealthy", "ramp");
    static final Keys CLIENT_RULE = Keys.of("a client region's rule", "distribution", "failover");
    static final Keys RAMP = Keys.of("ramp", "steps", "least");
    static final Keys TTL = Keys.of("ttl", "steady", "changing");
    static final Keys HOLD_DOWN = Keys.of("holdDown", "base", "cap", "decay");
    static final Keys ALL_DOWN = Keys.of("allDown", "fallback");
    static final Keys ENDPOINT =
            Keys.of("an endpoint", "name", "region", "address", "host", "family", "weight", "tier");
    static final Keys RESOLVERS = Keys.of("resolvers", "servers", "timeout", "minTtl", "maxTtl");
    static final Keys WATCH_ANSWER = Keys.of("watchAnswer", "resolvers", "every", "patience");
    static final Keys MAINTENANCE = Keys.of(
            "a maintenance window", "endpoints", "regions", "from", "until", "weekly", "at", "for", "zone", "note");
    static final Keys PUBLISHER = Keys.of("a publisher", "name", "rfc2136", "alidns", "gtm", "services", "drift");
    static final Keys RFC2136 =
            Keys.of("rfc2136", "server", "zone", "key", "nameServers", "transport", "ttl", "callsPerSecond");
    static final Keys ALIDNS =
            Keys.of("alidns", "zone", "credentials", "line", "endpoint", "nameServers", "ttl", "callsPerSecond");
    static final Keys GTM = Keys.of(
            "gtm",
            "version",
            "instance",
            "pools",
            "control",
            "takeOut",
            "handBack",
            "vantage",
            "credentials",
            "endpoint",
            "nameServers",
            "callsPerSecond");
    static final Keys CREDENTIALS =
            Keys.of("credentials", "accessKeyId", "accessKeySecret", "securityToken", "key", "ramRole");
    static final Keys RAM_ROLE = Keys.of("ramRole", "name", "metadata");
    static final Keys TSIG_KEY = Keys.of("a TSIG key", "name", "algorithm", "secret");
    static final Keys DRIFT = Keys.of("drift", "interval", "repair");
    static final Keys ALERT = Keys.of("an alert", "name", "webhook");
    static final Keys WEBHOOK = Keys.of("a webhook", "url", "secret");
    static final Keys SECRET = Keys.of("a secret", "credential", "file", "env");
    static final Keys JOURNAL = Keys.of("journal", "retention", "size");
    static final Keys ADMIN = Keys.of("admin", "listen", "token");

    static final List<Keys> ALL = List.of(
            ROOT,
            NODE,
            DNS,
            COOKIES,
            RATE_LIMIT,
            ZONE,
            SOA,
            CLIENTS,
            CHECK,
            HTTP,
            EXPECT,
            LATENCY,
            TCP,
            TCP_EXPECT,
            TLS,
            DNS_CHECK,
            GRPC,
            DNS_EXPECT,
            EXEC,
            ICMP,
            CLIENT_CERTIFICATE,
            SENTINELS,
            SENTINEL,
            GUARDS,
            BRAKE,
            SERVICE,
            SERVICE_CHECK,
            POLICY,
            ALL_POLICY,
            WEIGHTED,
            FAILOVER,
            REGIONAL,
            CLIENT_RULE,
            RAMP,
            TTL,
            HOLD_DOWN,
            ALL_DOWN,
            ENDPOINT,
            RESOLVERS,
            MAINTENANCE,
            PUBLISHER,
            RFC2136,
            ALIDNS,
            GTM,
            CREDENTIALS,
            RAM_ROLE,
            TSIG_KEY,
            DRIFT,
            WATCH_ANSWER,
            ALERT,
            WEBHOOK,
            SECRET,
            JOURNAL,
            ADMIN);

    private Vocabulary() {}
}
