package io.failoverd.daemon.demo.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the cloud's name servers answer, over real sockets. */
class NameServerTest {
    private static final String GTM2 = "gtm2.example.com";
    private static final String GTM3 = "gtm3.example.com";
    private static final int MANY = 400;

    private FakeCloud cloud;
    private Names names;

    @BeforeEach
    void start() throws Exception {
        cloud = FakeCloud.start(Clouds.account(), Clouds.settings().withSeed(4));
        names = new Names(cloud);
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    private void console(String action, String... parameters) throws Exception {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        cloud.cloud().console(action, map);
    }

    @Test
    void enabled_records_alone_are_answered_and_none_is_no_data() throws Exception {
        assertThat(names.addresses(Sdk.WWW)).containsExactlyElementsOf(Clouds.ADDRESSES);
        console("SetDomainRecordStatus", "RecordId", Clouds.FIRST, "Status", "Disable");
        assertThat(names.addresses(Sdk.WWW)).containsExactly("192.0.2.2");
        assertThat(Names.addresses(names.askTcp(Sdk.WWW, Type.A))).containsExactly("192.0.2.2");
        console("SetDomainRecordStatus", "RecordId", Clouds.SECOND, "Status", "Disable");
        Message empty = names.ask(Sdk.WWW, Type.A);
        assertThat(empty.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(empty.getSection(Section.ANSWER)).isEmpty();
        assertThat(empty.getSection(Section.AUTHORITY))
                .singleElement()
                .satisfies(soa -> assertThat(soa.getType()).isEqualTo(Type.SOA));
    }

    @ParameterizedTest(name = "{0} {1}: {2}, {3} answers")
    @CsvSource({
        "www.example.com, A, NOERROR, 2",
        "WWW.Example.COM, A, NOERROR, 2",
        "www.example.com, AAAA, NOERROR, 0",
        "example.com, SOA, NOERROR, 1",
        "example.com, NS, NOERROR, 2",
        "example.com, A, NOERROR, 0",
        "nobody.example.com, A, NXDOMAIN, 0",
        "www.example.org, A, REFUSED, 0",
        "vip1.alidns.test, A, NOERROR, 1",
        "gtm2.example.com, A, NOERROR, 3",
        "gtm2.example.com, CNAME, NOERROR, 1",
        "gtm3.example.com, A, NOERROR, 2",
        "gtm3.example.com, AAAA, NOERROR, 0"
    })
    void a_question_has_its_answer(String name, String type, String rcode, int answers) throws Exception {
        Message answer = names.ask(name, Type.value(type));
        assertThat(Rcode.string(answer.getRcode())).isEqualTo(rcode);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(answers);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isEqualTo(!rcode.equals("REFUSED"));
    }

    @Test
    void an_answer_carries_the_record_s_ttl_and_its_text() throws Exception {
        console(
                "AddDomainRecord",
                "DomainName",
                Sdk.DOMAIN,
                "RR",
                "@",
                "Type",
                "MX",
                "Value",
                "mail.example.com",
                "Priority",
                "10",
                "TTL",
                "120");
        console("AddDomainRecord", "DomainName", Sdk.DOMAIN, "RR", "text", "Type", "TXT", "Value", "a \"b\" \\c;");
        assertThat(names.ask(Sdk.DOMAIN, Type.MX).getSection(Section.ANSWER))
                .singleElement()
                .satisfies(
                        mx -> assertThat(mx.getTTL() + " " + mx.rdataToString()).isEqualTo("120 10 mail.example.com."));
        assertThat(names.ask("text.example.com", Type.TXT).getSection(Section.ANSWER))
                .singleElement()
                .satisfies(txt -> assertThat(txt.rdataToString()).isEqualTo("\"a \\\"b\\\" \\\\c;\""));
    }

    @Test
    void other_lines_are_not_answered_here() throws Exception {
        console(
                "AddDomainRecord",
                "DomainName",
                Sdk.DOMAIN,
                "RR",
                "www",
                "Type",
                "A",
                "Value",
                "192.0.2.3",
                "Line",
                "telecom");
        assertThat(names.addresses(Sdk.WWW)).containsExactlyElementsOf(Clouds.ADDRESSES);
    }

    private Map<String, Integer> counted(String name) throws IOException {
        var counts = new TreeMap<String, Integer>();
        for (int i = 0; i < MANY; i++) {
            List<String> answer = names.addresses(name);
            assertThat(answer).hasSize(1);
            counts.merge(answer.getFirst(), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void an_open_set_answers_one_record_by_weight() throws Exception {
        console("SetDNSSLBStatus", "SubDomain", Sdk.WWW);
        console("UpdateDNSSLBWeight", "RecordId", Clouds.FIRST, "Weight", "3");
        assertThat(counted(Sdk.WWW))
                .hasEntrySatisfying("192.0.2.1", count -> assertThat(count).isBetween(260, 340))
                .hasEntrySatisfying("192.0.2.2", count -> assertThat(count).isBetween(60, 140));
        console("SetDomainRecordStatus", "RecordId", Clouds.FIRST, "Status", "Disable");
        assertThat(counted(Sdk.WWW)).containsOnlyKeys("192.0.2.2");
    }

    @Test
    void gtm_2_answers_what_is_available_and_fails_over_and_open() throws Exception {
        cloud.cloud().health("192.0.2.1", false);
        assertThat(names.addresses(GTM2)).containsExactly("192.0.2.2");
        console(
                "UpdateDnsGtmAddressPool",
                "AddrPoolId",
                Seeds.GTM_POOL,
                "LbaStrategy",
                "ALL_RR",
                "Addr.1.Addr",
                "192.0.2.1",
                "Addr.1.Mode",
                "ONLINE",
                "Addr.2.Addr",
                "192.0.2.2",
                "Addr.2.Mode",
                "OFFLINE");
        assertThat(names.addresses(GTM2)).as("by mode").containsExactly("192.0.2.1");
        console(
                "UpdateDnsGtmAddressPool",
                "AddrPoolId",
                Seeds.GTM_POOL,
                "LbaStrategy",
                "ALL_RR",
                "Addr.1.Addr",
                "192.0.2.1",
                "Addr.1.Mode",
                "OFFLINE");
        assertThat(names.addresses(GTM2)).as("the secondary set").containsExactly("192.0.2.2");
        console("SetDnsGtmAccessMode", "StrategyId", Seeds.GTM_STRATEGY, "AccessMode", "DEFAULT");
        assertThat(names.addresses(GTM2)).as("pinned to what is switched off").isEmpty();
        console(
                "UpdateDnsGtmAddressPool",
                "AddrPoolId",
                Seeds.GTM_POOL,
                "LbaStrategy",
                "ALL_RR",
                "Addr.1.Addr",
                "192.0.2.1",
                "Addr.1.Mode",
                "SMART");
        assertThat(names.addresses(GTM2))
                .as("pinned to a dead set, and not silent")
                .containsExactly("192.0.2.1");
    }

    @Test
    void gtm_2_answers_one_address_by_ratio() throws Exception {
        console(
                "UpdateDnsGtmAddressPool",
                "AddrPoolId",
                Seeds.GTM_POOL,
                "LbaStrategy",
                "RATIO",
                "Addr.1.Addr",
                "192.0.2.1",
                "Addr.1.Mode",
                "SMART",
                "Addr.1.LbaWeight",
                "1",
                "Addr.2.Addr",
                "192.0.2.2",
                "Addr.2.Mode",
                "SMART",
                "Addr.2.LbaWeight",
                "3");
        assertThat(counted(GTM2))
                .hasEntrySatisfying("192.0.2.2", count -> assertThat(count).isBetween(260, 340));
    }

    @Test
    void gtm_3_answers_what_is_available_and_everything_when_nothing_is() throws Exception {
        String first = cloud.cloud().account().addresses().firstKey();
        console(
                "UpdateCloudGtmAddressManualAvailableStatus",
                "AddressId",
                first,
                "AvailableMode",
                "manual",
                "ManualAvailableStatus",
                "unavailable");
        assertThat(names.addresses(GTM3)).containsExactly("192.0.2.2");
        console("UpdateCloudGtmAddressManualAvailableStatus", "AddressId", first, "AvailableMode", "auto");
        cloud.cloud().health("192.0.2.2", false);
        assertThat(names.addresses(GTM3)).containsExactly("192.0.2.1");
        cloud.cloud().health("192.0.2.1", false);
        assertThat(names.addresses(GTM3)).containsExactlyElementsOf(Clouds.ADDRESSES);
        console("UpdateCloudGtmAddressEnableStatus", "AddressId", first, "EnableStatus", "disable");
        assertThat(names.addresses(GTM3)).as("but not what is switched off").containsExactly("192.0.2.2");
        assertThat(names.ask(GTM3, Type.A).getSection(Section.ANSWER))
                .allSatisfy(record -> assertThat(record.getTTL()).isEqualTo(60));
    }

    @Test
    void a_big_answer_is_cut_over_udp_and_whole_over_tcp() throws Exception {
        cloud.cloud().change(account -> {
            var domain = Clouds.domain(account);
            for (int i = 1; i <= 200; i++) {
                domain = domain.with(DomainRecord.of(Integer.toString(1000 + i), "big", "A", "198.51.100." + i, 60));
            }
            return account.with(domain);
        });
        Message cut = names.askPlain("big.example.com", Type.A);
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.toWire().length).isLessThanOrEqualTo(512);
        assertThat(Names.addresses(names.askTcp("big.example.com", Type.A))).hasSize(200);
        assertThat(names.addresses("big.example.com")).as("a resolver follows").hasSize(200);
    }

    @Test
    void a_loop_of_aliases_ends() throws Exception {
        console("AddDomainRecord", "DomainName", Sdk.DOMAIN, "RR", "a", "Type", "CNAME", "Value", "b.example.com");
        console("AddDomainRecord", "DomainName", Sdk.DOMAIN, "RR", "b", "Type", "CNAME", "Value", "a.example.com");
        assertThat(names.addresses("a.example.com")).isEmpty();
    }

    @Test
    void a_pool_of_names_answers_an_alias() throws Exception {
        cloud.cloud()
                .change(account -> account.with(new DnsGtmPool(
                        Seeds.GTM_POOL,
                        Seeds.GTM_INSTANCE,
                        "names",
                        "DOMAIN",
                        "ALL_RR",
                        "",
                        List.of(new DnsGtmPool.Addr(Sdk.WWW, "ONLINE", 1, "", "")))));
        assertThat(names.addresses(GTM2)).containsExactlyElementsOf(Clouds.ADDRESSES);
    }
}
