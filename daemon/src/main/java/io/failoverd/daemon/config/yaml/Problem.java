package io.failoverd.daemon.config.yaml;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, or unwise, with a file. It never holds a secret or a URL.
 *
 * @param file as the operator named it
 * @param place null when the trouble is the file itself
 * @param key the path of the key, like {@code services[0].endpoints[1].address}; empty for the whole file
 * @param text what is wrong
 * @param fix what to do about it, where that is known
 */
public record Problem(
        Severity severity,
        String file,
        @Nullable Place place,
        String key,
        String text,
        @Nullable String fix) {
    public enum Severity {
        ERROR,
        WARNING
    }

    /** {@code config.yaml:12:5: services[0].holdDwon: unknown key; did you mean holdDown?} */
    public String line() {
        return file
                + (place == null ? "" : ":" + place)
                + ": "
                + (key.isEmpty() ? "" : key + ": ")
                + text
                + (fix == null ? "" : "; " + fix);
    }

    public Problem asError() {
        return new Problem(Severity.ERROR, file, place, key, text, fix);
    }

    @Override
    public String toString() {
        return line();
    }
}
