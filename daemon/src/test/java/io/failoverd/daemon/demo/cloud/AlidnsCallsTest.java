package io.failoverd.daemon.demo.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.aliyun.alidns20150109.Client;
import com.aliyun.alidns20150109.models.AddDomainRecordRequest;
import com.aliyun.alidns20150109.models.DeleteDomainRecordRequest;
import com.aliyun.alidns20150109.models.DescribeDomainInfoRequest;
import com.aliyun.alidns20150109.models.DescribeDomainRecordInfoRequest;
import com.aliyun.alidns20150109.models.DescribeDomainRecordsRequest;
import com.aliyun.alidns20150109.models.DescribeDomainRecordsResponseBody;
import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsRequest;
import com.aliyun.alidns20150109.models.SetDomainRecordStatusRequest;
import com.aliyun.alidns20150109.models.UpdateDNSSLBWeightRequest;
import com.aliyun.alidns20150109.models.UpdateDomainRecordRequest;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.account.Edition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each call of Alidns by the real SDK, and what its types read out of the answer. */
class AlidnsCallsTest {
    private FakeCloud cloud;
    private Sdk sdk;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        cloud = Clouds.start();
        sdk = Sdk.of(cloud);
        client = sdk.client();
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Test
    void a_domain_tells_its_floor_its_edition_and_its_name_servers() throws Exception {
        var info = client.describeDomainInfo(new DescribeDomainInfoRequest()
                        .setDomainName(Sdk.DOMAIN)
                        .setNeedDetailAttributes(true))
                .getBody();
        assertThat(info.getMinTtl()).isEqualTo(1);
        assertThat(info.getVersionCode()).isEqualTo("version_enterprise_advanced");
        assertThat(info.getAvailableTtls().getAvailableTtl())
                .startsWith("1", "5")
                .endsWith("86400");
        assertThat(info.getDnsServers().getDnsServer()).containsExactly("vip1.alidns.test", "vip2.alidns.test");
        assertThat(info.getRecordLines().getRecordLine())
                .singleElement()
                .satisfies(line -> assertThat(line.getLineCode()).isEqualTo("default"));

        var plain = client.describeDomainInfo(new DescribeDomainInfoRequest().setDomainName(Sdk.DOMAIN))
                .getBody();
        assertThat(plain.getMinTtl()).isNull();
        assertThat(plain.getDnsServers().getDnsServer()).hasSize(2);
    }

    @Test
    void the_records_of_a_name_come_with_ids_and_statuses_in_capitals() throws Exception {
        var body = client.describeSubDomainRecords(new DescribeSubDomainRecordsRequest()
                        .setSubDomain(Sdk.WWW)
                        .setType("A")
                        .setPageNumber(1L)
                        .setPageSize(100L))
                .getBody();
        assertThat(body.getTotalCount()).isEqualTo(2);
        assertThat(body.getRequestId()).matches("[0-9A-F-]{36}");
        assertThat(body.getDomainRecords().getRecord())
                .extracting(record -> record.getRecordId() + " " + record.getRR() + " " + record.getType() + " "
                        + record.getLine() + " " + record.getValue() + " " + record.getTTL() + " " + record.getStatus()
                        + " " + record.getLocked() + " " + record.getWeight())
                .containsExactly(
                        Clouds.FIRST + " www A default 192.0.2.1 1 ENABLE false null",
                        Clouds.SECOND + " www A default 192.0.2.2 1 ENABLE false null");
        assertThat(sdk.records("nothing.example.com")).isEmpty();
    }

