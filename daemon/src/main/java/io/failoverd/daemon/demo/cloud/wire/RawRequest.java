package io.failoverd.daemon.demo.cloud.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request as it came off the wire.
 *
 * @param query the part after the question mark, still encoded
 * @param headers by name in lower case
 * @param body its bytes, one character each (ISO 8859-1)
 */
public record RawRequest(String method, String path, String query, Map<String, String> headers, String body) {
    public RawRequest {
        headers = headers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (first, _) -> first));
    }

    /** A header's value; empty when it is not there. */
    String header(String name) {
        return headers.getOrDefault(name, "").strip();
    }

    /** The parameters of the query, and those of a form in the body. */
    Map<String, String> parameters() {
        var found = new TreeMap<>(Encoding.decodeForm(query));
        if (header("content-type").startsWith("application/x-www-form-urlencoded")) {
            found.putAll(Encoding.decodeForm(body));
        }
        return found;
    }

    byte[] bodyBytes() {
        return body.getBytes(StandardCharsets.ISO_8859_1);
    }
}
