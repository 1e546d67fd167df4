package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Event;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the steps of a block by column, so that what is alike stands together, and packs them. Times are differences
 * to the nanosecond: nothing is rounded. On the journal's thread.
 */
final class BlockWriter {
    static final int FORMAT = 1;

    /** What a step was, as a number in the block. Never renumbered. */
    static final int PROBE = 0;

    static final int SENTINEL = 1;
    static final int TICK = 2;
    static final int OTHER = 3;

    /** The columns, in the order in which they stand in a block. Never reordered. */
    enum Column {
        KIND,
        NOW,
        TARGETS,
        RESULTS,
        TARGET,
        RESULT,
        FINISHED,
        LASTED,
        CONNECT,
        TLS,
        FIRST_BYTE,
        TOTAL,
        OTHERS,
        OUTCOMES
    }

    private final long firstSeq;
    private final Map<Column, VarWriter> columns = new EnumMap<>(Column.class);
    private final Map<TargetId, Integer> targets = new HashMap<>();
    private final Map<ProbeResult, Integer> results = new HashMap<>();
    private Moment last = Moment.ZERO;
    private int count;
    private int outcomeAt;

    BlockWriter(long firstSeq) {
        this.firstSeq = firstSeq;
        for (Column column : Column.values()) {
            columns.put(column, new VarWriter());
        }
    }

    long firstSeq() {
        return firstSeq;
    }

    int count() {
        return count;
    }

    Moment last() {
        return last;
    }

    int size() {
        return columns.values().stream().mapToInt(VarWriter::size).sum();
    }

    private VarWriter in(Column column) {
        return Objects.requireNonNull(columns.get(column));
    }

    void add(Moment now, Event event, List<Effect> effects) {
        in(Column.NOW).signed(now.nanos() - last.nanos());
        last = now;
        switch (event) {
            // What a drill has count as failed comes with what it was: seldom, and so without columns of its own.
            case Event.ProbeFinished finished
            when finished.probed().itself() == null -> probed(PROBE, finished.probed(), now);
            case Event.SentinelProbed finished -> probed(SENTINEL, finished.probed(), now);
            case Event.Tick _ -> in(Column.KIND).unsigned(TICK);
            case Event other -> {
                in(Column.KIND).unsigned(OTHER);
                in(Column.OTHERS).text(String.valueOf(RecordCodec.encode(other, Event.class)));
            }
        }
        @Nullable Outcome outcome = Outcome.of(effects);
        if (outcome != null) {
            in(Column.OUTCOMES).unsigned(count - outcomeAt);
            in(Column.OUTCOMES).text(outcome.json().encode());
            outcomeAt = count;
        }
        count++;
    }

    private void probed(int kind, Probed probed, Moment now) {
        in(Column.KIND).unsigned(kind);
        in(Column.TARGET).unsigned(index(probed.target()));
        in(Column.RESULT).unsigned(index(probed.result()));
        in(Column.FINISHED).signed(now.nanos() - probed.finishedAt().nanos());
        long lasted = probed.finishedAt().since(probed.startedAt()).toNanos();
        in(Column.LASTED).signed(lasted);
        PhaseTimings timings = probed.timings();
        phase(Column.CONNECT, timings.connect());
        phase(Column.TLS, timings.tls());
        phase(Column.FIRST_BYTE, timings.firstByte());
        in(Column.TOTAL).signed(timings.total().toNanos() - lasted);
    }

    /** 0 for a phase that was not reached; negative times do not happen, and are kept all the same. */
    private void phase(Column column, @Nullable Duration length) {
        if (length == null) {
            in(column).unsigned(0);
        } else {
            in(column).unsigned(1 + ((length.toNanos() << 1) ^ (length.toNanos() >> 63)));
        }
    }

    private int index(TargetId target) {
        Integer known = targets.putIfAbsent(target, targets.size());
        if (known != null) {
            return known;
        }
        in(Column.TARGETS).text(target.service());
        in(Column.TARGETS).text(target.endpoint());
        in(Column.TARGETS).text(target.check());
        return targets.size() - 1;
    }

    private int index(ProbeResult result) {
        Integer known = results.putIfAbsent(result, results.size());
        if (known != null) {
            return known;
        }
        in(Column.RESULTS).text(String.valueOf(RecordCodec.encode(result, ProbeResult.class)));
        return results.size() - 1;
    }

    /** The block as it is now; it may grow after. */
    byte[] toBytes() {
        var whole = new VarWriter();
        whole.unsigned(FORMAT);
        whole.unsigned(firstSeq);
        whole.unsigned(count);
        whole.unsigned(targets.size());
        whole.unsigned(results.size());
        for (Column column : Column.values()) {
            whole.bytes(in(column).toBytes());
        }
        return Packing.pack(whole.toBytes());
    }
}
