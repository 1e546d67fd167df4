package io.failoverd.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import picocli.CommandLine;

/** {@code failoverd fake-cloud} in this process. */
class FakeCloudCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Runs until it is interrupted, as Ctrl-C does. */
    private static final class Running implements AutoCloseable {
        private final StringWriter out = new StringWriter();
        private final CompletableFuture<Integer> code = new CompletableFuture<>();
        private final Thread thread;

        Running(String... arguments) {
            CommandLine line = RootCommand.commandLine(Map.of())
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(out, true));
            thread = Thread.ofPlatform().start(() -> code.complete(line.execute(arguments)));
        }

        String out() {
            return out.toString();
        }

        /** Waits for a line of JSON, by its number from 0. */
        JsonObject line(int number) {
            await().atMost(PATIENCE).until(() -> out().lines().count() > number);
            return new JsonObject(out().lines().skip(number).findFirst().orElseThrow());
        }

        int stop() {
            thread.interrupt();
            return ended();
        }

        int ended() {
            return code.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }

        @Override
        public void close() {
            stop();
        }
    }

    private static int answers(String dns, String name) throws Exception {
        String[] parts = dns.split(":", 2);
        var resolver =
                new SimpleResolver(new InetSocketAddress(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1])));
        resolver.setTimeout(PATIENCE);
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
        return resolver.send(query).getSection(Section.ANSWER).size();
    }

    @Test
    void it_says_where_it_is_answers_tells_of_each_write_and_ends() throws Exception {
        int code;
        try (var cloud = new Running(
                "fake-cloud",
                "--json",
                "--domain",
                "Shop.Example.net",
                "--address",
                "192.0.2.1,192.0.2.2,192.0.2.3",
                "--access-key",
                "LTAI-mine",
                "--access-secret",
                "mine",
                "--sts-token",
                "token")) {
            JsonObject started = cloud.line(0);
            assertThat(started.getString("accessKeyId")).isEqualTo("LTAI-mine");
            assertThat(started.getString("accessKeySecret")).isEqualTo("mine");
            assertThat(started.getString("securityToken")).isEqualTo("token");
            assertThat(answers(started.getString("dns"), "www.shop.example.net"))
                    .isEqualTo(3);

            try (HttpClient http = HttpClient.newHttpClient()) {
                var post = HttpRequest.newBuilder(URI.create("http://" + started.getString("endpoint")
                                + "/console/calls/SetDomainRecordStatus?RecordId=900000000000000002&Status=Disable"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
                assertThat(http.send(post, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(cloud.line(1).getString("action")).isEqualTo("SetDomainRecordStatus");
            assertThat(answers(started.getString("dns"), "www.shop.example.net"))
                    .isEqualTo(2);
            code = cloud.stop();
        }
        assertThat(code).isZero();
    }

    @Test
    void for_a_person_it_prints_what_to_type() {
        try (var cloud = new Running("fake-cloud")) {
            await().atMost(PATIENCE).until(() -> cloud.out().contains("Ctrl-C"));
            assertThat(cloud.out())
                    .containsPattern("endpoint +127\\.0\\.0\\.1:\\d+ ")
                    .containsPattern("access key id +LTAI-fake\n")
                    .containsPattern("access key secret +[0-9a-f]{30}\n")
                    .containsPattern("DNS +127\\.0\\.0\\.1:\\d+ ")
                    .containsPattern("dig @127\\.0\\.0\\.1 -p \\d+ www\\.example\\.com A")
                    .containsPattern("RecordId=900000000000000002&Status=Disable")
                    .doesNotContain("STS");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--port, 70000, --port is 1 to 65535",
        "--dns-port, -1, --dns-port is 1 to 65535",
        "--domain, not a name, --domain is a name",
        "--address, ::1, is none",
        "--address, gateway, is none",
        "--address, '192.0.2.1,192.0.2.1', twice",
        "--stale-reads, 2, write a number and a unit",
        "--write-takes, 1h, up to 10m",
        "--edition, gold, gold"
    })
    void what_makes_no_sense_is_told(String option, String value, String told) {
        try (var cloud = new Running("fake-cloud", option, value)) {
            assertThat(cloud.ended()).isEqualTo(ExitCode.USAGE);
            assertThat(cloud.out()).contains(told);
        }
    }

    @Test
    void a_port_that_is_taken_is_told_and_no_bug() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var cloud = new Running("fake-cloud", "--port", Integer.toString(taken.getLocalPort()))) {
            assertThat(cloud.ended()).isEqualTo(ExitCode.BAD);
            assertThat(cloud.out()).contains("could not listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }
}
