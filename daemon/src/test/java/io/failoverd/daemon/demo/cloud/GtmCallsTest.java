package io.failoverd.daemon.demo.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.alidns20150109.Client;
import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressPoolRequest;
import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressRequest;
import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressResponseBody;
import com.aliyun.alidns20150109.models.DescribeDnsGtmAccessStrategiesRequest;
import com.aliyun.alidns20150109.models.DescribeDnsGtmAccessStrategyRequest;
import com.aliyun.alidns20150109.models.DescribeDnsGtmAccessStrategyResponseBody;
import com.aliyun.alidns20150109.models.DescribeDnsGtmInstanceAddressPoolRequest;
import com.aliyun.alidns20150109.models.DescribeDnsGtmInstanceAddressPoolResponseBody;
import com.aliyun.alidns20150109.models.DescribeDnsGtmInstanceAddressPoolsRequest;
import com.aliyun.alidns20150109.models.DescribeDnsGtmInstanceRequest;
import com.aliyun.alidns20150109.models.DescribeDnsGtmInstanceStatusRequest;
import com.aliyun.alidns20150109.models.DescribeDnsGtmInstancesRequest;
import com.aliyun.alidns20150109.models.ListCloudGtmAddressPoolsRequest;
import com.aliyun.alidns20150109.models.ListCloudGtmAddressesRequest;
import com.aliyun.alidns20150109.models.ListCloudGtmInstanceConfigsRequest;
import com.aliyun.alidns20150109.models.ReplaceCloudGtmAddressPoolAddressRequest;
import com.aliyun.alidns20150109.models.SetDnsGtmAccessModeRequest;
import com.aliyun.alidns20150109.models.UpdateCloudGtmAddressEnableStatusRequest;
import com.aliyun.alidns20150109.models.UpdateCloudGtmAddressManualAvailableStatusRequest;
import com.aliyun.alidns20150109.models.UpdateCloudGtmAddressPoolEnableStatusRequest;
import com.aliyun.alidns20150109.models.UpdateDnsGtmAddressPoolRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each call of GTM 2.0 and 3.0 by the real SDK, and what its types read out of the answer. */
class GtmCallsTest {
    private static final String LINES = "{\"lineCodes\":[\"default\"]}";

    private FakeCloud cloud;
    private Client client;
    private String address;

