package io.failoverd.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the admin interface says and does, over real sockets. */
class AdminServerTest extends AdminOverSockets {
    @Test
    void statusHoldsTheContract() throws Exception {
        daemon.up(SampleDaemon.WWW, "hangzhou");
        daemon.kill(SampleDaemon.WWW, "shanghai");

        Answer answer = get("/api/v1/status");

        assertThat(answer.status()).isEqualTo(200);
        JsonObject status = answer.json();
        assertThat(status.getString("node")).isEqualTo("bastion-1");
        assertThat(status.getString("version")).isEqualTo("1.2.3");
        assertThat(status.getJsonArray("services")).hasSize(2);
        JsonObject www = status.getJsonArray("services").getJsonObject(1);
        assertThat(www.fieldNames())
                .contains("name", "generation", "policy", "ttl", "ttlWhy", "condition", "answer", "serial");
        assertThat(www.getString("name")).isEqualTo(SampleDaemon.WWW);
        assertThat(www.getString("policy")).isEqualTo("all");
        assertThat(www.getLong("ttl")).isEqualTo(30);
        assertThat(www.getString("condition")).isEqualTo("NORMAL");
        assertThat(www.getLong("serial")).isEqualTo(1_795_348_800L);
        assertThat(www.getJsonArray("answer"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject().put("address", "203.0.113.10").put("weight", 1)));
        JsonObject up = www.getJsonArray("endpoints").getJsonObject(0);
        assertThat(up.getString("health")).isEqualTo("UP");
        assertThat(up.getBoolean("inAnswer")).isTrue();
        JsonObject down = www.getJsonArray("endpoints").getJsonObject(1);
        assertThat(down.fieldNames())
                .contains(
                        "name", "region", "address", "health", "since", "inAnswer", "override", "reasons", "lastProbe");
        assertThat(down.getString("health")).isEqualTo("DOWN");
        assertThat(down.getBoolean("inAnswer")).isFalse();
        assertThat(down.getValue("override")).isNull();
        assertThat(Instant.parse(down.getString("since"))).isAfter(SampleDaemon.START);
        assertThat(down.getJsonArray("reasons").getJsonObject(0).getString("code"))
                .isEqualTo("CONDEMNED");
        assertThat(down.getJsonArray("reasons").getJsonObject(0).getString("text"))
                .contains("3 of 3 probes refused");
        JsonObject probe = down.getJsonObject("lastProbe");
        assertThat(probe.getString("outcome")).isEqualTo("DOWN");
        assertThat(probe.getString("reason")).isEqualTo("connect_refused");
        assertThat(probe.getValue("connectMs")).isNull();
        assertThat(probe.getDouble("totalMs")).isEqualTo(30.0);
        assertThat(Instant.parse(probe.getString("at"))).isAfter(SampleDaemon.START);
        JsonObject healthy = up.getJsonObject("lastProbe");
        assertThat(healthy.getValue("reason")).isNull();
        assertThat(healthy.getDouble("connectMs")).isEqualTo(1.235);
        assertThat(healthy.getDouble("tlsMs")).isEqualTo(12.0);
        assertThat(healthy.getDouble("firstByteMs")).isEqualTo(9.0);
    }

    @Test
    void statusTellsWhatSurroundsTheCore() throws Exception {
        JsonObject status = get("/api/v1/status").json();

        assertThat(status.getJsonArray("listen").getString(0)).isEqualTo("udp 127.0.0.1:53");
        assertThat(status.getString("engine")).isEqualTo("ffm");
        assertThat(status.getString("transport")).isEqualTo("epoll");
        assertThat(status.getJsonObject("alerts").getInteger("depth")).isEqualTo(2);
        assertThat(status.getJsonObject("alerts").getString("oldest")).isEqualTo("2026-11-22T12:00:01Z");
        assertThat(status.getJsonObject("store").getBoolean("ok")).isTrue();
        assertThat(status.getJsonObject("config").getString("loadedAt")).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(status.getJsonObject("config").getJsonObject("lastRejected").getString("why"))
                .contains("unknown key");
        assertThat(status.getJsonObject("sentinels").getString("state")).isEqualTo("off");
        assertThat(status.getJsonObject("sentinels").getString("text")).contains("guard off");
        JsonObject api = status.getJsonArray("services").getJsonObject(0);
        assertThat(api.getJsonArray("endpoints").getJsonObject(0).getValue("lastProbe"))
                .as("before the first probe")
                .isNull();
    }

