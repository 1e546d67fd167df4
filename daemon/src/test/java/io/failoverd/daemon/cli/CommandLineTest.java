package io.failoverd.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.Version;
import io.failoverd.daemon.admin.AdminToken;
import io.failoverd.daemon.admin.SampleDaemon;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command. */
class CommandLineTest extends CommandLineOverSockets {
    private static String config(int port, String tail) {
        return """
                zones:
                  - name: gslb.example.com
                    ns: {ns1.gslb.example.com: [198.51.100.1]}
                    soa: {mname: ns1.gslb.example.com, rname: hostmaster.example.com, minimum: 5s}
                checks:
                  web:
                    tcp: {port: %d}
                services:
                  - name: www.gslb.example.com
                    check: web
                    endpoints:
                      - {name: hangzhou, region: cn-hangzhou, address: 127.0.0.1}
                %s
                """.formatted(port, tail);
    }

    @Test
    void eachCommandIsKnownByItsOwnNameAndAloneWhereItIsAskedFor() {
        Map<String, CommandLine> all = RootCommand.commandLine(Map.of()).getSubcommands();
        assertThat(all).isNotEmpty();
        all.forEach((name, command) -> {
            assertThat(command.getCommandName()).isEqualTo(name);
            assertThat(RootCommand.commandLine(Map.of(), name, "--help").getSubcommands())
                    .containsOnlyKeys(name);
        });
        assertThat(RootCommand.commandLine(Map.of(), "no-such-command").getSubcommands())
                .containsOnlyKeys(all.keySet());
    }

    @Test
    void statusShowsWhatAnswersAndWhy() {
        daemon.up(SampleDaemon.WWW, "hangzhou");
        daemon.kill(SampleDaemon.WWW, "shanghai");

        Ran ran = run("status");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(0);
        assertThat(ran.out())
                .contains("bastion-1  failoverd 1.2.3  answering DNS")
                .contains("! alerts: 2 wait to be delivered")
                .contains("! publisher bind-hz: 0 of 1 names as decided")
                .contains(
                        "    www.gslb.example.com: generation 11 of 12 there; REFUSED: 192.0.2.53 refused the update, 4 in a row since 2026-11-22T12:00:01Z")
                .contains("! config: one was refused at 2026-11-22T12:00:05Z: f.yaml:3:1: unknown key")
                .contains("guard off")
                .contains("answers 203.0.113.10\n")
                .containsPattern("\\[in]  hangzhou +cn-hangzhou +203.0.113.10 +UP ")
                .containsPattern("\\[--]  shanghai +cn-shanghai +203.0.113.20 +DOWN .*3 of 3 probes refused")
                .doesNotContain("\u001B");
    }

    @Test
    void statusAndExplainShowWhichAddressesAHostNameHasAndWhatIsWrongWithIt() {
        daemon.named();
        String line = "tianjin is nlb.example.net: 203.0.113.40 since";
        String trouble = "it cannot be resolved since";
        String why = ": it does not exist (NXDOMAIN)";

        assertThat(run("status").out())
                .contains(line, trouble, why)
                .containsPattern("\\[--]  tianjin@203.0.113.40 +cn-tianjin +203.0.113.40 ");
        assertThat(run("explain", SampleDaemon.API, "tianjin").out())
                .contains(line, trouble, why, "tianjin@203.0.113.40")
                .doesNotContain("beijing");
    }

