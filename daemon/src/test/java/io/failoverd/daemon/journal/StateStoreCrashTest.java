package io.failoverd.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.Memory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is killed at any moment loses nothing that it was told is kept, and leaves no half step. */
class StateStoreCrashTest {
    /** Far more steps than a child makes after the last line that we read of it. */
    private static final int STEPS_AHEAD = 100_000;

    @TempDir
    Path temp;

    @Test
    void killedAtAnyMomentItHoldsAWholeNumberOfStepsAndAllThatWereAcknowledged() throws Exception {
        for (long seed = 1; seed <= 6; seed++) {
            Path dir = temp.resolve("state-" + seed);
            int acked = runAndKill(dir, seed);
            Model model = new Model();
            Batches batches = new Batches(seed);
            for (int step = 1; step <= acked; step++) {
                model.apply(batches.next());
            }
            try (StateStore store = StateStoreTest.opened(StateStore.open(dir, "after", StateStoreTest.SETTINGS))) {
                Memory memory = store.load();
                List<OutboxRow> pending = store.takePending();
                long decisions = decisions(dir);
                int step = acked;
                while (!same(model, memory, pending, decisions) && step < acked + STEPS_AHEAD) {
                    model.apply(batches.next());
                    step++;
                }
                assertThat(same(model, memory, pending, decisions))
                        .as("seed %d, killed after step %d: what was found is no state between two steps", seed, acked)
                        .isTrue();
            }
        }
    }

    private static int runAndKill(Path dir, long seed) throws Exception {
        try (StoreChild child = StoreChild.start(dir, seed)) {
            int until = 1 + new Random(seed).nextInt(300);
            int acked = 0;
            while (acked < until) {
                acked = Integer.parseInt(child.next("acked "));
            }
            child.kill();
            for (String more = child.next("acked "); !more.isEmpty(); more = child.next("acked ")) {
                acked = Integer.parseInt(more);
            }
            return acked;
        }
    }

    private static boolean same(Model model, Memory memory, List<OutboxRow> pending, long decisions) {
        return decisions == model.decisions
                && pending.equals(model.pending())
                && memory.endpoints().equals(model.endpoints())
                && memory.services().equals(model.services())
                && memory.common().equals(model.common);
    }

    private static long decisions(Path dir) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve(Database.FILE))) {
            return Schema.number(connection, "SELECT count(*) FROM decisions");
        }
    }
}
