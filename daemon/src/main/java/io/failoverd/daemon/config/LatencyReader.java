package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TlsCheck;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code degradedLatency}: how slow a probe that passes may be. */
final class LatencyReader {
    private static final Duration LEAST = Duration.ofMillis(1);

    private LatencyReader() {}

    /** A duration is the limit of the whole probe. */
    static LatencyLimits read(@Nullable Value value, Cadence cadence) {
        if (value == null) {
            return LatencyLimits.NONE;
        }
        if (!value.isMap()) {
            return new LatencyLimits(null, null, null, limit(value, cadence.timeout(), "timeout"));
        }
        Section section = value.section(Vocabulary.LATENCY);
        return new LatencyLimits(
                limit(section.get("connect"), cadence.connectTimeout(), "connectTimeout"),
                limit(section.get("tls"), cadence.timeout(), "timeout"),
                limit(section.get("firstByte"), cadence.timeout(), "timeout"),
                limit(section.get("total"), cadence.timeout(), "timeout"));
    }

    private static @Nullable Duration limit(@Nullable Value value, Duration end, String key) {
        if (value == null) {
            return null;
        }
        Duration limit = value.duration(LEAST, LEAST, Cadence.MAX_TIMEOUT);
        if (limit.compareTo(end) >= 0) {
            value.error(
                    Durations.format(limit) + " is never reached: the probe has failed by then, after the " + key
                            + " of " + Durations.format(end),
                    "write less");
        }
        return limit;
    }

    /** A limit of a phase that the protocol does not have would be believed in. */
    static void without(@Nullable Value value, LatencyLimits limits, @Nullable Check check) {
        if (value == null || check == null) {
            return;
        }
        boolean tls = check instanceof TlsCheck
                || (check instanceof GrpcCheck grpc && grpc.tls() != null)
                || (check instanceof HttpCheck http && http.tls() != null);
        boolean answer = check instanceof HttpCheck
                || check instanceof DnsCheck
                || check instanceof IcmpCheck
                || check instanceof GrpcCheck
                || (check instanceof TcpCheck tcp && tcp.expect() != null);
        boolean connects = !(check instanceof ExecCheck || check instanceof IcmpCheck)
                && !(check instanceof DnsCheck dns && dns.transport() == DnsCheck.Transport.UDP);
        if (!connects && limits.connect() != null) {
            value.below("connect").error("this check makes no TCP connection", "remove it");
        }
        if (!tls && limits.tls() != null) {
            value.below("tls").error("this check makes no TLS handshake", "remove it");
        }
        if (!answer && limits.firstByte() != null) {
            value.below("firstByte").error("this check waits for no answer", "remove it");
        }
    }
}