    @Test
    void explainTellsTheChainAndTheWayBack() throws Exception {
        daemon.up(SampleDaemon.WWW, "hangzhou");
        daemon.kill(SampleDaemon.WWW, "shanghai");

        JsonObject all = get("/api/v1/services/WWW.gslb.example.com./explain").json();
        JsonObject one = get("/api/v1/services/www.gslb.example.com/explain?endpoint=shanghai")
                .json();

        assertThat(all.getJsonArray("endpoints")).hasSize(2);
        assertThat(all.getJsonArray("endpoints").getJsonObject(0).getValue("returns"))
                .isNull();
        assertThat(one.getJsonArray("endpoints")).hasSize(1);
        JsonObject shanghai = one.getJsonArray("endpoints").getJsonObject(0);
        assertThat(shanghai.getString("summary"))
                .startsWith("shanghai (203.0.113.20) is DOWN and out of the answer: 3 of 3 probes refused");
        assertThat(shanghai.getString("returns")).contains("6 successes in a row", "end of its hold-down");
    }

    @Test
    void explainOfAnOverrideSaysHowToEndIt() throws Exception {
        assertThat(put(OVERRIDE, "{\"mode\":\"offline\",\"note\":\"cable\",\"by\":\"ann@host\"}")
                        .status())
                .isEqualTo(200);

        JsonObject explained = get("/api/v1/services/www.gslb.example.com/explain?endpoint=hangzhou")
                .json()
                .getJsonArray("endpoints")
                .getJsonObject(0);

        assertThat(explained.getString("returns")).contains("failoverd override www.gslb.example.com hangzhou smart");
        assertThat(explained.getJsonObject("override").getString("by")).isEqualTo("ann@host");
        assertThat(explained.getJsonObject("override").getString("note")).isEqualTo("cable");
        assertThat(explained.getJsonObject("override").getValue("until")).isNull();
    }

