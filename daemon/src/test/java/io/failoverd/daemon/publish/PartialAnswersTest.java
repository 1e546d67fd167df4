package io.failoverd.daemon.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.faults.Effect;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.faults.Reply;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.gtm.CloudGtmProvider;
import io.failoverd.dns.gtm.CloudGtmSettings;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.Reading;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left out of an answer of the API, or is told in words that nobody knows, is unknown: never empty, never off. */
class PartialAnswersTest {
    private static final String POOL_OF_THREE =
            "{'AddressPoolId':'p','AddressPoolType':'IPv4','EnableStatus':'enable','AddressLbStrategy':'round_robin',%s}";
    private static final String POOL_OF_TWO =
            "{'AddrPoolId':'p','Type':'IPV4','LbaStrategy':'ALL_RR','MonitorStatus':'OPEN','AddrCount':1,%s}";

    private static Fault json(String body) {
        return new Fault(new Effect.Applied(), new Reply.Page(200, "application/json", body.replace('\'', '"')));
    }

    private static void unknown(Reading reading, String code) {
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Unknown.class,
                        unknown -> assertThat(unknown.why().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Addresses':{}",
                "'Addresses':{'Address':[{'AddressId':'a','Address':'203.0.113.10','EnableStatus':'enable',"
                        + "'AvailableMode':'manual'}]}",
                "'Addresses':{'Address':[{'AddressId':'a','Address':'203.0.113.10','EnableStatus':'pending',"
                        + "'AvailableMode':'auto','ManualAvailableStatus':'available'}]}",
                "'Addresses':{'Address':[{'AddressId':'a','Address':'203.0.113.10','EnableStatus':'enable',"
                        + "'AvailableMode':'by-moon','ManualAvailableStatus':'available'}]}",
            })
    void a_pool_of_gtm_3(String addresses) throws Exception {
        try (var stage = new Gtm3Stage(Control.SMART)) {
            stage.cloud
                    .cloud()
                    .faults()
                    .next("DescribeCloudGtmAddressPool", 10, json(POOL_OF_THREE.replace("%s", addresses)));
            unknown(stage.provider().read(stage.name(), Calls.soon()), "partial");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'TotalItems':1,'TotalPages':1,'InstanceConfigs':{}}",
                "{'TotalItems':2,'TotalPages':1,'InstanceConfigs':{'InstanceConfig':[{'ScheduleDomainName':"
                        + "'%1$s','ScheduleRrType':'A','AddressPools':{'AddressPool':[{'AddressPoolId':'p'}]}}]}}",
                "{'TotalItems':1,'TotalPages':1,'InstanceConfigs':{'InstanceConfig':[{'ScheduleDomainName':"
                        + "'%1$s','ScheduleRrType':'A'}]}}",
            })
    void the_pools_of_an_access_domain(String configs) throws Exception {
        try (var stage = new Gtm3Stage(Control.SMART);
                var api = new AliyunApi(Account.settings(stage.cloud))) {
            var provider = new CloudGtmProvider(
                    api,
                    new CloudGtmSettings(
                            Optional.empty(), List.of(), Control.SMART, CloudGtmSettings.TakeOut.MANUAL, List.of()));
            stage.cloud
                    .cloud()
                    .faults()
                    .next(
                            "ListCloudGtmInstanceConfigs",
                            10,
                            json(configs.formatted(stage.name().name())));
            unknown(provider.read(stage.name(), Calls.soon()), "partial");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Addrs':{}",
                "'Addrs':{'Addr':[]}",
                "'Addrs':{'Addr':[{'Addr':'203.0.113.10'}]}",
                "'Addrs':{'Addr':[{'Addr':'203.0.113.10','Mode':'PAUSED'}]}",
            })
    void a_pool_of_gtm_2(String addresses) throws Exception {
        try (var stage = new Gtm2Stage(Control.SMART)) {
            stage.cloud
                    .cloud()
                    .faults()
                    .next("DescribeDnsGtmInstanceAddressPool", 10, json(POOL_OF_TWO.replace("%s", addresses)));
            unknown(stage.provider().read(stage.name(), Calls.soon()), "partial");
        }
    }

    /** With a weight of nothing an enabled record is not answered where weighting is on; where it is off, it is. */
    @ParameterizedTest
    @ValueSource(strings = {"{'TotalCount':1}", "{'TotalCount':2,'SlbSubDomains':{'SlbSubDomain':[]}}", "{}"})
    void whether_a_name_is_weighted(String sets) throws Exception {
        try (var stage = new AlidnsStage(Account.start(
                Edition.ENTERPRISE_ULTIMATE, UnaryOperator.<CloudSettings>identity(), "192.0.2.1", "192.0.2.2"))) {
            stage.console(
                    "SetDNSSLBStatus",
                    Map.of("SubDomain", AlidnsStage.WWW, "DomainName", Account.DOMAIN, "Type", "A", "Open", "true"));
            stage.cloud().cloud().faults().next("DescribeDNSSLBSubDomains", 10, json(sets));
            assertThat(stage.provider().read(stage.name(), Calls.soon())).isInstanceOf(Reading.Known.class);
            stage.cloud().cloud().change(account -> {
                var domain = Objects.requireNonNull(account.domains().get(Account.DOMAIN));
                return account.with(domain.with(stage.record(AlidnsStage.B).withWeight(0)));
            });
            unknown(stage.provider().read(stage.name(), Calls.soon()), "weighting");
        }
    }

    /** It would stand in a metric's label. */
    @Test
    void a_code_that_is_none_of_the_api() throws Exception {
        try (var stage = new Gtm2Stage(Control.SMART)) {
            stage.cloud
                    .cloud()
                    .faults()
                    .next(
                            "DescribeDnsGtmInstanceAddressPool",
                            10,
                            new Fault(
                                    new Effect.Applied(),
                                    new Reply.Page(
                                            502,
                                            "application/json",
                                            "{\"Code\":\"request 17 of " + "x".repeat(999) + "\"}")));
            unknown(stage.provider().read(stage.name(), Calls.soon()), "http-502");
        }
    }
}
