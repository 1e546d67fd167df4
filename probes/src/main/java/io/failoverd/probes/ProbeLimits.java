package io.failoverd.probes;

import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TlsCheck;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounds on all scheduled probes of a node together. A probe that finds no place says nothing of its target: it is
 * INCONCLUSIVE and counted. Shared by the event loops of a {@link ProbeLoop}; any thread.
 */
public final class ProbeLimits {
    /** With a descriptor each, a quarter of what our unit for systemd lets a process open. */
    public static final int DEFAULT = 16_384;

    /** Of ten thousand probes without a place, one in so long is worth a line in the log. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(ProbeLimits.class);

    private final Places node;
    private final Places programs;
    private final Map<ProbeLimit, LongAdder> refused = new EnumMap<>(ProbeLimit.class);

    // Guarded by this.
    private @Nullable Moment lastRefused;
    private @Nullable Moment lastSaid;

    /**
     * Limits that have refused nothing.
     *
     * @param most probes of this node that may be under way at once; at least 1
     * @param vital targets that all verdicts hang on: their probes go before others
     */
    public ProbeLimits(int most, Predicate<TargetId> vital) {
        node = new Places(most, vital);
        programs = new Places(ExecCheck.MAX_RUNNING, vital);
        for (ProbeLimit limit : ProbeLimit.values()) {
            refused.put(limit, new LongAdder());
        }
    }

    /** Whether so many places make sure that each of so many targets can always have one probe under way. */
    public static boolean assures(int most, long targets) {
        return Places.assures(most, targets);
    }

    /** From now on so many probes may be under way at once. Those that are stay, also where they are more. */
    public void limitNode(int most) {
        node.limit(most);
    }

    public LimitCounts counts() {
        var counts = new EnumMap<ProbeLimit, Long>(ProbeLimit.class);
        refused.forEach((limit, count) -> counts.put(limit, count.sum()));
        synchronized (this) {
            return new LimitCounts(node.most(), node.taken(), counts, lastRefused);
        }
    }

    void targets(Collection<Target> all) {
        node.targets(ids(all));
        programs.targets(ids(all.stream().filter(ProbeLimits::isProgram).toList()));
    }

    /**
     * A probe is about to start. Without a refusal it holds its places until {@link #ended}.
     *
     * @param recheck whether it is more than due by its interval
     * @return what is said of a probe that finds no place; null for one that may start
     */
    ProbeResult.@Nullable Inconclusive take(Target target, boolean recheck, Moment now) {
        if (!node.take(target.id(), recheck)) {
            return refuse(
                    target,
                    ProbeLimit.NODE,
                    "no place among the " + node.most()
                            + " probes that this node may have under way at once (node.maxProbes)",
                    now);
        }
        if (isProgram(target) && !programs.take(target.id(), recheck)) {
            node.free(target.id());
            return refuse(
                    target,
                    ProbeLimit.EXEC,
                    "no place among the " + programs.most() + " programs that checks may run at once",
                    now);
        }
        return null;
    }

    /** A probe that was let start has ended, and holds nothing any more. */
    void ended(Target target, ProbeResult result, Moment now) {
        node.free(target.id());
        if (isProgram(target)) {
            programs.free(target.id());
        }
        // Its prober has bounds of its own: processes that outlive their probes, replies that nobody waits for yet,
        // answers.
        if (result instanceof ProbeResult.Inconclusive(FailureReason reason, String detail)
                && reason == FailureReason.LOCAL_LIMIT) {
            ProbeLimit limit = own(target);
            if (limit != null) {
                count(target, limit, detail, now);
            }
        }
    }

    private ProbeResult.Inconclusive refuse(Target target, ProbeLimit limit, String detail, Moment now) {
        count(target, limit, detail, now);
        return new ProbeResult.Inconclusive(FailureReason.LOCAL_LIMIT, detail);
    }

    private void count(Target target, ProbeLimit limit, String detail, Moment now) {
        LongAdder adder = refused.get(limit);
        if (adder != null) {
            adder.increment();
        }
        synchronized (this) {
            lastRefused = now;
            if (lastSaid != null && now.since(lastSaid).compareTo(QUIET) < 0) {
                return;
            }
            lastSaid = now;
        }
        log.warn(
                "service {} endpoint {}: {}; probes without a place since the start: {}",
                target.id().service(),
                target.id().endpoint(),
                detail,
                counts().allRefused());
    }

    private static @Nullable ProbeLimit own(Target target) {
        return switch (target.check()) {
            case ExecCheck _ -> ProbeLimit.EXEC;
            case IcmpCheck _ -> ProbeLimit.ICMP;
            case HttpCheck _, TcpCheck _ -> ProbeLimit.MEMORY;
            case TlsCheck _, DnsCheck _, GrpcCheck _ -> null;
        };
    }

    private static boolean isProgram(Target target) {
        return target.check() instanceof ExecCheck;
    }

    private static List<TargetId> ids(Collection<Target> targets) {
        return targets.stream().map(Target::id).toList();
    }
}
