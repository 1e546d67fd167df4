package io.failoverd.daemon.journal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AheadTest {
    private static final int ROOM = 3;

    @Test
    void everything_comes_in_the_order_in_which_it_was_made_and_then_nothing() throws Exception {
        var taken = new ArrayList<Integer>();
        try (var ahead = new Ahead<Integer>("test", ROOM, room -> {
            for (int i = 0; i < 1000; i++) {
                assertThat(room.put(i)).isTrue();
            }
        })) {
            for (Integer next = ahead.next(); next != null; next = ahead.next()) {
                taken.add(next);
            }
            assertThat(ahead.next()).as("after the end").isNull();
        }
        assertThat(taken).hasSize(1000).isSorted();
    }

    @Test
    void a_failure_comes_after_what_was_made_before_it() throws Exception {
        for (Throwable failure :
                List.of(new SQLException("disk"), new IllegalStateException(), new StackOverflowError())) {
            try (var ahead = new Ahead<String>("test", ROOM, room -> {
                room.put("made");
                switch (failure) {
                    case Exception e -> throw e;
                    case Error e -> throw e;
                    case Throwable e -> throw new AssertionError(e);
                }
            })) {
                assertThat(ahead.next()).isEqualTo("made");
                assertThatThrownBy(ahead::next)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isSameAs(failure);
            }
        }
    }

    @Test
    void a_maker_that_waits_for_room_hears_that_no_more_is_wanted_and_has_ended_after_close() throws Exception {
        var made = new AtomicInteger();
        var refused = new AtomicBoolean();
        var full = new CountDownLatch(ROOM);
        try (var ahead = new Ahead<Integer>("test", ROOM, room -> {
            while (room.put(made.get())) {
                made.incrementAndGet();
                full.countDown();
            }
            refused.set(true);
        })) {
            full.await();
            assertThat(ahead.next()).isZero();
        }
        assertThat(refused).isTrue();
        assertThat(made.get()).as("no further ahead than there is room").isBetween(ROOM, ROOM + 1);
    }
}