    @Test
    void a_record_is_switched_off_and_on() throws Exception {
        assertThat(client.setDomainRecordStatus(new SetDomainRecordStatusRequest()
                                .setRecordId(Clouds.FIRST)
                                .setStatus("Disable"))
                        .getBody())
                .satisfies(body -> assertThat(body.getStatus()).isEqualTo("Disable"))
                .satisfies(body -> assertThat(body.getRecordId()).isEqualTo(Clouds.FIRST));
        assertThat(sdk.statuses()).containsExactly("DISABLE", "ENABLE");
        var info = client.describeDomainRecordInfo(new DescribeDomainRecordInfoRequest().setRecordId(Clouds.FIRST))
                .getBody();
        assertThat(info.getStatus()).isEqualTo("Disable");
        assertThat(info.getValue()).isEqualTo("192.0.2.1");
        assertThat(info.getDomainName()).isEqualTo(Sdk.DOMAIN);

        assertThat(sdk.setStatus(Clouds.FIRST, "enable")).isEqualTo("Enable");
        sdk.setStatus(Clouds.FIRST, "Enable");
        assertThat(sdk.statuses()).containsExactly("ENABLE", "ENABLE");
        assertThat(cloud.cloud().journal().writes())
                .extracting(Write::sequence, Write::action, Write::caller, Write::changed)
                .containsExactly(
                        tuple(1L, "SetDomainRecordStatus", "LTAI-test", true),
                        tuple(2L, "SetDomainRecordStatus", "LTAI-test", true),
                        tuple(3L, "SetDomainRecordStatus", "LTAI-test", false));
    }

    @Test
    void the_last_record_of_a_name_can_be_switched_off() throws Exception {
        sdk.setStatus(Clouds.FIRST, "Disable");
        sdk.setStatus(Clouds.SECOND, "Disable");
        assertThat(sdk.statuses()).containsExactly("DISABLE", "DISABLE");
    }

    @Test
    void a_record_is_added_updated_and_deleted() throws Exception {
        String id = client.addDomainRecord(new AddDomainRecordRequest()
                        .setDomainName(Sdk.DOMAIN)
                        .setRR("www")
                        .setType("A")
                        .setValue("192.0.2.3")
                        .setTTL(5L))
                .getBody()
                .getRecordId();
        assertThat(sdk.records(Sdk.WWW))
                .extracting(record -> record.getRecordId())
                .contains(id);

        assertThat(client.updateDomainRecord(new UpdateDomainRecordRequest()
                                .setRecordId(id)
                                .setRR("www")
                                .setType("A")
                                .setValue("192.0.2.4"))
                        .getBody()
                        .getRecordId())
                .isEqualTo(id);
        assertThat(sdk.records(Sdk.WWW).getLast().getValue()).isEqualTo("192.0.2.4");
        assertThat(sdk.records(Sdk.WWW).getLast().getTTL())
                .as("what an update does not say is the default, and not what it was")
                .isEqualTo(600);

        assertThat(client.deleteDomainRecord(new DeleteDomainRecordRequest().setRecordId(id))
                        .getBody()
                        .getRecordId())
                .isEqualTo(id);
        assertThat(sdk.statuses()).hasSize(2);
        assertThat(Sdk.refused(() -> sdk.setStatus(id, "Enable")).getCode()).isEqualTo("DomainRecordNotBelongToUser");
    }

    @Test
    void lists_come_in_pages() throws Exception {
        cloud.cloud().change(account -> filled(account, 250));
        var seen = new ArrayList<String>();
        for (long page = 1; page <= 4; page++) {
            var body = client.describeSubDomainRecords(new DescribeSubDomainRecordsRequest()
                            .setSubDomain("many.example.com")
                            .setPageNumber(page)
                            .setPageSize(100L))
                    .getBody();
            assertThat(body.getTotalCount()).isEqualTo(250);
            assertThat(body.getPageNumber()).isEqualTo(page);
            body.getDomainRecords().getRecord().forEach(record -> seen.add(record.getValue()));
        }
        assertThat(seen).hasSize(250).doesNotHaveDuplicates();
        assertThat(ofDomain(new DescribeDomainRecordsRequest().setPageSize(500L)))
                .hasSize(253);
        assertThat(ofDomain(new DescribeDomainRecordsRequest()))
                .as("the default")
                .hasSize(20);
        assertThat(Sdk.refused(() -> client.describeSubDomainRecords(new DescribeSubDomainRecordsRequest()
                                .setSubDomain(Sdk.WWW)
                                .setPageSize(101L)))
                        .getCode())
                .isEqualTo("InvalidParameter");
    }

