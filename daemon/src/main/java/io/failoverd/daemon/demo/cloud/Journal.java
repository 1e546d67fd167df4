package io.failoverd.daemon.demo.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Every request, and every write that was applied, in order. Any thread may read. */
public final class Journal {
    /** More than any run makes; beyond it the oldest go. */
    private static final int MOST = 100_000;

    private final List<Write> writes = new ArrayList<>();
    private final List<Hit> hits = new ArrayList<>();
    private final List<Consumer<Write>> followers = new CopyOnWriteArrayList<>();

    void add(Write write) {
        synchronized (this) {
            keep(writes, write);
        }
        followers.forEach(follower -> follower.accept(write));
    }

    synchronized void add(Hit hit) {
        keep(hits, hit);
    }

    private static <T> void keep(List<T> list, T entry) {
        if (list.size() >= MOST) {
            list.subList(0, MOST / 10).clear();
        }
        list.add(entry);
    }

    /** Is told of each write from now on, on the cloud's thread: let it be quick. */
    public void follow(Consumer<Write> follower) {
        followers.add(follower);
    }

    public synchronized List<Write> writes() {
        return List.copyOf(writes);
    }

    public List<Write> writes(Predicate<Write> asked) {
        return writes().stream().filter(asked).toList();
    }

    /** Those that made a difference. */
    public List<Write> changes() {
        return writes(Write::changed);
    }

    public synchronized List<Hit> hits() {
        return List.copyOf(hits);
    }

    public List<Hit> hits(String action) {
        return hits().stream().filter(hit -> hit.action().equals(action)).toList();
    }
}
