package io.failoverd.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What status, explain and the metrics say of vantages; nothing where there is but one. */
class VantagesOverHttpTest extends AdminOverSockets {
    @Test
    void theStatusSaysWhatEachVantageSaysHowOldThatIsAndWhatIsMissing() throws Exception {
        assertThat(shanghai().getValue("agreement")).isNull();
        daemon.up(SampleDaemon.WWW, "shanghai");
        daemon.heardOthers();
        daemon.kill(SampleDaemon.WWW, "shanghai");
        daemon.pass(Duration.ofSeconds(10));

        assertThat(shanghai().getString("health")).isEqualTo("SUSPECT");
        JsonObject agreement = shanghai().getJsonObject("agreement");
        assertThat(agreement.getString("text"))
                .startsWith("1 of 2 vantages says DOWN and 1 UP, quorum 1 of 2: a tie changes nothing, UP stands");
        assertThat(agreement.getString("standing")).isEqualTo("TIED");
        assertThat(agreement.getBoolean("quorumLost")).isFalse();
        assertThat(agreement.getJsonArray("vantages").getJsonObject(0).getString("says"))
                .isEqualTo("DOWN");
        assertThat(agreement.getJsonArray("vantages").getJsonObject(1)).isEqualTo(new JsonObject("""
                        {"name": "gtm", "own": false, "says": "UP", "since": "2026-11-22T12:00:00.030Z",
                         "heardAt": "2026-11-22T12:00:00.030Z", "ageSeconds": 11.59, "maxAgeSeconds": 60.0,
                         "weight": "COUNTS"}"""));
    }

    private JsonObject shanghai() throws Exception {
        return get("/api/v1/services/" + SampleDaemon.WWW + "/explain?endpoint=shanghai")
                .json()
                .getJsonArray("endpoints")
                .getJsonObject(0);
    }

    @Test
    void theMetricsSayWhatEachVantageSaysAndCountsFor() throws Exception {
        daemon.up(SampleDaemon.WWW, "shanghai");
        daemon.heardOthers();
        daemon.kill(SampleDaemon.WWW, "shanghai");
        String labels = "endpoint=\"shanghai\",service=\"" + SampleDaemon.WWW + "\",";
        assertThat(get("/metrics").body())
                .contains(
                        "failoverd_vantage_opinion{" + labels + "state=\"up\",vantage=\"gtm\"} 1.0",
                        "failoverd_vantage_opinion{" + labels + "state=\"down\",vantage=\"bastion-1\"} 1.0",
                        "failoverd_endpoint_quorum_lost{endpoint=\"shanghai\",service=\"" + SampleDaemon.WWW
                                + "\"} 0.0")
                .containsPattern("failoverd_vantage_report_age_seconds\\{" + labels + "vantage=\"gtm\"} 1\\.\\d+");
        daemon.pass(Duration.ofSeconds(60));
        assertThat(get("/metrics").body())
                .contains("failoverd_vantage_opinion{" + labels + "state=\"up\",vantage=\"gtm\"} 0.0")
                .contains("failoverd_vantage_opinion{" + labels + "state=\"unknown\",vantage=\"gtm\"} 1.0");
    }
}