    @Test
    void anOverrideIsSetAndEndsByItself() throws Exception {
        Answer set = put(OVERRIDE, "{\"mode\":\"offline\",\"for\":\"10m\"}", "Content-Type: application/json");

        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().getString("text")).contains("hangzhou of www.gslb.example.com is offline until");
        var override = daemon.world()
                .services()
                .get(SampleDaemon.WWW)
                .endpoints()
                .getFirst()
                .override();
        assertThat(override.mode()).isEqualTo(OverrideMode.OFFLINE);
        assertThat(override.length()).isEqualTo(Duration.ofMinutes(10));
        assertThat(override.by()).isEqualTo("HTTP client 127.0.0.1");
        JsonObject shown = get("/api/v1/status")
                .json()
                .getJsonArray("services")
                .getJsonObject(1)
                .getJsonArray("endpoints")
                .getJsonObject(0);
        assertThat(shown.getJsonObject("override").getString("until")).isEqualTo("2026-11-22T12:10:00Z");
    }

    @Test
    void anOverrideThatLeavesNothingNeedsForce() throws Exception {
        String path = "/api/v1/services/api.gslb.example.com/endpoints/beijing/override";

        Answer refused = put(path, "{\"mode\":\"offline\"}");
        Answer forced = put(path, "{\"mode\":\"offline\",\"force\":true}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("error")).isEqualTo("refused");
        assertThat(refused.json().getString("text")).contains("--force");
        assertThat(forced.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                     | a JSON object is needed
                    nonsense                               | not a JSON object
                    []                                     | not a JSON object
                    {"mode":"offline"} x                   | not a JSON object
                    {"mode":"offline","mode":"online"}     | not a JSON object
                    {}                                     | mode is missing; it is one of smart, online, offline, drain
                    {"mode":null}                          | mode is missing
                    {"mode":"OFFLINE"}                     | mode: OFFLINE is not known; it is one of smart, online, offline, drain
                    {"mode":7}                             | mode: a text is needed
                    {"mode":"offline","until":"10m"}       | unknown key until; known are mode, for, note, by, force
                    {"mode":"offline","for":10}            | for: a text is needed
                    {"mode":"offline","for":"soon"}        | for: soon is no duration; write a number and a unit
                    {"mode":"offline","for":"0s"}          | for: 0s is not between
                    {"mode":"offline","for":"999999d"}     | for: 999999d is not between
                    {"mode":"smart","for":"10m"}           | for: smart has no end
                    {"mode":"offline","force":"yes"}       | force: true or false is needed
                    {"mode":"offline","note":"a\\nb"}      | note: line breaks
                    {"mode":"offline","by":["me"]}         | by: a text is needed
                    """)
    void aBodyThatIsNotUnderstoodIsRefusedWithTheReason(String body, String text) throws Exception {
        Answer answer = put(OVERRIDE, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo("bad_request");
        assertThat(answer.json().getString("text")).contains(text);
        assertThat(daemon.world()
                        .services()
                        .get(SampleDaemon.WWW)
                        .endpoints()
                        .getFirst()
                        .override())
                .as("nothing was set")
                .isNull();
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        Answer answer = put(OVERRIDE, "{\"mode\":\"offline\",\"note\":\"" + "x".repeat(70_000) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().getString("text")).contains("65536");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET | /api/v1/services/nobody/explain | 404 | there is no service nobody; there is api.gslb.example.com, www.gslb.example.com
                    GET | /api/v1/services/www.gslb.example.com/explain?endpoint=mars | 404 | has no endpoint mars; there is hangzhou, shanghai
                    PUT | /api/v1/services/www.gslb.example.com/endpoints/mars/override | 404 | has no endpoint mars; there is hangzhou, shanghai
                    PUT | /api/v1/services/nobody/endpoints/mars/override | 404 | there is no service nobody
                    GET | /nowhere | 404 | nothing is here; there are /healthz
                    POST | /api/v1/status | 405 | allowed: GET, HEAD
                    DELETE | /metrics | 405 | allowed: GET, HEAD
                    GET | /api/v1/services/www.gslb.example.com/endpoints/hangzhou/override | 405 | allowed: PUT
                    GET | /api/v1/events?after=x | 400 | a sequence number
                    """)
    void whatIsNotThereIsSaidInJson(String method, String path, int status, String text) throws Exception {
        Answer answer = send(method, path, method.equals("PUT") ? "{\"mode\":\"offline\"}" : "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("application/json");
        assertThat(answer.json().getString("text")).contains(text);
    }

    @Test
    void healthAndReadinessFollowTheDaemon() throws Exception {
        assertThat(get("/healthz").status()).isEqualTo(200);
        assertThat(get("/readyz").status()).isEqualTo(200);
        daemon.alive = false;
        daemon.ready = false;
        assertThat(get("/healthz").status()).isEqualTo(503);
        assertThat(get("/readyz").status()).isEqualTo(503);
    }

    @Test
    void aCoreThatDoesNotAnswerIsSaid() throws Exception {
        daemon.silent = true;

        assertThat(put(OVERRIDE, "{\"mode\":\"online\"}").json().getString("error"))
                .isEqualTo("no_answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/metrics", "/api/v1/status", "/api/v1/events", "/nowhere"})
    void nothingIsKeptFramedOrSniffed(String path) throws Exception {
        Answer answer = get(path);

        assertThat(answer.headers())
                .containsEntry("cache-control", "no-store")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("x-frame-options", "DENY")
                .containsKey("content-security-policy");
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws Exception {
        Answer head = send("HEAD", "/healthz", "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().get("content-length")).isEqualTo("15");
        assertThat(send("HEAD", "/metrics", "").body()).isEmpty();
    }

    @Test
    void recentEventsAreReadFromWhereTheClientStopped() throws Exception {
        daemon.recent().add(SampleDaemon.START, "decision", SampleDaemon.WWW, null, "first");
        daemon.recent().add(SampleDaemon.START, "health", SampleDaemon.WWW, "hangzhou", "second");

        JsonArray later = get("/api/v1/events?after=1").json().getJsonArray("events");

        assertThat(later).hasSize(1);
        assertThat(later.getJsonObject(0).getLong("sequence")).isEqualTo(2);
        assertThat(later.getJsonObject(0).getString("text")).isEqualTo("second");
        assertThat(get("/api/v1/events").json().getJsonArray("events")).hasSize(2);
    }

    @Test
    void metricsAreScraped() throws Exception {
        metrics.probed(daemon.probed(
                SampleDaemon.WWW, "hangzhou", new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "refused")));

        Answer answer = get("/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", Metrics.CONTENT_TYPE);
        assertThat(answer.body())
                .contains("failoverd_probe_results_total{endpoint=\"hangzhou\",outcome=\"down\","
                        + "reason=\"connect_refused\",service=\"www.gslb.example.com\"} 1");
    }

    @Test
    void aPortInUseIsSaidWithTheAddress() throws Exception {
        try (var taken = new ServerSocket(0, 1, LOOPBACK.getAddress())) {
            var address = new InetSocketAddress(LOOPBACK.getAddress(), taken.getLocalPort());

            AdminServer.Started started = AdminServer.listen(vertx, address, () -> token, daemon, metrics)
                    .await(10, TimeUnit.SECONDS);

            assertThat(started)
                    .isEqualTo(new AdminServer.Started.Failed("127.0.0.1:" + taken.getLocalPort()
                            + ": address already in use (is another failoverd running?)"));
        }
    }

    @Test
    void moreConnectionsThanTheLimitAreClosed() throws Exception {
        var open = new java.util.ArrayList<Socket>();
        try {
            for (int i = 0; i < AdminServer.MAX_CONNECTIONS; i++) {
                open.add(new Socket(LOOPBACK.getAddress(), server.address().getPort()));
            }
            var one = new Socket(LOOPBACK.getAddress(), server.address().getPort());
            open.add(one);
            one.setSoTimeout(10_000);

            assertThat(one.getInputStream().read()).as("closed by the server").isEqualTo(-1);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
