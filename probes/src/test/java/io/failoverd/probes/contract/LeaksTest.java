package io.failoverd.probes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a probe fails, nothing of it is left. {@code bench/leaks} has ten thousand of each failure. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaksTest {
    private static final int PROBES = 12;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    private final Rounds rounds = new Rounds(Stage.Cast.on(vertx), 60, 60);

    @BeforeAll
    void watch() {
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("/proc/self/fd")), "this system does not list a process's descriptors");
        Holdings.watchEveryBuffer();
    }

    @AfterAll
    void close() throws Exception {
        ResourceLeakDetector.setLevel(before);
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Those of ICMP need a network of their own: {@link HiddenNetworkTest}. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ICMP")
    void probesThatFailInEveryWayLeaveNothingBehind(Kind kind) throws Exception {
        List<Situation> situations = Situations.all().stream()
                .filter(situation -> situation.kind() == kind && situation.cost() != Situation.Cost.MUCH)
                // Whoever takes all the room leaves none for the others.
                .filter(situation -> !situation.reason().equals("local_limit"))
                .toList();
        assertThat(situations).isNotEmpty();
        Rounds.Came came = rounds.play(situations, PROBES);
        assertThat(came.left())
                .as(() -> came.outcomes() + "\n" + String.join("\n", Holdings.forgotten()))
                .isEmpty();
        assertThat(came.outcomes().values().stream().mapToInt(count -> count).sum())
                .isEqualTo(PROBES * situations.size());
    }
}
