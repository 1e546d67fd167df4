package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.failoverd.dns.aliyun.AliyunSettings;
import io.failoverd.dns.aliyun.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A fake account, and how to call it. */
final class Account {
    static final String DOMAIN = "example.com";
    static final String SECRET = "s3cr3t-of-the-key";
    static final AccessKey KEY = AccessKey.lasting("LTAI-publisher", SECRET);

    private Account() {}

    static FakeCloud start(Edition edition, UnaryOperator<CloudSettings> settings, String... addresses)
            throws IOException {
        return FakeCloud.start(
                Seeds.everything(DOMAIN, edition, List.of(addresses)),
                settings.apply(CloudSettings.of(KEY).withoutQuotas()));
    }

    static Credentials lasting(AccessKey key) {
        return () -> usable(key);
    }

    static Credentials.KeyReading usable(AccessKey key) {
        return new Credentials.KeyReading.Usable(new io.failoverd.dns.aliyun.AccessKey(
                key.id(), key.secret(), key.token().isEmpty() ? Optional.empty() : Optional.of(key.token())));
    }

    static AliyunSettings settings(FakeCloud cloud, Credentials credentials, Duration deadline) {
        return new AliyunSettings(cloud.endpoint(), false, credentials, 100, deadline);
    }

    static AliyunSettings settings(FakeCloud cloud) {
        return settings(cloud, lasting(KEY), Duration.ofSeconds(10));
    }
}
