package io.failoverd.dns.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What each name wants next, by time and by urgency, so that a turn costs what is due and not what exists. Used by the
 * publisher's thread only.
 */
final class Agenda {
    /** A call that a name wants. */
    record Item(NameWork work, Want want, Duration from, Urgency urgency) {}

    private record Alarm(NameWork work, Duration at) {}

    private static final Comparator<Item> BY_TIME = Comparator.comparing(Item::from)
            .thenComparing(item -> item.work().name().name());

    private static final Comparator<Item> BY_URGENCY =
            Comparator.comparing(Item::urgency).thenComparing(BY_TIME);

    private final Map<NameWork, Item> items = new HashMap<>();
    private final Map<NameWork, Alarm> alarmOf = new HashMap<>();
    private final TreeSet<Item> later = new TreeSet<>(BY_TIME);
    private final TreeSet<Item> ready = new TreeSet<>(BY_URGENCY);
    private final TreeSet<Alarm> alarms = new TreeSet<>(Comparator.comparing(Alarm::at)
            .thenComparing(alarm -> alarm.work().name().name()));

    /** The name may want something else than before. */
    void update(NameWork work) {
        remove(work);
        Want want = work.want();
        switch (want) {
            case Want.None _ -> {}
            case Want.Read read -> add(new Item(work, want, read.from(), read.urgency()));
            case Want.Write write -> add(new Item(work, want, write.from(), write.urgency()));
            case Want.Ask ask -> add(new Item(work, want, ask.from(), Urgency.CHECK));
        }
        work.publication().alarmAt().ifPresent(at -> {
            var alarm = new Alarm(work, at);
            alarmOf.put(work, alarm);
            alarms.add(alarm);
        });
    }

    private void add(Item item) {
        items.put(item.work(), item);
        later.add(item);
    }

    void remove(NameWork work) {
        Item item = items.remove(work);
        if (item != null) {
            later.remove(item);
            ready.remove(item);
        }
        Alarm alarm = alarmOf.remove(work);
        if (alarm != null) {
            alarms.remove(alarm);
        }
    }

    /** The calls whose time has come, the most urgent first. */
    List<Item> ready(Duration now) {
        while (!later.isEmpty() && later.first().from().compareTo(now) <= 0) {
            ready.add(later.removeFirst());
        }
        return List.copyOf(ready);
    }

    /** The names whose deadline has passed. */
    List<NameWork> alarms(Duration now) {
        var due = new ArrayList<NameWork>();
        while (!alarms.isEmpty() && alarms.first().at().compareTo(now) <= 0) {
            Alarm alarm = alarms.removeFirst();
            alarmOf.remove(alarm.work());
            due.add(alarm.work());
        }
        return due;
    }

    /** When the next call or alarm is due that is not due yet. */
    Optional<Duration> next() {
        Optional<Duration> call =
                later.isEmpty() ? Optional.empty() : Optional.of(later.first().from());
        Optional<Duration> alarm =
                alarms.isEmpty() ? Optional.empty() : Optional.of(alarms.first().at());
        if (call.isEmpty() || alarm.isEmpty()) {
            return call.or(() -> alarm);
        }
        return call.get().compareTo(alarm.get()) <= 0 ? call : alarm;
    }
}
