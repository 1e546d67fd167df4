package io.failoverd.daemon.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsRequest;
import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsResponse;
import com.aliyun.alidns20150109.models.SetDomainRecordStatusRequest;
import com.aliyun.alidns20150109.models.SetDomainRecordStatusResponse;
import com.aliyun.alidns20150109.models.UpdateCloudGtmAddressEnableStatusRequest;
import com.aliyun.tea.TeaModel;
import com.aliyun.tea.okhttp.ClientHelper;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.faults.Reply;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.AliyunSettings;
import io.failoverd.dns.aliyun.Credentials;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.aliyun.Written;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.publish.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call of the SDK is one request that ends in time, and whatever it throws is a value without a secret. */
class AliyunApiTest {
    private static final String RECORD = "900000000000000002";
    private static final String WRITE = "SetDomainRecordStatus";
    private static final String READ = "DescribeSubDomainRecords";
    private static final Duration SHORT = Duration.ofMillis(700);

    private FakeCloud cloud;

    @BeforeEach
    void start() throws IOException {
        cloud = Account.start(Edition.ENTERPRISE_ULTIMATE, settings -> settings, "192.0.2.1", "192.0.2.2");
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    private AliyunApi api() {
        return new AliyunApi(Account.settings(cloud));
    }

    private static Written<SetDomainRecordStatusResponse> disable(AliyunApi api, Call call) {
        return api.write(
                call,
                (sdk, options) -> sdk.setDomainRecordStatusWithOptions(
                        new SetDomainRecordStatusRequest().setRecordId(RECORD).setStatus("Disable"), options));
    }

    private static Result<DescribeSubDomainRecordsResponse> records(AliyunApi api, Call call) {
        return api.read(
                call,
                (sdk, options) -> sdk.describeSubDomainRecordsWithOptions(
                        new DescribeSubDomainRecordsRequest().setSubDomain("www.example.com"), options));
    }

    private static <T extends TeaModel> Failure failure(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Failed.class);
        return ((Result.Failed<T>) result).why();
    }

    private static <T extends TeaModel> Failure failure(Written<T> written) {
        assertThat(written).isInstanceOf(Written.Failed.class);
        return ((Written.Failed<T>) written).why();
    }

    private static Fault refused(String code) {
        return Fault.refused(400, code, "no");
    }

    static Stream<Arguments> troubles() {
        FailureClass throttled = FailureClass.THROTTLED;
        FailureClass passing = FailureClass.TRANSIENT;
        FailureClass unclear = FailureClass.AMBIGUOUS;
        FailureClass changed = FailureClass.CHANGED;
        FailureClass stale = FailureClass.STALE_ID;
        FailureClass person = FailureClass.OPERATOR;
        FailureClass config = FailureClass.CONFIG;
        return Stream.of(
                Arguments.of(Fault.throttled(), "Throttling.User", throttled, throttled),
                Arguments.of(Fault.lastOperationNotFinished(), "LastOperationNotFinished", throttled, throttled),
                Arguments.of(Fault.unavailable(), "ServiceUnavailable", passing, passing),
                Arguments.of(Fault.internalError(), "InternalError", passing, passing),
                Arguments.of(Fault.refused(500, "Something.New", "no"), "Something.New", passing, passing),
                Arguments.of(refused("NobodyKnows"), "NobodyKnows", passing, passing),
                Arguments.of(refused("SignatureNonceUsed"), "SignatureNonceUsed", passing, unclear),
                Arguments.of(refused("DomainRecordDuplicate"), "DomainRecordDuplicate", changed, changed),
                Arguments.of(refused("InvalidRecordId.NotFound"), "InvalidRecordId.NotFound", stale, stale),
                Arguments.of(refused("DomainRecordLocked"), "DomainRecordLocked", person, person),
                Arguments.of(Fault.refused(403, "Forbidden.RAM", "no"), "Forbidden.RAM", person, person),
                Arguments.of(refused("RecordFobidden.BlackHole"), "RecordFobidden.BlackHole", person, person),
                Arguments.of(refused("QuotaExceeded.TTL"), "QuotaExceeded.TTL", config, config),
                Arguments.of(refused("LineDnsSlb.QuotaExceeded"), "LineDnsSlb.QuotaExceeded", config, config),
                Arguments.of(
                        refused("CloudGtm.Address.AvailableModeInvalid"),
                        "CloudGtm.Address.AvailableModeInvalid",
                        config,
                        config),
                Arguments.of(Fault.htmlPage(), "not-json", passing, unclear),
                Arguments.of(Fault.emptyBody(), "not-json", passing, unclear),
                Arguments.of(
                        new Fault(Fault.NONE.effect(), new Reply.Page(504, "text/xml;charset=utf-8", "<a>no</a>")),
                        "not-json",
                        passing,
                        unclear),
                Arguments.of(
                        new Fault(Fault.NONE.effect(), new Reply.Page(400, "application/json", "{\"a\":1}")),
                        "http-400",
                        passing,
                        unclear),
                Arguments.of(Fault.droppedBefore(), "broken", passing, unclear),
                Arguments.of(Fault.droppedAfter(), "broken", passing, unclear),
                Arguments.of(Fault.slowHead(Duration.ofSeconds(5)), "timeout", passing, unclear),
                Arguments.of(Fault.dripping(Duration.ofMillis(100)), "timeout", passing, unclear));
    }

