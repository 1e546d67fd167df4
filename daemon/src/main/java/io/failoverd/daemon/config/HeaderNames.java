package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.probes.model.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the names of HTTP headers, and {@code http.headers}. */
record HeaderNames(Scope scope) {
    /** RFC 9110, section 5.6.2: a token. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

    /** Printable, so that no value ends its line (RFC 9110, section 5.5). */
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]{0,4096}");

    /** They frame the message, and a probe says them itself. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Null, and a problem, when it is none. */
    static @Nullable String read(@Nullable Value value) {
        String name = value == null ? null : value.text();
        return value != null && name != null && isName(value, name) ? name : null;
    }

    /** A value is text, or says where a secret is. */
    List<HttpRequest.Header> headers(@Nullable Value value) {
        List<HttpRequest.Header> headers = new ArrayList<>();
        if (value == null) {
            return headers;
        }
        Names.Unique unique = new Names.Unique();
        for (Value.Named named : value.named("{Accept: text/html}")) {
            String name = named.name();
            boolean secret = named.value().isMap();
            String text = secret
                    ? new SecretCheck(scope).text(named.value())
                    : named.value().text();
            if (!isName(named.key(), name)
                    || text == null
                    || isOurs(named.key(), name)
                    || !unique.take(named.key(), name.toLowerCase(Locale.ROOT), "the header " + name)) {
                continue;
            }
            if (!VALUE.matcher(text).matches()) {
                named.value().error("is not the value of a header", "write at most 4096 printable ASCII characters");
                continue;
            }
            headers.add(new HttpRequest.Header(name, text, secret));
        }
        if (headers.size() > HttpRequest.MAX_HEADERS) {
            value.error("has " + headers.size() + " headers", "write at most " + HttpRequest.MAX_HEADERS);
        }
        return headers;
    }

    private static boolean isOurs(Value key, String name) {
        boolean host = name.equalsIgnoreCase("host");
        boolean ours = OURS.contains(name.toLowerCase(Locale.ROOT));
        if (host) {
            key.error("is set by host", "write host: beside headers");
        } else if (ours) {
            key.error("is for the probe itself to say", "remove it");
        }
        return host || ours;
    }

    private static boolean isName(Value value, String name) {
        boolean good = TOKEN.matcher(name).matches();
        if (!good) {
            value.error(Yaml.Scalar.quoted(name) + " is not the name of a header", "write one like X-Served-By");
        }
        return good;
    }
}