    private static Account filled(Account account, int records) {
        var domain = Clouds.domain(account);
        for (int i = 0; i < records; i++) {
            domain = domain.with(DomainRecord.of(Integer.toString(1000 + i), "many", "A", "198.51.100." + i % 256, 60)
                    .withWeight(1 + i / 256));
        }
        return account.with(domain);
    }

    private List<DescribeDomainRecordsResponseBody.DescribeDomainRecordsResponseBodyDomainRecordsRecord> ofDomain(
            DescribeDomainRecordsRequest request) throws Exception {
        return client.describeDomainRecords(request.setDomainName(Sdk.DOMAIN))
                .getBody()
                .getDomainRecords()
                .getRecord();
    }

    @Test
    void keywords_match_anywhere_and_names_exactly() throws Exception {
        cloud.cloud()
                .console(
                        "AddDomainRecord",
                        Map.of("DomainName", Sdk.DOMAIN, "RR", "www2", "Type", "A", "Value", "192.0.2.9"));
        sdk.setStatus(Clouds.SECOND, "Disable");
        assertThat(ofDomain(new DescribeDomainRecordsRequest().setRRKeyWord("WWW")))
                .extracting(record -> record.getRR())
                .containsExactly("www2", "www", "www");
        assertThat(ofDomain(
                        new DescribeDomainRecordsRequest().setRRKeyWord("www").setStatus("Enable")))
                .extracting(record -> record.getValue())
                .containsExactly("192.0.2.9", "192.0.2.1");
        assertThat(ofDomain(new DescribeDomainRecordsRequest().setKeyWord("www").setSearchMode("EXACT")))
                .hasSize(2);
        assertThat(ofDomain(new DescribeDomainRecordsRequest().setTypeKeyWord("cname")))
                .hasSize(1);
        assertThat(sdk.records(Sdk.WWW)).hasSize(2);
    }

    @ParameterizedTest(name = "{0}, TTL {1}: {2}")
    @CsvSource({
        "FREE, 599, refused",
        "FREE, 600, taken",
        "PERSONAL, 599, refused",
        "ENTERPRISE_STANDARD, 59, refused",
        "ENTERPRISE_STANDARD, 60, taken",
        "ENTERPRISE_ULTIMATE, 0, refused",
        "ENTERPRISE_ULTIMATE, 2, taken",
        "ENTERPRISE_ULTIMATE, 86400, taken",
        "ENTERPRISE_ULTIMATE, 86401, refused"
    })
    void a_ttl_has_the_floor_of_its_edition(Edition edition, long ttl, String becomes) throws Exception {
        try (FakeCloud floor =
                FakeCloud.start(Seeds.everything(Sdk.DOMAIN, edition, Clouds.ADDRESSES), Clouds.settings())) {
            Sdk there = Sdk.of(floor);
            if (becomes.equals("taken")) {
                there.update(Clouds.FIRST, "192.0.2.77", ttl);
                assertThat(there.records(Sdk.WWW).getFirst().getTTL()).isEqualTo(ttl);
                return;
            }
            var refused = Sdk.refused(() -> there.update(Clouds.FIRST, "192.0.2.77", ttl));
            assertThat(refused.getCode()).isEqualTo("QuotaExceeded.TTL");
            assertThat(refused.getStatusCode()).isEqualTo(400);
            assertThat(refused.getMessage())
                    .contains("The specified TTL is invalid. A valid TTL must be in the range of " + edition.minTtl()
                            + " to 86400.");
            assertThat(refused.getData()).containsKeys("RequestId", "HostId", "Recommend");
            assertThat(floor.cloud().journal().writes()).isEmpty();
        }
    }