    @ParameterizedTest(name = "{1}: a read is {2}, a write {3}: {0}")
    @MethodSource("troubles")
    void what_goes_wrong_is_sorted_by_what_to_do_next(
            Fault fault, String code, FailureClass ofRead, FailureClass ofWrite) {
        try (AliyunApi api = api()) {
            assertThat(records(api, Calls.soon())).isInstanceOf(Result.Answered.class);
            cloud.cloud().faults().next(READ, fault);
            cloud.cloud().faults().next(WRITE, fault);
            int hits = cloud.cloud().journal().hits().size();
            // Only what never ends is cut short: a busy machine takes its time for all else.
            Duration given = code.equals("timeout") ? SHORT : Duration.ofSeconds(10);
            Failure read = failure(records(api, Calls.within(given)));
            Failure write = failure(disable(api, Calls.within(given)));
            assertThat(read.code()).as("%s", read).isEqualTo(code);
            assertThat(read.kind()).as("%s", read).isEqualTo(ofRead);
            assertThat(write.code()).as("%s", write).isEqualTo(code);
            assertThat(write.kind()).as("%s", write).isEqualTo(ofWrite);
            assertThat(cloud.cloud().journal().hits())
                    .as("one call is one request")
                    .hasSize(hits + 2);
        }
    }

    @Test
    void a_success_that_the_body_denies_is_none() {
        cloud.cloud().faults().next("UpdateCloudGtmAddressEnableStatus", Fault.unsuccessful());
        try (AliyunApi api = api()) {
            Failure failure = failure(api.write(
                    Calls.soon(),
                    (sdk, options) -> sdk.updateCloudGtmAddressEnableStatusWithOptions(
                            new UpdateCloudGtmAddressEnableStatusRequest()
                                    .setAddressId(cloud.cloud()
                                            .account()
                                            .addresses()
                                            .keySet()
                                            .iterator()
                                            .next())
                                    .setEnableStatus("disable"),
                            options)));
            assertThat(failure.code()).isEqualTo("unsuccessful");
            assertThat(failure.kind().mayHaveApplied()).isTrue();
        }
    }

