package io.failoverd.daemon.demo.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.alidns20150109.Client;
import com.aliyun.alidns20150109.models.AddDomainRecordRequest;
import com.aliyun.alidns20150109.models.CreateCloudGtmInstanceConfigRequest;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.FlowControl;
import io.failoverd.daemon.demo.cloud.wire.Gatekeeper;
import io.failoverd.daemon.demo.cloud.wire.RawRequest;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, how often, and how long a write keeps the next one out. */
class GateTest {
    private static final Instant THEN = Instant.parse("2023-10-26T10:22:32Z");
    private static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** The worked example of Alibaba Cloud's page on this signature: a check that no code of ours has made. */
    private static RawRequest published(Map<String, String> other) {
        var headers = new TreeMap<>(Map.of(
                "host", "ecs.cn-shanghai.aliyuncs.com",
                "x-acs-action", "RunInstances",
                "x-acs-content-sha256", EMPTY_SHA256,
                "x-acs-date", "2023-10-26T10:22:32Z",
                "x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d",
                "x-acs-version", "2014-05-26",
                "authorization",
                        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
                                + "x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
                                + "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"));
        headers.putAll(other);
        return new RawRequest(
                "POST",
                "/",
                "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
                headers,
                "");
    }

    private static String codeOf(RawRequest request, Instant now) {
        try {
            new Gatekeeper(List.of(AccessKey.lasting("YourAccessKeyId", "YourAccessKeySecret"))).admit(request, now);
            return "let in";
        } catch (Refusal refusal) {
            return refusal.status() + " " + refusal.code();
        }
    }

