package io.failoverd.daemon.cli;

import io.failoverd.daemon.admin.AdminServer;
import io.failoverd.daemon.admin.AdminToken;
import io.failoverd.daemon.admin.Metrics;
import io.failoverd.daemon.admin.SampleDaemon;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands in this process, against a real admin server with a real core behind it. */
abstract class CommandLineOverSockets {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    static Vertx vertx;

    @TempDir
    Path directory;

    final SampleDaemon daemon = new SampleDaemon();
    final Map<String, String> environment = new HashMap<>();
    volatile AdminToken token = AdminToken.NONE;
    AdminServer server;
    private Metrics metrics;

    record Ran(int code, String out, String err) {}

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void shut() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() throws Exception {
        metrics = new Metrics("1.2.3");
        AdminServer.Started started = AdminServer.listen(
                        vertx, new InetSocketAddress(LOOPBACK, 0), () -> token, daemon, metrics)
                .await(10, TimeUnit.SECONDS);
        server = ((AdminServer.Started.Listening) started).server();
        environment.put(
                "FAILOVERD_ADMIN", "http://127.0.0.1:" + server.address().getPort());
    }

    @AfterEach
    void stop() throws Exception {
        server.close().await(10, TimeUnit.SECONDS);
        metrics.close();
    }

    final Ran run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine line = RootCommand.commandLine(environment);
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int code = line.execute(args);
        return new Ran(code, out.toString(), err.toString());
    }

    final Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
