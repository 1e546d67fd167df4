package io.failoverd.daemon.demo.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyun.alidns20150109.models.UpdateCloudGtmAddressEnableStatusRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaUnretryableException;
import com.aliyun.teautil.models.TeaUtilException;
import io.failoverd.daemon.demo.cloud.faults.Effect;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.faults.Faults;
import io.failoverd.daemon.demo.cloud.faults.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real SDK makes of each thing that can go wrong, and what has become of the write meanwhile. */
class FaultsTest {
    private static final String SET = "SetDomainRecordStatus";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Long beside a call on loopback, short beside the patience. */
    private static final Duration LATE = Duration.ofMillis(300);

    private FakeCloud cloud;
    private Sdk sdk;

    @BeforeEach
    void start() throws Exception {
        cloud = Clouds.start();
        sdk = Sdk.of(cloud);
        // A first call takes a cold JVM seconds, and would meet the short deadlines of some tests.
        sdk.statuses();
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    private void next(Fault fault) {
        cloud.cloud().faults().next(SET, fault);
    }

    private int writes() {
        return cloud.cloud().journal().writes().size();
    }

    private int hits() {
        return cloud.cloud().journal().hits(SET).size();
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(Fault.throttled(), 400, "Throttling.User"),
                Arguments.of(Fault.unavailable(), 503, "ServiceUnavailable"),
                Arguments.of(Fault.internalError(), 400, "InternalError"),
                Arguments.of(Fault.lastOperationNotFinished(), 400, "LastOperationNotFinished"),
                Arguments.of(Fault.refused(403, "Forbidden.RAM", "User not authorized."), 403, "Forbidden.RAM"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("errors")
    void an_error_in_json_has_a_code_a_status_and_a_body(Fault fault, int status, String code) throws Exception {
        next(fault);
        TeaException error = Sdk.refused(() -> sdk.setStatus(Clouds.FIRST, "Disable"));
        assertThat(error.getCode()).isEqualTo(code);
        assertThat(error.getStatusCode()).isEqualTo(status);
        assertThat(error.getMessage()).startsWith("code: " + status + ", ").contains(" request id: ");
        assertThat(error.getData())
                .containsEntry("HostId", "alidns.aliyuncs.com")
                .containsEntry("Code", code);
        assertThat(sdk.statuses()).containsExactly("ENABLE", "ENABLE");
        assertThat(hits()).isEqualTo(1);
        assertThat(sdk.setStatus(Clouds.FIRST, "Disable")).as("the next call").isEqualTo("Disable");
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of(Fault.htmlPage(), 0),
                Arguments.of(Fault.htmlPage().with(new Effect.Applied()), 1),
                Arguments.of(Fault.emptyBody(), 1),
                Arguments.of(Fault.emptyBody().with(new Effect.NotApplied()), 0));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void what_is_no_json_says_nothing_of_what_was_done(Fault fault, int applied) {
        next(fault);
        assertThatThrownBy(() -> sdk.setStatus(Clouds.FIRST, "Disable")).isInstanceOf(TeaUtilException.class);
        assertThat(writes()).isEqualTo(applied);
        assertThat(hits()).isEqualTo(1);
    }

    @Test
    void a_connection_that_is_dropped_says_nothing_of_what_was_done() {
        next(Fault.droppedBefore());
        assertDropped("Disable");
        assertThat(writes()).isZero();
        assertThat(hits()).as("one call is one request").isEqualTo(1);

        next(Fault.droppedAfter());
        assertDropped("Disable");
        assertThat(writes()).isEqualTo(1);
        assertThat(hits()).isEqualTo(2);
    }

    private void assertDropped(String status) {
        assertThatThrownBy(() -> sdk.setStatus(Clouds.FIRST, status))
                .isInstanceOf(TeaUnretryableException.class)
                .hasRootCauseInstanceOf(IOException.class);
    }

    /** Why the SDK's client has to be hooked: a pooled connection that dies is taken for one that was dead before. */
    @Test
    void without_the_hook_a_dropped_call_is_sent_again_with_the_nonce_that_is_used() throws Exception {
        Sdk plain = Sdk.unhooked(cloud, Sdk.KEY, 19_999);
        plain.statuses();
        next(Fault.droppedAfter());
        assertThat(Sdk.refused(() -> plain.setStatus(Clouds.FIRST, "Disable")).getCode())
                .isEqualTo("SignatureNonceUsed");
        assertThat(hits()).isGreaterThan(1);
        assertThat(writes()).isEqualTo(1);
    }

    @Test
    void a_silence_before_the_answer_is_a_timeout_and_the_write_is_done() throws Exception {
        Sdk hasty = Sdk.of(cloud, Sdk.KEY, PATIENCE, 250);
        next(Fault.slowHead(PATIENCE));
        assertThatThrownBy(() -> hasty.setStatus(Clouds.FIRST, "Disable"))
                .isInstanceOf(TeaUnretryableException.class)
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(writes()).isEqualTo(1);
        assertThat(hits()).isEqualTo(1);
    }

    @Test
    void a_dripping_answer_is_within_the_read_timeout_and_cut_by_the_whole_one() throws Exception {
        Sdk hasty = Sdk.of(cloud, Sdk.KEY, Duration.ofMillis(700), 10_000);
        next(Fault.dripping(Duration.ofMillis(100)));
        long start = System.nanoTime();
        assertThatThrownBy(() -> hasty.setStatus(Clouds.FIRST, "Disable"))
                .as("the deadline strikes in the body, where the SDK takes it for a body that cannot be read")
                .isInstanceOf(TeaUtilException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(600), Duration.ofSeconds(8));
        assertThat(writes()).isEqualTo(1);
        assertThat(hits()).isEqualTo(1);

        next(Fault.dripping(Duration.ofMillis(1)));
        assertThat(sdk.setStatus(Clouds.FIRST, "Enable"))
                .as("a drip that ends in time is an answer")
                .isEqualTo("Enable");
    }

    @Test
    void a_success_that_is_false_comes_with_200_and_nothing_is_done() throws Exception {
        String id = cloud.cloud().account().addresses().firstKey();
        cloud.cloud().faults().next("UpdateCloudGtmAddressEnableStatus", Fault.unsuccessful());
        var response = sdk.client()
                .updateCloudGtmAddressEnableStatus(new UpdateCloudGtmAddressEnableStatusRequest()
                        .setAddressId(id)
                        .setEnableStatus("disable"));
        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(response.getBody().getSuccess()).isFalse();
        assertThat(writes()).isZero();
    }

    @Test
    void a_late_write_is_told_as_done_and_done_later() throws Exception {
        next(Fault.late(LATE));
        assertThat(sdk.setStatus(Clouds.FIRST, "Disable")).isEqualTo("Disable");
        assertThat(sdk.statuses()).containsExactly("ENABLE", "ENABLE");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sdk.statuses()).containsExactly("DISABLE", "ENABLE"));
        assertThat(cloud.cloud().journal().writes()).singleElement().satisfies(write -> {
            assertThat(write.late()).isTrue();
            assertThat(write.changed()).isTrue();
        });
    }

    @Test
    void a_late_write_undoes_a_newer_one() throws Exception {
        next(Fault.droppedAndLate(LATE));
        assertDropped("Disable");
        sdk.setStatus(Clouds.SECOND, "Disable");
        sdk.setStatus(Clouds.FIRST, "Enable");
        assertThat(sdk.statuses()).containsExactly("ENABLE", "DISABLE");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sdk.statuses()).containsExactly("DISABLE", "DISABLE"));
        assertThat(cloud.cloud().journal().writes())
                .extracting(write -> write.parameters().get("Status") + (write.late() ? " late" : ""))
                .containsExactly("Disable", "Enable", "Disable late");
    }

    @Test
    void a_late_write_that_nobody_can_do_any_more_is_a_hit_and_no_write() throws Exception {
        next(Fault.late(LATE));
        sdk.setStatus(Clouds.FIRST, "Disable");
        cloud.cloud().console("DeleteDomainRecord", Map.of("RecordId", Clouds.FIRST));
        await().atMost(PATIENCE).until(() -> hits() == 2);
        assertThat(cloud.cloud().journal().hits(SET).getLast().code()).isEqualTo("DomainRecordNotBelongToUser");
        assertThat(cloud.cloud().journal().changes()).hasSize(1);
    }

    @Test
    void a_stale_read_is_of_the_past() throws Exception {
        sdk.setStatus(Clouds.FIRST, "Disable");
        cloud.cloud().faults().next("DescribeSubDomainRecords", Fault.stale(Duration.ofMinutes(5)));
        assertThat(sdk.statuses()).containsExactly("ENABLE", "ENABLE");
        assertThat(sdk.statuses()).containsExactly("DISABLE", "ENABLE");
    }

    @Test
    void every_reply_goes_with_every_effect() throws Exception {
        List<Effect> effects =
                List.of(new Effect.Applied(), new Effect.NotApplied(), new Effect.AppliedLate(Duration.ofMillis(1)));
        List<Reply> replies = List.of(
                new Reply.Normal(),
                new Reply.Refused(503, "ServiceUnavailable", "later"),
                new Reply.Page(502, "text/html", "<p>"),
                new Reply.Dropped(),
                new Reply.SlowHead(Duration.ofMillis(1)),
                new Reply.Dripping(Duration.ofMillis(1)),
                new Reply.Unsuccessful());
        boolean enabled = true;
        int applied = 0;
        for (Effect effect : effects) {
            for (Reply reply : replies) {
                next(new Fault(effect, reply));
                try {
                    sdk.setStatus(Clouds.FIRST, enabled ? "Disable" : "Enable");
                } catch (TeaException | TeaUtilException | TeaUnretryableException _) {
                    // What is heard is told apart above.
                }
                if (!(effect instanceof Effect.NotApplied)) {
                    applied++;
                    enabled = !enabled;
                }
                int expected = applied;
                await().atMost(PATIENCE).until(() -> writes() == expected);
            }
        }
        assertThat(cloud.cloud().journal().changes()).hasSize(applied);
        assertThat(hits()).isEqualTo(effects.size() * replies.size());
    }

    @Test
    void the_same_seed_draws_the_same_faults() {
        var draws = new ArrayList<List<Fault>>();
        for (long seed : new long[] {7, 7, 8}) {
            var faults = new Faults(seed);
            faults.share(SET, 0.2, Fault.droppedAfter());
            faults.share(Faults.ANY, 0.2, Fault.throttled());
            var drawn = new ArrayList<Fault>();
            for (int i = 0; i < 1000; i++) {
                drawn.add(faults.draw(i % 2 == 0 ? SET : "DescribeDomainInfo"));
            }
            draws.add(drawn);
        }
        assertThat(draws.get(0)).isEqualTo(draws.get(1)).isNotEqualTo(draws.get(2));
        assertThat(draws.getFirst().stream()
                        .filter(Fault.droppedAfter()::equals)
                        .count())
                .isBetween(60L, 140L);
        assertThat(draws.getFirst().stream().filter(Fault.throttled()::equals).count())
                .isBetween(120L, 250L);
    }

    @Test
    void planned_faults_come_first_and_in_order() {
        var faults = new Faults(0);
        faults.share(Faults.ANY, 1, Fault.unavailable());
        faults.next(Faults.ANY, Fault.htmlPage());
        faults.next(SET, 2, Fault.throttled());
        assertThat(faults.waiting()).isEqualTo(3);
        assertThat(Stream.generate(() -> faults.draw(SET)).limit(4))
                .containsExactly(Fault.throttled(), Fault.throttled(), Fault.htmlPage(), Fault.unavailable());
        faults.clear();
        assertThat(faults.draw(SET)).isEqualTo(Fault.NONE);
    }
}
