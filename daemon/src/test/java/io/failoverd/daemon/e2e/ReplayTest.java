package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.cli.RootCommand;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real daemon lived through comes out of its journal as it was: a gateway that dies and returns, an override, a
 * reload, a kill and a restart; and with other thresholds it comes out otherwise.
 */
class ReplayTest {
    private static final String NAME = "www.e2e.test";
    private static final String GOOD = "127.0.29.1";
    private static final String OTHER = "127.0.29.2";

    @TempDir
    private Path folder;

    private record Said(int code, String out, String err) {
        JsonObject json() {
            return new JsonObject(out);
        }

        @Override
        public String toString() {
            return code + " " + out + err;
        }
    }

    private static Said replay(RunningDaemon daemon, String... options) {
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments =
                new ArrayList<>(List.of("replay", "--journal", daemon.stateDir().toString(), "--json"));
        arguments.addAll(List.of(options));
        int code = RootCommand.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private static JsonObject other(JsonObject report, String lane) {
        return RunningDaemon.objects(report, "endpoints")
                .filter(each -> each.getString("endpoint").equals("other"))
                .findFirst()
                .orElseThrow()
                .getJsonObject(lane);
    }

    @Test
    void aRealLifeIsReplayedToTheLastWord() throws Exception {
        try (var good = new Gateway(GOOD, 0, Gateway.status(200));
                var other = new Gateway(OTHER, good.port(), Gateway.status(200));
                var daemon = new RunningDaemon(folder, config(good.port(), 3))) {
            bothAnswer(daemon);
            other.kill();
            daemon.dns().await(NAME, GOOD);
            other.start();
            daemon.dns().await(NAME, GOOD, OTHER);
            JsonObject offline = new JsonObject().put("mode", "offline").put("note", "kernel upgrade");
            assertThat(daemon.override(NAME, "other", offline).statusCode()).isEqualTo(200);
            daemon.configure(config(good.port(), 4));
            daemon.signal("HUP");
            await("the reload").atMost(PATIENCE).until(() -> daemon.log().contains("configuration reloaded"));

            // Beside the daemon that writes it.
            Said live = replay(daemon);
            assertThat(live.code()).as("%s", live).isZero();

            daemon.signal("KILL");
            assertThat(daemon.exitCode()).isEqualTo(137);
            daemon.startAgain();
            JsonObject smart = new JsonObject().put("mode", "smart");
            assertThat(daemon.override(NAME, "other", smart).statusCode()).isEqualTo(200);
            bothAnswer(daemon);
            daemon.signal("TERM");
            assertThat(daemon.exitCode()).isZero();

            Said whole = replay(daemon);
            assertThat(whole.code()).as("%s", whole).isZero();
            assertThat(whole.json().getInteger("runs")).isEqualTo(2);
            assertThat(whole.json().getInteger("lostSteps")).isZero();
            assertThat(whole.json().getInteger("decisions")).isGreaterThanOrEqualTo(5);
            assertThat(other(whole.json(), "recorded").getInteger("removals")).isEqualTo(1);
            assertThat(other(whole.json(), "recorded").getInteger("restores")).isEqualTo(1);

            Path patient = Files.writeString(
                    folder.resolve("patient.yaml"),
                    Files.readString(daemon.config()).replace("fall: 4", "fall: 900"));
            Said never = replay(daemon, "--config", patient.toString());
            assertThat(never.code()).as("%s", never).isZero();
            assertThat(other(never.json(), "recorded").getInteger("removals")).isEqualTo(1);
            assertThat(other(never.json(), "other").getInteger("removals")).isZero();
            assertThat(never.json().getInteger("differing")).isPositive();
        }
    }

    private static void bothAnswer(RunningDaemon daemon) {
        await("both are UP")
                .atMost(PATIENCE)
                .until(() -> RunningDaemon.objects(daemon.service(NAME), "endpoints")
                        .allMatch(each -> each.getString("health").equals("UP") && each.getBoolean("inAnswer")));
    }

    private static String config(int port, int fall) {
        return """
            checks:
              page:
                http: {scheme: http, port: %d, path: /, status: ["200"]}
                interval: 200ms
                recheck: 100ms
                connectTimeout: 2s
                timeout: 3s
                fall: %d
                rise: 2
            services:
              - name: %s
                check: page
                ttl: {steady: 1s, changing: 1s}
                holdDown: 1s
                endpoints:
                  - {name: good, address: %s}
                  - {name: other, address: %s}
            """.formatted(port, fall, NAME, GOOD, OTHER);
    }
}
