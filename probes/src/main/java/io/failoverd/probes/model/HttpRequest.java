package io.failoverd.probes.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP probe sends.
 *
 * @param method e.g. GET
 * @param path the request target, starting with a slash
 * @param headers in order, beside those that every probe sends; one of the same name stands instead of ours
 * @param body sent with its length; null for none
 */
public record HttpRequest(
        String method,
        String path,
        List<Header> headers,
        @Nullable String body) {
    public static final int MAX_HEADERS = 32;

    /** A request of a health check; what is longer is a load. */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    /**
     * One header.
     *
     * @param secret whether the value is one that nobody may see; it is empty then when it could not be read
     */
    public record Header(String name, String value, boolean secret) {
        @Override
        public String toString() {
            return name + ": " + (secret ? "…" : value);
        }
    }

    public HttpRequest {
        headers = List.copyOf(headers);
    }

    public static HttpRequest get(String path) {
        return new HttpRequest("GET", path, List.of(), null);
    }
}
