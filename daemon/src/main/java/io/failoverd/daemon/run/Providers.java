package io.failoverd.daemon.run;

import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.config.PublisherTarget;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.keys.KeyRead;
import io.failoverd.daemon.keys.SigningKey;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.update.TsigKey;
import io.failoverd.dns.update.UpdateProvider;
import io.failoverd.dns.update.UpdateSettings;
import java.util.Optional;
import java.util.function.Supplier;

/** Which provider a publisher's target needs, with the keys that it signs with. */
final class Providers {
    private Providers() {}

    /** Reads the keys; the provider is made when it is asked for, and then holds connections. */
    static KeyRead<Supplier<Provider>> of(PublisherSettings settings, SecretReader reader) {
        return switch (settings.target()) {
            case PublisherTarget.Rfc2136 target -> key(target, reader).map(key -> () -> update(target, key));
            case PublisherTarget.Alidns _, PublisherTarget.Gtm2 _, PublisherTarget.Gtm3 _ ->
                new KeyRead.Unusable<>(settings.target().kind() + " is not in this version of failoverd");
        };
    }

    private static KeyRead<Supplier<Optional<TsigKey>>> key(PublisherTarget.Rfc2136 target, SecretReader reader) {
        return target.key() == null ? new KeyRead.Usable<>(Optional::empty) : SigningKey.read(target.key(), reader);
    }

    private static Provider update(PublisherTarget.Rfc2136 target, Supplier<Optional<TsigKey>> key) {
        return new UpdateProvider(new UpdateSettings(
                target.server(), target.transport(), key, target.nameServers(), target.callsPerSecond()));
    }
}
