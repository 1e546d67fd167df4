package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.probes.model.Assertion;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.HttpVersion;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code http} of a check or a sentinel. */
record HttpReader(Scope scope, String name, Cadence cadence, LatencyLimits degradedLatency) {
    static final StatusSet STATUS = StatusSet.parse(List.of("200-399"));
    static final StatusSet DEGRADED_STATUS = StatusSet.parse(List.of("429"));

    private static final int MAX_STATUS_RANGES = 64;

    /** RFC 9112 section 3.2: origin form; printable ASCII without a space, and no fragment. */
    private static final Pattern PATH = Pattern.compile("/[\\x21\\x22\\x24-\\x7e]{0,2047}");

    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]{0,31}");

    HttpCheck read(Section http) {
        Value scheme = http.get("scheme");
        boolean tls = scheme == null || !"http".equals(scheme.word(List.of("https", "http")));
        HttpRequest request = new HttpRequest(
                method(http.get("method")),
                path(http.get("path")),
                new HeaderNames(scope).headers(http.get("headers")),
                body(http.get("body")));
        List<Assertion> expect = ExpectReader.read(http.get("expect"));
        if (request.method().equals("HEAD") && expect.stream().anyMatch(each -> !(each instanceof Assertion.Header))) {
            http.at("method").error("the answer to HEAD has no body, and expect looks at one", "write GET");
        }
        return new HttpCheck(
                name,
                tlsSettings(http, tls),
                version(http.get("version")),
                http.integer("port", tls ? 443 : 80, 1, Addresses.MAX_PORT),
                Names.domain(http.get("host")),
                request,
                status(http.get("status"), STATUS),
                status(http.get("degradedStatus"), DEGRADED_STATUS),
                expect,
                degradedLatency,
                KindReader.source(http.get("source")),
                cadence);
    }

    private @Nullable TlsSettings tlsSettings(Section http, boolean tls) {
        if (tls) {
            return new TlsReader(scope).settings(http);
        }
        for (String key : TlsReader.KEYS) {
            Value value = http.get(key);
            if (value != null) {
                value.error("certificates are not looked at with scheme http", "remove it or write scheme: https");
            }
        }
        return null;
    }

    private static HttpVersion version(@Nullable Value value) {
        if (value == null) {
            return HttpVersion.HTTP_1_1;
        }
        // Unquoted, YAML has 1.1 for a number.
        String word = value.yaml() instanceof Yaml.Scalar scalar
                ? scalar.text()
                : value.yaml().described();
        for (HttpVersion version : HttpVersion.values()) {
            if (version.word().equals(word)) {
                return version;
            }
        }
        value.error(Yaml.Scalar.quoted(word) + " is not a version that is probed", "write 1.1 or 2");
        return HttpVersion.HTTP_1_1;
    }

    private static String method(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value == null || text == null) {
            return "GET";
        }
        if (!METHOD.matcher(text).matches()) {
            value.error(Yaml.Scalar.quoted(text) + " is not the method of a request", "write it in capitals, like GET");
            return "GET";
        }
        if (text.equals("CONNECT")) {
            value.error("CONNECT asks for a tunnel, and for no answer", "write another method");
        }
        return text;
    }

    private static @Nullable String body(@Nullable Value value) {
        String text = value == null ? null : value.text("the text of a body");
        if (value != null
                && text != null
                && text.getBytes(StandardCharsets.UTF_8).length > HttpRequest.MAX_BODY_BYTES) {
            value.error("is longer than " + HttpRequest.MAX_BODY_BYTES + " bytes", "shorten it");
        }
        return text;
    }

    private static String path(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value == null || text == null) {
            return "/";
        }
        if (!PATH.matcher(text).matches()) {
            value.error(
                    Yaml.Scalar.quoted(text) + " is not the path of a request",
                    "start it with /, percent-encode spaces and non-ASCII, and leave out #fragments");
            return "/";
        }
        return text;
    }

    private static StatusSet status(@Nullable Value value, StatusSet usual) {
        if (value == null) {
            return usual;
        }
        List<StatusSet.Range> ranges = new ArrayList<>();
        for (Value item : value.items(MAX_STATUS_RANGES)) {
            if (!(item.yaml() instanceof Yaml.Scalar scalar)) {
                item.error("is " + item.yaml().described() + " where a status is expected", "write 200 or \"200-399\"");
                continue;
            }
            try {
                ranges.addAll(StatusSet.parse(List.of(scalar.text())).ranges());
            } catch (IllegalArgumentException e) {
                item.error(e.getMessage() == null ? "is not a status" : e.getMessage());
            }
        }
        return new StatusSet(ranges);
    }
}
