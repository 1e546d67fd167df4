package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.demo.FreePort;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One gateway of two fails in each way that gateways fail: its address leaves the answer and the reason says why; it
 * returns, and its address is back after rise and hold-down, not before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureTest {
    private static final String SURVIVOR = "127.0.20.1";
    private static final String VICTIM = "127.0.20.2";
    private static final int RISE = 3;

    /** At the check's interval these take longer than the hold-down. */
    private static final int LONG_RISE = 12;

    private static final Duration HOLD_DOWN = Duration.ofSeconds(2);
    /** An event carries the time at which it was written down, and a busy machine may write a verdict down late. */
    private static final Duration LATE = Duration.ofMillis(300);

    private static final Duration SHORT_LIFE = Duration.ofSeconds(6);

    /** What a gateway does when it is well. */
    private static final Gateway.Manner WELL = Gateway.status(200);

    /** How a failure is brought about, and what is said of it. */
    record Failure(String name, String kind, Breaking breaking, String reason, String words) {
        String service() {
            return name + ".e2e.test";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    interface Breaking {
        void happen(Gateway victim) throws Exception;
    }

    private Path folder;
    private final X509Bundle ca = Certificates.ca("the CA");
    private final Map<String, Gateway> survivors = new HashMap<>();
    private final Map<String, Gateway> victims = new HashMap<>();
    private final Instant later = Instant.now().plus(Duration.ofDays(1));
    private Process stoppable;
    private RunningDaemon daemon;

    FailureTest() throws Exception {}

    private List<Failure> failures() {
        return List.of(
                new Failure("killed", "http", Gateway::kill, "connect_refused", "refused"),
                new Failure(
                        "unavailable",
                        "http",
                        victim -> victim.behave(Gateway.status(503)),
                        "status",
                        "got an unexpected status"),
                new Failure(
                        "closing",
                        "http",
                        victim -> victim.behave(Gateway.closing()),
                        "closed_early",
                        "were closed before an answer"),
                // The gateway lives, the service behind it is gone, and its error page is a 200.
                new Failure(
                        "hollow",
                        "page",
                        victim -> victim.behave(Gateway.page("<h1>no healthy upstream</h1>")),
                        "body_mismatch",
                        "got a body that is not as expected"),
                new Failure(
                        "sick",
                        "json",
                        victim -> victim.behave(Gateway.page("{\"status\": \"DOWN\"}")),
                        "body_mismatch",
                        "got a body that is not as expected"),
                new Failure("dead-port", "tcp", Gateway::kill, "connect_refused", "refused"),
                new Failure(
                        "wrong-name",
                        "https",
                        victim -> victim.behave(tls(ca, "www.other.test", later)),
                        "tls_name_mismatch",
                        "met a certificate for another name"),
                new Failure(
                        "untrusted",
                        "https",
                        victim -> victim.behave(tls(Certificates.ca("another CA"), "untrusted.e2e.test", later)),
                        "tls_untrusted",
                        "met an untrusted certificate"),
                new Failure(
                        "wrong-certificate",
                        "tls",
                        victim -> victim.behave(tls(ca, "www.other.test", later)),
                        "tls_name_mismatch",
                        "met a certificate for another name"),
                new Failure(
                        "loading",
                        "ping",
                        victim -> victim.behave(Gateway.greeting("-LOADING")),
                        "body_mismatch",
                        "got a body that is not as expected"));
    }

    private static Gateway.Manner tls(X509Bundle ca, String name, Instant end) throws Exception {
        return Gateway.tls(Certificates.of(ca, name, end), WELL);
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Files.writeString(folder.resolve("ca.pem"), ca.getCertificatePEM());
        var body = new StringBuilder("checks:\n");
        for (Failure failure : failures()) {
            open(body, failure.name(), failure.kind());
        }
        open(body, "expiring", "https");
        open(body, "ending", "https");
        open(body, "limited", "http");
        var rising = new StringBuilder();
        open(rising, "rising", "http");
        body.append(rising.toString().replace("rise: " + RISE, "rise: " + LONG_RISE));
        int hangPort = openStoppable(body);
        body.append("services:\n");
        survivors.keySet().forEach(name -> body.append("""
                  - name: %1$s.e2e.test
                    check: %1$s
                    ttl: {steady: 1s, changing: 1s}
                    holdDown: 2s
                    endpoints:
                      - {name: survivor, address: %2$s}
                      - {name: victim, address: %3$s}
                """.formatted(name, SURVIVOR, VICTIM)));
        await("the gateway to be stopped listens").atMost(PATIENCE).until(() -> listens(hangPort));
        daemon = new RunningDaemon(folder, body.toString());
        for (String name : survivors.keySet()) {
            awaitUp(name + ".e2e.test");
        }
    }

    private void open(StringBuilder body, String name, String kind) throws Exception {
        Gateway.Manner manner = well(name, kind);
        var survivor = new Gateway(SURVIVOR, 0, manner);
        survivors.put(name, survivor);
        victims.put(name, new Gateway(VICTIM, survivor.port(), manner));
        body.append(check(name, kind, survivor.port()));
    }

    private Gateway.Manner well(String name, String kind) throws Exception {
        return switch (kind) {
            case "https", "tls" -> tls(ca, name + ".e2e.test", later);
            case "ping" -> Gateway.greeting("+PONG");
            case "tcp" -> Gateway.closing();
            case "page" -> Gateway.page("<h1>The product</h1>");
            case "json" -> Gateway.page("{\"status\": \"UP\"}");
            default -> WELL;
        };
    }

    private static String check(String name, String kind, int port) {
        String how = switch (kind) {
            case "https" -> "http: {scheme: https, port: %d, path: /productpage, status: [\"200\"], caFile: ca.pem}";
            case "tcp" -> "tcp: {port: %d}";
            case "tls" -> "tls: {port: %d, caFile: ca.pem}";
            case "ping" -> "tcp: {port: %d, send: \"PING\\r\\n\", expect: {contains: \"+PONG\"}}";
            case "page" ->
                "http: {scheme: http, port: %d, expect: [{contains: product}, {matches: gone|healthy, not: true}]}";
            case "json" -> "http: {scheme: http, port: %d, expect: [{json: /status, equals: UP}]}";
            default -> "http: {scheme: http, port: %d, path: /productpage, status: [\"200\"]}";
        };
        return """
              %s:
                %s
                interval: 300ms
                recheck: 100ms
                connectTimeout: 2s
                timeout: 3s
                fall: 3
                rise: %d
            """.formatted(name, how.formatted(port), RISE);
    }

    /** The JDK's own web server in a process of its own: one that can be stopped while its kernel goes on accepting. */
    private int openStoppable(StringBuilder body) throws Exception {
        Path pages = Files.createDirectory(folder.resolve("pages"));
        Files.writeString(pages.resolve("productpage"), "ok");
        var survivor = new Gateway(SURVIVOR, FreePort.tcp(), WELL);
        survivors.put("hanging", survivor);
        stoppable = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-m",
                        "jdk.httpserver",
                        "-b",
                        VICTIM,
                        "-p",
                        Integer.toString(survivor.port()),
                        "-d",
                        pages.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gateway.log").toFile())
                .start();
        body.append(check("hanging", "http", survivor.port()));
        return survivor.port();
    }

    private static boolean listens(int port) {
        try (var socket = new java.net.Socket(VICTIM, port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    @AfterAll
    void stop() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
        if (stoppable != null) {
            stoppable.destroyForcibly();
        }
        for (Gateway gateway : survivors.values()) {
            gateway.close();
        }
        for (Gateway gateway : victims.values()) {
            gateway.close();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void takesAGatewayThatFailsOutAndBack(Failure failure) throws Exception {
        Gateway victim = victims.get(failure.name());
        failure.breaking().happen(victim);
        awaitRemoved(failure.service(), failure.reason(), failure.words());

        victim.behave(well(failure.name(), failure.kind()));
        victim.start();
        awaitRestored(failure.service());
        // A probe of TLS alone leaves before such a server has served it.
        assertThat(victim.served()).isGreaterThanOrEqualTo(failure.kind().equals("tls") ? 0 : RISE);
    }

    /** The hold-down is over long before. */
    @Test
    void waitsForEverySuccessThatItTakesToReturn() throws Exception {
        Gateway victim = victims.get("rising");
        victim.behave(Gateway.status(503));
        awaitRemoved("rising.e2e.test", "status", "got an unexpected status");
        victim.behave(WELL);
        awaitRestored("rising.e2e.test");
        assertThat(victim.served()).isGreaterThanOrEqualTo(LONG_RISE);
    }

    @Test
    void takesAGatewayThatHangsOutAndBack() throws Exception {
        assertThat(Signal.send("STOP", stoppable)).isZero();
        try {
            Endpoint hanging = awaitRemoved("hanging.e2e.test");
            // The kernel goes on accepting for the stopped process, until its queue of connections is full.
            assertThat(hanging.text("CONDEMNED")).containsAnyOf("got no answer in time", "timed out connecting");
        } finally {
            Signal.send("CONT", stoppable);
        }
        awaitRestored("hanging.e2e.test");
    }

    @Test
    void takesAGatewayOutWhenItsCertificateExpires() throws Exception {
        Gateway victim = victims.get("expiring");
        Instant end = Instant.now().plus(SHORT_LIFE).truncatedTo(ChronoUnit.SECONDS);
        victim.behave(tls(ca, "expiring.e2e.test", end));
        await("the certificate is good").atMost(SHORT_LIFE).until(() -> victim.served() > 0);
        daemon.dns().await("expiring.e2e.test", SURVIVOR, VICTIM);

        awaitRemoved("expiring.e2e.test", "tls_expired", "met an expired certificate");
        assertThat(event("expiring.e2e.test", "→ DOWN")).isAfter(end);

        victim.behave(well("expiring", "https"));
        awaitRestored("expiring.e2e.test");
    }

    /** The certificates of these tests live for a day and an hour, of which a third is near the end. */
    @Test
    void keepsAGatewayWhoseCertificateIsNearItsEndAndSaysSo() throws Exception {
        Gateway victim = victims.get("ending");
        victim.behave(tls(ca, "ending.e2e.test", Instant.now().plus(Duration.ofMinutes(10))));
        awaitDegraded("ending.e2e.test");
        Endpoint degraded = daemon.endpoint("ending.e2e.test", "victim");
        assertThat(degraded.text("DEGRADED")).contains("the certificate ends in 0 hours");
        assertThat(daemon.dns().addresses("ending.e2e.test")).containsExactlyInAnyOrder(SURVIVOR, VICTIM);
    }

    @Test
    void keepsAGatewayThatLimitsItsRate() throws Exception {
        Gateway victim = victims.get("limited");
        victim.behave(Gateway.status(429));
        await("more 429s than would condemn").atMost(PATIENCE).until(() -> victim.served() > 6);
        awaitDegraded("limited.e2e.test");
        assertThat(daemon.dns().addresses("limited.e2e.test")).containsExactlyInAnyOrder(SURVIVOR, VICTIM);
        Endpoint degraded = daemon.endpoint("limited.e2e.test", "victim");
        assertThat(degraded.health()).isEqualTo("UP");
        assertThat(degraded.inAnswer()).isTrue();
        assertThat(degraded.probe("outcome")).isEqualTo("DEGRADED");
        assertThat(degraded.text("DEGRADED")).contains("429");
        assertThat(daemon.events("limited.e2e.test", "victim"))
                .noneMatch(event -> event.getString("text").contains("DOWN"));
        victim.behave(WELL);
        await("it is well again")
                .atMost(PATIENCE)
                .until(() ->
                        !daemon.endpoint("limited.e2e.test", "victim").codes().contains("DEGRADED"));
    }

    private void awaitDegraded(String service) {
        await(service + " is degraded")
                .atMost(PATIENCE)
                .until(() -> daemon.endpoint(service, "victim").codes().contains("DEGRADED"));
    }

    private void awaitUp(String service) throws Exception {
        await(service + " is UP")
                .atMost(PATIENCE)
                .until(() -> RunningDaemon.objects(daemon.service(service), "endpoints")
                        .allMatch(each -> each.getString("health").equals("UP")));
        daemon.dns().await(service, SURVIVOR, VICTIM);
    }

    private void awaitRemoved(String service, String reason, String words) throws Exception {
        Endpoint victim = awaitRemoved(service);
        assertThat(victim.text("CONDEMNED")).contains("probes " + words);
        assertThat(victim.summary()).contains("out of the answer").contains(words);
        assertThat(victim.probe("outcome")).isEqualTo("DOWN");
        assertThat(victim.probe("reason")).isEqualTo(reason);
    }

    private Endpoint awaitRemoved(String service) throws Exception {
        try {
            daemon.dns().await(service, SURVIVOR);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(daemon.endpoint(service, "victim").json().encodePrettily(), e);
        }
        Endpoint victim = daemon.endpoint(service, "victim");
        assertThat(victim.health()).isEqualTo("DOWN");
        assertThat(victim.inAnswer()).isFalse();
        assertThat(victim.codes()).contains("CONDEMNED", "HELD_DOWN", "RETURNS_WHEN");
        assertThat(daemon.endpoint(service, "survivor").codes()).contains("HEALTHY", "POLICY_ALL");
        return victim;
    }

    /** Back only after rise successes and the hold-down. */
    private void awaitRestored(String service) throws Exception {
        daemon.dns().await(service, SURVIVOR, VICTIM);
        Endpoint victim = daemon.endpoint(service, "victim");
        assertThat(victim.health()).isEqualTo("UP");
        assertThat(victim.codes()).contains("HEALTHY", "POLICY_ALL");
        assertThat(Duration.between(event(service, "→ DOWN"), event(service, "→ UP")))
                .isGreaterThanOrEqualTo(HOLD_DOWN.minus(LATE));
        assertThat(event(service, "→ RECOVERING")).isAfter(event(service, "→ DOWN"));
    }

    /** When the victim's latest change of health with these words was. */
    private Instant event(String service, String words) throws Exception {
        return daemon.events(service, "victim").reversed().stream()
                .filter(event -> event.getString("kind").equals("health"))
                .filter(event -> event.getString("text").contains(words))
                .map(event -> Instant.parse(event.getString("at")))
                .findFirst()
                .orElseThrow();
    }
}
