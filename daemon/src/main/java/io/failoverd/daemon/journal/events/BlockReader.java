package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.journal.events.BlockWriter.Column;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Unpacks what {@link BlockWriter} packed. On any one thread. */
final class BlockReader {
    /** More than a block ever holds: a damaged count must not fill the memory. */
    private static final long MOST = 1 << 24;

    private final Map<Column, VarReader> columns = new EnumMap<>(Column.class);
    private final long firstSeq;
    private final int count;
    private final List<TargetId> targets = new ArrayList<>();
    private final List<ProbeResult> results = new ArrayList<>();
    private int nextOutcome = -1;
    private @Nullable Outcome outcome;

    private BlockReader(byte[] packed) throws UnreadableJournal {
        var whole = new VarReader(Packing.unpack(packed));
        long format = whole.unsigned();
        if (format != BlockWriter.FORMAT) {
            throw new UnreadableJournal("a block has format " + format + "; this version knows " + BlockWriter.FORMAT);
        }
        firstSeq = whole.unsigned();
        count = whole.below(MOST);
        int targetCount = whole.below(MOST);
        int resultCount = whole.below(MOST);
        for (Column column : Column.values()) {
            columns.put(column, whole.part());
        }
        for (int i = 0; i < targetCount; i++) {
            VarReader names = in(Column.TARGETS);
            targets.add(new TargetId(names.text(), names.text(), names.text()));
        }
        for (int i = 0; i < resultCount; i++) {
            results.add(value(in(Column.RESULTS).text(), ProbeResult.class, "a result"));
        }
    }

    static List<Entry> read(byte[] packed) throws UnreadableJournal {
        return new BlockReader(packed).entries();
    }

    private VarReader in(Column column) {
        return Objects.requireNonNull(columns.get(column));
    }

    private List<Entry> entries() throws UnreadableJournal {
        readOutcome(0);
        List<Entry> entries = new ArrayList<>(count);
        long now = 0;
        for (int i = 0; i < count; i++) {
            now += in(Column.NOW).signed();
            var moment = new Moment(now);
            long seq = firstSeq + i;
            Event event = event(in(Column.KIND).below(BlockWriter.OTHER + 1L), moment, seq);
            Outcome came = null;
            if (i == nextOutcome) {
                came = outcome;
                readOutcome(i);
            }
            entries.add(new Entry(seq, moment, event, came));
        }
        return entries;
    }

    private void readOutcome(int from) throws UnreadableJournal {
        if (in(Column.OUTCOMES).atEnd()) {
            nextOutcome = -1;
            return;
        }
        nextOutcome = from + in(Column.OUTCOMES).below(MOST);
        outcome = Outcome.of(json(in(Column.OUTCOMES).text(), "an outcome"));
    }

    private Event event(int kind, Moment now, long seq) throws UnreadableJournal {
        return switch (kind) {
            case BlockWriter.PROBE -> new Event.ProbeFinished(probed(now));
            case BlockWriter.SENTINEL -> new Event.SentinelProbed(probed(now));
            case BlockWriter.TICK -> new Event.Tick();
            default -> value(in(Column.OTHERS).text(), Event.class, "event " + seq);
        };
    }

    private Probed probed(Moment now) throws UnreadableJournal {
        TargetId target = targets.get(in(Column.TARGET).below(targets.size()));
        ProbeResult result = results.get(in(Column.RESULT).below(results.size()));
        long finished = now.nanos() - in(Column.FINISHED).signed();
        long lasted = in(Column.LASTED).signed();
        var timings = new PhaseTimings(
                phase(Column.CONNECT),
                phase(Column.TLS),
                phase(Column.FIRST_BYTE),
                Duration.ofNanos(lasted + in(Column.TOTAL).signed()));
        return new Probed(target, new Moment(finished - lasted), new Moment(finished), timings, result);
    }

    private @Nullable Duration phase(Column column) throws UnreadableJournal {
        long value = in(column).unsigned();
        return value == 0 ? null : Duration.ofNanos(((value - 1) >>> 1) ^ -((value - 1) & 1));
    }

    static <T> T value(String json, Class<T> type, String place) throws UnreadableJournal {
        Object value = RecordCodec.decode(json(json, place), type, place);
        if (value == null) {
            throw new UnreadableJournal(place + " is missing");
        }
        return type.cast(value);
    }

    static JsonObject json(String text, String place) throws UnreadableJournal {
        try {
            return new JsonObject(text);
        } catch (DecodeException e) {
            throw new UnreadableJournal(place + " is not JSON", e);
        }
    }
}