    @Test
    void the_published_example_has_the_right_signature() {
        assertThat(codeOf(published(Map.of()), THEN))
                .as("signed well, for another product's version")
                .isEqualTo("404 InvalidAction.NotFound");
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "x-acs-action, StopInstances, 400 SignatureDoesNotMatch",
        "host, ecs.aliyuncs.com, 400 SignatureDoesNotMatch",
        "x-acs-not-signed, anything, 400 SignatureDoesNotMatch",
        "x-acs-content-sha256, 00, 400 SignatureDoesNotMatch",
        "x-acs-security-token, anything, 400 InvalidSecurityToken.Malformed",
        "x-acs-date, yesterday, 400 IllegalTimestamp",
        "authorization, Bearer x, 400 IncompleteSignature",
        "authorization, '', 400 MissingParameter"
    })
    void what_is_not_signed_so_is_refused(String header, String value, String code) {
        assertThat(codeOf(published(Map.of(header, value)), THEN)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"PT14M59S, true", "PT15M1S, false", "-PT14M59S, true", "-PT15M1S, false"})
    void a_clock_may_be_a_quarter_of_an_hour_off(Duration off, boolean letIn) {
        assertThat(codeOf(published(Map.of()), THEN.plus(off)))
                .isEqualTo(letIn ? "404 InvalidAction.NotFound" : "400 InvalidTimeStamp.Expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*b+c~d e", "中文", "100%", "a&b=c", "'\"<>\\", "?#/;:@"})
    void any_text_is_signed_as_the_sdk_signs_it(String text) throws Exception {
        try (FakeCloud cloud = Clouds.start()) {
            Sdk.of(cloud)
                    .client()
                    .addDomainRecord(new AddDomainRecordRequest()
                            .setDomainName(Sdk.DOMAIN)
                            .setRR("text")
                            .setType("TXT")
                            .setValue(text));
            assertThat(cloud.cloud().journal().writes())
                    .singleElement()
                    .satisfies(write -> assertThat(write.parameters()).containsEntry("Value", text));
        }
    }

    @Test
    void the_older_signature_of_the_sdk_is_known_too() throws Exception {
        try (FakeCloud cloud = Clouds.start()) {
            var sdk = new Sdk(new Client(Sdk.config(cloud, Sdk.KEY).setSignatureAlgorithm("v2")));
            assertThat(sdk.setStatus(Clouds.FIRST, "Disable")).isEqualTo("Disable");
            assertThat(cloud.cloud().journal().writes().getFirst().parameters()).containsOnlyKeys("RecordId", "Status");
        }
    }

    @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
    @CsvSource({
        "LTAI-test, secret, token, ENABLE",
        "LTAI-test, secret, '', 400 InvalidSecurityToken.Malformed",
        "LTAI-test, secret, old-token, 400 InvalidSecurityToken.Malformed",
        "LTAI-test, wrong, token, 400 SignatureDoesNotMatch",
        "LTAI-none, secret, token, 404 InvalidAccessKeyId.NotFound"
    })
    void a_temporary_key_needs_its_token(String id, String secret, String token, String answer) throws Exception {
        var key = new AccessKey("LTAI-test", "secret", "token");
        try (FakeCloud cloud = FakeCloud.start(Clouds.account(), CloudSettings.of(key))) {
            Sdk sdk = Sdk.of(cloud, new AccessKey(id, secret, token));
            if (answer.equals("ENABLE")) {
                assertThat(sdk.statuses()).contains(answer);
            } else {
                var refused = Sdk.refused(sdk::statuses);
                assertThat(refused.getStatusCode() + " " + refused.getCode()).isEqualTo(answer);
            }
        }
    }

    @Test
    void an_action_that_is_not_played_is_not_found() throws Exception {
        try (FakeCloud cloud = Clouds.start()) {
            var refused = Sdk.refused(() ->
                    Sdk.of(cloud).client().createCloudGtmInstanceConfig(new CreateCloudGtmInstanceConfigRequest()));
            assertThat(refused.getStatusCode() + " " + refused.getCode()).isEqualTo("404 InvalidAction.NotFound");
        }
    }

    @Test
    void a_quota_is_so_many_calls_a_second_of_one_action() throws Exception {
        var clock = new Clouds.Clock();
        var settings = CloudSettings.of(Sdk.KEY).withQuotas(Map.of("SetDomainRecordStatus", 3), 100);
        try (FakeCloud cloud = FakeCloud.start(Clouds.account(), settings, clock)) {
            Sdk sdk = Sdk.of(cloud);
            for (int i = 0; i < 3; i++) {
                sdk.setStatus(Clouds.FIRST, "Disable");
            }
            var refused = Sdk.refused(() -> sdk.setStatus(Clouds.FIRST, "Enable"));
            assertThat(refused.getStatusCode() + " " + refused.getCode()).isEqualTo("400 Throttling.User");
            assertThat(sdk.statuses()).as("another action").containsExactly("DISABLE", "ENABLE");
            clock.turn(Duration.ofMillis(334));
            assertThat(sdk.setStatus(Clouds.FIRST, "Enable")).isEqualTo("Enable");
            assertThat(Sdk.refused(() -> sdk.setStatus(Clouds.FIRST, "Enable")).getCode())
                    .isEqualTo("Throttling.User");
        }
    }

    @Test
    void the_published_quotas_hold_unless_others_are_set() throws Refusal {
        var flow = new FlowControl(FlowControl.PUBLISHED, FlowControl.UNPUBLISHED);
        var call = new ApiCall("DescribeSubDomainRecords", Map.of(), "LTAI-test", "");
        for (int i = 0; i < 300; i++) {
            flow.pass(call, THEN);
        }
        assertThatThrownBy(() -> flow.pass(call, THEN)).isInstanceOf(Refusal.class);
        assertThatCode(() -> flow.pass(call, THEN.plusSeconds(1))).doesNotThrowAnyException();
    }

    @Test
    void a_write_keeps_the_next_one_of_its_domain_out_until_it_is_finished() throws Exception {
        var clock = new Clouds.Clock();
        var settings = Clouds.settings().withWriteTakes(Duration.ofSeconds(2));
        Account two = Seeds.records(Clouds.account(), "example.net", Edition.FREE, List.of("192.0.2.9"));
        String other = two.domains().get("example.net").records().firstKey();
        try (FakeCloud cloud = FakeCloud.start(two, settings, clock)) {
            Sdk sdk = Sdk.of(cloud);
            sdk.setStatus(Clouds.FIRST, "Disable");
            assertThat(Sdk.refused(() -> sdk.setStatus(Clouds.SECOND, "Disable"))
                            .getCode())
                    .isEqualTo("LastOperationNotFinished");
            assertThat(sdk.statuses()).as("it is read meanwhile").containsExactly("DISABLE", "ENABLE");
            assertThat(sdk.setStatus(other, "Disable")).as("another domain").isEqualTo("Disable");
            clock.turn(Duration.ofSeconds(2));
            assertThat(sdk.setStatus(Clouds.SECOND, "Disable")).isEqualTo("Disable");
        }
    }

    @Test
    void reads_can_be_behind_all_the_time_and_name_servers_too() throws Exception {
        var clock = new Clouds.Clock();
        var settings = Clouds.settings().withStaleReads(Duration.ofSeconds(2)).withPropagation(Duration.ofSeconds(5));
        try (FakeCloud cloud = FakeCloud.start(Clouds.account(), settings, clock)) {
            Sdk sdk = Sdk.of(cloud);
            sdk.setStatus(Clouds.FIRST, "Disable");
            assertThat(sdk.statuses()).containsExactly("ENABLE", "ENABLE");
            clock.turn(Duration.ofSeconds(2));
            assertThat(sdk.statuses()).containsExactly("DISABLE", "ENABLE");
            assertThat(new Names(cloud).addresses(Sdk.WWW)).containsExactlyInAnyOrderElementsOf(Clouds.ADDRESSES);
            clock.turn(Duration.ofSeconds(3));
            assertThat(new Names(cloud).addresses(Sdk.WWW)).containsExactly("192.0.2.2");
        }
    }
}
