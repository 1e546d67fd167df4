package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.demo.FreePort;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What others see of one running daemon: {@code dig}, a resolver that forwards to it, an operator who overrides it, and
 * a second daemon that wants its port or its state.
 */
class AnswersTest {
    private static final String NORTH = "127.0.21.1";
    private static final String SOUTH = "127.0.21.2";
    private static final int TTL_SECONDS = 2;

    @TempDir
    private static Path folder;

    private static Gateway north;
    private static Gateway south;
    private static RunningDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        north = new Gateway(NORTH, 0, Gateway.status(200));
        south = new Gateway(SOUTH, north.port(), Gateway.status(200));
        daemon = new RunningDaemon(
                folder, """
                checks:
                  page:
                    http: {scheme: http, port: %d, path: /, status: ["200"]}
                    interval: 300ms
                    recheck: 100ms
                    connectTimeout: 2s
                    timeout: 3s
                    rise: 2
                services:
                """.formatted(north.port()) + service("www") + service("resolved") + service("operated"));
        for (String name : List.of("www", "resolved", "operated")) {
            String service = name + ".e2e.test";
            await(service + " is UP")
                    .atMost(PATIENCE)
                    .until(() -> daemon.endpoint(service, "north").health().equals("UP")
                            && daemon.endpoint(service, "south").health().equals("UP"));
        }
    }

    private static String service(String name) {
        return """
              - name: %s.e2e.test
                check: page
                ttl: {steady: %ds, changing: %ds}
                holdDown: 1s
                endpoints:
                  - {name: north, address: %s}
                  - {name: south, address: %s}
            """.formatted(name, TTL_SECONDS, TTL_SECONDS, NORTH, SOUTH);
    }

    @AfterAll
    static void stop() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
        north.close();
        south.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+short www.e2e.test A | " + NORTH + " " + SOUTH,
                "+tcp +short www.e2e.test A | " + NORTH + " " + SOUTH,
                "+noall +question wWw.E2e.TeSt A | ;wWw.E2e.TeSt.",
                "+noall +answer wWw.E2e.TeSt A | wWw.E2e.TeSt.",
                "+noall +comments www.e2e.test A | NOERROR qr aa",
                "+noall +comments missing.e2e.test A | NXDOMAIN aa",
                "+noall +authority missing.e2e.test A | SOA ns1.e2e.test.",
                "+tcp +noall +authority missing.e2e.test A | SOA ns1.e2e.test.",
                "+noall +comments www.e2e.test AAAA | NOERROR ANSWER:#0,#AUTHORITY:#1",
                "+noall +authority www.e2e.test AAAA | SOA ns1.e2e.test.",
                "+short e2e.test NS | ns1.e2e.test.",
                "+noall +comments www.example.org A | REFUSED",
                "+noall +comments +bufsize=1232 www.e2e.test A | EDNS: udp:#1232"
            })
    void digSeesIt(String question, String expected) throws Exception {
        Tools.need("dig", "bind9-dnsutils");
        List<String> command = new ArrayList<>(
                List.of("dig", "@127.0.0.1", "-p", Integer.toString(daemon.dnsPort()), "+tries=2", "+time=20"));
        command.addAll(List.of(question.split(" ", -1)));
        Process dig = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(dig.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(dig.waitFor()).as(said).isZero();
        for (String word : expected.split(" ", -1)) {
            assertThat(said).contains(word.replace('#', ' '));
        }
        assertThat(said).doesNotContain("Got bad packet").doesNotContain("extra bytes");
    }

    /** A client behind a resolver keeps an address for the TTL that it was given, and no longer. */
    @Test
    void aResolverForgetsARemovedAddressWithinTheTtl() throws Exception {
        Tools.need("unbound", "unbound");
        try (var unbound = new Unbound(folder, daemon.dnsPort())) {
            Dns resolver = unbound.dns();
            await("unbound finds both")
                    .atMost(PATIENCE)
                    .until(() -> resolver.resolved("resolved.e2e.test"), Set.of(NORTH, SOUTH)::equals);
            HttpResponse<String> accepted = daemon.override("resolved.e2e.test", "south", mode("offline"));
            assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
            assertThat(daemon.dns().addresses("resolved.e2e.test")).containsExactly(NORTH);
            // A cache counts whole seconds, so that a TTL of t can live for t + 1.
            await("unbound has forgotten it")
                    .atMost(Duration.ofSeconds(TTL_SECONDS + 2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> resolver.resolved("resolved.e2e.test"), Set.of(NORTH)::equals);
            daemon.override("resolved.e2e.test", "south", mode("smart"));
            await("unbound finds both again")
                    .atMost(Duration.ofSeconds(TTL_SECONDS + 2))
                    .until(() -> resolver.resolved("resolved.e2e.test"), Set.of(NORTH, SOUTH)::equals);
        }
    }

    @Test
    void anOperatorOverridesAtOnceAndEmptiesANameOnlyByForce() throws Exception {
        String name = "operated.e2e.test";
        JsonObject offline = mode("offline").put("for", "10m").put("by", "ada").put("note", "kernel upgrade");
        assertThat(daemon.override(name, "south", offline).statusCode()).isEqualTo(200);
        assertThat(daemon.dns().addresses(name)).containsExactly(NORTH);
        Endpoint out = daemon.endpoint(name, "south");
        assertThat(out.health()).isEqualTo("UP");
        assertThat(out.text("OVERRIDE_OFFLINE")).contains("set offline by ada").contains("kernel upgrade");

        HttpResponse<String> refused = daemon.override(name, "north", mode("offline"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("would answer no address").contains("--force");
        assertThat(daemon.dns().addresses(name)).containsExactly(NORTH);

        HttpResponse<String> forced =
                daemon.override(name, "north", mode("offline").put("force", true));
        assertThat(forced.statusCode()).as(forced.body()).isEqualTo(200);
        Message empty = daemon.dns().ask(name, Type.A);
        assertThat(empty.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(empty.getSection(Section.ANSWER)).isEmpty();
        assertThat(empty.getSection(Section.AUTHORITY))
                .singleElement()
                .satisfies(soa -> assertThat(soa.getType()).isEqualTo(Type.SOA));

        assertThat(daemon.override(name, "north", mode("smart")).statusCode()).isEqualTo(200);
        assertThat(daemon.override(name, "south", mode("smart")).statusCode()).isEqualTo(200);
        assertThat(daemon.dns().addresses(name)).containsExactlyInAnyOrder(NORTH, SOUTH);
    }

    /** Runs last of the three kinds of override: its gateways die. */
    @Test
    void onlineAnswersAnAddressWhoseGatewayIsDead() throws Exception {
        String name = "www.e2e.test";
        south.kill();
        try {
            daemon.dns().await(name, NORTH);
            assertThat(daemon.override(name, "south", mode("online")).statusCode())
                    .isEqualTo(200);
            assertThat(daemon.dns().addresses(name)).containsExactlyInAnyOrder(NORTH, SOUTH);
            Endpoint kept = daemon.endpoint(name, "south");
            assertThat(kept.health()).isEqualTo("DOWN");
            assertThat(kept.codes()).contains("OVERRIDE_ONLINE", "CONDEMNED");
            assertThat(daemon.override(name, "south", mode("smart")).statusCode())
                    .isEqualTo(200);
            assertThat(daemon.dns().addresses(name)).containsExactly(NORTH);
        } finally {
            south.start();
        }
        for (String service : List.of("www.e2e.test", "resolved.e2e.test", "operated.e2e.test")) {
            daemon.dns().await(service, NORTH, SOUTH);
        }
    }

    @Test
    void aSecondDaemonOverTheSameStateEndsAtOnce(@TempDir Path other) throws Exception {
        String config = Files.readString(daemon.config())
                .replace(":" + daemon.dnsPort() + "\"", ":" + FreePort.udpAndTcp() + "\"")
                .replaceAll("admin: \\{listen: \"[^\"]*\"", "admin: {listen: \"127.0.0.1:" + FreePort.tcp() + "\"");
        assertRefused(
                other, config, daemon.stateDir(), daemon.stateDir() + " is in use by failoverd pid ", "--state-dir");
    }

    @Test
    void aSecondDaemonOnTheSamePortEndsAtOnce(@TempDir Path other) throws Exception {
        String config = Files.readString(daemon.config())
                .replaceAll("admin: \\{listen: \"[^\"]*\"", "admin: {listen: \"127.0.0.1:" + FreePort.tcp() + "\"");
        assertRefused(other, config, other.resolve("state"), "dns.listen: ", "127.0.0.1:" + daemon.dnsPort());
    }

    @Test
    void aSecretThatIsNotThereEndsRun(@TempDir Path other) throws Exception {
        String config = Files.readString(daemon.config())
                        .replace(":" + daemon.dnsPort() + "\"", ":" + FreePort.udpAndTcp() + "\"")
                        .replaceAll(
                                "admin: \\{listen: \"[^\"]*\"", "admin: {listen: \"127.0.0.1:" + FreePort.tcp() + "\"")
                + "alerts: [{name: ops, webhook: {url: \"http://127.0.0.1:9/\", secret: {file: no-such-secret}}}]\n";
        assertRefused(other, config, other.resolve("state"), "secret", "no-such-secret");
    }

    private static void assertRefused(Path other, String config, Path state, String... words) throws Exception {
        Path file = Files.writeString(other.resolve("config.yaml"), config);
        Path log = other.resolve("log");
        Process second = RunningDaemon.spawn(file, state, log);
        try {
            assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(Files.readString(log))
                    .isTrue();
        } finally {
            second.destroyForcibly();
        }
        assertThat(second.exitValue()).as(Files.readString(log)).isEqualTo(1);
        String said = String.join(
                "\n",
                Files.readString(log)
                        .lines()
                        .filter(line -> line.startsWith("failoverd: "))
                        .toList());
        assertThat(said).contains(words);
        assertThat(Files.readString(log)).doesNotContain("\tat ");
        // The first goes on.
        assertThat(daemon.dns().ask("www.e2e.test", Type.SOA).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    private static JsonObject mode(String word) {
        return new JsonObject().put("mode", word);
    }
}
