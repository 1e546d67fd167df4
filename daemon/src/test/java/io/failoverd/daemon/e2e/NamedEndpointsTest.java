package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * An endpoint that is a load balancer's host name: its addresses are probed and answered as they come and go, and a
 * resolver that breaks takes none of them away.
 */
class NamedEndpointsTest {
    private static final String NAME = "www.e2e.test";
    private static final String FIXED = "127.0.41.1";
    private static final String FIRST = "127.0.41.2";
    private static final String SECOND = "127.0.41.3";

    @TempDir
    private Path folder;

    @Test
    void itsAddressesAreFollowedAndAResolverThatBreaksTakesNoneAway() throws Exception {
        try (var webhook = new Webhook();
                var resolver = new NameServer("127.0.0.1", 0);
                var fixed = new Gateway(FIXED, 0, Gateway.status(200));
                var first = new Gateway(FIRST, fixed.port(), Gateway.status(200));
                var second = new Gateway(SECOND, fixed.port(), Gateway.status(503))) {
            resolver.ttl(0);
            resolver.answer(FIRST);
            String body = body(fixed.port(), resolver.port()) + webhook.config(folder);
            try (var daemon = new RunningDaemon(folder, body)) {
                daemon.dns().await(NAME, FIXED, FIRST);
                await("it is probed").atMost(PATIENCE).until(() -> first.served() > 0);

                probedByHand(daemon);
                comesAfterItsFirstSuccess(daemon, resolver, second);
                leavesWithoutATrace(daemon, resolver, first);
                staysWhileTheResolverIsBroken(daemon, resolver, webhook);
                daemon.signal("KILL");
                daemon.exitCode();
                daemon.startAgain();
                assertThat(daemon.dns().addresses(NAME))
                        .as("the last addresses outlive a restart without a resolver")
                        .containsExactlyInAnyOrder(FIXED, SECOND);

                resolver.rcode(Rcode.NOERROR);
                await("the alert ends")
                        .atMost(PATIENCE)
                        .until(() -> alert(webhook, "resolved").isPresent());
                assertThat(host(daemon).getJsonObject("trouble")).isNull();
                takenOutByItsName(daemon);
            }
        }
    }

    @Test
    void aServiceOfNothingButANameIsAnsweredFromItsFirstResolutionOn() throws Exception {
        try (var resolver = new NameServer("127.0.0.1", 0);
                var gateway = new Gateway(FIRST, 0, Gateway.status(200))) {
            resolver.answer(FIRST);
            resolver.rcode(Rcode.SERVFAIL);
            String body = body(gateway.port(), resolver.port()).replaceAll(" *- \\{name: fixed.*\n", "");
            try (var daemon = new RunningDaemon(folder, body)) {
                assertThat(daemon.dns().ask(NAME, Type.A).getRcode())
                        .as("nothing is known yet, so that resolvers ask another server")
                        .isEqualTo(Rcode.SERVFAIL);
                await("it says so").atMost(PATIENCE).until(() -> host(daemon).getJsonObject("trouble") != null);
                assertThat(daemon.service(NAME).containsKey("answer")).isFalse();

                resolver.rcode(Rcode.NOERROR);
                daemon.dns().await(NAME, FIRST);
            }
        }
    }

