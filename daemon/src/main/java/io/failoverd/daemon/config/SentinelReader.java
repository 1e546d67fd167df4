package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code sentinels}. */
final class SentinelReader {
    /** They are all probed at once, on the first failure of any endpoint. */
    private static final int MAX_SENTINELS = 16;

    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST_INTERVAL = Duration.ofMinutes(10);
    private static final Duration MOST_TIMEOUT = Duration.ofSeconds(10);

    private final Scope scope;

    SentinelReader(Scope scope) {
        this.scope = scope;
    }

    SentinelSettings read(Section root) {
        Value value = root.get("sentinels");
        if (value == null) {
            root.self()
                    .below("sentinels")
                    .warning(
                            "there are none, so that the guard is off that keeps every address when this machine's own"
                                    + " network fails",
                            null);
            return SentinelSettings.NONE;
        }
        Section section = value.section(Vocabulary.SENTINELS);
        Duration interval = section.duration("interval", SentinelSettings.INTERVAL, LEAST, MOST_INTERVAL);
        Duration timeout = section.duration("timeout", SentinelSettings.TIMEOUT, LEAST, MOST_TIMEOUT);
        List<Target> targets = targets(section.required("targets"), new Cadence(interval, interval, timeout, timeout));
        int majority = targets.size() / 2 + 1;
        int need = section.integer("need", Math.max(1, majority), 1, MAX_SENTINELS);
        if (targets.isEmpty()) {
            return SentinelSettings.NONE;
        }
        if (need > targets.size()) {
            section.at("need")
                    .error(
                            need + " is more than the sentinels, of which there "
                                    + (targets.size() == 1 ? "is 1" : "are " + targets.size()),
                            "write at most " + targets.size());
            return SentinelSettings.NONE;
        }
        if (need == targets.size()) {
            section.at("targets")
                    .warning(
                            (need == 1 ? "there is one" : "all " + need + " are needed")
                                    + ", so that a single dead sentinel keeps every address in the answer",
                            "add another one, run by somebody else");
        }
        return new SentinelSettings(targets, need);
    }

    private List<Target> targets(@Nullable Value value, Cadence cadence) {
        List<Target> targets = new ArrayList<>();
        if (value == null) {
            return targets;
        }
        if (value.isEmptyList()) {
            value.error("is empty", "add {address: …, tcp: {port: …}}, or remove sentinels");
        }
        Names.Unique unique = new Names.Unique();
        for (Value item : value.items(MAX_SENTINELS)) {
            Target target = target(item.section(Vocabulary.SENTINEL), cadence);
            if (target != null
                    && unique.take(
                            item, target.id(), "the sentinel " + target.id().endpoint())) {
                targets.add(target);
            }
        }
        return targets;
    }

    private @Nullable Target target(Section section, Cadence cadence) {
        Value addressValue = section.required("address");
        InetAddress address = EndpointReader.usable(addressValue);
        TargetId unnamed = SentinelPlan.target("");
        Check check = new KindReader(scope, unnamed.check(), cadence, LatencyLimits.NONE).kind(section);
        if (check instanceof DnsCheck dns && dns.query() == null) {
            section.at("dns").error("a sentinel has no service whose name could be asked for", "write name: \".\"");
        }
        if (addressValue == null || address == null || check == null) {
            return null;
        }
        EndpointReader.sameFamily(addressValue, address, check);
        String name = check.port() == 0
                ? Addresses.text(address)
                : Addresses.text(new InetSocketAddress(address, check.port()));
        return new Target(SentinelPlan.target(name), address, Addresses.text(address), check);
    }
}
