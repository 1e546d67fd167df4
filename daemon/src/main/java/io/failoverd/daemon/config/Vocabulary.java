package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Keys;
import java.util.List;

/** Every key of the config. The contract: add to it, don't rename. A test holds config.example.yaml against it. */
final class Vocabulary {
    static final Keys ROOT = Keys.of(
                    "the config", "node", "dns", "zones", "checks", "services", "publishers", "alerts", "admin")
            .later("sentinels");
    static final Keys NODE = Keys.of("node", "name", "stateDir");
    static final Keys DNS = Keys.of("dns", "listen", "threads", "nsid").later("rateLimit");
    static final Keys ZONE = Keys.of("a zone", "name", "file", "ns", "soa");
    static final Keys SOA = Keys.of("soa", "mname", "rname", "refresh", "retry", "expire", "minimum");
    static final Keys CHECK = Keys.of(
                    "a check",
                    "http",
                    "tcp",
                    "interval",
                    "recheck",
                    "connectTimeout",
                    "timeout",
                    "fall",
                    "rise",
                    "minSpan")
            .later("tls", "grpc", "dns", "icmp", "exec");
    static final Keys HTTP =
            Keys.of("http", "scheme", "port", "host", "path", "status", "degradedStatus", "caFile", "source");
    static final Keys TCP = Keys.of("tcp", "port", "source");
    static final Keys SERVICE = Keys.of(
            "a service",
            "name",
            "check",
            "policy",
            "ttl",
            "holdDown",
            "minAvailable",
            "removalSpacing",
            "allDown",
            "endpoints");
    static final Keys TTL = Keys.of("ttl", "steady", "changing");
    static final Keys HOLD_DOWN = Keys.of("holdDown", "base", "cap", "decay");
    static final Keys ALL_DOWN = Keys.of("allDown", "fallback");
    static final Keys ENDPOINT =
            Keys.of("an endpoint", "name", "region", "address").later("weight");
    static final Keys ALERT = Keys.of("an alert", "name", "webhook");
    static final Keys WEBHOOK = Keys.of("a webhook", "url", "secret");
    static final Keys SECRET = Keys.of("a secret", "credential", "file", "env");
    static final Keys ADMIN = Keys.of("admin", "listen", "token");

    static final List<Keys> ALL = List.of(
            ROOT, NODE, DNS, ZONE, SOA, CHECK, HTTP, TCP, SERVICE, TTL, HOLD_DOWN, ALL_DOWN, ENDPOINT, ALERT, WEBHOOK,
            SECRET, ADMIN);

    private Vocabulary() {}
}
