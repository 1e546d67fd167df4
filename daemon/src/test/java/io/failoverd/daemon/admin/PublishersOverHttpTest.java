package io.failoverd.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the status, the plan and the metrics say of publishers to remote targets. */
class PublishersOverHttpTest extends AdminOverSockets {
    @Test
    void theStatusSaysWhatATargetHoldsLacksAndRefused() throws Exception {
        daemon.pass(Duration.ofSeconds(29));
        JsonObject publisher =
                get("/api/v1/status").json().getJsonArray("publishers").getJsonObject(0);

        assertThat(publisher.getString("name")).isEqualTo("bind-hz");
        assertThat(publisher.getInteger("callsInFlight")).isEqualTo(1);
        assertThat(publisher.getJsonArray("services").getJsonObject(0)).isEqualTo(new JsonObject("""
                        {"service": "www.gslb.example.com", "desired": 12, "published": 11, "verified": 10,
                         "step": "waits", "since": "2026-11-22T12:00:02Z", "lagSeconds": 29.0,
                         "held": [
                           {"address": "203.0.113.10", "enabled": true, "weight": null, "ttl": 5},
                           {"address": "2001:db8::66", "enabled": true, "weight": null, "ttl": 5}],
                         "ttlFloor": {"wantedSeconds": 5, "floorSeconds": 600, "text":
                           "the target lets no TTL be under 600 s, and 5 s is wanted: resolvers may give out a dead address for 601 s after it has left there"},
                         "drift": ["foreign: 2001:db8:0:0:0:0:0:66 is no endpoint of this name and stays as it is"],
                         "lastError": {"code": "REFUSED", "text": "192.0.2.53 refused the update",
                           "at": "2026-11-22T12:00:03Z", "since": "2026-11-22T12:00:01Z", "inARow": 4}}
                        """));
    }

    @Test
    void thePlanSaysWhatWouldChangeAndWhatCannotBeRead() throws Exception {
        Answer plan = get("/api/v1/plan");

        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.json()).isEqualTo(new JsonObject("""
                        {"plans": [
                          {"publisher": "bind-hz", "service": "www.gslb.example.com", "generation": 12, "known": true,
                           "equal": false, "changes": ["add 203.0.113.20, TTL 5 s"],
                           "ttlFloor": {"wantedSeconds": 5, "floorSeconds": 600, "text":
                           "the target lets no TTL be under 600 s, and 5 s is wanted: resolvers may give out a dead address for 601 s after it has left there"}},
                          {"publisher": "bind-sh", "service": "www.gslb.example.com", "generation": 12, "known": false,
                           "why": "refused: nobody listens"}]}"""));
        Answer unknown = get("/api/v1/plan?service=nobody.example.com");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("there is no service nobody.example.com");
    }

    @Test
    void theMetricsHaveGenerationsLagAndDrift() throws Exception {
        assertThat(get("/metrics").body())
                .contains(
                        "failoverd_publish_generation{publisher=\"bind-hz\",service=\"www.gslb.example.com\",stage=\"desired\"} 12.0",
                        "failoverd_publish_generation{publisher=\"bind-hz\",service=\"www.gslb.example.com\",stage=\"published\"} 11.0",
                        "failoverd_publish_generation{publisher=\"bind-hz\",service=\"www.gslb.example.com\",stage=\"verified\"} 10.0",
                        "failoverd_publish_lag_seconds{publisher=\"bind-hz\",service=\"www.gslb.example.com\"} 0.0",
                        "failoverd_publish_drift_records{publisher=\"bind-hz\",service=\"www.gslb.example.com\"} 1.0",
                        "failoverd_publish_calls_in_flight{publisher=\"bind-hz\"} 1.0");
    }
}
