package io.failoverd.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.health.Health;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Freeze, thaw, drain and resume, as an operator's script asks for them. */
class OperationsOverHttpTest extends AdminOverSockets {
    private static final String SERVICE = "/api/v1/services/" + SampleDaemon.WWW;

    @BeforeEach
    void oneIsDown() {
        daemon.up(SampleDaemon.WWW, "hangzhou");
        daemon.kill(SampleDaemon.WWW, "shanghai");
    }

    private ServiceState www() {
        return daemon.world().services().get(SampleDaemon.WWW);
    }

    @Test
    void aServiceIsFrozenAndThawed() throws Exception {
        Answer frozen =
                put(SERVICE + "/freeze", "{\"frozen\":true,\"for\":\"1h\",\"by\":\"ann@host\",\"note\":\"router\"}");

        assertThat(frozen.status()).as(frozen.body()).isEqualTo(200);
        assertThat(frozen.json().getString("text")).startsWith("www.gslb.example.com is frozen until 2026-11-22T13:00");
        assertThat(www().freeze().length()).isEqualTo(Duration.ofHours(1));
        var shown = get("/api/v1/status")
                .json()
                .getJsonArray("services")
                .getJsonObject(1)
                .getJsonObject("freeze");
        assertThat(shown.getString("by")).isEqualTo("ann@host");
        assertThat(shown.getString("note")).isEqualTo("router");
        assertThat(shown.getString("until")).startsWith("2026-11-22T13:00:0");

        Answer thawed = put(SERVICE + "/freeze", "{\"frozen\":false}");
        assertThat(thawed.json().getString("text")).isEqualTo("www.gslb.example.com is thawed");
        assertThat(www().freeze()).isNull();
    }

    @Test
    void allServicesAreFrozenAtOnce() throws Exception {
        Answer frozen = put("/api/v1/freeze", "{\"frozen\":true}");

        assertThat(frozen.json().getString("text")).isEqualTo("2 services are frozen");
        assertThat(daemon.world().services().values()).allMatch(service -> service.freeze() != null);
    }

    @Test
    void anEndpointIsDrained() throws Exception {
        Answer drained = put(SERVICE + "/endpoints/hangzhou/override", "{\"mode\":\"drain\",\"force\":true}");

        assertThat(drained.status()).as(drained.body()).isEqualTo(200);
        assertThat(drained.json().getString("text")).isEqualTo("hangzhou of www.gslb.example.com is draining");
        var hangzhou = get(SERVICE + "/explain?endpoint=hangzhou")
                .json()
                .getJsonArray("endpoints")
                .getJsonObject(0);
        assertThat(hangzhou.getJsonArray("reasons").getJsonObject(0).getString("code"))
                .isEqualTo("DRAINED");
        assertThat(hangzhou.getString("returns")).contains("failoverd override www.gslb.example.com hangzhou smart");
    }

    @Test
    void aDrillIsRefusedOfTheLastOneAndAbortedOnlyWhereThereIsOne() throws Exception {
        String path = SERVICE + "/endpoints/hangzhou/drill";
        Answer refused = put(path, "{\"length\":\"60s\",\"by\":\"ann\"}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.json().getString("text"))
                .isEqualTo("refused: with hangzhou failed, 0 endpoints that are UP would be left, and 1 are needed"
                        + " (minAvailable)");
        Answer none = send("DELETE", path, "{\"why\":\"errors rose\"}");
        assertThat(none.status()).as(none.body()).isEqualTo(409);
        assertThat(put(path, "{}").json().getString("text")).startsWith("length is missing");
        assertThat(put(path, "{\"length\":\"-1s\"}").status()).isEqualTo(400);
        assertThat(put(path, "{\"length\":\"60s\",\"why\":\"\"}").status()).isEqualTo(400);
        assertThat(put(SERVICE + "/endpoints/nobody/drill", "{\"length\":\"60s\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aDrillBeginsIsShownAndIsAborted() throws Exception {
        daemon.up(SampleDaemon.WWW, "shanghai");
        Answer resumed = put(SERVICE + "/endpoints/shanghai/resume", "{}");
        assertThat(resumed.status()).isEqualTo(200);
        for (int i = 0; i < 10 && www().endpoints().get(1).health().health() != Health.UP; i++) {
            daemon.up(SampleDaemon.WWW, "shanghai");
        }
        String path = SERVICE + "/endpoints/hangzhou/drill";
        Answer begun = put(path, "{\"length\":\"60s\",\"by\":\"ann\",\"note\":\"ticket 9\"}");
        assertThat(begun.status()).as(begun.body()).isEqualTo(200);
        assertThat(begun.json().getString("text")).contains("hangzhou of www.gslb.example.com counts as failed until");
        var shown = get(SERVICE + "/explain?endpoint=hangzhou")
                .json()
                .getJsonArray("endpoints")
                .getJsonObject(0)
                .getJsonObject("drill");
        assertThat(shown.getString("by")).isEqualTo("ann");
        assertThat(shown.getBoolean("active")).isTrue();
        assertThat(shown.getString("itself")).isEqualTo("UP");
        assertThat(get("/metrics").body())
                .contains("failoverd_drill_active{endpoint=\"hangzhou\",service=\"www.gslb.example.com\"} 1");
        assertThat(send("DELETE", path, "").status()).isEqualTo(200);
        assertThat(www().endpoints().getFirst().drill()).isNull();
    }

    @Test
    void aHeldEndpointIsResumed() throws Exception {
        assertThat(www().endpoints().get(1).health().heldUntil()).isNotNull();
        Answer resumed = put(SERVICE + "/endpoints/shanghai/resume", "{\"by\":\"ann@host\"}");

        assertThat(resumed.json().getString("text"))
                .isEqualTo("shanghai of www.gslb.example.com is resumed by ann@host, and returns once its probes pass");
        assertThat(www().endpoints().get(1).health().held(daemon.now())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /freeze                     | {}                               | 400 | frozen is missing; it is true or false
            /freeze                     | {"frozen":1}                     | 400 | frozen: true or false is needed
            /freeze                     | {"frozen":true,"for":"soon"}     | 400 | for: soon is no duration
            /freeze                     | {"frozen":false,"for":"1h"}      | 400 | for: a thaw has no end; leave it out
            /freeze                     | {"frozen":true,"who":"me"}       | 400 | unknown key who; known are frozen, for, note, by
            /resume                     | {"force":true}                   | 400 | unknown key force; known are by
            /endpoints/hangzhou/resume  | {}                               | 409 | hangzhou of www.gslb.example.com is UP: nothing waits to be resumed
            /endpoints/mars/resume      | {}                               | 404 | has no endpoint mars; there is hangzhou, shanghai
            """)
    void whatCannotBeDoneIsSaid(String path, String body, int status, String text) throws Exception {
        Answer answer = put(SERVICE + path, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().getString("text")).contains(text);
    }
}