    private void probedByHand(RunningDaemon daemon) throws Exception {
        Path said = folder.resolve("probe.log");
        Process probe = RunningDaemon.failoverd(
                said, "probe", "--config", daemon.config().toString());
        assertThat(probe.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(probe.exitValue()).as(Files.readString(said)).isZero();
        assertThat(said).content().contains("nlb@" + FIRST, "fixed");
    }

    private static void comesAfterItsFirstSuccess(RunningDaemon daemon, NameServer resolver, Gateway second)
            throws Exception {
        resolver.answer(SECOND, FIRST);
        await("the new address is probed").atMost(PATIENCE).until(() -> second.served() > 0);
        assertThat(daemon.dns().addresses(NAME)).containsExactlyInAnyOrder(FIXED, FIRST);
        assertThat(daemon.endpoint(NAME, "nlb@" + SECOND).inAnswer()).isFalse();
        second.behave(Gateway.status(200));
        daemon.dns().await(NAME, FIXED, FIRST, SECOND);
    }

    private static void leavesWithoutATrace(RunningDaemon daemon, NameServer resolver, Gateway first) throws Exception {
        resolver.answer(SECOND);
        daemon.dns().await(NAME, FIXED, SECOND);
        JsonObject host = host(daemon);
        assertThat(host.getJsonArray("addresses")).isEqualTo(new JsonArray().add(SECOND));
        assertThat(host.getString("changedAt")).isNotNull();
        await("its series end").atMost(PATIENCE).until(() -> {
            String metrics = daemon.body("/metrics");
            return !metrics.contains("nlb@" + FIRST) && metrics.contains("nlb@" + SECOND);
        });
        assertThat(daemon.events(NAME, "nlb").getLast().getString("text"))
                .isEqualTo("nlb.provider.test has " + SECOND + ", before it had " + FIRST + ", " + SECOND);
        assertThat(first.served()).as("it was probed while it was there").isPositive();
    }

    private static void staysWhileTheResolverIsBroken(RunningDaemon daemon, NameServer resolver, Webhook webhook)
            throws Exception {
        resolver.rcode(Rcode.SERVFAIL);
        await("it is alerted")
                .atMost(PATIENCE)
                .until(() -> alert(webhook, "firing").isPresent());
        assertThat(alert(webhook, "firing").orElseThrow().data().getString("summary"))
                .isEqualTo(NAME + ": nlb nlb.provider.test cannot be resolved: 127.0.0.1 answers the query SERVFAIL"
                        + " for A; " + SECOND + " stays");
        assertThat(daemon.body("/metrics").lines())
                .filteredOn(line -> line.startsWith("failoverd_host_resolution_failures_in_a_row{"))
                .singleElement()
                .matches(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) >= 3);
        assertThat(host(daemon).getJsonObject("trouble").getString("text")).contains("SERVFAIL");
        assertThat(daemon.dns().addresses(NAME)).containsExactlyInAnyOrder(FIXED, SECOND);
    }

    private static void takenOutByItsName(RunningDaemon daemon) throws Exception {
        assertThat(daemon.override(NAME, "nlb", new JsonObject().put("mode", "offline"))
                        .statusCode())
                .isEqualTo(200);
        daemon.dns().await(NAME, FIXED);
        assertThat(daemon.json("/api/v1/services/" + NAME + "/explain?endpoint=nlb")
                        .getJsonArray("endpoints"))
                .hasSize(1);
    }

    private static Optional<Webhook.Attempt> alert(Webhook webhook, String status) {
        return webhook.attempts().stream()
                .filter(each -> each.type().equals("failoverd.host.unresolved"))
                .filter(each -> each.data().getString("status").equals(status))
                .findFirst();
    }

    private static JsonObject host(RunningDaemon daemon) throws Exception {
        return RunningDaemon.objects(daemon.service(NAME), "hosts").findFirst().orElseThrow();
    }

    private static String body(int port, int resolver) {
        return """
            resolvers: {servers: ["127.0.0.1:%d"], timeout: 5s, minTtl: 1s}
            checks:
              page:
                http: {scheme: http, port: %d, path: /, status: ["200"]}
                interval: 300ms
                recheck: 100ms
                connectTimeout: 2s
                timeout: 3s
                rise: 1
            services:
              - name: %s
                check: page
                ttl: {steady: 1s, changing: 1s}
                holdDown: 0s
                endpoints:
                  - {name: fixed, address: %s}
                  - {name: nlb, host: nlb.provider.test}
            """.formatted(resolver, port, NAME, FIXED);
    }
}
