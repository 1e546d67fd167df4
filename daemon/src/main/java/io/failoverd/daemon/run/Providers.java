package io.failoverd.daemon.run;

import io.failoverd.daemon.config.AliyunAccess;
import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.config.PublisherTarget;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.keys.AccessKeys;
import io.failoverd.daemon.keys.KeyRead;
import io.failoverd.daemon.keys.SigningKey;
import io.failoverd.dns.alidns.AlidnsProvider;
import io.failoverd.dns.alidns.AlidnsSettings;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.AliyunSettings;
import io.failoverd.dns.gtm.CloudGtmProvider;
import io.failoverd.dns.gtm.CloudGtmSettings;
import io.failoverd.dns.gtm.DnsGtmProvider;
import io.failoverd.dns.gtm.DnsGtmSettings;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.update.TsigKey;
import io.failoverd.dns.update.UpdateProvider;
import io.failoverd.dns.update.UpdateSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which provider a publisher's target needs, with the keys that it signs with. */
final class Providers {
    private Providers() {}

    /** Reads the keys; the provider is made when it is asked for, and then holds connections. */
    static KeyRead<Supplier<Provider>> of(PublisherSettings settings, SecretReader reader) {
        return switch (settings.target()) {
            case PublisherTarget.Rfc2136 target -> key(target, reader).map(key -> () -> update(target, key));
            case PublisherTarget.Alidns target ->
                api(target.access(), target.callsPerSecond(), reader)
                        .map(api -> () -> new AlidnsProvider(api.get(), alidns(target, settings.names())));
            case PublisherTarget.Gtm2 target ->
                api(target.access(), target.callsPerSecond(), reader)
                        .map(api -> () -> new DnsGtmProvider(api.get(), gtm2(target)));
            case PublisherTarget.Gtm3 target ->
                api(target.access(), target.callsPerSecond(), reader)
                        .map(api -> () -> new CloudGtmProvider(api.get(), gtm3(target)));
        };
    }

    private static KeyRead<Supplier<Optional<TsigKey>>> key(PublisherTarget.Rfc2136 target, SecretReader reader) {
        return target.key() == null ? new KeyRead.Usable<>(Optional::empty) : SigningKey.read(target.key(), reader);
    }

    private static KeyRead<Supplier<AliyunApi>> api(AliyunAccess access, double callsPerSecond, SecretReader reader) {
        return AccessKeys.read(access.credentials(), reader)
                .map(credentials -> () -> new AliyunApi(new AliyunSettings(
                        access.endpoint().host(),
                        access.endpoint().tls(),
                        credentials,
                        callsPerSecond,
                        AliyunSettings.REQUEST_DEADLINE)));
    }

    private static AlidnsSettings alidns(PublisherTarget.Alidns target, List<ManagedName> names) {
        return new AlidnsSettings(
                target.line(),
                target.nameServers(),
                names.stream().map(ManagedName::domain).distinct().toList());
    }

    private static DnsGtmSettings gtm2(PublisherTarget.Gtm2 target) {
        return new DnsGtmSettings(target.pools(), target.control(), target.nameServers());
    }

    private static CloudGtmSettings gtm3(PublisherTarget.Gtm3 target) {
        return new CloudGtmSettings(
                Optional.ofNullable(target.instance()),
                target.pools(),
                target.control(),
                switch (target.takeOut()) {
                    case MANUAL -> CloudGtmSettings.TakeOut.MANUAL;
                    case DISABLE -> CloudGtmSettings.TakeOut.DISABLE;
                },
                target.nameServers());
    }

    private static Provider update(PublisherTarget.Rfc2136 target, Supplier<Optional<TsigKey>> key) {
        return new UpdateProvider(new UpdateSettings(
                target.server(), target.transport(), key, target.nameServers(), target.callsPerSecond()));
    }
}
