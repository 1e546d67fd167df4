package io.failoverd.daemon.keys;

import java.util.function.Function;

/** What came of reading a key where it is kept. */
public sealed interface KeyRead<T> {
    record Usable<T>(T key) implements KeyRead<T> {
        /** The key may be the secret itself. */
        @Override
        public String toString() {
            return "Usable[…]";
        }
    }

    /** It cannot be read or is no key; {@code why} has nothing of the secret. */
    record Unusable<T>(String why) implements KeyRead<T> {}

    default <R> KeyRead<R> map(Function<T, R> next) {
        return switch (this) {
            case Usable<T> usable -> new Usable<>(next.apply(usable.key()));
            case Unusable<T> unusable -> new Unusable<>(unusable.why());
        };
    }
}
