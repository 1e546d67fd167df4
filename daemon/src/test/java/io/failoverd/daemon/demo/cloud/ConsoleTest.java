package io.failoverd.daemon.demo.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hand can do with curl. */
class ConsoleTest {
    private FakeCloud cloud;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        cloud = Clouds.start();
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        cloud.close();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + cloud.endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonObject post(String path) throws Exception {
        HttpResponse<String> response = send("POST", path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    @Test
    void a_record_is_changed_by_hand_and_the_journal_says_by_whom() throws Exception {
        post("/console/calls/SetDomainRecordStatus?RecordId=" + Clouds.FIRST + "&Status=Disable");
        assertThat(Sdk.of(cloud).statuses()).containsExactly("DISABLE", "ENABLE");
        JsonObject write = new JsonObject(send("GET", "/console/journal").body())
                .getJsonArray("writes")
                .getJsonObject(0);
        assertThat(write.getString("caller")).isEqualTo("console");
        assertThat(write.getString("action")).isEqualTo("SetDomainRecordStatus");
        assertThat(write.getJsonObject("parameters").getString("Status")).isEqualTo("Disable");
        assertThat(new JsonObject(send("GET", "/console/calls/DescribeDomainInfo?DomainName=example.com")
                                .body())
                        .getString("DomainName"))
                .isEqualTo(Sdk.DOMAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throttled",
                "unavailable",
                "internal-error",
                "html",
                "empty",
                "dropped-before",
                "dropped-after",
                "slow",
                "dripping",
                "unsuccessful",
                "late",
                "dropped-late",
                "stale"
            })
    void every_fault_can_be_planned_by_hand(String fault) throws Exception {
        assertThat(post("/console/faults?action=DescribeDomainInfo&times=2&millis=5&fault=" + fault)
                        .getInteger("waiting"))
                .isEqualTo(2);
        assertThat(cloud.cloud().faults().draw("DescribeDomainInfo")).isNotEqualTo(Fault.NONE);
    }

    @Test
    void the_health_that_gtm_finds_is_said_by_hand() throws Exception {
        post("/console/health?address=192.0.2.1&healthy=false");
        assertThat(new Names(cloud).addresses("gtm3.example.com")).containsExactly("192.0.2.2");
        post("/console/health?address=192.0.2.1&healthy=true");
        assertThat(new Names(cloud).addresses("gtm3.example.com")).hasSize(2);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET, /console/calls/SetDomainRecordStatus?RecordId=900000000000000002&Status=Disable, 405",
        "GET, /console/faults?fault=late, 405",
        "POST, /console/faults?fault=none-such, 400",
        "POST, /console/faults?fault=late&times=0, 400",
        "POST, /console/faults?fault=late&millis=-1, 400",
        "POST, /console/calls/None, 404",
        "POST, /console/calls/SetDomainRecordStatus?RecordId=1&Status=Disable, 400",
        "POST, /console/health, 400",
        "POST, /console/none, 404"
    })
    void what_makes_no_sense_is_refused(String method, String path, int status) throws Exception {
        assertThat(send(method, path).statusCode()).isEqualTo(status);
        assertThat(cloud.cloud().journal().writes()).isEmpty();
    }

    @Test
    void a_page_in_a_browser_cannot_post_here() throws Exception {
        assertThat(send(
                                "POST",
                                "/console/calls/SetDomainRecordStatus?RecordId=" + Clouds.FIRST + "&Status=Disable",
                                "Origin",
                                "http://127.0.0.1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(cloud.cloud().journal().writes()).isEmpty();
    }
}
