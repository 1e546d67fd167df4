package io.failoverd.daemon.run;

import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.config.SecretResult;
import io.failoverd.daemon.config.TsigReference;
import io.failoverd.dns.update.TsigKey;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TSIG key, read anew for each call, so that a secret can be changed without a restart. While it cannot be read, the
 * last one that could is used. Called by a publisher's threads, which may block.
 */
final class SigningKey implements Supplier<Optional<TsigKey>> {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKey.class);

    private final TsigReference reference;
    private final SecretReader reader;
    private volatile TsigKey last;
    private volatile boolean readable = true;

    private SigningKey(TsigReference reference, SecretReader reader, TsigKey first) {
        this.reference = reference;
        this.reader = reader;
        this.last = first;
    }

    /** What came of reading a key for the first time. */
    sealed interface Read {
        record Usable(SigningKey key) implements Read {}

        /** It cannot be read or is no key; {@code why} has nothing of the secret. */
        record Unusable(String why) implements Read {}
    }

    static Read read(TsigReference reference, SecretReader reader) {
        return switch (reader.read(reference.secret())) {
            case SecretResult.Missing missing -> new Read.Unusable(missing.reason());
            case SecretResult.Found found -> {
                try {
                    TsigKey first = key(reference, found.secret().reveal());
                    yield new Read.Usable(new SigningKey(reference, reader, first));
                } catch (IllegalArgumentException e) {
                    yield new Read.Unusable(String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private static TsigKey key(TsigReference reference, String secret) {
        return TsigKey.of(reference.name(), reference.algorithm(), secret);
    }

    @Override
    public Optional<TsigKey> get() {
        try {
            if (reader.read(reference.secret()) instanceof SecretResult.Found found) {
                last = key(reference, found.secret().reveal());
                readable = true;
                return Optional.of(last);
            }
        } catch (IllegalArgumentException _) {
            // Half written, perhaps: as one that cannot be read.
        }
        if (readable) {
            readable = false;
            LOG.warn("{} cannot be read or is no key: the one read before goes on being used", reference.secret());
        }
        return Optional.of(last);
    }
}