    @Test
    void statusIsBadWhenAServiceHasNothingHealthyLeft() {
        daemon.kill(SampleDaemon.API, "beijing");

        assertThat(run("status").code()).isEqualTo(1);
        Ran json = run("status", "--json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(new JsonObject(json.out()).getString("node")).isEqualTo("bastion-1");
    }

    @Test
    void columnsAreAligned() {
        daemon.kill(SampleDaemon.WWW, "shanghai");

        List<String> rows = run("status")
                .out()
                .lines()
                .dropWhile(line -> !line.startsWith(SampleDaemon.WWW))
                .filter(line -> line.contains("ENDPOINT") || line.contains("203.0.113."))
                .filter(line -> !line.contains("answers"))
                .toList();

        assertThat(rows).hasSize(3);
        int column = rows.getFirst().indexOf("ADDRESS");
        assertThat(rows.get(1).substring(column)).startsWith("203.0.113.10");
        assertThat(rows.get(2).substring(column)).startsWith("203.0.113.20");
    }

    @Test
    void explainSaysWhatEachVantageSaysAndWhyARemovalWaits() {
        daemon.up(SampleDaemon.WWW, "hangzhou");
        daemon.up(SampleDaemon.WWW, "shanghai");
        daemon.heardOthers();
        daemon.kill(SampleDaemon.WWW, "shanghai");
        Ran ran = run("explain", SampleDaemon.WWW, "shanghai");

        assertThat(ran.code()).isEqualTo(0);
        assertThat(ran.out())
                .contains("[in] shanghai")
                .contains("NOT_AGREED")
                .contains("1 of 2 vantages says DOWN and 1 UP, where more than half of the 2 that report")
                .containsPattern("bastion-1 +DOWN +2026-11-22T12:00:01\\.\\d+Z +our own checks +yes")
                .containsPattern("gtm +UP +2026-11-22T12:00:00\\.\\d+Z +\\d\\.\\d+ s ago, counts for 60\\.0 s +yes");
    }

    @Test
    void explainShowsTheChainAndTheWayBack() {
        daemon.kill(SampleDaemon.WWW, "shanghai");

        Ran ran = run("explain", SampleDaemon.WWW, "shanghai");

        assertThat(ran.code()).isEqualTo(0);
        assertThat(ran.out())
                .contains("[--] shanghai  203.0.113.20  cn-shanghai  DOWN since 2026-11-22T12:00:01")
                .containsPattern("CONDEMNED +3 of 3 probes refused")
                .containsPattern("HELD_DOWN +held down for 60.0 s")
                .contains("back when: returns after 6 successes in a row")
                .contains("last probe: DOWN at ")
                .doesNotContain("hangzhou");
    }

    @Test
    void overrideSetsAndEnds() {
        Ran set = run("override", SampleDaemon.WWW, "shanghai", "offline", "--for", "30m", "--note", "kernel update");
        var override = daemon.world()
                .services()
                .get(SampleDaemon.WWW)
                .endpoints()
                .get(1)
                .override();

        assertThat(set.code()).as(set.err()).isEqualTo(0);
        assertThat(set.out()).contains("shanghai of www.gslb.example.com is offline until 2026-11-22T12:30:00Z");
        assertThat(override.mode()).isEqualTo(OverrideMode.OFFLINE);
        assertThat(override.length()).isEqualTo(Duration.ofMinutes(30));
        assertThat(override.note()).isEqualTo("kernel update");
        assertThat(override.by()).startsWith(System.getProperty("user.name") + "@");

        assertThat(run("override", SampleDaemon.WWW, "shanghai", "smart").code())
                .isEqualTo(0);
        assertThat(daemon.world()
                        .services()
                        .get(SampleDaemon.WWW)
                        .endpoints()
                        .get(1)
                        .override())
                .isNull();
    }

    @Test
    void freezeThawAndResumeAskTheDaemon() {
        daemon.up(SampleDaemon.WWW, "hangzhou");
        daemon.kill(SampleDaemon.WWW, "shanghai");
        Ran frozen = run("freeze", SampleDaemon.WWW, "--for", "1h", "--note", "core router");
        var service = daemon.world().services().get(SampleDaemon.WWW);
        Ran shown = run("status");

        assertThat(frozen.code()).as(frozen.err()).isEqualTo(0);
        assertThat(frozen.out()).startsWith("www.gslb.example.com is frozen until 2026-11-22T13:00");
        assertThat(service.freeze().note()).isEqualTo("core router");
        assertThat(service.freeze().by()).startsWith(System.getProperty("user.name") + "@");
        assertThat(shown.out()).contains("! frozen by ").containsPattern("until 2026-11-22T13:00:0[^ ]+Z: core router");

        assertThat(run("thaw").out()).startsWith("2 services are thawed");
        assertThat(daemon.world().services().get(SampleDaemon.WWW).freeze()).isNull();

        Ran resumed = run("resume", SampleDaemon.WWW, "shanghai");
        assertThat(resumed.code()).as(resumed.err()).isEqualTo(0);
        assertThat(resumed.out()).contains("shanghai of www.gslb.example.com is resumed by");
        assertThat(run("resume", SampleDaemon.WWW, "hangzhou").code()).isEqualTo(1);
    }

    @Test
    void overrideThatLeavesNothingNeedsForce() {
        Ran refused = run("override", SampleDaemon.API, "beijing", "offline");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("would answer no address").contains("--force");
        assertThat(run("override", SampleDaemon.API, "beijing", "offline", "--force")
                        .code())
                .isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    explain nobody.example.com                            | 1 | there is no service nobody.example.com; there is api.gslb.example.com, www.gslb.example.com
                    explain www.gslb.example.com mars                     | 1 | has no endpoint mars; there is hangzhou, shanghai
                    override www.gslb.example.com mars offline            | 1 | has no endpoint mars; there is hangzhou, shanghai
                    override www.gslb.example.com a/b offline             | 1 | has no endpoint a/b
                    override www.gslb.example.com shanghai gone           | 2 | gone is not a mode; it is one of smart, online, offline
                    override www.gslb.example.com shanghai offline --for x| 2 | --for: x is no duration; write a number and a unit
                    override www.gslb.example.com shanghai smart --for 1m | 2 | smart has no end
                    override www.gslb.example.com                         | 2 | Missing required parameters
                    ''                                                    | 2 | which command?
                    stauts                                                | 2 | Did you mean: failoverd status
                    status --admin example                                | 2 | --admin: example is not like http://127.0.0.1:8053
                    status --admin http://127.0.0.1:1/api                 | 2 | is not like
                    status --admin http://127.0.0.1:1                     | 3 | no failoverd answers at http://127.0.0.1:1
                    status --token-file /nowhere/token                    | 2 | --token-file: /nowhere/token does not exist
                    check                                                 | 2 | Missing required option: '--config=FILE'
                    check --config /nowhere/f.yaml --outage x             | 2 | --outage: x is no duration
                    """)
    void whatIsWrongIsSaidOnStandardErrorWithItsExitCode(String command, int code, String text) {
        Ran ran = run(command.isEmpty() ? new String[0] : command.strip().split(" +", -1));

        assertThat(ran.err()).contains(text);
        assertThat(ran.code()).isEqualTo(code);
    }

    @Test
    void aTokenIsReadFromItsFile() throws Exception {
        token = AdminToken.of("first-token-0123456".getBytes(StandardCharsets.UTF_8));
        String[] override = {"override", SampleDaemon.WWW, "shanghai", "online"};

        Ran without = run(override);
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err()).contains("a token is required").contains("--token-file");
        environment.put(
                "FAILOVERD_TOKEN_FILE", file("token", "first-token-0123456\n").toString());
        assertThat(run(override).code()).isEqualTo(0);
        String wrong = file("wrong", "another\n").toString();
        assertThat(run("override", SampleDaemon.WWW, "shanghai", "online", "--token-file", wrong)
                        .err())
                .contains("not the one of admin.token");
        assertThat(run("status", "--token-file", file("empty", "\n").toString()).code())
                .isEqualTo(2);
    }

    @Test
    void somebodyElseAtTheAddressIsNoDaemon() throws Exception {
        var other = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("<html>hello</html>"))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        try {
            Ran ran = run("status", "--admin", "http://127.0.0.1:" + other.actualPort());

            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.err()).contains("is not failoverd (HTTP 200)");
        } finally {
            other.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void checkShowsTheBudgetOfAGoodFile() throws Exception {
        Path file = file("f.yaml", config(443, "      - {name: shanghai, region: cn-shanghai, address: 127.0.0.2}"));

        Ran ran = run("check", "--config", file.toString());
        JsonObject json = new JsonObject(
                run("check", "--config", file.toString(), "--json").out());

        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(0);
        assertThat(ran.out())
                .contains(file + ": good")
                .containsPattern("found when it refuses +2.0 s +3.0 s")
                .containsPattern("found when it hangs +5.0 s +6.0 s")
                .containsPattern("forgotten by resolvers +15.5 s +31.0 s")
                .containsPattern("of requests lost in 300 s, refusing +2.9 % +5.7 %");
        assertThat(json.getBoolean("ok")).isTrue();
        JsonObject service = json.getJsonArray("services").getJsonObject(0);
        assertThat(service.getJsonObject("detectionRefusedSeconds").getDouble("mean"))
                .isEqualTo(2.0);
        assertThat(service.getJsonObject("detectionHangingSeconds").getDouble("mean"))
                .isEqualTo(5.0);
        assertThat(service.getJsonObject("ttlResidueSeconds").getDouble("worst"))
                .isEqualTo(31.0);
    }

    @Test
    void checkTellsEveryErrorWithItsPlace() throws Exception {
        Path file = file("f.yaml", config(443, "    holdDwon: 60s"));

        Ran ran = run("check", "--config", file.toString());
        JsonObject json = new JsonObject(
                run("check", "--config", file.toString(), "--json").out());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .contains("error:   " + file + ":13:5: services[0].holdDwon")
                .contains("did you mean holdDown?")
                .contains(": 1 error, ");
        assertThat(json.getBoolean("ok")).isFalse();
        assertThat(json.getJsonArray("problems").getJsonObject(0).getInteger("line"))
                .isEqualTo(13);
    }

    @Test
    void probeShowsThePhasesAndItsExitCodeTheWorst() throws Exception {
        try (var gateway = new ServerSocket(0, 10, LOOPBACK)) {
            Path good = file("good.yaml", config(gateway.getLocalPort(), ""));

            Ran ran = run("probe", "--config", good.toString());

            assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(0);
            assertThat(ran.out()).containsPattern("hangzhou +127.0.0.1 +UP +[0-9.]+ ms +- +- +[0-9.]+ ms +connected");
        }
        int closed;
        try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
            closed = socket.getLocalPort();
        }
        Path bad = file("bad.yaml", config(closed, ""));

        Ran ran = run("probe", "--config", bad.toString(), "WWW.gslb.example.com.", "--json");

        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(1);
        JsonObject probe = new JsonObject(ran.out()).getJsonArray("probes").getJsonObject(0);
        assertThat(probe.getString("outcome")).isEqualTo("DOWN");
        assertThat(probe.getString("reason")).isEqualTo("connect_refused");
        Ran nobody = run("probe", "--config", bad.toString(), "nobody");
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.err()).contains("there is no service nobody; there is www.gslb.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "run",
                "status",
                "explain",
                "override",
                "freeze",
                "thaw",
                "resume",
                "plan",
                "check",
                "probe"
            })
    void everyCommandHelpsWithAnExample(String command) {
        Ran ran = command.isEmpty() ? run("--help") : run(command, "--help");

        assertThat(ran.code()).isEqualTo(0);
        assertThat(ran.out()).contains("Example").contains("  failoverd " + command);
    }

    @Test
    void versionIsTheBuilds() {
        assertThat(run("status", "--version").out()).isEqualTo(run("--version").out());
        assertThat(run("--version").out().strip()).isEqualTo("failoverd " + Version.current());
    }
}
