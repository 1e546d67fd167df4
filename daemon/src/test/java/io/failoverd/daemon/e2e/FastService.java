package io.failoverd.daemon.e2e;

/** The beginning of a configuration: one service over two gateways, with probes and TTLs as short as tests want them. */
final class FastService {
    private FastService() {}

    /** The check alone, for services that are not like this one. */
    static String check(int port) {
        return """
            checks:
              page:
                http: {scheme: http, port: %d, path: /, status: ["200"]}
                interval: 300ms
                recheck: 100ms
                timeout: 2s
                connectTimeout: 2s
                rise: 2
            """.formatted(port);
    }

    static String yaml(int port, String service, String north, String south) {
        return check(port) + """
            services:
              - name: %s
                check: page
                ttl: {steady: 2s, changing: 1s}
                holdDown: 1s
                endpoints:
                  - {name: north, address: %s}
                  - {name: south, address: %s}
            """.formatted(service, north, south);
    }
}
