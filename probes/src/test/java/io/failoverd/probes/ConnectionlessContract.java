package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What every prober must do that makes no TCP connection. */
public abstract class ConnectionlessContract extends Probing {
    private static final int ATTEMPTS = 5;

    /** The prober, with its check already in its hands. */
    protected abstract Attempt start(Target target);

    /** One that passes. */
    protected abstract Target healthy(Cadence cadence);

    /** One that never answers. */
    protected abstract Target silent(Cadence cadence);

    /** What is said of that at the timeout. */
    protected abstract FailureReason whenSilent();

    /** Probes that the descriptor test makes of each; far more than the descriptors that come and go by themselves. */
    protected abstract int rounds();

    protected Probed probe(Target target) {
        Probed probed = finished(start(target));
        for (int i = 1; i < ATTEMPTS && probed.result().reasonLabel().equals("local_overload"); i++) {
            probed = finished(start(target));
        }
        return probed;
    }

    @Test
    void whatAnswersIsUpWithTimesThatAddUp() {
        Probed probed = probe(healthy(PATIENT));
        assertThat(probed.result()).as(line(probed)).isInstanceOf(ProbeResult.Up.class);
        assertThat(probed.timings().connect()).isNull();
        assertThat(probed.timings().tls()).isNull();
        assertThat(probed.timings().total()).isPositive();
        assertThat(probed.timings().total()).isEqualTo(probed.finishedAt().since(probed.startedAt()));
    }

    @Test
    void whatIsSilentIsDownAtTheTimeout() {
        Probed probed = probe(silent(QUICK));
        assertDown(probed, whenSilent());
        assertThat(probed.result().detail()).endsWith("within 2000 ms");
        assertThat(probed.timings().total()).isGreaterThanOrEqualTo(QUICK.timeout());
        assertThat(probed.timings().firstByte()).isNull();
    }

    @Test
    void aCancelledProbeIsInconclusive() {
        Attempt attempt = start(silent(PATIENT));
        attempt.cancel();
        Probed probed = finished(attempt);
        assertInconclusive(probed, FailureReason.LOCAL_ERROR);
        assertThat(probed.result().detail()).endsWith("cancelled");
    }

    @Test
    void manyProbesLeaveNoDescriptorBehind() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "this system does not list a process's descriptors");
        round(3);
        long before = descriptors();
        round(rounds());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(descriptors()).isLessThan(before + rounds()));
    }

    private void round(int times) {
        for (int i = 0; i < times; i++) {
            List<Attempt> given = new ArrayList<>(List.of(start(silent(PATIENT)), start(silent(PATIENT))));
            finished(start(healthy(PATIENT)));
            given.forEach(Attempt::cancel);
            given.forEach(Probing::finished);
        }
    }

    /** The story: a bastion that was suspended for a while came back and took every gateway out. */
    @Test
    void aTimeoutThatThisHostSleptThroughSaysNothing() {
        Target target = silent(QUICK);
        var context = vertx.getOrCreateContext();
        var probed = new CompletableFuture<Probed>();
        context.runOnContext(_ -> {
            start(target).outcome().onSuccess(probed::complete);
            context.runOnContext(_ -> {
                long until = System.nanoTime() + Duration.ofMillis(700).toNanos();
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            });
        });
        await().atMost(PATIENCE).until(probed::isDone);
        assertInconclusive(probed.join(), FailureReason.LOCAL_OVERLOAD);
    }
}
