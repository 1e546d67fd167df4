package io.failoverd.probes;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of answers that all probes under way may keep together, until what is expected of them has been looked for. Many
 * large pages that stall at once would fill the heap, and with it end the answers to DNS queries. Any thread.
 */
public final class AnswerMemory {
    /** Part of the heap: a body that grows, and the text that it becomes, take several times its bytes. */
    private static final int PART = 8;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    AnswerMemory(long most) {
        this.most = most;
    }

    /** Of the heap that this process may have. */
    static AnswerMemory ofHeap() {
        return new AnswerMemory(Runtime.getRuntime().maxMemory() / PART);
    }

    /** Whether there is room for so many more bytes, which are taken then. */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }

    long most() {
        return most;
    }
}