    @Test
    void a_write_asks_last_and_once_whether_it_may_go_out() throws IOException {
        var unconnected = new Calls.Asked(Duration.ofSeconds(10), true);
        try (AliyunApi api = api();
                var other = new AliyunApi(new AliyunSettings(
                        "127.0.0.1:" + closedPort(), false, Account.lasting(Account.KEY), 10, Duration.ofSeconds(5)))) {
            var no = new Calls.Asked(Duration.ofSeconds(10), false);
            assertThat(disable(api, no)).isInstanceOf(Written.NotSent.class);
            assertThat(no.times()).isEqualTo(1);
            assertThat(cloud.cloud().journal().hits()).isEmpty();
            var yes = new Calls.Asked(Duration.ofSeconds(10), true);
            assertThat(disable(api, yes)).isInstanceOf(Written.Answered.class);
            assertThat(yes.times()).isEqualTo(1);
            Failure refused = failure(disable(other, unconnected));
            assertThat(refused.kind()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(refused.code()).isEqualTo("refused");
        }
        assertThat(unconnected.times()).as("nothing can have been sent").isZero();
    }

    private static int closedPort() throws IOException {
        try (var nobody = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return nobody.getLocalPort();
        }
    }

    @Test
    void a_call_ends_with_the_nearer_of_its_two_deadlines() {
        try (var hasty = new AliyunApi(Account.settings(cloud, Account.lasting(Account.KEY), SHORT))) {
            cloud.cloud().faults().next(READ, 2, Fault.dripping(Duration.ofMillis(50)));
            for (Duration given : List.of(Duration.ofSeconds(30), Duration.ofMillis(200))) {
                long began = System.nanoTime();
                assertThat(failure(records(hasty, Calls.within(given))).code()).isEqualTo("timeout");
                // A cold SDK takes its time before the request; the drip alone would take fifty seconds.
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            }
            assertThat(ClientHelper.clients.keySet()).noneMatch(key -> key.startsWith(cloud.endpoint()));
        }
    }

    @Test
    void an_interrupt_ends_a_call() throws Exception {
        try (AliyunApi api = api()) {
            cloud.cloud().faults().next(WRITE, Fault.slowHead(Duration.ofSeconds(60)));
            var told = new AtomicReference<Written<SetDomainRecordStatusResponse>>();
            Thread thread = Thread.ofVirtual().start(() -> told.set(disable(api, Calls.within(Duration.ofMinutes(1)))));
            while (cloud.cloud().journal().hits(WRITE).isEmpty()) {
                Thread.onSpinWait();
            }
            thread.interrupt();
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            assertThat(failure(told.get()).kind()).isEqualTo(FailureClass.AMBIGUOUS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 408 Late\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
                ""
            })
    void nothing_is_sent_twice_whatever_is_answered(String answer) throws Exception {
        var requests = new AtomicInteger();
        try (var server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> serve(server, requests, answer.getBytes(StandardCharsets.US_ASCII)));
            try (var api = new AliyunApi(new AliyunSettings(
                    "127.0.0.1:" + server.getLocalPort(),
                    false,
                    Account.lasting(Account.KEY),
                    10,
                    Duration.ofSeconds(2)))) {
                assertThat(failure(disable(api, Calls.soon())).kind()).isEqualTo(FailureClass.AMBIGUOUS);
            }
        }
        assertThat(requests).hasValue(1);
    }

    private static void serve(ServerSocket server, AtomicInteger requests, byte[] answer) {
        while (!server.isClosed()) {
            try (Socket client = server.accept();
                    OutputStream out = client.getOutputStream()) {
                client.getInputStream().read(new byte[65_536]);
                requests.incrementAndGet();
                out.write(answer);
                out.flush();
            } catch (IOException e) {
                // The test is over, or the client has gone.
            }
        }
    }

    @Test
    void a_body_without_an_end_is_not_held() throws Exception {
        try (var server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            byte[] answer = ("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n" + " ".repeat(50_000_000))
                    .getBytes(StandardCharsets.US_ASCII);
            Thread.ofVirtual().start(() -> serve(server, new AtomicInteger(), answer));
            try (var api = new AliyunApi(new AliyunSettings(
                    "127.0.0.1:" + server.getLocalPort(),
                    false,
                    Account.lasting(Account.KEY),
                    10,
                    Duration.ofSeconds(20)))) {
                Failure failure = failure(records(api, Calls.within(Duration.ofSeconds(20))));
                assertThat(failure.kind()).isEqualTo(FailureClass.TRANSIENT);
                assertThat(failure.code()).as("%s", failure).isEqualTo("broken");
            }
        }
    }

    @Test
    void plain_http_behind_a_tls_endpoint_is_an_error_like_another() {
        var settings =
                new AliyunSettings(cloud.endpoint(), true, Account.lasting(Account.KEY), 10, Duration.ofSeconds(5));
        try (var api = new AliyunApi(settings)) {
            assertThat(failure(disable(api, Calls.soon())).kind()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(cloud.cloud().journal().hits()).isEmpty();
        }
    }

    @Test
    void keys_rotate_without_a_restart() {
        var token1 = new AccessKey("STS.one", "first-secret", "first/token+of==an=hour");
        var token2 = new AccessKey("STS.one", "second-secret", "second/token+of==an=hour");
        var now = new AtomicReference<>(Account.usable(token1));
        var asked = new AtomicInteger();
        cloud.cloud().rotate(token1);
        try (var api = new AliyunApi(Account.settings(
                cloud,
                () -> {
                    asked.incrementAndGet();
                    return now.get();
                },
                Duration.ofSeconds(10)))) {
            assertThat(records(api, Calls.soon())).isInstanceOf(Result.Answered.class);
            cloud.cloud().rotate(token2);
            Failure expired = failure(disable(api, Calls.soon()));
            assertThat(expired.code()).isEqualTo("InvalidSecurityToken.Expired");
            assertThat(expired.kind()).as("soon tried again").isEqualTo(FailureClass.TRANSIENT);
            now.set(Account.usable(token2));
            assertThat(disable(api, Calls.soon())).isInstanceOf(Written.Answered.class);
            now.set(new Credentials.KeyReading.Unusable(
                    new Failure(FailureClass.OPERATOR, "credentials", "the file is gone")));
            var unused = new Calls.Asked(Duration.ofSeconds(5), true);
            assertThat(failure(disable(api, unused)).text()).isEqualTo("the file is gone");
            assertThat(unused.times()).isZero();
            assertThat(asked).as("before each, and again after the refusal").hasValue(5);
        }
    }

    @Test
    void a_key_that_was_replaced_while_it_was_refused_is_tried_again_at_once() {
        var wrong = AccessKey.lasting(Account.KEY.id(), "not-this-one");
        var keys = new ArrayList<>(List.of(Account.usable(wrong), Account.usable(Account.KEY)));
        try (var api = new AliyunApi(
                Account.settings(cloud, () -> keys.size() > 1 ? keys.removeFirst() : keys.getFirst(), SHORT))) {
            Failure failure = failure(disable(api, Calls.soon()));
            assertThat(failure.code()).isEqualTo("SignatureDoesNotMatch");
            assertThat(failure.kind()).isEqualTo(FailureClass.CHANGED);
            assertThat(disable(api, Calls.soon())).isInstanceOf(Written.Answered.class);
        }
    }

    /** The gateway quotes the whole request when a signature is wrong, and a page of errors may quote anything. */
    @ParameterizedTest(name = "a secret that is {0}")
    @CsvSource({"wrong, SignatureDoesNotMatch", "right, Quoting", "malformed, InvalidSecurityToken.Malformed"})
    void no_secret_is_in_any_text(String which, String code) {
        String token = "CAISxyz/very+secret==token";
        var there = new AccessKey("STS.two", Account.SECRET, token);
        cloud.cloud().rotate(there);
        var used = new io.failoverd.dns.aliyun.AccessKey(
                there.id(),
                which.equals("wrong") ? "another/secret+of==ours" : there.secret(),
                Optional.of(which.equals("malformed") ? "bad/token+of==ours" : token));
        cloud.cloud()
                .faults()
                .next(READ, Fault.refused(400, "Quoting", "token " + token + " and " + Account.SECRET + " do not fit"));
        var logged = new StringBuilder();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                logged.append(record.getMessage()).append(record.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        var settings = Account.settings(cloud, () -> new Credentials.KeyReading.Usable(used), Duration.ofSeconds(10));
        try (var api = new AliyunApi(settings)) {
            Failure failure = failure(records(api, Calls.soon()));
            assertThat(failure.code()).isEqualTo(code);
            String all = failure + settings.toString() + used + logged;
            assertThat(all)
                    .doesNotContain(used.secret(), used.token().orElseThrow(), there.secret(), token)
                    .contains("STS.two");
        } finally {
            root.removeHandler(handler);
        }
    }
}
