package io.failoverd.daemon.keys;

import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.config.SecretResult;
import io.failoverd.daemon.config.TsigReference;
import io.failoverd.dns.update.TsigKey;
import java.util.Optional;
import java.util.function.Supplier;

/** A TSIG key that can be changed where it is kept. */
public final class SigningKey {
    private SigningKey() {}

    /** Reads it; what it gives afterwards is read anew each time. */
    public static KeyRead<Supplier<Optional<TsigKey>>> read(TsigReference reference, SecretReader reader) {
        return Reread.of("TSIG key " + reference.name(), () -> once(reference, reader))
                .map(key -> () -> Optional.of(key.get()));
    }

    private static KeyRead<TsigKey> once(TsigReference reference, SecretReader reader) {
        return switch (reader.read(reference.secret())) {
            case SecretResult.Missing missing -> new KeyRead.Unusable<>(missing.reason());
            case SecretResult.Found found -> {
                try {
                    yield new KeyRead.Usable<>(TsigKey.of(
                            reference.name(),
                            reference.algorithm(),
                            found.secret().reveal()));
                } catch (IllegalArgumentException _) {
                    // Its own words might come to hold what was read.
                    yield new KeyRead.Unusable<>(reference.secret() + " is not Base64");
                }
            }
        };
    }
}
