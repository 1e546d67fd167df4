package io.failoverd.daemon.run;

import io.failoverd.daemon.Version;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.ProbeLimits;
import io.failoverd.probes.ProbeLoop;
import io.failoverd.probes.http.HttpProber;
import io.failoverd.probes.model.Moment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * What a daemon probes: the targets of the configuration that the engine's loop has taken over, at the addresses that
 * their host names have. Owned by {@link Daemon}; {@link #follow}, {@link #readdress} and {@link #hurry} are called on the
 * engine's loop.
 */
final class Probing {
    /** Two loops: a burst of TLS handshakes on one does not delay all probes, and a small host has two cores. */
    private static final int LOOPS = 2;

    private final NamedAddresses named;
    private final HttpProber http;
    private final ProbeLoop loop;
    private Configuration configuration;

    /** @param clock the one monotonic clock of the run */
    Probing(
            Vertx vertx,
            Supplier<Moment> clock,
            Configuration configuration,
            NamedAddresses named,
            ProbeResults results) {
        this.named = named;
        this.configuration = configuration;
        var dialer = new Dialer(vertx, clock);
        String agent = "failoverd/" + Version.current();
        http = new HttpProber(dialer, agent);
        loop = new ProbeLoop(
                vertx,
                AllProbers.of(dialer, http, agent),
                new ProbeLimits(configuration.node().maxProbes(), SentinelPlan::isTarget),
                clock,
                () -> ThreadLocalRandom.current().nextDouble(),
                LOOPS,
                results::probed);
        loop.onTrip(results::tripped);
    }

    /** The first probe waits until TLS is warm: a cold one would be late, and says nothing of its target. */
    void begin() {
        http.warmUp().onComplete(_ -> loop.begin());
    }

    ProbeLoop loop() {
        return loop;
    }

    /** From now on this is what is probed. */
    void follow(Configuration next) {
        configuration = next;
        loop.limits().limitNode(next.node().maxProbes());
        readdress();
    }

    /** A host name has other addresses. */
    void readdress() {
        loop.replaceTargets(named.targets(configuration));
    }

    /** A decision waits for what the sentinels say. */
    void hurry(SentinelPlan sentinels) {
        sentinels.names().forEach(name -> loop.hurry(SentinelPlan.target(name)));
    }

    Future<Void> close() {
        return loop.close();
    }
}
