package io.failoverd.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.FreePort;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real daemon in a process of its own, as {@code failoverd run} starts it, on free ports of 127.0.0.1. It can be
 * stopped, killed and started again over the same state. The test's thread owns it.
 */
final class RunningDaemon implements AutoCloseable {
    /** For whatever has to happen at all: the machine may be busy with a build. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path folder;
    private final Path log;
    private final int dnsPort = FreePort.udpAndTcp();
    private final int adminPort = FreePort.tcp();
    private Process process;

    /** Starts it and waits until it answers. {@code body} is its configuration without node, dns and admin. */
    RunningDaemon(Path folder, String body) throws Exception {
        this(folder, "", body);
    }

    /** Adds keys of {@code node}, each after a comma. */
    RunningDaemon(Path folder, String node, String body) throws Exception {
        this.folder = folder;
        this.log = folder.resolve("daemon.log");
        configure(node, "", body);
        process = spawn(config(), folder.resolve("state"), log);
        awaitReady();
    }

    /** Writes the configuration; a running daemon does not look at it before SIGHUP. */
    void configure(String body) throws IOException {
        configure("", "", body);
    }

    /** Adds keys of {@code dns}, each after a comma. */
    void configure(String dns, String body) throws IOException {
        configure("", dns, body);
    }

    /** Adds keys of {@code node} and of {@code dns}, each after a comma. */
    void configure(String node, String dns, String body) throws IOException {
        Files.writeString(config(), """
                node: {name: e2e, stateDir: state%s}
                dns: {listen: ["127.0.0.1:%d"], threads: 1, explain: true%s}
                admin: {listen: "127.0.0.1:%d"}
                zones:
                  - {name: e2e.test, ns: {ns1.e2e.test: [127.0.0.1]}, soa: {minimum: 1s}}
                """.formatted(node, dnsPort, dns, adminPort) + body);
    }

    static Process spawn(Path config, Path state, Path log) throws IOException {
        return failoverd(log, "run", "--config", config.toString(), "--state-dir", state.toString());
    }

    /** {@code failoverd} with these arguments; what it says goes to the log. */
    static Process failoverd(Path log, String... arguments) throws IOException {
        // A runner under nohup ignores SIGHUP, its children inherit that, and a JVM never takes it back.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.failoverd.daemon.cli.Main"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().remove("NOTIFY_SOCKET");
        return builder.start();
    }

    /** Starts it again, over what is in the state directory. */
    void startAgain() throws Exception {
        assertThat(process.isAlive()).isFalse();
        process = spawn(config(), folder.resolve("state"), log);
        awaitReady();
    }

    private void awaitReady() throws Exception {
        Awaitility.await("the daemon is ready").atMost(PATIENCE).until(() -> {
            assertThat(process.isAlive()).as(log()).isTrue();
            return ready();
        });
    }

    private boolean ready() throws InterruptedException {
        try {
            return get("/readyz").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    Path config() {
        return folder.resolve("config.yaml");
    }

    Path stateDir() {
        return folder.resolve("state");
    }

    int dnsPort() {
        return dnsPort;
    }

    /** For {@code --admin}. */
    String admin() {
        return "http://127.0.0.1:" + adminPort;
    }

    Dns dns() {
        return new Dns(dnsPort);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    void signal(String name) throws Exception {
        assertThat(Signal.send(name, process)).isZero();
    }

    /** Waits for its end. */
    int exitCode() throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(log())
                .isTrue();
        return process.exitValue();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + adminPort + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The body of GET, which has to be well. */
    String body(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    JsonObject json(String path) throws Exception {
        return new JsonObject(body(path));
    }

    /** The status code and the body of an override. */
    HttpResponse<String> override(String service, String endpoint, JsonObject wish) throws Exception {
        return put("/api/v1/services/" + service + "/endpoints/" + endpoint + "/override", wish);
    }

    /** The status code and the body of what an operator asks for. */
    HttpResponse<String> put(String path, JsonObject wish) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .timeout(PATIENCE)
                .PUT(HttpRequest.BodyPublishers.ofString(wish.encode()))
                .build());
    }

    /** The status code and the body of what an operator takes back. */
    HttpResponse<String> delete(String path, JsonObject wish) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .timeout(PATIENCE)
                .method("DELETE", HttpRequest.BodyPublishers.ofString(wish.encode()))
                .build());
    }

    /** One service of the status. */
    JsonObject service(String name) throws Exception {
        return objects(json("/api/v1/status"), "services")
                .filter(each -> each.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What explain says of one endpoint. */
    Endpoint endpoint(String service, String name) throws Exception {
        JsonObject explained = json("/api/v1/services/" + service + "/explain?endpoint=" + name);
        return new Endpoint(objects(explained, "endpoints").findFirst().orElseThrow());
    }

    /** The events of one endpoint so far, the oldest first. */
    List<JsonObject> events(String service, String endpoint) throws Exception {
        return objects(json("/api/v1/events"), "events")
                .filter(event -> service.equals(event.getString("service")))
                .filter(event -> endpoint.equals(event.getString("endpoint")))
                .toList();
    }

    static Stream<JsonObject> objects(JsonObject parent, String key) {
        return parent.getJsonArray(key).stream().map(JsonObject.class::cast);
    }

    @Override
    public void close() {
        Ending.end(process);
    }
}
