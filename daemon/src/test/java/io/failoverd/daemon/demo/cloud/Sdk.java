package io.failoverd.daemon.demo.cloud;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.alidns20150109.Client;
import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsRequest;
import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsResponseBody.DescribeSubDomainRecordsResponseBodyDomainRecordsRecord;
import com.aliyun.alidns20150109.models.SetDomainRecordStatusRequest;
import com.aliyun.alidns20150109.models.UpdateDomainRecordRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.tea.okhttp.ClientHelper;
import com.aliyun.teaopenapi.models.Config;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The real SDK, hooked so that one call is one request and ends in time. */
record Sdk(Client client) {
    static final AccessKey KEY = AccessKey.lasting("LTAI-test", "secret");
    static final String DOMAIN = "example.com";
    static final String WWW = "www.example.com";

    /** A read on loopback takes milliseconds; a busy machine, seconds. */
    private static final int TIMEOUT_MILLIS = 20_000;

    static Sdk of(FakeCloud cloud) throws Exception {
        return of(cloud, KEY);
    }

    static Sdk of(FakeCloud cloud, AccessKey key) throws Exception {
        return of(cloud, key, Duration.ofMillis(TIMEOUT_MILLIS), TIMEOUT_MILLIS);
    }

    /**
     * Puts a client of our own into the SDK's cache, under the key that the SDK will look for.
     *
     * @param whole how long a call may take, whatever happens
     */
    static Sdk of(FakeCloud cloud, AccessKey key, Duration whole, int readMillis) throws Exception {
        ClientHelper.clients.put(
                cloud.endpoint() + ":" + TIMEOUT_MILLIS + ":" + readMillis,
                new OkHttpClient.Builder()
                        .connectTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(readMillis, TimeUnit.MILLISECONDS)
                        .callTimeout(whole.toMillis(), TimeUnit.MILLISECONDS)
                        .retryOnConnectionFailure(false)
                        .followRedirects(false)
                        .build());
        return unhooked(cloud, key, readMillis);
    }

    /** As it comes. */
    static Sdk unhooked(FakeCloud cloud, AccessKey key, int readMillis) throws Exception {
        return new Sdk(
                new Client(config(cloud, key).setConnectTimeout(TIMEOUT_MILLIS).setReadTimeout(readMillis)));
    }

    static Config config(FakeCloud cloud, AccessKey key) {
        var config = new Config()
                .setAccessKeyId(key.id())
                .setAccessKeySecret(key.secret())
                .setEndpoint(cloud.endpoint())
                .setProtocol("HTTP");
        return key.token().isEmpty() ? config : config.setSecurityToken(key.token());
    }

    List<DescribeSubDomainRecordsResponseBodyDomainRecordsRecord> records(String name) throws Exception {
        return client.describeSubDomainRecords(new DescribeSubDomainRecordsRequest()
                        .setDomainName(DOMAIN)
                        .setSubDomain(name)
                        .setPageSize(100L))
                .getBody()
                .getDomainRecords()
                .getRecord();
    }

    /** The statuses of www's records, in their order. */
    List<String> statuses() throws Exception {
        return records(WWW).stream().map(record -> record.getStatus()).toList();
    }

    String setStatus(String recordId, String status) throws Exception {
        return client.setDomainRecordStatus(
                        new SetDomainRecordStatusRequest().setRecordId(recordId).setStatus(status))
                .getBody()
                .getStatus();
    }

    void update(String recordId, String value, long ttl) throws Exception {
        client.updateDomainRecord(new UpdateDomainRecordRequest()
                .setRecordId(recordId)
                .setRR("www")
                .setType("A")
                .setValue(value)
                .setTTL(ttl));
    }

    /** The error that the API answers a call with. */
    static TeaException refused(ThrowingCallable call) {
        var seen = new TeaException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(TeaException.class, error -> seen[0] = error);
        return seen[0];
    }
}