    @BeforeEach
    void start() throws Exception {
        cloud = Clouds.start();
        client = Sdk.of(cloud).client();
        address = cloud.cloud().account().addresses().firstKey();
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Test
    void an_instance_of_gtm_2_is_found_from_the_list_down_to_its_addresses() throws Exception {
        var instances = client.describeDnsGtmInstances(new DescribeDnsGtmInstancesRequest())
                .getBody();
        assertThat(instances.getTotalItems()).isEqualTo(1);
        assertThat(instances.getTotalPages()).isEqualTo(1);
        assertThat(instances.getGtmInstances()).singleElement().satisfies(each -> {
            assertThat(each.getInstanceId()).isEqualTo(Seeds.GTM_INSTANCE);
            assertThat(each.getConfig().getTtl()).isEqualTo(60);
            assertThat(each.getConfig().getPublicZoneName()).isEqualTo("gtm.alidns.test");
            assertThat(each.getConfig().getAlertConfig().getFirst().getEmailNotice())
                    .isEqualTo("true");
        });
        var one = client.describeDnsGtmInstance(new DescribeDnsGtmInstanceRequest().setInstanceId(Seeds.GTM_INSTANCE))
                .getBody();
        assertThat(one.getConfig().getStrategyMode()).isEqualTo("GEO");
        assertThat(one.getConfig().getPubicZoneName()).isEqualTo("gtm.alidns.test");
        assertThat(one.getConfig().getAlertConfig().getAlertConfig().getFirst().getEmailNotice())
                .isEqualTo(true);
        var pools = client.describeDnsGtmInstanceAddressPools(
                        new DescribeDnsGtmInstanceAddressPoolsRequest().setInstanceId(Seeds.GTM_INSTANCE))
                .getBody();
        assertThat(pools.getAddrPools().getAddrPool())
                .extracting(pool -> pool.getAddrPoolId() + " " + pool.getType() + " " + pool.getMonitorStatus() + " "
                        + pool.getAddrCount())
                .containsExactly("pool-primary IPV4 OPEN 2", "pool-secondary IPV4 UNCONFIGURED 1");
        assertThat(pool().getAddrs().getAddr())
                .extracting(addr ->
                        addr.getAddr() + " " + addr.getMode() + " " + addr.getAlertStatus() + " " + addr.getLbaWeight())
                .containsExactly("192.0.2.1 SMART OK 1", "192.0.2.2 SMART OK 1");
    }

    private DescribeDnsGtmInstanceAddressPoolResponseBody pool() throws Exception {
        return client.describeDnsGtmInstanceAddressPool(
                        new DescribeDnsGtmInstanceAddressPoolRequest().setAddrPoolId(Seeds.GTM_POOL))
                .getBody();
    }

    private static UpdateDnsGtmAddressPoolRequest.UpdateDnsGtmAddressPoolRequestAddr addr(String addr, String mode) {
        return new UpdateDnsGtmAddressPoolRequest.UpdateDnsGtmAddressPoolRequestAddr()
                .setAddr(addr)
                .setMode(mode)
                .setLbaWeight(7);
    }

    @Test
    void a_pool_of_gtm_2_is_written_as_a_whole_and_loses_what_is_not_said() throws Exception {
        client.updateDnsGtmAddressPool(new UpdateDnsGtmAddressPoolRequest()
                .setAddrPoolId(Seeds.GTM_POOL)
                .setLbaStrategy("RATIO")
                .setAddr(List.of(addr("192.0.2.1", "OFFLINE").setAttributeInfo(LINES), addr("192.0.2.3", "SMART"))));
        assertThat(pool().getLbaStrategy()).isEqualTo("RATIO");
        assertThat(pool().getAddrs().getAddr())
                .extracting(addr -> addr.getAddr() + " " + addr.getMode() + " " + addr.getLbaWeight() + " "
                        + addr.getAttributeInfo())
                .containsExactly("192.0.2.1 OFFLINE 7 " + LINES, "192.0.2.3 SMART 7 ");
        assertThat(Sdk.refused(() -> client.updateDnsGtmAddressPool(new UpdateDnsGtmAddressPoolRequest()
                                .setAddrPoolId(Seeds.GTM_POOL)
                                .setLbaStrategy("ALL_RR")))
                        .getCode())
                .isEqualTo("MissingParameter");
        assertThat(Sdk.refused(() -> client.describeDnsGtmInstanceAddressPool(
                                new DescribeDnsGtmInstanceAddressPoolRequest().setAddrPoolId("pool-none")))
                        .getCode())
                .isEqualTo("DnsGtmAddrPool.NotExists");
    }

    private DescribeDnsGtmAccessStrategyResponseBody strategy() throws Exception {
        return client.describeDnsGtmAccessStrategy(
                        new DescribeDnsGtmAccessStrategyRequest().setStrategyId(Seeds.GTM_STRATEGY))
                .getBody();
    }

    private void accessMode(String mode) throws Exception {
        client.setDnsGtmAccessMode(new SetDnsGtmAccessModeRequest()
                .setStrategyId(Seeds.GTM_STRATEGY)
                .setAccessMode(mode));
    }

    @Test
    void a_strategy_of_gtm_2_follows_the_health_of_its_primary_set_unless_it_is_pinned() throws Exception {
        assertThat(strategy().getEffectiveAddrPoolGroupType()).isEqualTo("DEFAULT");
        assertThat(strategy().getDefaultAvailableAddrNum()).isEqualTo(2);
        assertThat(strategy()
                        .getDefaultAddrPools()
                        .getDefaultAddrPool()
                        .getFirst()
                        .getId())
                .isEqualTo(Seeds.GTM_POOL);

        Clouds.ADDRESSES.forEach(each -> cloud.cloud().health(each, false));
        assertThat(pool().getAddrs().getAddr())
                .extracting(addr -> addr.getAlertStatus())
                .containsOnly("ALERT");
        assertThat(strategy().getDefaultAddrPoolGroupStatus()).isEqualTo("NOT_AVAILABLE");
        assertThat(strategy().getEffectiveAddrPoolGroupType()).isEqualTo("FAILOVER");
        assertThat(client.describeDnsGtmInstanceStatus(
                                new DescribeDnsGtmInstanceStatusRequest().setInstanceId(Seeds.GTM_INSTANCE))
                        .getBody()
                        .getSwitchToFailoverStrategyNum())
                .isEqualTo(1);

        accessMode("DEFAULT");
        assertThat(strategy().getEffectiveAddrPoolGroupType()).isEqualTo("DEFAULT");
        accessMode("FAILOVER");
        Clouds.ADDRESSES.forEach(each -> cloud.cloud().health(each, true));
        assertThat(strategy().getAccessMode()).isEqualTo("FAILOVER");
        var listed = client.describeDnsGtmAccessStrategies(new DescribeDnsGtmAccessStrategiesRequest()
                        .setInstanceId(Seeds.GTM_INSTANCE)
                        .setStrategyMode("GEO"))
                .getBody();
        assertThat(listed.getStrategies().getStrategy()).singleElement().satisfies(each -> {
            assertThat(each.getEffectiveAddrPoolGroupType()).isEqualTo("FAILOVER");
            assertThat(each.getEffectiveAddrPools()
                            .getEffectiveAddrPool()
                            .getFirst()
                            .getId())
                    .isEqualTo(Seeds.GTM_SPARE_POOL);
            assertThat(each.getLines().getLine().getFirst().getLineCode()).isEqualTo("default");
        });
    }

    @Test
    void an_access_domain_of_gtm_3_is_found_with_its_pools_and_addresses() throws Exception {
        var configs = client.listCloudGtmInstanceConfigs(
                        new ListCloudGtmInstanceConfigsRequest().setScheduleDomainName("gtm3.example.com"))
                .getBody();
        assertThat(configs.getTotalItems()).isEqualTo(1);
        assertThat(configs.getInstanceConfigs().getInstanceConfig())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.getConfigId()).isEqualTo(Seeds.CLOUD_GTM_CONFIG);
                    assertThat(each.getScheduleRrType()).isEqualTo("A");
                    assertThat(each.getAvailableStatus()).isEqualTo("available");
                    assertThat(each.getAddressPools()
                                    .getAddressPool()
                                    .getFirst()
                                    .getAddressPoolId())
                            .isEqualTo(Seeds.CLOUD_GTM_POOL);
                });
        var pools = client.listCloudGtmAddressPools(new ListCloudGtmAddressPoolsRequest())
                .getBody();
        assertThat(pools.getAddressPools()
                        .getAddressPool()
                        .getFirst()
                        .getAddresses()
                        .getAddress())
                .extracting(each -> each.getAddress() + " " + each.getSerialNumber() + " " + each.getWeightValue() + " "
                        + each.getRequestSource().getRequestSource())
                .containsExactly("192.0.2.1 1 1 [default]", "192.0.2.2 2 1 [default]");
        var found = client.listCloudGtmAddresses(new ListCloudGtmAddressesRequest()
                        .setAddress("192.0.2.1")
                        .setPageNumber(1)
                        .setPageSize(100))
                .getBody();
        assertThat(found.getAddresses().getAddress())
                .extracting(each -> each.getAddressId() + " " + each.getHealthStatus() + " "
                        + each.getHealthTasks().getHealthTask().getFirst().getMonitorStatus())
                .containsExactly(address + " ok ok");
        assertThat(Sdk.refused(() -> client.listCloudGtmAddresses(new ListCloudGtmAddressesRequest()))
                        .getCode())
                .isEqualTo("MissingParameter");
    }

    private DescribeCloudGtmAddressResponseBody described() throws Exception {
        return client.describeCloudGtmAddress(new DescribeCloudGtmAddressRequest().setAddressId(address))
                .getBody();
    }

    private UpdateCloudGtmAddressManualAvailableStatusRequest manual(String mode, String status) {
        return new UpdateCloudGtmAddressManualAvailableStatusRequest()
                .setAddressId(address)
                .setAvailableMode(mode)
                .setManualAvailableStatus(status);
    }

    @Test
    void an_address_of_gtm_3_is_taken_out_by_hand_and_handed_back() throws Exception {
        assertThat(client.updateCloudGtmAddressManualAvailableStatus(manual("manual", "unavailable"))
                        .getBody()
                        .getSuccess())
                .isTrue();
        assertThat(described())
                .satisfies(body -> assertThat(body.getAvailableMode()).isEqualTo("manual"))
                .satisfies(body -> assertThat(body.getManualAvailableStatus()).isEqualTo("unavailable"))
                .satisfies(body -> assertThat(body.getAvailableStatus()).isEqualTo("unavailable"))
                .satisfies(body -> assertThat(body.getHealthStatus()).isEqualTo("ok"));

        client.updateCloudGtmAddressManualAvailableStatus(manual("auto", null));
        assertThat(described().getAvailableStatus()).isEqualTo("available");
        cloud.cloud().health("192.0.2.1", false);
        assertThat(described())
                .satisfies(body -> assertThat(body.getHealthStatus()).isEqualTo("exceptional"))
                .satisfies(body -> assertThat(body.getAvailableStatus()).isEqualTo("unavailable"));

        client.updateCloudGtmAddressManualAvailableStatus(manual("manual", "available"));
        assertThat(described().getAvailableStatus())
                .as("whatever its health says")
                .isEqualTo("available");
        client.updateCloudGtmAddressEnableStatus(new UpdateCloudGtmAddressEnableStatusRequest()
                .setAddressId(address)
                .setEnableStatus("disable"));
        assertThat(described().getEnableStatus() + " " + described().getAvailableStatus())
                .isEqualTo("disable unavailable");

        assertThat(Sdk.refused(() -> client.updateCloudGtmAddressManualAvailableStatus(manual("by-hand", "available")))
                        .getCode())
                .isEqualTo("CloudGtm.Address.AvailableModeInvalid");
        assertThat(Sdk.refused(() -> client.updateCloudGtmAddressManualAvailableStatus(manual("manual", "up")))
                        .getCode())
                .isEqualTo("CloudGtm.Address.AvailableStatusInvalid");
    }

    @Test
    void a_pool_of_gtm_3_is_replaced_as_a_whole_and_can_be_emptied() throws Exception {
        var one = new ReplaceCloudGtmAddressPoolAddressRequest.ReplaceCloudGtmAddressPoolAddressRequestAddresses()
                .setAddressId(address)
                .setWeightValue(40)
                .setSerialNumber(2);
        var replaced = client.replaceCloudGtmAddressPoolAddress(new ReplaceCloudGtmAddressPoolAddressRequest()
                        .setAddressPoolId(Seeds.CLOUD_GTM_POOL)
                        .setAddresses(List.of(one)))
                .getBody();
        assertThat(replaced.getSuccess()).isTrue();
        assertThat(replaced.getAddressPoolId()).isEqualTo(Seeds.CLOUD_GTM_POOL);
        var request = new DescribeCloudGtmAddressPoolRequest().setAddressPoolId(Seeds.CLOUD_GTM_POOL);
        assertThat(client.describeCloudGtmAddressPool(request)
                        .getBody()
                        .getAddresses()
                        .getAddress())
                .extracting(each -> each.getAddressId() + " " + each.getWeightValue() + " " + each.getSerialNumber())
                .containsExactly(address + " 40 2");

        client.updateCloudGtmAddressPoolEnableStatus(new UpdateCloudGtmAddressPoolEnableStatusRequest()
                .setAddressPoolId(Seeds.CLOUD_GTM_POOL)
                .setEnableStatus("disable"));
        assertThat(client.describeCloudGtmAddressPool(request).getBody().getAvailableStatus())
                .isEqualTo("unavailable");

        client.replaceCloudGtmAddressPoolAddress(
                new ReplaceCloudGtmAddressPoolAddressRequest().setAddressPoolId(Seeds.CLOUD_GTM_POOL));
        assertThat(client.describeCloudGtmAddressPool(request)
                        .getBody()
                        .getAddresses()
                        .getAddress())
                .isEmpty();
        assertThat(Sdk.refused(() ->
                                client.replaceCloudGtmAddressPoolAddress(new ReplaceCloudGtmAddressPoolAddressRequest()
                                        .setAddressPoolId(Seeds.CLOUD_GTM_POOL)
                                        .setAddresses(List.of(one.setWeightValue(101)))))
                        .getCode())
                .isEqualTo("InvalidParameter");
    }

    @Test
    void a_client_token_makes_a_repetition_harmless_and_another_use_of_it_an_error() throws Exception {
        var off = manual("manual", "unavailable").setClientToken("token-1");
        client.updateCloudGtmAddressManualAvailableStatus(off);
        client.updateCloudGtmAddressManualAvailableStatus(
                manual("manual", "available").setClientToken("token-2"));
        assertThat(client.updateCloudGtmAddressManualAvailableStatus(off)
                        .getBody()
                        .getSuccess())
                .isTrue();
        assertThat(described().getManualAvailableStatus())
                .as("the repetition did nothing")
                .isEqualTo("available");
        assertThat(cloud.cloud().journal().writes()).hasSize(2);
        assertThat(Sdk.refused(() -> client.updateCloudGtmAddressManualAvailableStatus(
                                manual("auto", "available").setClientToken("token-1")))
                        .getCode())
                .isEqualTo("IdempotentParameterMismatch");
    }
}
