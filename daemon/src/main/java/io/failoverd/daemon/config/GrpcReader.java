package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.TlsSettings;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code grpc} of a check: which service's health a server is asked for. */
record GrpcReader(Scope scope, String name, Cadence cadence, LatencyLimits degradedLatency) {
    /** Any name that a server may have given to a service, in printable ASCII. */
    private static final Pattern SERVICE = Pattern.compile("[\\x21-\\x7e]{0," + GrpcCheck.MAX_SERVICE_CHARS + "}");

    GrpcCheck read(Section grpc) {
        boolean secured = grpc.flag("tls", true);
        return new GrpcCheck(
                name,
                tls(grpc, secured),
                grpc.integer("port", secured ? 443 : 80, 1, Addresses.MAX_PORT),
                Names.domain(grpc.get("host")),
                service(grpc.get("service")),
                degradedLatency,
                KindReader.source(grpc.get("source")),
                cadence);
    }

    private @Nullable TlsSettings tls(Section grpc, boolean secured) {
        if (secured) {
            return new TlsReader(scope).settings(grpc);
        }
        for (String key : TlsReader.KEYS) {
            Value value = grpc.get(key);
            if (value != null) {
                value.error("certificates are not looked at with tls: false", "remove it or write tls: true");
            }
        }
        return null;
    }

    private static String service(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value == null || text == null) {
            return "";
        }
        if (!SERVICE.matcher(text).matches()) {
            value.error(
                    Yaml.Scalar.quoted(text) + " is not the name of a gRPC service",
                    "write one like shop.v1.Cart, or remove it to ask for the server as a whole");
            return "";
        }
        return text;
    }
}
