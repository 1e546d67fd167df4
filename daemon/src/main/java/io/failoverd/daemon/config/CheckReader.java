package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code checks}. */
final class CheckReader {
    static final Duration INTERVAL = Duration.ofSeconds(2);
    static final Duration MAX_RECHECK = Duration.ofMillis(500);
    static final Duration CONNECT_TIMEOUT = Duration.ofMillis(2500);
    static final Duration TIMEOUT = Duration.ofSeconds(3);
    static final int FALL = 3;
    static final int RISE = 6;

    private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
    private static final Duration MOST_INTERVAL = Duration.ofHours(1);
    private static final Duration LEAST_RECHECK = Duration.ofMillis(10);
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(10);
    private static final Duration MOST_SPAN = Duration.ofHours(1);

    /** Probes of one endpoint under way at once; more would be a load test. */
    static final int MAX_IN_FLIGHT = 100;

    private static final List<String> KINDS = List.of("http", "tcp");

    /**
     * A check as a service uses it; a stand-in where the file has problems.
     *
     * @param check null when the file does not say which kind it is
     * @param at where its name stands
     */
    record Read(String name, @Nullable Check check, Cadence cadence, int fall, int rise, Duration minSpan, Value at) {}

    private final Scope scope;

    CheckReader(Scope scope) {
        this.scope = scope;
    }

    /** By name, in the order of the file. */
    Map<String, Read> read(@Nullable Value checks) {
        Map<String, Read> read = new LinkedHashMap<>();
        if (checks == null) {
            return read;
        }
        for (Value.Named named : checks.named("{NAME: {http: …}}")) {
            Names.isLabel(named.key(), named.name());
            read.put(named.name(), check(named));
        }
        return read;
    }

    private Read check(Value.Named named) {
        Section section = named.value().section(Vocabulary.CHECK);
        Cadence cadence = cadence(section);
        int fall = section.integer("fall", FALL, 1, HealthPolicy.MAX_THRESHOLD);
        int rise = section.integer("rise", RISE, 1, HealthPolicy.MAX_THRESHOLD);
        Duration evidence = cadence.recheck().multipliedBy(fall - 1L);
        Duration minSpan =
                section.duration("minSpan", evidence.multipliedBy(9).dividedBy(10), Duration.ZERO, MOST_SPAN);
        if (section.has("minSpan") && minSpan.compareTo(evidence) > 0) {
            section.at("minSpan")
                    .warning(
                            "is longer than (fall - 1) * recheck = " + Durations.format(evidence)
                                    + ", so that minSpan decides and fall does not",
                            null);
        }
        return new Read(named.name(), kind(named.name(), section, cadence), cadence, fall, rise, minSpan, named.key());
    }

    private @Nullable Check kind(String name, Section section, Cadence cadence) {
        List<String> written = KINDS.stream().filter(section::has).toList();
        KindReader reader = new KindReader(scope, name, cadence);
        if (written.size() > 1) {
            section.at(written.getLast())
                    .error("a check has one kind, and this one has " + String.join(" and ", written), "remove one");
        } else if (written.isEmpty() && !section.isStandIn() && !section.wantsLater()) {
            section.self().error("does not say how to probe", "add http: {…} or tcp: {…}");
        }
        return Stream.of(reader.http(section), reader.tcp(section))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Cadence cadence(Section section) {
        Duration interval = section.duration("interval", INTERVAL, LEAST_INTERVAL, MOST_INTERVAL);
        Duration quarter = interval.dividedBy(4);
        Duration usual = quarter.compareTo(MAX_RECHECK) < 0 ? quarter : MAX_RECHECK;
        Duration recheck = section.duration("recheck", usual, LEAST_RECHECK, MOST_INTERVAL);
        if (recheck.compareTo(interval) > 0) {
            section.at("recheck")
                    .error(
                            Durations.format(recheck) + " is longer than the interval of " + Durations.format(interval),
                            "write " + Durations.format(interval) + " or less");
            recheck = usual;
        }
        Duration timeout = section.duration("timeout", TIMEOUT, LEAST_TIMEOUT, Cadence.MAX_TIMEOUT);
        Duration most = timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT;
        Duration connect = section.duration("connectTimeout", most, LEAST_TIMEOUT, Cadence.MAX_TIMEOUT);
        if (connect.compareTo(timeout) > 0) {
            section.at("connectTimeout")
                    .error(
                            Durations.format(connect) + " is longer than the timeout of " + Durations.format(timeout)
                                    + ", which it is a part of",
                            "write " + Durations.format(timeout) + " or less");
            connect = most;
        }
        Cadence cadence = new Cadence(interval, recheck, connect, timeout);
        if (cadence.maxInFlight() > MAX_IN_FLIGHT) {
            section.at(section.has("recheck") ? "recheck" : "timeout")
                    .error(
                            "timeout / recheck allows " + cadence.maxInFlight()
                                    + " probes of one endpoint at once, and the limit is " + MAX_IN_FLIGHT,
                            "shorten timeout or lengthen recheck");
        }
        return cadence;
    }
}
