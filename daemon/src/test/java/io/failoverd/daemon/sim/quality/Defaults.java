package io.failoverd.daemon.sim.quality;

import io.failoverd.daemon.config.ConfigLoader;
import io.failoverd.daemon.config.ConfigResult;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.FailoverBudget;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.probes.model.Cadence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * failoverd's defaults, from its own reader of configurations and not from the page.
 *
 * @param worst its own reckoning of the worst case for a gateway that hangs, and the jitter of the interval
 */
record Defaults(ServicePlan plan, Cadence cadence, SentinelPlan sentinels, Cadence sentinelCadence, long worst) {
    private static final String CONFIG = """
            node: {name: bastion-hz-1, stateDir: /var/lib/failoverd}
            dns: {listen: ["127.0.0.1:5353"]}
            zones:
              - name: gslb.example.com
                ns: {ns1.gslb.example.com: [198.51.100.1]}
            checks:
              page: {http: {scheme: https, port: 443, path: /}}
            sentinels:
              targets:
                - {address: 223.5.5.5, tcp: {port: 53}}
                - {address: 119.29.29.29, tcp: {port: 53}}
                - {address: 8.8.8.8, tcp: {port: 53}}
            services:
              - name: www.gslb.example.com
                check: page
                policy: all
                endpoints:
                  - {name: hangzhou, region: cn-hangzhou, address: 203.0.113.10}
                  - {name: shanghai, region: cn-shanghai, address: 203.0.113.20}
            """;

    static Defaults load() {
        try {
            Path file = Files.createTempFile("failoverd-defaults", ".yaml");
            try {
                return switch (ConfigLoader.load(Files.writeString(file, CONFIG))) {
                    case ConfigResult.Loaded loaded -> of(loaded.configuration());
                    case ConfigResult.Rejected rejected ->
                        throw new IllegalStateException(rejected.problems().toString());
                };
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("no temporary file can be written", e);
        }
    }

    private static Defaults of(Configuration configuration) {
        ServicePlan plan = configuration.services().getFirst();
        Cadence cadence = configuration.check("page").cadence();
        FailoverBudget budget = FailoverBudget.of(configuration, plan);
        long jitter = Math.round(cadence.interval().toNanos() * Cadence.JITTER);
        return new Defaults(
                plan,
                cadence,
                configuration.sentinels().plan(),
                configuration.sentinelTargets().getFirst().check().cadence(),
                budget.hanging().worst().toNanos() + jitter);
    }
}
