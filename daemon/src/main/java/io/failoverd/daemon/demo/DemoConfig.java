package io.failoverd.daemon.demo;

/** The configuration that the demo writes: the fast profile, so that the story is short. */
final class DemoConfig {
    static final String ZONE = "demo.test";
    static final String HOST = "www";
    static final String NAME = HOST + "." + ZONE;

    private DemoConfig() {}

    static String yaml(
            int dnsPort, int adminPort, Gateway first, Gateway second, int webhookPort, String secretFile, int fall) {
        return """
            # Written by `failoverd demo`: fast probes and short TTLs, on loopback only.
            node: {name: demo, stateDir: state}
            dns:
              listen: ["127.0.0.1:%d"]
              threads: 1
            zones:
              - name: demo.test
                ns: {ns1.demo.test: [127.0.0.1]}
            checks:
              productpage:
                http: {scheme: http, port: %d, path: /productpage, status: ["200"]}
                interval: 200ms
                recheck: 50ms
                connectTimeout: 500ms
                timeout: 1s
                fall: %d
                rise: 3
            services:
              - name: %s
                check: productpage
                policy: all
                ttl: {steady: 1s, changing: 1s}
                holdDown: 1s
                endpoints:
                  - {name: %s, region: %s, address: %s}
                  - {name: %s, region: %s, address: %s}
            alerts:
              - name: demo
                webhook: {url: "http://127.0.0.1:%d/alerts", secret: {file: %s}}
            admin:
              listen: 127.0.0.1:%d
            """.formatted(
                        dnsPort,
                        first.port(),
                        fall,
                        NAME,
                        first.region(),
                        first.region(),
                        first.address(),
                        second.region(),
                        second.region(),
                        second.address(),
                        webhookPort,
                        secretFile,
                        adminPort);
    }
}
