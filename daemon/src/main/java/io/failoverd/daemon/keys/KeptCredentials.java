package io.failoverd.daemon.keys;

import io.failoverd.daemon.config.AliyunAccess.AccessReference;
import io.failoverd.daemon.config.KeptKey;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.config.SecretResult;
import io.failoverd.daemon.config.SecretSource;
import io.failoverd.dns.aliyun.AccessKey;
import io.failoverd.dns.aliyun.Credentials;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An access key in files or variables, read anew for each request. A key in parts is changed one part after the other,
 * by a script or by hand: what was read is used once all of its parts are others and it has stayed the same for a moment,
 * or once the one in use is refused. Always: a key that works gives way to no half of another, however long that takes.
 */
final class KeptCredentials implements Credentials {
    /** Between the first and the last file of a key that a script exchanges. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final Supplier<AccessKey> source;
    private final Duration settled;
    private final LongSupplier nanos;
    private AccessKey used;
    private @Nullable AccessKey refused;
    private @Nullable AccessKey candidate;
    private long candidateSince;

    private KeptCredentials(Supplier<AccessKey> source, Duration settled, LongSupplier nanos) {
        this.source = source;
        this.settled = settled;
        this.nanos = nanos;
        this.used = source.get();
    }

    static KeyRead<KeptCredentials> parts(AccessReference.Parts reference, SecretReader reader, LongSupplier nanos) {
        return Reread.of("access key in " + reference.id(), () -> once(reference, reader))
                .map(key -> new KeptCredentials(key, SETTLED, nanos));
    }

    static KeyRead<KeptCredentials> whole(AccessReference.Whole reference, SecretReader reader, LongSupplier nanos) {
        return Reread.of("access key in " + reference.key(), () -> once(reference, reader))
                .map(key -> new KeptCredentials(key, Duration.ZERO, nanos));
    }

    @Override
    public synchronized KeyReading key() {
        AccessKey read = source.get();
        long now = nanos.getAsLong();
        if (settled.isZero() || used.equals(refused)) {
            use(read);
        } else if (read.equals(used) || isHalf(read)) {
            candidate = null;
        } else if (!read.equals(candidate)) {
            candidate = read;
            candidateSince = now;
        } else if (now - candidateSince >= settled.toNanos()) {
            use(read);
        }
        return new KeyReading.Usable(used);
    }

    /** No two keys share an id, a secret or a token: where one of these is still that of the former, more will follow. */
    private boolean isHalf(AccessKey read) {
        return read.id().equals(used.id())
                || read.secret().equals(used.secret())
                || (read.token().isPresent() && read.token().equals(used.token()));
    }

    @Override
    public synchronized KeyReading after(AccessKey key) {
        refused = key;
        use(source.get());
        return new KeyReading.Usable(used);
    }

    private void use(AccessKey read) {
        used = read;
        candidate = null;
    }

    private static KeyRead<AccessKey> once(AccessReference.Whole reference, SecretReader reader) {
        return switch (reader.read(reference.key())) {
            case SecretResult.Missing missing -> new KeyRead.Unusable<>(missing.reason());
            case SecretResult.Found found ->
                KeptKey.parse(found.secret().reveal())
                        .map(KeptCredentials::key)
                        .orElseGet(() -> new KeyRead.Unusable<>(reference.key() + " holds no access key"));
        };
    }

    private static KeyRead<AccessKey> once(AccessReference.Parts reference, SecretReader reader) {
        KeyRead<String> id = part(reference.id(), reader);
        KeyRead<String> secret = part(reference.secret(), reader);
        KeyRead<Optional<String>> token = reference.token() == null
                ? new KeyRead.Usable<>(Optional.empty())
                : part(reference.token(), reader).map(Optional::of);
        return switch (id) {
            case KeyRead.Unusable<String> bad -> new KeyRead.Unusable<>(bad.why());
            case KeyRead.Usable<String> goodId ->
                switch (secret) {
                    case KeyRead.Unusable<String> bad -> new KeyRead.Unusable<>(bad.why());
                    case KeyRead.Usable<String> goodSecret ->
                        switch (token) {
                            case KeyRead.Unusable<Optional<String>> bad -> new KeyRead.Unusable<>(bad.why());
                            case KeyRead.Usable<Optional<String>> goodToken ->
                                key(new KeptKey(goodId.key(), goodSecret.key(), goodToken.key()));
                        };
                };
        };
    }

    private static KeyRead<String> part(SecretSource source, SecretReader reader) {
        return switch (reader.read(source)) {
            case SecretResult.Missing missing -> new KeyRead.Unusable<>(missing.reason());
            case SecretResult.Found found
            when KeptKey.isPart(found.secret().reveal()) ->
                new KeyRead.Usable<>(found.secret().reveal());
            case SecretResult.Found _ -> new KeyRead.Unusable<>(source + " is no part of an access key");
        };
    }

    private static KeyRead<AccessKey> key(KeptKey kept) {
        return new KeyRead.Usable<>(new AccessKey(kept.id(), kept.secret(), kept.token()));
    }
}
