package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.DurationMath;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.TripwireSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** More than these at once are worth a word: a gateway that hangs has to carry them. */
    private static final int MANY_IN_FLIGHT = 20;

    /**
     * A check as a service uses it; a stand-in where the file has problems.
     *
     * @param check null when the file does not say which kind it is
     * @param at where its name stands
     */
    record Read(String name, @Nullable Check check, Cadence cadence, HealthPolicy policy, Value at) {}

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
        OutOf fall = fall(section.get("fall"));
        int rise = section.integer("rise", RISE, 1, HealthPolicy.MAX_THRESHOLD);
        Duration minSpan = minSpan(section, fall, cadence.recheck());
        if (fall.some() == 1 && minSpan.isZero()) {
            section.at("fall").warning("one failed probe takes an address out", "write 3");
        }
        var policy = new HealthPolicy(fall.some(), fall.all(), rise, minSpan);
        Value wire = section.get("tripwire");
        TripwireSettings tripwire = TripwireReader.read(wire);
        if (tripwire != null) {
            cadence = cadence.with(tripwire);
        }
        Value latency = section.get("degradedLatency");
        LatencyLimits limits = LatencyReader.read(latency, cadence);
        Check check = new KindReader(scope, named.name(), cadence, limits).kind(section);
        LatencyReader.without(latency, limits, check);
        TripwireReader.without(wire, tripwire, check);
        return new Read(named.name(), check, cadence, policy, named.key());
    }

    private static OutOf fall(@Nullable Value value) {
        if (value == null) {
            return new OutOf(FALL, FALL);
        }
        if (!(value.yaml() instanceof Yaml.Scalar scalar) || scalar.kind() != Yaml.Kind.TEXT) {
            int inARow = value.integer(FALL, 1, HealthPolicy.MAX_THRESHOLD);
            return new OutOf(inARow, inARow);
        }
        OutOf fall = OutOf.parse(scalar.text());
        if (fall == null) {
            value.error(
                    Yaml.Scalar.quoted(scalar.text()) + " is neither a number of failures nor failures of results",
                    "write 3, or 5 of 10");
        } else if (fall.some() < 1 || fall.some() > fall.all() || fall.all() > HealthPolicy.MAX_WINDOW) {
            value.error(
                    fall + " is out of range",
                    "write the failures, 1 or more, of the results, at most " + HealthPolicy.MAX_WINDOW);
        } else {
            return fall;
        }
        return new OutOf(FALL, FALL);
    }

    private static Duration minSpan(Section section, OutOf fall, Duration recheck) {
        Duration evidence = DurationMath.times(recheck, fall.some() - 1L);
        Duration minSpan = section.duration(
                "minSpan", DurationMath.divided(DurationMath.times(evidence, 9), 10), Duration.ZERO, MOST_SPAN);
        Duration window = DurationMath.times(recheck, fall.all() - 1L);
        if (fall.all() > fall.some() && minSpan.compareTo(window) > 0) {
            section.at("minSpan")
                    .error(
                            Durations.format(minSpan) + " is longer than the last " + fall.all()
                                    + " results span while they are " + Durations.format(recheck) + " apart",
                            "write " + Durations.format(window) + " or less");
        } else if (section.has("minSpan") && minSpan.compareTo(evidence) > 0) {
            section.at("minSpan")
                    .warning(
                            "is longer than (fall - 1) * recheck = " + Durations.format(evidence)
                                    + ", so that minSpan decides and fall does not",
                            null);
        }
        return minSpan;
    }

    private static Duration whileDown(Section section, Duration interval) {
        Duration whileDown = section.duration("intervalWhileDown", interval, LEAST_INTERVAL, MOST_INTERVAL);
        if (whileDown.compareTo(interval) < 0) {
            section.at("intervalWhileDown")
                    .error(
                            Durations.format(whileDown) + " is shorter than the interval of "
                                    + Durations.format(interval),
                            "write " + Durations.format(interval) + " or more");
            return interval;
        }
        return whileDown;
    }

    private static Cadence cadence(Section section) {
        Duration interval = section.duration("interval", INTERVAL, LEAST_INTERVAL, MOST_INTERVAL);
        Duration quarter = DurationMath.divided(interval, 4);
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
        Cadence cadence = new Cadence(interval, recheck, connect, timeout, whileDown(section, interval));
        if (cadence.maxInFlight() > MAX_IN_FLIGHT) {
            section.at(section.has("recheck") ? "recheck" : "timeout")
                    .error(
                            "timeout / recheck allows " + cadence.maxInFlight()
                                    + " probes of one endpoint at once, and the limit is " + MAX_IN_FLIGHT,
                            "shorten timeout or lengthen recheck");
        } else if (cadence.maxInFlight() > MANY_IN_FLIGHT) {
            section.at(section.has("recheck") ? "recheck" : "timeout")
                    .warning(
                            "up to " + cadence.maxInFlight()
                                    + " probes are under way at once to an endpoint that hangs",
                            "shorten timeout or lengthen recheck");
        }
        return cadence;
    }
}