    @Test
    void what_changes_nothing_or_is_there_already_is_a_duplicate() throws Exception {
        assertThat(Sdk.refused(() -> sdk.update(Clouds.FIRST, "192.0.2.1", 1)).getCode())
                .as("an update that changes nothing")
                .isEqualTo("DomainRecordDuplicate");
        assertThat(Sdk.refused(() -> sdk.update(Clouds.FIRST, "192.0.2.2", 1)).getCode())
                .as("an update to what the other record is")
                .isEqualTo("DomainRecordDuplicate");
        assertThat(Sdk.refused(() -> client.addDomainRecord(new AddDomainRecordRequest()
                                .setDomainName(Sdk.DOMAIN)
                                .setRR("www")
                                .setType("A")
                                .setValue("192.0.2.1")))
                        .getCode())
                .isEqualTo("DomainRecordDuplicate");
        assertThat(Sdk.refused(() -> client.addDomainRecord(new AddDomainRecordRequest()
                                .setDomainName(Sdk.DOMAIN)
                                .setRR("www")
                                .setType("CNAME")
                                .setValue("example.net")))
                        .getCode())
                .isEqualTo("DomainRecordConflict");
    }

    @Test
    void a_locked_record_is_left_as_it_is() throws Exception {
        cloud.cloud().change(account -> {
            var domain = Clouds.domain(account);
            return account.with(domain.with(domain.records().get(Clouds.FIRST).withLocked(true)));
        });
        assertThat(sdk.records(Sdk.WWW).getFirst().getLocked()).isTrue();
        List.<ThrowingCallable>of(
                        () -> sdk.setStatus(Clouds.FIRST, "Disable"),
                        () -> sdk.update(Clouds.FIRST, "192.0.2.77", 60),
                        () -> client.deleteDomainRecord(new DeleteDomainRecordRequest().setRecordId(Clouds.FIRST)),
                        () -> client.updateDNSSLBWeight(new UpdateDNSSLBWeightRequest()
                                .setRecordId(Clouds.FIRST)
                                .setWeight(2)))
                .forEach(call -> assertThat(Sdk.refused(call).getCode()).isEqualTo("DomainRecordLocked"));
        assertThat(cloud.cloud().journal().writes()).isEmpty();
    }

    @ParameterizedTest(name = "{0} without {1}: {2}")
    @CsvSource({
        "DescribeDomainInfo, DomainName, MissingParameter",
        "DescribeSubDomainRecords, SubDomain, MissingParameter",
        "SetDomainRecordStatus, RecordId, MissingParameter"
    })
    void what_is_missing_is_told(String action, String parameter, String code) {
        var refused = Sdk.refused(() -> {
            switch (action) {
                case "DescribeDomainInfo" -> client.describeDomainInfo(new DescribeDomainInfoRequest());
                case "DescribeSubDomainRecords" ->
                    client.describeSubDomainRecords(new DescribeSubDomainRecordsRequest());
                default -> client.setDomainRecordStatus(new SetDomainRecordStatusRequest().setStatus("Enable"));
            }
        });
        assertThat(refused.getCode()).isEqualTo(code);
        assertThat(refused.getMessage()).contains(parameter);
    }

    @Test
    void another_domain_is_not_here() {
        assertThat(Sdk.refused(() ->
                                client.describeDomainInfo(new DescribeDomainInfoRequest().setDomainName("example.org")))
                        .getCode())
                .isEqualTo("InvalidDomainName.NoExist");
        assertThat(Sdk.refused(() -> client.addDomainRecord(new AddDomainRecordRequest()
                                .setDomainName("example.org")
                                .setRR("www")
                                .setType("A")
                                .setValue("192.0.2.1")))
                        .getCode())
                .isEqualTo("IncorrectDomainUser");
    }

    @Test
    void an_added_record_has_an_id_of_its_own() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i : IntStream.range(10, 15).toArray()) {
            ids.add(client.addDomainRecord(new AddDomainRecordRequest()
                            .setDomainName(Sdk.DOMAIN)
                            .setRR("www")
                            .setType("A")
                            .setValue("192.0.2." + i))
                    .getBody()
                    .getRecordId());
        }
        assertThat(ids).doesNotHaveDuplicates().doesNotContain(Clouds.FIRST, Clouds.SECOND);
    }
}
