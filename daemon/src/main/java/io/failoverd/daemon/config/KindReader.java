package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.TcpCheck;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what one check, or one sentinel, does: {@code http}, {@code tcp}. */
record KindReader(Scope scope, String name, Cadence cadence) {
    static final StatusSet STATUS = StatusSet.parse(List.of("200-399"));
    static final StatusSet DEGRADED_STATUS = StatusSet.parse(List.of("429"));

    private static final List<String> KINDS = List.of("http", "tcp");

    private static final int MAX_STATUS_RANGES = 64;

    /** A bundle of every public authority is a fifth of this. */
    private static final int MAX_CA_BYTES = 1024 * 1024;

    /** RFC 9112 section 3.2: origin form; printable ASCII without a space, and no fragment. */
    private static final Pattern PATH = Pattern.compile("/[\\x21\\x22\\x24-\\x7e]{0,2047}");

    /** The one kind that is written; null, and a problem, when there is none or more. */
    @Nullable
    Check kind(Section section) {
        List<String> written = KINDS.stream().filter(section::has).toList();
        if (written.size() > 1) {
            section.at(written.getLast())
                    .error("a check has one kind, and this one has " + String.join(" and ", written), "remove one");
        } else if (written.isEmpty() && !section.isStandIn() && !section.wantsLater()) {
            section.self().error("does not say how to probe", "add http: {…} or tcp: {…}");
        }
        HttpCheck http = http(section);
        TcpCheck tcp = tcp(section);
        return http == null ? tcp : http;
    }

    private @Nullable HttpCheck http(Section check) {
        if (!check.has("http")) {
            return null;
        }
        Section http = check.section("http", Vocabulary.HTTP);
        Value scheme = http.get("scheme");
        boolean tls = scheme == null || !"http".equals(scheme.word(List.of("https", "http")));
        Value caFile = http.get("caFile");
        if (caFile != null && !tls) {
            caFile.error("certificates are not looked at with scheme http", "remove it or write scheme: https");
        }
        return new HttpCheck(
                name,
                tls,
                http.integer("port", tls ? 443 : 80, 1, Addresses.MAX_PORT),
                Names.domain(http.get("host")),
                path(http.get("path")),
                status(http.get("status"), STATUS),
                status(http.get("degradedStatus"), DEGRADED_STATUS),
                caFile == null || !tls ? null : ca(caFile),
                source(http.get("source")),
                cadence);
    }

    private @Nullable TcpCheck tcp(Section check) {
        if (!check.has("tcp")) {
            return null;
        }
        Section tcp = check.section("tcp", Vocabulary.TCP);
        Value port = tcp.required("port");
        int number = port == null ? 1 : port.integer(1, 1, Addresses.MAX_PORT);
        return new TcpCheck(name, number, source(tcp.get("source")), cadence);
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

    private @Nullable String ca(Value value) {
        Path path = scope.path(value);
        if (path == null) {
            return null;
        }
        return switch (scope.surroundings().read(path, MAX_CA_BYTES)) {
            case FileText.Unreadable(String reason) -> {
                value.error("the file " + path + " " + reason);
                yield null;
            }
            case FileText.Text(String pem) -> {
                if (!hasCertificate(pem)) {
                    value.error(
                            "the file " + path + " holds no certificate",
                            "it must be PEM: -----BEGIN CERTIFICATE-----");
                    yield null;
                }
                yield pem;
            }
        };
    }

    private static boolean hasCertificate(String pem) {
        try {
            return pem.contains("-----BEGIN CERTIFICATE-----")
                    && !CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                            .isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }

    private static @Nullable InetAddress source(@Nullable Value value) {
        InetAddress address = Addresses.read(value);
        if (value != null && address != null && (address.isAnyLocalAddress() || address.isMulticastAddress())) {
            value.error(
                    Addresses.text(address) + " is not an address of this machine",
                    "remove it to let the system choose");
            return null;
        }
        return address;
    }
}
