package io.failoverd.daemon.demo.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.alidns20150109.Client;
import com.aliyun.alidns20150109.models.DescribeDNSSLBSubDomainsRequest;
import com.aliyun.alidns20150109.models.SetDNSSLBStatusRequest;
import com.aliyun.alidns20150109.models.UpdateDNSSLBWeightRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls of weighted round robin by the real SDK. */
class WeightCallsTest {
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
    void weights_are_opened_set_listed_and_closed() throws Exception {
        var opened = client.setDNSSLBStatus(new SetDNSSLBStatusRequest()
                        .setDomainName(Sdk.DOMAIN)
                        .setSubDomain(Sdk.WWW)
                        .setType("A")
                        .setOpen(true))
                .getBody();
        assertThat(opened.getOpen()).isTrue();
        assertThat(opened.getRecordCount()).isEqualTo(2);
        assertThat(client.updateDNSSLBWeight(new UpdateDNSSLBWeightRequest()
                                .setRecordId(Clouds.FIRST)
                                .setWeight(3))
                        .getBody()
                        .getWeight())
                .isEqualTo(3);
        assertThat(sdk.records(Sdk.WWW))
                .extracting(record -> record.getWeight())
                .containsExactly(3, 1);
        var listed = client.describeDNSSLBSubDomains(new DescribeDNSSLBSubDomainsRequest().setDomainName(Sdk.DOMAIN))
                .getBody();
        assertThat(listed.getSlbSubDomains().getSlbSubDomain()).singleElement().satisfies(each -> {
            assertThat(each.getSubDomain()).isEqualTo(Sdk.WWW);
            assertThat(each.getOpen()).isTrue();
            assertThat(each.getRecordCount()).isEqualTo(2);
            assertThat(each.getLineAlgorithms().getLineAlgorithm())
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line.getLine() + line.getOpen()).isEqualTo("defaulttrue"));
        });
        var close = new SetDNSSLBStatusRequest().setSubDomain(Sdk.WWW).setOpen(false);
        assertThat(client.setDNSSLBStatus(close).getBody().getOpen()).isFalse();
        assertThat(Sdk.refused(() -> client.setDNSSLBStatus(close)).getCode()).isEqualTo("DisableDNSSLB");
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource({
        "closed, 900000000000000002, 3, DisableDNSSLB",
        "disabled, 900000000000000003, 3, DomainRecordDisable",
        "open, 900000000000000002, 0, InvalidWeigth",
        "open, 900000000000000002, 101, InvalidWeigth",
        "open, 42, 3, DomainRecordNotBelongToUser"
    })
    void a_weight_that_cannot_be_is_refused(String situation, String recordId, int weight, String code)
            throws Exception {
        if (!situation.equals("closed")) {
            client.setDNSSLBStatus(new SetDNSSLBStatusRequest().setSubDomain(Sdk.WWW));
        }
        if (situation.equals("disabled")) {
            sdk.setStatus(recordId, "Disable");
        }
        assertThat(Sdk.refused(() -> client.updateDNSSLBWeight(new UpdateDNSSLBWeightRequest()
                                .setRecordId(recordId)
                                .setWeight(weight)))
                        .getCode())
                .isEqualTo(code);
    }

    @Test
    void weights_need_two_enabled_records() throws Exception {
        sdk.setStatus(Clouds.FIRST, "Disable");
        assertThat(Sdk.refused(() -> client.setDNSSLBStatus(new SetDNSSLBStatusRequest().setSubDomain(Sdk.WWW)))
                        .getStatusCode())
                .isEqualTo(400);
    }
}
